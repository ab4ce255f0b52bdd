//! Inserting rows in bulk.

use async_trait::async_trait;
use handpick::{review::Rating, store::StoreResult};
use sqlx::{QueryBuilder, query_builder::Separated};

use crate::store::bulk::{Batch, Loader, Table, Value};

use super::engine::{Db, SETTLE, SqlStore, Tx};

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
        .fetch_one(&mut *self.reader().await?)
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
        self.commit(tx).await?;
        Ok(())
    }

    async fn settle(&self) -> StoreResult<()> {
        self.execute(sqlx::query(SETTLE)).await?;
        Ok(())
    }
}

async fn insert(tx: &mut Tx, table: &Table, values: Vec<Value>) -> sqlx::Result<()> {
    let columns = table.columns.len();
    let at_once = PARAMETERS / columns;
    let into = format!("INSERT INTO {} ({}) ", table.name, table.columns.join(", "));
    let mut values = values.into_iter();
    while values.len() > 0 {
        let rows = (values.len() / columns).min(at_once);
        // The builder names parameters as the engine likes it: SQLite looks numbered
        // ones up one by one, which is slow when there are thousands.
        let mut query = QueryBuilder::<Db>::new(into.as_str());
        query.push_values(0..rows, |mut row, _| {
            for value in values.by_ref().take(columns) {
                bind(&mut row, value);
            }
        });
        // Only whole statements come again and are worth remembering.
        query.build().persistent(rows == at_once).execute(&mut **tx).await?;
    }
    Ok(())
}

fn bind(row: &mut Separated<'_, Db, &str>, value: Value) {
    match value {
        Value::Text(text) => row.push_bind(text.into_owned()),
        Value::MaybeText(text) => row.push_bind(text.map(|text| text.into_owned())),
        Value::Int(number) => row.push_bind(number),
        Value::MaybeInt(number) => row.push_bind(number),
        Value::Float(number) => row.push_bind(number),
    };
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
