use async_trait::async_trait;
use handpick::{
    engineer::Mode,
    insight::{Asked, Counts, Insights, Question, Recount},
    store::{StoreError, StoreResult},
    tag::TagKind,
};
use jiff::civil::Date;

use super::{
    engine::{Row, SqlStore},
    row::{Columns, Unreadable},
    sql::Binds,
};

/// Kinds added by one statement: SQLite takes 32,766 values, and each kind is nine.
const AT_ONCE: usize = 1_000;

#[async_trait]
impl Insights for SqlStore {
    async fn add_questions(&self, asked: &[Asked]) -> StoreResult<()> {
        let mut tx = self.begin().await?;
        for some in asked.chunks(AT_ONCE) {
            // Texts as long as this are not worth remembering: each is another.
            let (text, binds) = addition(some)?;
            binds.query(text).persistent(false).execute(&mut *tx).await?;
        }
        self.commit(tx).await?;
        Ok(())
    }

    async fn questions_since(&self, day: Date) -> StoreResult<Vec<(Question, Counts)>> {
        let rows = sqlx::query(
            "SELECT place, product, need, language, mode, CAST(SUM(asked) AS BIGINT) AS asked,
                    CAST(SUM(nobody) AS BIGINT) AS nobody, CAST(SUM(few) AS BIGINT) AS few
             FROM questions WHERE day >= $1 GROUP BY place, product, need, language, mode",
        )
        .bind(day.to_string())
        .fetch_all(&mut *self.reader().await?)
        .await?;
        rows.iter().map(|row| Ok((question(row)?, counts(row)?))).collect()
    }

    async fn forget_questions(&self, before: Date) -> StoreResult<u64> {
        let delete = sqlx::query("DELETE FROM questions WHERE day < $1").bind(before.to_string());
        Ok(self.execute(delete).await?)
    }

    async fn note_recount(&self, recount: Recount) -> StoreResult<()> {
        let note = sqlx::query(
            "INSERT INTO recounts (id, at, wrong) VALUES (1, $1, $2)
             ON CONFLICT (id) DO UPDATE SET at = excluded.at, wrong = excluded.wrong",
        );
        self.execute(note.bind(recount.at.as_millisecond()).bind(i64::try_from(recount.wrong)?)).await?;
        Ok(())
    }

    async fn last_recount(&self) -> StoreResult<Option<Recount>> {
        let row = sqlx::query("SELECT at, wrong FROM recounts WHERE id = 1")
            .fetch_optional(&mut *self.reader().await?)
            .await?;
        row.map(|row| Ok(Recount { at: row.at("at")?, wrong: u64::try_from(row.int("wrong")?)? })).transpose()
    }
}

/// The statement that adds these. They come in the order of their keys, in which two
/// processes that add the same kinds wait for each other and never both at once.
fn addition(asked: &[Asked]) -> StoreResult<(String, Binds)> {
    let mut binds = Binds::default();
    let mut rows = Vec::with_capacity(asked.len());
    for Asked { day, question, counts } in asked {
        let day = binds.add(day.to_string());
        let place = binds.add(i64::from(question.place.unwrap_or(0)));
        let mode = question.mode.map(Mode::as_str);
        let words = [question.product, question.need, question.language, mode];
        let words = binds.list(words.map(Option::unwrap_or_default));
        let mut numbers = Vec::with_capacity(3);
        for count in [counts.asked, counts.nobody, counts.few] {
            numbers.push(binds.add(i64::try_from(count)?));
        }
        rows.push(format!("({day}, {place}, {words}, {})", numbers.join(", ")));
    }
    let text = format!(
        "INSERT INTO questions (day, place, product, need, language, mode, asked, nobody, few)
         VALUES {}
         ON CONFLICT (day, place, product, need, language, mode) DO UPDATE SET
             asked = questions.asked + excluded.asked,
             nobody = questions.nobody + excluded.nobody,
             few = questions.few + excluded.few",
        rows.join(", ")
    );
    Ok((text, binds))
}

fn question(row: &Row) -> StoreResult<Question> {
    Ok(Question {
        place: Some(u32::try_from(row.int("place")?)?).filter(|place| *place > 0),
        product: tag(row, TagKind::Product)?,
        need: tag(row, TagKind::Need)?,
        language: tag(row, TagKind::Language)?,
        mode: known(row, "mode", Mode::parse)?,
    })
}

fn tag(row: &Row, kind: TagKind) -> Result<Option<&'static str>, StoreError> {
    known(row, kind.as_str(), |key| kind.find(key))
}

/// What the column holds; nothing when it is empty.
fn known<T>(row: &Row, column: &str, find: impl Fn(&str) -> Option<T>) -> Result<Option<T>, StoreError> {
    let text = row.text(column)?;
    if text.is_empty() {
        return Ok(None);
    }
    Ok(Some(find(&text).ok_or_else(|| Unreadable::new(column, text))?))
}

fn counts(row: &Row) -> StoreResult<Counts> {
    let count = |column| Ok::<_, StoreError>(u64::try_from(row.int(column)?)?);
    Ok(Counts { asked: count("asked")?, nobody: count("nobody")?, few: count("few")? })
}
