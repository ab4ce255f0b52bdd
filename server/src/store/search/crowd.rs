//! What each filter would leave, of one answer: the people come as one text, for a row
//! each would take longer than finding them.

use std::collections::HashMap;

use handpick::{
    engineer::{COUNTED_MAX, Crowd, Mode, Modes, Near, Search, Traits, free_days_mask},
    store::StoreResult,
};

use super::{
    super::{engine::SqlStore, row::Columns as _, sql::Binds},
    READ_MAX, named,
    near::{Part, place, squared_km},
};

/// Averages come as whole millionths: writing and reading fractions takes long, and no
/// average is nearer to a step of the filter than that.
const MILLION: f64 = 1_000_000.0;

impl SqlStore {
    pub async fn crowd_of(&self, search: &Search) -> StoreResult<Crowd> {
        let mut binds = Binds::default();
        let read = match place(search) {
            Some(near) => near_by(near, search, &mut binds),
            None => anywhere(search, &mut binds),
        };
        // One text of all: telling who is who is dearer for the database than for us.
        let text = format!(
            "SELECT string_agg(part || ' ' || id || ' ' || tag_bits || ' ' || modes || ' ' ||
                 CAST(ROUND(average * {MILLION}) AS BIGINT), ',') AS people
             FROM ({read}) crowd"
        );
        let row = binds.query(text).fetch_one(&mut *self.reader().await?).await?;
        Ok(crowd(&row.maybe_text("people")?.unwrap_or_default()))
    }
}

/// Somebody may have several points or areas. Where a part was not read to its end,
/// there are more people.
fn crowd(text: &str) -> Crowd {
    let mut people = HashMap::new();
    let mut read = HashMap::new();
    for (part, id, traits) in text.split(',').filter_map(row) {
        *read.entry(part).or_insert(0) += 1;
        let known = people.entry(id).or_insert(traits);
        known.modes = Modes(known.modes.0 | traits.modes.0);
    }
    Crowd { people: people.into_values().collect(), more: read.into_values().any(|many| many > COUNTED_MAX) }
}

fn row(text: &str) -> Option<(&str, &str, Traits)> {
    let mut words = text.split(' ');
    let (part, id) = (words.next()?, words.next()?);
    let (tag_bits, modes) = (words.next()?.parse().ok()?, Modes(words.next()?.parse().ok()?));
    let millionths: f64 = words.next()?.parse().ok()?;
    Some((part, id, Traits { tag_bits, modes, average: millionths / MILLION }))
}

fn anywhere(search: &Search, binds: &mut Binds) -> String {
    let modes = match search.free_on {
        Some(day) => {
            let day = binds.add(free_days_mask(day));
            let free = |days: &str, mode: Mode| {
                format!("CASE WHEN (e.{days} & {day}) <> 0 THEN {} ELSE 0 END", mode.bit())
            };
            format!("(e.modes & ({} + {}))", free("visit_days", Mode::Visit), free("home_days", Mode::Home))
        }
        None => "e.modes".to_owned(),
    };
    let from = match named(search, binds) {
        Some(named) => format!("({named}) named JOIN engineers e ON e.id = named.id"),
        None => "engineers e".to_owned(),
    };
    let free = if search.free_on.is_some() { format!("AND {modes} <> 0") } else { String::new() };
    format!(
        "SELECT e.id, 0 AS part, e.tag_bits, {modes} AS modes, e.average FROM {from}
         WHERE e.active = 1 {free} ORDER BY e.score DESC, e.id LIMIT {READ_MAX}"
    )
}

/// Those who serve there and those who come, each no further than is told of: a city of
/// thousands is not looked through.
fn near_by(near: Near, search: &Search, binds: &mut Binds) -> String {
    let km2 = squared_km(near, binds);
    let parts = Mode::BOOKABLE.map(|mode| {
        let bit = mode.bit();
        let columns = format!("engineer_id AS id, {bit} AS part, tag_bits, {bit} AS modes, average");
        Part::of(mode, near, search, "", &km2, binds).first_rows(&columns, READ_MAX, binds)
    });
    parts.join(" UNION ALL ")
}
