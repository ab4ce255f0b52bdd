//! Words of names, in a table of their own: what begins like something is a range of
//! its index.

use async_trait::async_trait;
use handpick::{
    engineer::{Engineer, Engineers as _},
    lang::Localized,
    point::ServicePoint,
    search::{Names, name_words, words_together},
    store::StoreResult,
};
use sqlx::AssertSqlSafe;

use super::{
    engine::{Connection, LOCK_UNLOCKED, SqlStore},
    point::service_point,
    row::Columns as _,
    sql::Binds,
};

/// Whose name it is, as the column `kind` has it.
pub const ENGINEER: &str = "engineer";
pub const POINT: &str = "point";

/// Of how many namesakes some are suggested.
const LOOKED_AT: u32 = 50;

#[async_trait]
impl Names for SqlStore {
    async fn is_name(&self, parts: &[String]) -> StoreResult<bool> {
        let mut binds = Binds::default();
        let Some(called) = called(ENGINEER, parts, &mut binds) else { return Ok(false) };
        let text = format!(
            "SELECT 1 FROM {called} AND EXISTS (SELECT 1 FROM engineers e WHERE e.id = n.id AND e.active = 1) LIMIT 1"
        );
        Ok(binds.query(text).fetch_optional(&mut *self.reader().await?).await?.is_some())
    }

    async fn engineers_named(&self, parts: &[String], limit: u32) -> StoreResult<Vec<Engineer>> {
        let mut binds = Binds::default();
        let Some(called) = called(ENGINEER, parts, &mut binds) else { return Ok(Vec::new()) };
        let limit = binds.add(i64::from(limit));
        let text = format!(
            "SELECT e.id FROM (SELECT DISTINCT id FROM (SELECT n.id FROM {called} ORDER BY n.word, n.id LIMIT {LOOKED_AT}) called) named
                 JOIN engineers e ON e.id = named.id
             WHERE e.active = 1 ORDER BY e.score DESC, e.id LIMIT {limit}"
        );
        let rows = binds.query(text).fetch_all(&mut *self.reader().await?).await?;
        let ids = rows.iter().map(|row| row.id("id")).collect::<Result<Vec<_>, _>>()?;
        self.engineers(&ids).await
    }

    async fn points_named(&self, parts: &[String], limit: u32) -> StoreResult<Vec<ServicePoint>> {
        let mut binds = Binds::default();
        let Some(called) = called(POINT, parts, &mut binds) else { return Ok(Vec::new()) };
        let limit = binds.add(i64::from(limit));
        let text = format!(
            "WITH named AS (SELECT DISTINCT id FROM (SELECT n.id FROM {called} ORDER BY n.word, n.id LIMIT {LOOKED_AT}) called)
             SELECT p.* FROM named JOIN points p ON p.id = named.id WHERE p.active = 1 ORDER BY p.id LIMIT {limit}"
        );
        let rows = binds.query(text).fetch_all(&mut *self.reader().await?).await?;
        rows.iter().map(service_point).collect()
    }

    async fn read_names(&self, limit: u32) -> StoreResult<u64> {
        let mut tx = self.begin().await?;
        let mut done = 0;
        for (kind, table) in [(ENGINEER, "engineers"), (POINT, "points")] {
            let select = format!(
                "SELECT n.id, (SELECT t.name FROM {table} t WHERE t.id = n.id) AS name FROM names n
                 WHERE n.kind = $1 AND n.word = '' LIMIT $2 {LOCK_UNLOCKED}"
            );
            let query = sqlx::query(AssertSqlSafe(select)).bind(kind).bind(i64::from(limit));
            for row in query.fetch_all(&mut *tx).await? {
                rewrite_names(&mut tx, kind, &row.text("id")?, &row.json("name")?).await?;
                done += 1;
            }
        }
        self.commit(tx).await?;
        Ok(done)
    }
}

/// Whoever is called so, as `names n` with its conditions; `None` when nothing is asked.
pub fn called(kind: &'static str, parts: &[String], binds: &mut Binds) -> Option<String> {
    let (first, others) = parts.split_first()?;
    let begins = begins("n", first, binds);
    // Folded parts are letters and digits: none is a sign of `LIKE`.
    let others = others.iter().map(|part| format!("AND n.words LIKE {}", binds.add(format!("% {part}%"))));
    let others = others.collect::<Vec<_>>().join(" ");
    Some(format!("names n WHERE n.kind = '{kind}' AND {begins} {others}"))
}

/// The conditions that whoever has the id is called so.
pub fn is_called(id: &str, parts: &[String], binds: &mut Binds) -> String {
    let called = parts.iter().map(|part| {
        let begins = begins("o", part, binds);
        format!("AND EXISTS (SELECT 1 FROM names o WHERE o.id = {id} AND {begins})")
    });
    called.collect::<Vec<_>>().join(" ")
}

fn begins(name: &str, part: &str, binds: &mut Binds) -> String {
    // The last sign there is: no word that begins like the part stands behind it.
    let (from, to) = (binds.add(part.to_owned()), binds.add(format!("{part}\u{10ffff}")));
    format!("{name}.word >= {from} AND {name}.word < {to}")
}

/// Makes somebody findable by this name and no other, within the transaction that
/// gives it.
pub async fn rewrite_names(
    conn: &mut Connection,
    kind: &'static str,
    id: &str,
    name: &Localized<String>,
) -> StoreResult<()> {
    sqlx::query("DELETE FROM names WHERE id = $1").bind(id).execute(&mut *conn).await?;
    let words = name_words(name);
    if words.is_empty() {
        return Ok(());
    }
    let mut binds = Binds::default();
    let (id, kind, all) = (binds.add(id.to_owned()), binds.add(kind), binds.add(words_together(&words)));
    let rows: Vec<_> =
        words.into_iter().map(|word| format!("({id}, {}, {kind}, {all})", binds.add(word))).collect();
    let text = format!("INSERT INTO names (id, word, kind, words) VALUES {}", rows.join(", "));
    binds.query(text).execute(conn).await?;
    Ok(())
}
