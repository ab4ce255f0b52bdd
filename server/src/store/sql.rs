//! Statements that are put together at run time.

use sqlx::{Arguments as _, AssertSqlSafe, Database, Encode, Type, query::Query};

use super::engine::Db;

type Values = <Db as Database>::Arguments;

/// Collects bound values; the text around them is put together by the caller and
/// never holds anything that came from outside.
#[derive(Default)]
pub struct Binds {
    values: Values,
    count: usize,
}

impl Binds {
    /// Binds the value and returns its placeholder, which may stand in the text more
    /// than once.
    pub fn add<'t, T>(&mut self, value: T) -> String
    where
        T: Encode<'t, Db> + Type<Db> + 't,
    {
        // Only values that cannot be encoded fail, which numbers and texts can.
        let added = self.values.add(value);
        debug_assert!(added.is_ok());
        self.count += 1;
        format!("${}", self.count)
    }

    /// Binds the values and returns `$1, $2, …`.
    pub fn list<'t, T>(&mut self, values: impl IntoIterator<Item = T>) -> String
    where
        T: Encode<'t, Db> + Type<Db> + 't,
    {
        values.into_iter().map(|value| self.add(value)).collect::<Vec<_>>().join(", ")
    }

    pub fn query(self, text: String) -> Query<'static, Db, Values> {
        sqlx::query_with(AssertSqlSafe(text), self.values)
    }
}
