//! Ratings: counters that change in the same transaction as the reviews.

use handpick::{
    id::EngineerId,
    review::{Outcome, Rating, Subject},
    store::StoreResult,
    tag::TagKind,
};
use jiff::Timestamp;
use sqlx::AssertSqlSafe;

use super::{
    engine::{Connection, Row, SqlStore},
    review::columns,
    row::Columns,
    sql::Binds,
};

/// Counts one more review of `stars` (1 to 5) and, for an engineer, what is derived of it.
pub async fn count_stars(conn: &mut Connection, subject: Subject, stars: u8) -> StoreResult<()> {
    let (table, id) = match subject {
        Subject::Engineer(id) => ("engineers", id.to_string()),
        Subject::Point(id) => ("points", id.to_string()),
    };
    let column = format!("stars{}", stars);
    let row = sqlx::query(AssertSqlSafe(format!(
        "UPDATE {table} SET {column} = {column} + 1 WHERE id = $1
         RETURNING stars1, stars2, stars3, stars4, stars5"
    )))
    .bind(id)
    .fetch_one(&mut *conn)
    .await?;
    match subject {
        Subject::Engineer(engineer) => derive(conn, engineer, row.rating()?).await,
        Subject::Point(_) => Ok(()),
    }
}

async fn derive(conn: &mut Connection, engineer: EngineerId, rating: Rating) -> StoreResult<()> {
    let (average, score) = (rating.average().unwrap_or(0.0), rating.shrunk());
    sqlx::query("UPDATE engineers SET average = $2, score = $3 WHERE id = $1")
        .bind(engineer.to_string())
        .bind(average)
        .bind(score)
        .execute(&mut *conn)
        .await?;
    sqlx::query("UPDATE engineer_reach SET average = $2, score = $3, reviews = $4 WHERE engineer_id = $1")
        .bind(engineer.to_string())
        .bind(average)
        .bind(score)
        .bind(i64::from(rating.count()))
        .execute(conn)
        .await?;
    Ok(())
}

/// Counts one more review for the tags of what was served. After [`count_stars`], whose
/// lock on the engineer keeps her from adding such a tag meanwhile.
pub async fn count_outcome(
    conn: &mut Connection,
    engineer: EngineerId,
    (product, need): (Option<&str>, Option<&str>),
    stars: u8,
) -> StoreResult<()> {
    sqlx::query(
        "UPDATE engineer_tags SET reviews = reviews + 1, favourable = favourable + $4
         WHERE engineer_id = $1 AND ((kind = 'product' AND key = $2) OR (kind = 'need' AND key = $3))",
    )
    .bind(engineer.to_string())
    .bind(product)
    .bind(need)
    .bind(i64::from(Rating::default().plus(stars).favourable()))
    .execute(conn)
    .await?;
    Ok(())
}

impl SqlStore {
    /// A row of `engineer_tags` for each, found by its key.
    pub(super) async fn outcomes_of(
        &self,
        of: &[EngineerId],
        kind: TagKind,
        key: &'static str,
    ) -> StoreResult<Vec<(EngineerId, Outcome)>> {
        if of.is_empty() {
            return Ok(Vec::new());
        }
        let mut binds = Binds::default();
        let (kind, key) = (binds.add(kind.as_str()), binds.add(key));
        let engineers = binds.list(of.iter().map(ToString::to_string));
        let select = format!(
            "SELECT engineer_id, reviews, favourable FROM engineer_tags
             WHERE engineer_id IN ({engineers}) AND kind = {kind} AND key = {key} AND reviews > 0"
        );
        let rows = binds.query(select).fetch_all(&mut *self.reader().await?).await?;
        let outcome = |row: &Row| {
            let (reviews, favourable) = (row.count("reviews")?, row.count("favourable")?);
            Ok((row.id("engineer_id")?, Outcome { reviews, favourable }))
        };
        rows.iter().map(outcome).collect()
    }

    /// The ratings from each of the instants on, from an index alone.
    pub(super) async fn stars_since(&self, of: Subject, starts: &[Timestamp]) -> StoreResult<Vec<Rating>> {
        let mut ratings = vec![Rating::default(); starts.len()];
        let Some(first) = starts.first() else { return Ok(ratings) };
        let mut binds = Binds::default();
        let (subject, id) = columns(of);
        let (subject, id) = (binds.add(subject), binds.add(id));
        let first = binds.add(first.as_millisecond());
        let span = |(number, start): (usize, &Timestamp)| {
            format!("WHEN created_at >= {} THEN {number}", binds.add(start.as_millisecond()))
        };
        let spans = starts.iter().enumerate().rev().map(span).collect::<Vec<_>>().join(" ");
        let select = format!(
            "SELECT span, stars, COUNT(*) AS given
             FROM (SELECT CAST(CASE {spans} END AS BIGINT) AS span, stars FROM reviews
                   WHERE subject_id = {id} AND subject = {subject} AND attested = 0 AND created_at >= {first}) recent
             GROUP BY span, stars"
        );
        for row in binds.query(select).fetch_all(&mut *self.reader().await?).await? {
            let (span, stars) = (usize::try_from(row.int("span")?)?, usize::try_from(row.int("stars")?)?);
            let counted = ratings.get_mut(span).and_then(|rating| rating.0.get_mut(stars.wrapping_sub(1)));
            if let Some(counted) = counted {
                *counted = row.count("given")?;
            }
        }
        Ok(ratings)
    }

    /// How many engineers or points have counters that differ from a recount.
    pub(super) async fn wrongly_counted(&self, subject: &str) -> StoreResult<u64> {
        let each = |write: fn(u8) -> String| (1..=5).map(write).collect::<Vec<_>>();
        let counts = each(|n| format!("COUNT(CASE WHEN stars = {n} THEN 1 END) AS stars{n}")).join(", ");
        let differs = each(|n| format!("s.stars{n} <> COALESCE(r.stars{n}, 0)")).join(" OR ");
        let wrong: i64 = sqlx::query_scalar(AssertSqlSafe(format!(
            "SELECT COUNT(*) FROM {subject}s s
             LEFT JOIN (SELECT subject_id, {counts} FROM reviews WHERE subject = $1 AND attested = 0 GROUP BY subject_id) r
                  ON r.subject_id = s.id
             WHERE {differs}"
        )))
        .bind(subject)
        .fetch_one(&mut *self.reader().await?)
        .await?;
        Ok(u64::try_from(wrong)?)
    }

    /// How many tags of engineers have counters that differ from a recount.
    pub(super) async fn wrong_outcomes(&self) -> StoreResult<u64> {
        let recount = |kind: &str| {
            format!(
                "SELECT subject_id, '{kind}' AS kind, {kind} AS key, COUNT(*) AS reviews,
                        COUNT(CASE WHEN stars >= 4 THEN 1 END) AS favourable
                 FROM reviews WHERE subject = 'engineer' AND attested = 0 GROUP BY subject_id, {kind}"
            )
        };
        let (products, needs) = (recount("product"), recount("need"));
        let wrong: i64 = sqlx::query_scalar(AssertSqlSafe(format!(
            "SELECT COUNT(*) FROM engineer_tags t
             LEFT JOIN ({products} UNION ALL {needs}) r
                  ON r.subject_id = t.engineer_id AND r.kind = t.kind AND r.key = t.key
             WHERE t.kind IN ('product', 'need')
                 AND (t.reviews <> COALESCE(r.reviews, 0) OR t.favourable <> COALESCE(r.favourable, 0))"
        )))
        .fetch_one(&mut *self.reader().await?)
        .await?;
        Ok(u64::try_from(wrong)?)
    }
}
