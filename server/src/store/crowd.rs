//! What each filter would leave, of one answer: the people come as one text, for a row
//! each would take longer than finding them.

use handpick::{
    engineer::{AREA_RADIUS_MAX_KM, CROWD_MAX, Crowd, Mode, Modes, Near, Search, Traits, free_days_mask},
    geo::cells_within,
    store::StoreResult,
};

use super::{
    engine::SqlStore,
    row::Columns as _,
    search::{named, place, squared_km},
    sql::Binds,
};

/// Averages come as whole millionths: writing and reading fractions takes long, and no
/// average is nearer to a step of the filter than that.
const MILLION: f64 = 1_000_000.0;

impl SqlStore {
    pub(super) async fn crowd_of(&self, search: &Search) -> StoreResult<Crowd> {
        let mut binds = Binds::default();
        let named = named(search, &mut binds)?;
        let with =
            named.as_ref().map(|named| format!("WITH named AS MATERIALIZED ({named})")).unwrap_or_default();
        let most = binds.add(i64::try_from(CROWD_MAX + 1)?);
        let people = match place(search) {
            Some(near) => near_by(near, search, named.is_some(), &most, &mut binds),
            None => anywhere(search, named.is_some(), &mut binds),
        };
        let text = format!(
            "{with} SELECT string_agg(tag_bits || ' ' || modes || ' ' || CAST(ROUND(average * {MILLION}) AS BIGINT), ',') AS people
             FROM ({people} LIMIT {most}) crowd"
        );
        let row = binds.query(text).fetch_one(&self.read).await?;
        let people = row.maybe_text("people")?.unwrap_or_default();
        let mut people: Vec<_> = people.split(',').filter_map(traits).collect();
        let more = people.len() > CROWD_MAX;
        people.truncate(CROWD_MAX);
        Ok(Crowd { people, more })
    }
}

fn traits(text: &str) -> Option<Traits> {
    let mut parts = text.split(' ');
    let (tag_bits, modes) = (parts.next()?.parse().ok()?, Modes(parts.next()?.parse().ok()?));
    let millionths: f64 = parts.next()?.parse().ok()?;
    Some(Traits { tag_bits, modes, average: millionths / MILLION })
}

fn anywhere(search: &Search, named: bool, binds: &mut Binds) -> String {
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
    let from = if named { "named JOIN engineers e ON e.id = named.id" } else { "engineers e" };
    let free = if search.free_on.is_some() { format!("AND {modes} <> 0") } else { String::new() };
    format!(
        "SELECT e.tag_bits, {modes} AS modes, e.average FROM {from} WHERE e.active = 1 {free}
         ORDER BY e.score DESC, e.id"
    )
}

/// No more are read than are counted: a city of thousands is not looked through.
fn near_by(near: Near, search: &Search, named: bool, most: &str, binds: &mut Binds) -> String {
    let km2 = squared_km(near, binds);
    let named = if named { "AND engineer_id IN (SELECT id FROM named)" } else { "" };
    let branch = |mode: Mode, within_km: f64, farthest: &str, binds: &mut Binds| {
        let cells = binds.list(cells_within(near.centre, within_km));
        format!(
            "SELECT * FROM (SELECT engineer_id AS id, {} AS bit, tag_bits, average FROM engineer_reach
                 WHERE cell IN ({cells}) AND mode = '{}' AND {km2} <= {farthest} {named} LIMIT {most}) {}",
            mode.bit(),
            mode.as_str(),
            mode.as_str()
        )
    };
    let farthest = binds.add(near.radius_km * near.radius_km);
    let branches = [
        branch(Mode::Visit, near.radius_km, &farthest, binds),
        branch(Mode::Home, AREA_RADIUS_MAX_KM, "radius_km * radius_km", binds),
    ];
    let free = match search.free_on {
        Some(day) => format!(
            "JOIN engineers e ON e.id = r.id
             WHERE (CASE r.bit WHEN {} THEN e.visit_days ELSE e.home_days END & {}) <> 0",
            Mode::Visit.bit(),
            binds.add(free_days_mask(day))
        ),
        None => String::new(),
    };
    // Somebody may have several points or areas, of one mode each.
    format!(
        "SELECT MAX(r.tag_bits) AS tag_bits, SUM(DISTINCT r.bit) AS modes, MAX(r.average) AS average
         FROM ({}) r {free} GROUP BY r.id",
        branches.join(" UNION ALL ")
    )
}
