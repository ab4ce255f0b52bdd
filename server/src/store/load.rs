//! Inserting rows in bulk.

use std::fmt::Write as _;

use async_trait::async_trait;
use handpick::{review::Rating, store::StoreResult};
use sqlx::{AssertSqlSafe, query::Query};

use super::{
    super::bulk::{Batch, Loader, Table, Value},
    engine::{Db, SqlStore, Tx},
};

/// Parameters of one statement: SQLite takes 32,766, PostgreSQL 65,535. Longer
/// statements are no faster.
const PARAMETERS: usize = 8_000;

#[async_trait]
impl Loader for SqlStore {
    async fn is_empty(&self) -> StoreResult<bool> {
        let somebody: i64 = sqlx::query_scalar(
            "SELECT COUNT(*) FROM (SELECT id FROM accounts UNION ALL SELECT id FROM engineers
                                   UNION ALL SELECT id FROM points LIMIT 1) AS somebody",
        )
        .fetch_one(&self.read)
        .await?;
        Ok(somebody == 0)
    }

    async fn load(&self, mut batch: Batch) -> StoreResult<()> {
        let ratings = std::mem::take(&mut batch.point_ratings);
        let mut tx = self.begin().await?;
        for (table, values) in batch.into_tables() {
            insert(&mut tx, table, values).await?;
        }
        for (point, rating) in ratings {
            rate_point(&mut tx, point, rating).await?;
        }
        self.commit(tx, &[]).await?;
        Ok(())
    }

    async fn analyse(&self) -> StoreResult<()> {
        sqlx::query("ANALYZE").execute(&self.write).await?;
        Ok(())
    }
}

async fn insert(tx: &mut Tx, table: &Table, values: Vec<Value>) -> sqlx::Result<()> {
    let columns = table.columns.len();
    let at_once = PARAMETERS / columns;
    let whole = statement(table, at_once);
    let mut values = values.into_iter();
    while values.len() > 0 {
        let rows = (values.len() / columns).min(at_once);
        // Only whole statements come again and are worth remembering.
        let sql = if rows == at_once { whole.clone() } else { statement(table, rows) };
        let query = sqlx::query(AssertSqlSafe(sql)).persistent(rows == at_once);
        values.by_ref().take(rows * columns).fold(query, bind).execute(&mut **tx).await?;
    }
    Ok(())
}

fn bind(
    query: Query<'_, Db, <Db as sqlx::Database>::Arguments>,
    value: Value,
) -> Query<'_, Db, <Db as sqlx::Database>::Arguments> {
    match value {
        Value::Text(text) => query.bind(text.into_owned()),
        Value::MaybeText(text) => query.bind(text.map(|text| text.into_owned())),
        Value::Int(number) => query.bind(number),
        Value::MaybeInt(number) => query.bind(number),
        Value::Float(number) => query.bind(number),
    }
}

/// `INSERT INTO t (a, b) VALUES ($1, $2), ($3, $4)`
fn statement(table: &Table, rows: usize) -> String {
    let columns = table.columns.len();
    let mut sql = format!("INSERT INTO {} ({}) VALUES ", table.name, table.columns.join(", "));
    for row in 0..rows {
        sql.push_str(if row == 0 { "(" } else { "), (" });
        for column in 0..columns {
            let comma = if column == 0 { "" } else { ", " };
            // Writing to a String cannot fail.
            let _ = write!(sql, "{comma}${}", row * columns + column + 1);
        }
    }
    sql.push(')');
    sql
}

async fn rate_point(tx: &mut Tx, point: String, rating: Rating) -> sqlx::Result<()> {
    let [one, two, three, four, five] = rating.0.map(i64::from);
    sqlx::query(
        "UPDATE points SET stars1 = $2, stars2 = $3, stars3 = $4, stars4 = $5, stars5 = $6 WHERE id = $1",
    )
    .bind(point)
    .bind(one)
    .bind(two)
    .bind(three)
    .bind(four)
    .bind(five)
    .execute(&mut **tx)
    .await?;
    Ok(())
}
