//! Rows in bulk, for either engine: how demo data comes in.

use std::{borrow::Cow, fmt::Display};

use async_trait::async_trait;
use handpick::{review::Rating, store::StoreResult};

/// A table and the columns that are filled.
#[derive(Debug, PartialEq, Eq)]
pub struct Table {
    pub name: &'static str,
    pub columns: &'static [&'static str],
}

/// A value of a column. Nothing has a type, too: PostgreSQL asks for it.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    Text(Cow<'static, str>),
    MaybeText(Option<Cow<'static, str>>),
    Int(i64),
    MaybeInt(Option<i64>),
    Float(f64),
}

/// An identifier, or anything else that is written as text.
pub fn text(value: impl Display) -> Value {
    Value::Text(value.to_string().into())
}

pub fn maybe_text(value: Option<impl Display>) -> Value {
    Value::MaybeText(value.map(|value| value.to_string().into()))
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}

impl From<&'static str> for Value {
    fn from(text: &'static str) -> Self {
        Self::Text(text.into())
    }
}

impl From<Option<String>> for Value {
    fn from(text: Option<String>) -> Self {
        Self::MaybeText(text.map(Cow::from))
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Int(number)
    }
}

impl From<u32> for Value {
    fn from(number: u32) -> Self {
        Self::Int(number.into())
    }
}

impl From<Option<i64>> for Value {
    fn from(number: Option<i64>) -> Self {
        Self::MaybeInt(number)
    }
}

impl From<f64> for Value {
    fn from(number: f64) -> Self {
        Self::Float(number)
    }
}

/// Rows of several tables that are inserted together.
#[derive(Debug, Default)]
pub struct Batch {
    tables: Vec<(&'static Table, Vec<Value>)>,
    /// Ratings of points whose rows came in an earlier batch.
    pub point_ratings: Vec<(String, Rating)>,
}

impl Batch {
    /// An empty batch. Its tables are filled in the given order, so that whoever is
    /// referred to comes first.
    pub fn of(tables: &[&'static Table]) -> Self {
        let tables = tables.iter().map(|table| (*table, Vec::new())).collect();
        Self { tables, point_ratings: Vec::new() }
    }

    /// Adds a row; the values stand in the order of the table's columns.
    pub fn push<const N: usize>(&mut self, table: &'static Table, row: [Value; N]) {
        debug_assert_eq!(table.columns.len(), N, "a row of {} is as long as its columns", table.name);
        let slot = self.tables.iter_mut().find(|(known, _)| std::ptr::eq(*known, table));
        debug_assert!(slot.is_some(), "{} is not a table of this batch", table.name);
        if let Some((_, values)) = slot {
            values.extend(row);
        }
    }

    /// How many rows there are in all.
    pub fn rows(&self) -> u64 {
        self.tables.iter().map(|(table, values)| (values.len() / table.columns.len()) as u64).sum()
    }

    pub fn into_tables(self) -> impl Iterator<Item = (&'static Table, Vec<Value>)> {
        self.tables.into_iter().filter(|(_, values)| !values.is_empty())
    }
}

/// Fills a database quickly.
#[async_trait]
pub trait Loader: Send + Sync {
    /// Whether there are neither accounts nor engineers nor points.
    async fn is_empty(&self) -> StoreResult<bool>;
    /// Inserts the batch in one transaction.
    async fn load(&self, batch: Batch) -> StoreResult<()>;
    /// Lets the database look at what came in, so that it is as quick at once as later.
    async fn settle(&self) -> StoreResult<()>;
}
