use std::collections::HashMap;

use handpick::{
    booking::HomeAddress,
    case::{ActorKind, Case, Doorstep, Event, EventKind, Remembered},
    geo::Position,
    id::{AccountId, CaseId, LegId, PhotoId},
    store::StoreResult,
    tag::TagKind,
};

use super::{
    super::{
        engine::{Row, SqlStore},
        row::{Columns as _, Unreadable},
        sql::Binds,
    },
    leg,
};

pub async fn case(store: &SqlStore, id: CaseId) -> StoreResult<Option<Case>> {
    let row = sqlx::query(
        "SELECT c.*, a.phone AS customer_phone,
             (SELECT p.phone FROM legs l
              JOIN engineers e ON e.id = l.engineer_id JOIN accounts p ON p.id = e.account_id
              WHERE l.case_id = c.id ORDER BY l.number DESC LIMIT 1) AS engineer_phone
         FROM cases c LEFT JOIN accounts a ON a.id = c.customer_id WHERE c.id = $1",
    )
    .bind(id.to_string())
    .fetch_optional(&mut *store.reader().await?)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let key = |kind: TagKind, text: Option<String>| text.and_then(|text| kind.find(&text));
    Ok(Some(Case {
        id,
        customer: row.maybe_id("customer_id")?,
        customer_name: row.text("customer_name")?,
        customer_phone: row.maybe_text("customer_phone")?,
        engineer_phone: row.maybe_text("engineer_phone")?,
        product: key(TagKind::Product, row.maybe_text("product")?),
        need: key(TagKind::Need, row.maybe_text("need")?),
        description: row.text("description")?,
        created_at: row.at("created_at")?,
        photos: photos(store, id).await?,
        legs: leg::of_case(store, id).await?,
        events: events(store, id).await?,
    }))
}

async fn photos(store: &SqlStore, case: CaseId) -> StoreResult<Vec<PhotoId>> {
    let rows = sqlx::query("SELECT id FROM photos WHERE owner_id = $1 AND owner = 'case' ORDER BY id")
        .bind(case.to_string())
        .fetch_all(&mut *store.reader().await?)
        .await?;
    rows.iter().map(|row| row.id("id")).collect()
}

async fn events(store: &SqlStore, case: CaseId) -> StoreResult<Vec<Event>> {
    let rows = sqlx::query("SELECT * FROM events WHERE case_id = $1 ORDER BY number")
        .bind(case.to_string())
        .fetch_all(&mut *store.reader().await?)
        .await?;
    rows.iter().map(event).collect()
}

fn event(row: &Row) -> StoreResult<Event> {
    let (kind, actor) = (row.text("kind")?, row.text("actor")?);
    Ok(Event {
        case: row.id("case_id")?,
        number: row.int("number")?,
        leg: row.id("leg_id")?,
        at: row.at("at")?,
        kind: EventKind::parse(&kind).ok_or_else(|| Unreadable::new("kind", kind))?,
        actor: ActorKind::parse(&actor).ok_or_else(|| Unreadable::new("actor", actor))?,
        actor_name: row.text("actor_name")?,
        note: row.maybe_text("note")?,
        start: row.maybe_at("starts_at")?,
    })
}

pub async fn doorsteps(store: &SqlStore, legs: &[LegId]) -> StoreResult<HashMap<LegId, Doorstep>> {
    if legs.is_empty() {
        return Ok(HashMap::new());
    }
    let mut binds = Binds::default();
    let list = binds.list(legs.iter().map(ToString::to_string));
    let text = format!(
        "SELECT h.leg_id, h.address, h.place, h.lat, h.lon, a.phone
         FROM home_addresses h JOIN legs l ON l.id = h.leg_id JOIN cases c ON c.id = l.case_id
         LEFT JOIN accounts a ON a.id = c.customer_id
         WHERE h.leg_id IN ({list})"
    );
    let rows = binds.query(text).fetch_all(&mut *store.reader().await?).await?;
    let doorstep = |row: &Row| {
        let doorstep = Doorstep { address: address(row)?, phone: row.maybe_text("phone")? };
        Ok((row.id("leg_id")?, doorstep))
    };
    rows.iter().map(doorstep).collect()
}

pub async fn remembered(store: &SqlStore, customer: AccountId) -> StoreResult<Remembered> {
    let customer = customer.to_string();
    let product = sqlx::query(
        "SELECT product FROM cases WHERE customer_id = $1 AND product IS NOT NULL
         ORDER BY created_at DESC, id DESC LIMIT 1",
    )
    .bind(&customer)
    .fetch_optional(&mut *store.reader().await?)
    .await?;
    let home = sqlx::query(
        "SELECT h.address, h.place, h.lat, h.lon
         FROM cases c JOIN legs l ON l.case_id = c.id JOIN home_addresses h ON h.leg_id = l.id
         WHERE c.customer_id = $1
         ORDER BY c.created_at DESC, c.id DESC, l.number DESC LIMIT 1",
    )
    .bind(&customer)
    .fetch_optional(&mut *store.reader().await?)
    .await?;
    let product = product.map(|row| row.text("product")).transpose()?;
    Ok(Remembered {
        product: product.and_then(|key| TagKind::Product.find(&key)),
        home: home.as_ref().map(address).transpose()?,
    })
}

fn address(row: &Row) -> StoreResult<HomeAddress> {
    let position = Position { lat: row.float("lat")?, lon: row.float("lon")? };
    Ok(HomeAddress { text: row.text("address")?, place: row.count("place")?, position })
}
