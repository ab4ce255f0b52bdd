use std::collections::HashSet;

use handpick::{
    booking::{Draft, Hold, HomeAddress},
    engineer::Mode,
    geo::Position,
    id::DraftId,
    store::StoreResult,
    tag::TagKind,
};
use jiff::{SignedDuration, Timestamp};
use sqlx::AssertSqlSafe;

use super::super::{
    engine::{Connection, LOCK, LOCK_UNLOCKED, Row, SqlStore},
    occupancy,
    row::Columns as _,
};

/// How long a draft is kept: with its photos, which anybody can add.
const KEPT: SignedDuration = SignedDuration::from_hours(2 * 24);

pub async fn open(store: &SqlStore, draft: &Draft) -> StoreResult<()> {
    let mut tx = store.begin().await?;
    write(&mut tx, draft).await?;
    store.commit(tx).await?;
    Ok(())
}

pub async fn save(store: &SqlStore, draft: &Draft) -> StoreResult<()> {
    let mut tx = store.begin().await?;
    let Some(before) = read(&mut tx, draft.id, LOCK).await? else { return Ok(()) };
    if before.case.is_some() {
        return Ok(());
    }
    write(&mut tx, draft).await?;
    // The time fits that person, mode and place only.
    if (before.engineer, before.mode, before.point) != (draft.engineer, draft.mode, draft.point) {
        occupancy::give_up(&mut tx, &draft.id.to_string()).await?;
        note_hold(&mut tx, draft.id, None).await?;
    }
    store.commit(tx).await?;
    Ok(())
}

/// Writes everything but the hold and the case.
async fn write(conn: &mut Connection, draft: &Draft) -> StoreResult<()> {
    let home = draft.home.as_ref();
    sqlx::query(
        "INSERT INTO drafts (id, owner, engineer_id, mode, point_id, address, place, lat, lon, product, need,
             description, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
         ON CONFLICT (id) DO UPDATE SET owner = excluded.owner, engineer_id = excluded.engineer_id,
             mode = excluded.mode, point_id = excluded.point_id, address = excluded.address,
             place = excluded.place, lat = excluded.lat, lon = excluded.lon, product = excluded.product,
             need = excluded.need, description = excluded.description",
    )
    .bind(draft.id.to_string())
    .bind(&draft.owner)
    .bind(draft.engineer.to_string())
    .bind(draft.mode.map(Mode::as_str))
    .bind(draft.point.map(|id| id.to_string()))
    .bind(home.map(|home| &home.text))
    .bind(home.map(|home| i64::from(home.place)))
    .bind(home.map(|home| home.position.lat))
    .bind(home.map(|home| home.position.lon))
    .bind(draft.product)
    .bind(draft.need)
    .bind(&draft.description)
    .bind(draft.created_at.as_millisecond())
    .execute(conn)
    .await?;
    Ok(())
}

pub async fn note_hold(conn: &mut Connection, draft: DraftId, hold: Option<Hold>) -> StoreResult<()> {
    let ms = |at: fn(Hold) -> Timestamp| hold.map(|hold| at(hold).as_millisecond());
    sqlx::query(
        "UPDATE drafts SET held_start = $2, held_end = $3, held_busy = $4, held_bay = $5, held_until = $6
         WHERE id = $1",
    )
    .bind(draft.to_string())
    .bind(ms(|hold| hold.start))
    .bind(ms(|hold| hold.end))
    .bind(ms(|hold| hold.busy_until))
    .bind(hold.and_then(|hold| hold.bay).map(|id| id.to_string()))
    .bind(ms(|hold| hold.until))
    .execute(conn)
    .await?;
    Ok(())
}

/// `lock` is [`LOCK`] for who is about to change the draft, else empty.
pub async fn read(conn: &mut Connection, id: DraftId, lock: &'static str) -> StoreResult<Option<Draft>> {
    let select = format!("SELECT * FROM drafts WHERE id = $1 {lock}");
    let row = sqlx::query(AssertSqlSafe(select)).bind(id.to_string()).fetch_optional(conn).await?;
    row.as_ref().map(from_row).transpose()
}

