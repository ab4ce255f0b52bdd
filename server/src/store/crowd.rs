//! What each filter would leave, of one answer: the people come as one text, for a row
//! each would take longer than finding them.

use handpick::{
    engineer::{AREA_RADIUS_MAX_KM, COUNTED_MAX, Crowd, Mode, Modes, Near, Search, Traits, free_days_mask},
    geo::cells_within,
    store::StoreResult,
};

use super::{
    engine::SqlStore,
    name::is_called,
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
        let read = match place(search) {
            Some(near) => near_by(near, search, &mut binds),
            None => anywhere(search, &mut binds),
        };
        let modes =
            [Mode::Online, Mode::Visit, Mode::Home].map(|mode| format!("MAX(modes & {})", mode.bit()));
        let modes = modes.join(" + ");
        // Somebody may have several points or areas. Where a part was not read to its
        // end, there are more.
        let text = format!(
            "WITH read AS MATERIALIZED ({read})
             SELECT string_agg(tag_bits || ' ' || modes || ' ' || millionths, ',') AS people,
                 (SELECT MAX(many) FROM (SELECT COUNT(*) AS many FROM read GROUP BY part) parts) AS most
             FROM (SELECT MAX(tag_bits) AS tag_bits, {modes} AS modes,
                       CAST(ROUND(MAX(average) * {MILLION}) AS BIGINT) AS millionths
                   FROM read GROUP BY id) crowd"
        );
        let row = binds.query(text).fetch_one(&self.read).await?;
        let people = row.maybe_text("people")?.unwrap_or_default();
        let most = row.maybe_int("most")?.unwrap_or(0);
        let more = u64::try_from(most)? > COUNTED_MAX;
        Ok(Crowd { people: people.split(',').filter_map(traits).collect(), more })
    }
}

fn traits(text: &str) -> Option<Traits> {
    let mut parts = text.split(' ');
    let (tag_bits, modes) = (parts.next()?.parse().ok()?, Modes(parts.next()?.parse().ok()?));
    let millionths: f64 = parts.next()?.parse().ok()?;
    Some(Traits { tag_bits, modes, average: millionths / MILLION })
}

/// One more than is told of: whether there are more.
const READ_MAX: u64 = COUNTED_MAX + 1;

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

/// Those who serve there and those who come, each part no farther than it is told of:
/// a city of thousands is not looked through.
fn near_by(near: Near, search: &Search, binds: &mut Binds) -> String {
    let km2 = squared_km(near, binds);
    let called = is_called("engineer_id", &search.named, binds);
    let day = search.free_on.map(|day| binds.add(free_days_mask(day)));
    let part = |mode: Mode, days: &str, within_km: f64, farthest: &str, binds: &mut Binds| {
        let cells = binds.list(cells_within(near.centre, within_km));
        let free = day.as_ref().map(|day| {
            format!(
                "AND EXISTS (SELECT 1 FROM engineers e WHERE e.id = engineer_id AND (e.{days} & {day}) <> 0)"
            )
        });
        let (bit, mode) = (mode.bit(), mode.as_str());
        format!(
            "SELECT * FROM (SELECT engineer_id AS id, {bit} AS part, tag_bits, {bit} AS modes, average
                 FROM engineer_reach WHERE cell IN ({cells}) AND mode = '{mode}' AND {km2} <= {farthest}
                     {called} {} LIMIT {READ_MAX}) {mode}",
            free.unwrap_or_default()
        )
    };
    let farthest = binds.add(near.radius_km * near.radius_km);
    let parts = [
        part(Mode::Visit, "visit_days", near.radius_km, &farthest, binds),
        part(Mode::Home, "home_days", AREA_RADIUS_MAX_KM, "radius_km * radius_km", binds),
    ];
    parts.join(" UNION ALL ")
}
