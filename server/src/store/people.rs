//! Accounts with their roles.

use handpick::{
    account::{Account, Viewer},
    id::{AccountId, PointId},
    lang::Lang,
    store::{StoreError, StoreResult},
};

use sqlx::AssertSqlSafe;

use super::{
    engine::{Row, SqlStore},
    row::{Columns as _, Unreadable},
};

/// Accounts `a` that are more than customers.
const IS_MORE: &str = "(a.operator = 1
     OR EXISTS (SELECT 1 FROM engineers e WHERE e.account_id = a.id)
     OR EXISTS (SELECT 1 FROM staff s WHERE s.account_id = a.id))";

impl SqlStore {
    pub(super) async fn person(&self, id: AccountId) -> StoreResult<Option<Viewer>> {
        let rows = sqlx::query(
            "SELECT a.*, e.id AS engineer_id, s.point_id FROM accounts a
             LEFT JOIN engineers e ON e.account_id = a.id
             LEFT JOIN staff s ON s.account_id = a.id
             WHERE a.id = $1 AND a.deactivated_at IS NULL
             ORDER BY s.point_id",
        )
        .bind(id.to_string())
        .fetch_all(&mut *self.reader().await?)
        .await?;
        Ok(viewers(&rows)?.pop())
    }

    pub(super) async fn page_of_people(
        &self,
        asked: &str,
        page: u32,
        page_size: u32,
    ) -> StoreResult<(Vec<Viewer>, u64)> {
        let (pattern, is_called) = (containing(asked), is_called());
        let count = format!("SELECT COUNT(*) FROM accounts a WHERE {IS_MORE} AND {is_called}");
        let count = sqlx::query_scalar(AssertSqlSafe(count)).bind(&pattern);
        let total: i64 = count.fetch_one(&mut *self.reader().await?).await?;
        let select = format!(
            "SELECT a.*, e.id AS engineer_id, s.point_id
             FROM (SELECT a.* FROM accounts a WHERE {IS_MORE} AND {is_called}
                   ORDER BY a.name, a.id LIMIT $2 OFFSET $3) a
             LEFT JOIN engineers e ON e.account_id = a.id
             LEFT JOIN staff s ON s.account_id = a.id
             ORDER BY a.name, a.id, s.point_id"
        );
        let rows = sqlx::query(AssertSqlSafe(select))
            .bind(&pattern)
            .bind(i64::from(page_size))
            .bind(i64::from(page) * i64::from(page_size))
            .fetch_all(&mut *self.reader().await?)
            .await?;
        Ok((viewers(&rows)?, u64::try_from(total)?))
    }

    pub(super) async fn people_at(&self, point: PointId) -> StoreResult<Vec<Viewer>> {
        let rows = sqlx::query(
            "SELECT a.*, e.id AS engineer_id, s.point_id FROM accounts a
             JOIN staff here ON here.account_id = a.id AND here.point_id = $1
             LEFT JOIN engineers e ON e.account_id = a.id
             LEFT JOIN staff s ON s.account_id = a.id
             ORDER BY a.name, a.id, s.point_id",
        )
        .bind(point.to_string())
        .fetch_all(&mut *self.reader().await?)
        .await?;
        viewers(&rows)
    }
}

/// Accounts `a` whose name or address is like `$1`, or the name on their profile in any
/// language. That one is read for those alone whom the others do not tell, by its index.
fn is_called() -> String {
    // The names without the languages they are kept under.
    let names = Lang::ALL
        .iter()
        .fold("e.name".to_owned(), |text, lang| format!("REPLACE({text}, '\"{}\":', '')", lang.tag()));
    let texts = [
        "a.name".to_owned(),
        "a.email".to_owned(),
        format!("(SELECT {names} FROM engineers e WHERE e.account_id = a.id)"),
    ];
    let like = texts.map(|text| format!("lower({text}) LIKE lower($1) ESCAPE '!'"));
    format!("({})", like.join(" OR "))
}

/// A pattern of texts in which this stands somewhere.
fn containing(text: &str) -> String {
    let special = |c| matches!(c, '!' | '%' | '_');
    let literal = text.chars().flat_map(|c| special(c).then_some('!').into_iter().chain([c]));
    format!("%{}%", literal.collect::<String>())
}

/// Folds rows of one account each per desk, in order of account, into people.
fn viewers(rows: &[Row]) -> Result<Vec<Viewer>, StoreError> {
    let mut viewers: Vec<Viewer> = Vec::new();
    for row in rows {
        let account = account_from(row)?;
        if viewers.last().is_none_or(|last| last.account.id != account.id) {
            viewers.push(Viewer { account, engineer: row.maybe_id("engineer_id")?, desks: Vec::new() });
        }
        if let (Some(last), Some(desk)) = (viewers.last_mut(), row.maybe_id("point_id")?) {
            last.desks.push(desk);
        }
    }
    Ok(viewers)
}

pub fn account_from(row: &Row) -> Result<Account, StoreError> {
    let email = row.text("email")?;
    let lang = row.text("lang")?;
    Ok(Account {
        id: row.id("id")?,
        email: email.parse().map_err(|_| Unreadable::new("email", email))?,
        name: row.text("name")?,
        phone: row.maybe_text("phone")?,
        lang: lang.parse().map_err(|()| Unreadable::new("lang", lang))?,
        operator: row.flag("operator")?,
        generation: row.int("generation")?,
        email_confirmed_at: row.maybe_at("email_confirmed_at")?,
        deactivated_at: row.maybe_at("deactivated_at")?,
        created_at: row.at("created_at")?,
    })
}