pub fn from_row(row: &Row) -> StoreResult<Draft> {
    let chosen = row.maybe_text("mode")?.is_some();
    let key = |kind: TagKind, text: Option<String>| text.and_then(|text| kind.find(&text));
    Ok(Draft {
        id: row.id("id")?,
        owner: row.text("owner")?,
        engineer: row.id("engineer_id")?,
        mode: chosen.then(|| row.mode("mode")).transpose()?,
        point: row.maybe_id("point_id")?,
        home: home(row)?,
        product: key(TagKind::Product, row.maybe_text("product")?),
        need: key(TagKind::Need, row.maybe_text("need")?),
        description: row.text("description")?,
        hold: hold(row)?,
        case: row.maybe_id("case_id")?,
        created_at: row.at("created_at")?,
    })
}

fn home(row: &Row) -> StoreResult<Option<HomeAddress>> {
    let Some(text) = row.maybe_text("address")? else { return Ok(None) };
    let position = Position { lat: row.float("lat")?, lon: row.float("lon")? };
    Ok(Some(HomeAddress { text, place: row.count("place")?, position }))
}

fn hold(row: &Row) -> StoreResult<Option<Hold>> {
    let Some(start) = row.maybe_at("held_start")? else { return Ok(None) };
    Ok(Some(Hold {
        start,
        end: row.at("held_end")?,
        busy_until: row.at("held_busy")?,
        bay: row.maybe_id("held_bay")?,
        until: row.at("held_until")?,
    }))
}

/// Answers how many holds were given up and how many drafts went. A draft remembers
/// the time it had: it may still be free when its owner comes back.
pub async fn sweep(store: &SqlStore, now: Timestamp) -> StoreResult<u64> {
    let mut tx = store.begin().await?;
    let lapsed = give_up_lapsed(&mut tx, now).await?;
    let gone = forget_old(&mut tx, now).await?;
    store.commit(tx).await?;
    Ok(lapsed + gone)
}

async fn give_up_lapsed(conn: &mut Connection, now: Timestamp) -> StoreResult<u64> {
    sqlx::query(
        "UPDATE engineers SET refresh_at = $1 WHERE refresh_at > $1 AND id IN (
             SELECT d.engineer_id FROM occupancy o JOIN drafts d ON d.id = o.owner WHERE o.until <= $1
         )",
    )
    .bind(now.as_millisecond())
    .execute(&mut *conn)
    .await?;
    // What is locked is being taken by somebody else this moment.
    let delete = format!(
        "DELETE FROM occupancy WHERE (resource, tick) IN (
             SELECT resource, tick FROM occupancy WHERE until <= $1 {LOCK_UNLOCKED}
         ) RETURNING owner"
    );
    let rows = sqlx::query(AssertSqlSafe(delete)).bind(now.as_millisecond()).fetch_all(conn).await?;
    let owners = rows.iter().map(|row| row.text("owner")).collect::<StoreResult<HashSet<_>>>()?;
    Ok(u64::try_from(owners.len())?)
}

async fn forget_old(conn: &mut Connection, now: Timestamp) -> StoreResult<u64> {
    let old = "created_at < $1 AND (held_until IS NULL OR held_until <= $2)";
    let photos = format!(
        "DELETE FROM photos WHERE owner = 'draft' AND owner_id IN (SELECT id FROM drafts WHERE {old})"
    );
    let drafts = format!("DELETE FROM drafts WHERE {old}");
    let mut gone = 0;
    for delete in [photos, drafts] {
        let query = sqlx::query(AssertSqlSafe(delete));
        let query = query.bind((now - KEPT).as_millisecond()).bind(now.as_millisecond());
        gone = query.execute(&mut *conn).await?.rows_affected();
    }
    Ok(gone)
}
