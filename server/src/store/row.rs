//! From columns to the domain's types.

use std::{fmt::Display, str::FromStr};

use handpick::{engineer::Mode, review::Rating, store::StoreError};
use jiff::Timestamp;
use serde::de::DeserializeOwned;
use sqlx::Row as _;

use super::engine::Row;

/// A column holds what the domain does not know: the database was changed by hand
/// or by a later version.
#[derive(Debug, thiserror::Error)]
#[error("column {column} holds {value:?}")]
pub struct Unreadable {
    column: String,
    value: String,
}

impl Unreadable {
    pub fn new(column: &str, value: impl Display) -> Self {
        Self { column: column.to_owned(), value: value.to_string() }
    }
}

/// Reads a row by column names, as the domain's types.
pub trait Columns {
    fn text(&self, column: &str) -> Result<String, StoreError>;
    fn maybe_text(&self, column: &str) -> Result<Option<String>, StoreError>;
    fn int(&self, column: &str) -> Result<i64, StoreError>;
    fn maybe_int(&self, column: &str) -> Result<Option<i64>, StoreError>;
    fn float(&self, column: &str) -> Result<f64, StoreError>;
    fn maybe_float(&self, column: &str) -> Result<Option<f64>, StoreError>;

    fn flag(&self, column: &str) -> Result<bool, StoreError> {
        Ok(self.int(column)? != 0)
    }

    /// A count; a negative one is taken as none.
    fn count(&self, column: &str) -> Result<u32, StoreError> {
        Ok(u32::try_from(self.int(column)?).unwrap_or(0))
    }

    fn at(&self, column: &str) -> Result<Timestamp, StoreError> {
        Ok(Timestamp::from_millisecond(self.int(column)?)?)
    }

    fn maybe_at(&self, column: &str) -> Result<Option<Timestamp>, StoreError> {
        Ok(self.maybe_int(column)?.map(Timestamp::from_millisecond).transpose()?)
    }

    fn id<T: FromStr>(&self, column: &str) -> Result<T, StoreError> {
        let text = self.text(column)?;
        Ok(text.parse().map_err(|_| Unreadable::new(column, text))?)
    }

    fn maybe_id<T: FromStr>(&self, column: &str) -> Result<Option<T>, StoreError> {
        let Some(text) = self.maybe_text(column)? else { return Ok(None) };
        Ok(Some(text.parse().map_err(|_| Unreadable::new(column, text))?))
    }

    fn mode(&self, column: &str) -> Result<Mode, StoreError> {
        let text = self.text(column)?;
        Ok(Mode::parse(&text).ok_or_else(|| Unreadable::new(column, text))?)
    }

    /// The columns stars1 to stars5.
    fn rating(&self) -> Result<Rating, StoreError> {
        let stars = ["stars1", "stars2", "stars3", "stars4", "stars5"];
        let mut counts = [0; 5];
        for (count, column) in counts.iter_mut().zip(stars) {
            *count = self.count(column)?;
        }
        Ok(Rating(counts))
    }

    fn json<T: DeserializeOwned>(&self, column: &str) -> Result<T, StoreError> {
        Ok(serde_json::from_str(&self.text(column)?)?)
    }
}

impl Columns for Row {
    fn text(&self, column: &str) -> Result<String, StoreError> {
        Ok(self.try_get(column)?)
    }
    fn maybe_text(&self, column: &str) -> Result<Option<String>, StoreError> {
        Ok(self.try_get(column)?)
    }
    fn int(&self, column: &str) -> Result<i64, StoreError> {
        Ok(self.try_get(column)?)
    }
    fn maybe_int(&self, column: &str) -> Result<Option<i64>, StoreError> {
        Ok(self.try_get(column)?)
    }
    fn float(&self, column: &str) -> Result<f64, StoreError> {
        Ok(self.try_get(column)?)
    }
    fn maybe_float(&self, column: &str) -> Result<Option<f64>, StoreError> {
        Ok(self.try_get(column)?)
    }
}
