//! What an engine says of its way to the rows.

use std::collections::HashMap;

use handpick_server::store::EngineStore;
use sqlx::{AssertSqlSafe, Connection as _, PgConnection, Row as _, SqliteConnection};

use crate::support::Fixture;

/// The engine with its version, as far as plans depend on it.
pub async fn engine(store: &Fixture) -> String {
    match &store.any.engine {
        EngineStore::Sqlite(_) => "sqlite".to_owned(),
        EngineStore::Postgres(_) => {
            let version = store.texts("SHOW server_version_num").await.remove(0);
            format!("postgres-{}", &version[..2])
        }
    }
}

/// Makes the engine plan as for many more rows; else it would rather read a small
/// table whole, though an index is there.
pub async fn pretend_large(store: &Fixture) {
    if let EngineStore::Postgres(_) = store.any.engine {
        let tables = "c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'i')";
        // Of what is not one of a few kinds there are more with more rows.
        let values = "UPDATE pg_statistic s SET stadistinct = -s.stadistinct / c.reltuples FROM pg_class c
                      WHERE c.oid = s.starelid AND s.stadistinct > 10 AND c.reltuples > s.stadistinct";
        store.execute(&format!("{values} AND {tables}")).await;
        let rows = format!("GREATEST(c.reltuples, 100) * {TIMES}");
        // Whatever else the server did meanwhile, all pages may be answered from indexes alone.
        let enlarge =
            format!("UPDATE pg_class c SET reltuples = {rows}, relallvisible = relpages WHERE {tables}");
        store.execute(&enlarge).await;
    } else {
        for line in store.texts("SELECT rowid || ' ' || stat FROM sqlite_stat1").await {
            let (row, stat) = line.split_once(' ').expect("two parts");
            let stat = enlarged(stat);
            store.execute(&format!("UPDATE sqlite_stat1 SET stat = '{stat}' WHERE rowid = {row}")).await;
        }
    }
}

/// A line of SQLite's statistics for [`TIMES`] as many rows: first the rows of the
/// table, then how many of them share each further column of the index.
fn enlarged(stat: &str) -> String {
    let numbers: Vec<u64> = stat.split(' ').map_while(|number| number.parse().ok()).collect();
    let rows = numbers.first().copied().unwrap_or(0);
    // What many share is one of a few kinds, and there will not be more kinds.
    let is_kind = |number: u64| number * 10 > rows && rows > 10;
    let scaled = numbers.iter().enumerate().map(|(at, number)| {
        let number = if at == 0 || is_kind(*number) { number * TIMES } else { *number };
        number.to_string()
    });
    scaled.collect::<Vec<_>>().join(" ")
}

const TIMES: u64 = 1_000;

/// The plan of a statement, as the engine makes it not knowing what is asked for.
pub async fn plan(store: &Fixture, statement: &str) -> Vec<String> {
    match &store.any.engine {
        EngineStore::Sqlite(_) => sqlite(&store.url(), statement).await,
        EngineStore::Postgres(store) => {
            postgres(&mut store.reader().await.expect("a connection"), statement).await
        }
    }
}

/// On a connection of its own, which reads the statistics anew.
async fn sqlite(url: &str, statement: &str) -> Vec<String> {
    let explain = AssertSqlSafe(format!("EXPLAIN QUERY PLAN {statement}"));
    let mut connection = SqliteConnection::connect(url).await.expect("a connection");
    let rows = sqlx::query(explain)
        .fetch_all(&mut connection)
        .await
        .unwrap_or_else(|error| panic!("{error}: {statement}"));
    connection.close().await.expect("closed");
    let mut depths = HashMap::from([(0, 0)]);
    let mut lines = Vec::new();
    for row in rows {
        let (id, parent, detail): (i64, i64, String) = (row.get(0), row.get(1), row.get(3));
        let depth: usize = depths.get(&parent).copied().unwrap_or(0);
        depths.insert(id, depth + 1);
        lines.push(format!("{}{detail}", "  ".repeat(depth)));
    }
    lines
}

async fn postgres(connection: &mut PgConnection, statement: &str) -> Vec<String> {
    let nothing = vec!["NULL"; parameters(statement)].join(", ");
    let nothing = if nothing.is_empty() { nothing } else { format!("({nothing})") };
    let prepare = format!(
        "SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off; PREPARE statement AS {statement}"
    );
    sqlx::raw_sql(AssertSqlSafe(prepare.as_str()))
        .execute(&mut *connection)
        .await
        .unwrap_or_else(|error| panic!("{error}: {statement}"));
    let explain = format!("EXPLAIN (COSTS OFF) EXECUTE statement {nothing}");
    let rows = sqlx::raw_sql(AssertSqlSafe(explain)).fetch_all(&mut *connection).await.expect(statement);
    sqlx::raw_sql("DEALLOCATE statement; RESET plan_cache_mode; RESET enable_seqscan")
        .execute(&mut *connection)
        .await
        .expect("as before");
    rows.iter().map(|row| row.get(0)).collect()
}

/// The highest number of a parameter.
fn parameters(statement: &str) -> usize {
    let numbers = statement.split('$').skip(1).map(|rest| {
        let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
        digits.parse().unwrap_or(0)
    });
    numbers.max().unwrap_or(0)
}

/// The lines that say that a whole table, or a whole index, is looked through.
pub fn scans(plan: &[String]) -> Vec<&str> {
    let lines = plan.iter().map(|line| line.trim_start());
    let made: Vec<&str> = lines
        .clone()
        .filter_map(|line| ["MATERIALIZE ", "CO-ROUTINE "].iter().find_map(|how| line.strip_prefix(how)))
        .collect();
    let whole = |(at, line): (usize, &'_ str)| {
        let line = line.trim_start_matches("->").trim_start();
        if let Some(rest) = line.strip_prefix("SCAN ") {
            let name = rest.split(' ').next().unwrap_or_default();
            let written = rest.contains("CONSTANT ROW") || rest.contains("VALUES CLAUSE");
            return !written && !made.contains(&name);
        }
        let by_index = line.starts_with("Index Scan") || line.starts_with("Index Only Scan");
        line.starts_with("Seq Scan") || (by_index && !is_narrowed(&plan[at + 1..], &plan[at]))
    };
    lines.clone().enumerate().filter(|pair| whole(*pair)).map(|(_, line)| line).collect()
}

/// Whether a condition follows that the index is entered by.
fn is_narrowed(following: &[String], scan: &str) -> bool {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let own = following.iter().take_while(|line| indent(line) > indent(scan) && !line.contains("->"));
    own.into_iter().any(|line| line.trim_start().starts_with("Index Cond"))
}
