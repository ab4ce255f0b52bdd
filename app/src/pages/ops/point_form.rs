//! A service point as a form, there and back.

use handpick::{
    account::{NAME_MAX, PHONE_MAX},
    booking::ADDRESS_MAX,
    geo::Position,
    id::{BayId, PointId},
    lang::{Lang, Localized},
    place::{Gazetteer, Place},
    point::{Bay, HOURS_MAX, NewPoint, OpeningHours, ServicePoint},
    text,
};
use jiff::tz::TimeZone;

use crate::{
    catalogue::Messages,
    web::{Fields, Filled},
};

/// Most bays of a point.
pub const BAYS_MAX: usize = 50;
/// A point farther from its town than this is a slip of the pen.
const TOWN_WITHIN_KM: f64 = 100.0;

/// The form of a new point. It carries the id of what it creates, so that sending
/// it twice creates one.
pub fn fresh(id: PointId) -> Filled {
    let mut fields = Fields::default();
    fields.set("id", id.to_string());
    fields.set("bays", "2");
    Filled::with(fields)
}

pub fn fill(point: &ServicePoint, bays: &[Bay], places: &Gazetteer, lang: Lang) -> Filled {
    let mut fields = Fields::default();
    for language in Lang::ALL {
        let name = point.name.exact(language).cloned().unwrap_or_default();
        fields.set(&name_field(language), name);
    }
    fields.set("address", &*point.address);
    fields.set("town", places.get(point.place).map_or("", |town| town.label(lang)));
    fields.set("lat", format!("{:.5}", point.position.lat));
    fields.set("lon", format!("{:.5}", point.position.lon));
    fields.set("zone", &*point.zone);
    fields.set("hours", &*point.opening_hours);
    fields.set("phone", point.phone.clone().unwrap_or_default());
    fields.set("bays", active(bays).to_string());
    Filled::with(fields)
}

/// What is needed to understand what was typed.
pub struct Reading<'a> {
    pub t: Messages,
    pub places: &'a Gazetteer,
    pub id: PointId,
    pub slug: String,
    /// GeoNames id of the town it lies in so far.
    pub place: Option<u32>,
    /// The bays there are so far; they keep their labels.
    pub bays: &'a [Bay],
}

/// The point that was typed, if it can be one; else the form says what is wrong.
pub fn read(form: &mut Filled, reading: &Reading<'_>, mint: impl Fn() -> BayId) -> Option<NewPoint> {
    let t = reading.t;
    let name = read_name(form, t);
    let address = line(form, "address", ADDRESS_MAX, t.ops_address_missing(), t);
    let town = read_town(form, reading);
    let place = town.and_then(|town| Some((town, read_position(form, town, t)?)));
    let zone = town.and_then(|town| read_zone(form, town, t));
    let opening_hours = read_hours(form, t);
    let phone = text::optional_line(form.fields.raw("phone"), PHONE_MAX);
    if phone.is_err() {
        form.refuse("phone", t.common_too_long(PHONE_MAX));
    }
    let bays = read_bays(form, reading, mint);
    let (town, position) = place.filter(|_| form.is_sound())?;
    Some(NewPoint {
        id: reading.id,
        slug: reading.slug.clone(),
        name,
        address: address?,
        place: town.id,
        position,
        zone: zone?,
        opening_hours: opening_hours?,
        phone: phone.ok()?,
        bays,
    })
}

/// The field for the name in a language.
pub fn name_field(lang: Lang) -> String {
    format!("name-{lang}")
}

/// In Latin script, for its address, and in the other languages in which it has one.
fn read_name(form: &mut Filled, t: Messages) -> Localized<String> {
    let latin = line(form, "name-en", NAME_MAX, t.ops_name_missing(), t).unwrap_or_default();
    if !latin.is_empty() && text::slug(&latin).is_empty() {
        form.refuse("name-en", t.ops_name_not_latin());
    }
    let mut name = Localized::one(Lang::default(), latin);
    for lang in Lang::ALL.into_iter().filter(|lang| *lang != Lang::default()) {
        match text::optional_line(form.fields.raw(&name_field(lang)), NAME_MAX) {
            Ok(Some(own)) => name = name.with(lang, own),
            Ok(None) => {}
            Err(_) => form.refuse(name_field(lang), t.common_too_long(NAME_MAX)),
        }
    }
    name
}

fn line(form: &mut Filled, name: &'static str, max: usize, missing: &str, t: Messages) -> Option<String> {
    let line = text::line(form.fields.raw(name), max);
    line.map_err(|refusal| form.refuse(name, t.text_refused(refusal, missing))).ok()
}

/// The town it lies in already is meant again: towns of the same name are many.
fn read_town<'a>(form: &mut Filled, reading: &Reading<'a>) -> Option<&'a Place> {
    let typed = form.fields.get("town");
    if typed.is_empty() {
        form.refuse("town", reading.t.ops_town_missing());
        return None;
    }
    let same = |place: &&Place| Lang::ALL.iter().any(|lang| place.label(*lang) == typed);
    let kept = reading.place.and_then(|id| reading.places.get(id)).filter(same);
    let town = kept.or_else(|| reading.places.resolve(typed));
    if town.is_none() {
        form.refuse("town", reading.t.place_town_unknown());
    }
    town
}

/// The coordinates typed, or the town's where there are none.
fn read_position(form: &mut Filled, town: &Place, t: Messages) -> Option<Position> {
    let (lat, lon) = (form.fields.get("lat"), form.fields.get("lon"));
    if lat.is_empty() && lon.is_empty() {
        return Some(town.position);
    }
    let position = lat.parse().ok().zip(lon.parse().ok()).and_then(|(lat, lon)| Position::new(lat, lon));
    match position {
        None => form.refuse("lat", t.ops_bad_coordinates()),
        Some(position) if position.distance_km(town.position) > TOWN_WITHIN_KM => {
            form.refuse("lat", t.ops_far_from_town());
        }
        Some(_) => {}
    }
    position
}

fn read_zone(form: &mut Filled, town: &Place, t: Messages) -> Option<String> {
    match form.fields.get("zone") {
        "" => Some(town.zone.to_owned()),
        typed => match TimeZone::get(typed).ok().and_then(|zone| zone.iana_name().map(str::to_owned)) {
            Some(zone) => Some(zone),
            None => {
                form.refuse("zone", t.ops_bad_zone());
                None
            }
        },
    }
}

fn read_hours(form: &mut Filled, t: Messages) -> Option<String> {
    let hours = line(form, "hours", HOURS_MAX, t.ops_bad_hours(), t)?;
    if OpeningHours::parse(&hours).is_err() {
        form.refuse("hours", t.ops_bad_hours());
    }
    Some(hours)
}

fn active(bays: &[Bay]) -> usize {
    bays.iter().filter(|bay| bay.active).count()
}

/// As many bays in service as asked for: those that exist as they are, new ones by
/// number. Appointments stand in bays, so that they are removed one by one.
fn read_bays(form: &mut Filled, reading: &Reading<'_>, mint: impl Fn() -> BayId) -> Vec<(BayId, String)> {
    let there = active(reading.bays);
    let least = there.max(1);
    let wanted = form.fields.get("bays").parse().ok().filter(|bays| (least..=BAYS_MAX).contains(bays));
    let Some(wanted) = wanted else {
        let range = if there == 0 {
            reading.t.ops_bad_bays(least, BAYS_MAX)
        } else {
            reading.t.ops_fewer_bays(least, BAYS_MAX)
        };
        form.refuse("bays", range);
        return Vec::new();
    };
    let known = reading.bays.iter().map(|bay| (bay.id, bay.label.clone()));
    // After all there ever were: a removed bay keeps its number.
    let next = reading.bays.len() + 1;
    let new = (next..next + wanted - there).map(|number| (mint(), number.to_string()));
    known.chain(new).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const T: Messages = Messages(Lang::En);
    const PLACES: &str = "id\tname\tzh\taliases\tcountry\tadmin1\tlat\tlon\tpopulation\tzone\n\
        1\tWuhan\t武汉\t\tCN\tHubei\t30.58\t114.27\t10000000\tAsia/Shanghai\n";

    fn id<T: std::str::FromStr>() -> T
    where
        T::Err: std::fmt::Debug,
    {
        "01ARZ3NDEKTSV4RRFFQ69G5FAV".parse().unwrap()
    }

    fn read_after(change: &[(&str, &str)], bays: &[Bay]) -> (Option<NewPoint>, Filled) {
        let places = Gazetteer::parse(PLACES).unwrap();
        let mut form = fresh(id());
        let typed = [
            ("name-en", "Optics Valley"),
            ("address", "Luoyu Road 1"),
            ("town", "武汉"),
            ("hours", "Mo-Sa 09:00-18:00"),
        ];
        for (name, value) in typed.iter().chain(change) {
            form.fields.set(name, *value);
        }
        let reading =
            Reading { t: T, places: &places, id: id(), slug: "optics-valley".into(), place: None, bays };
        (read(&mut form, &reading, id), form)
    }

    #[test]
    fn a_town_gives_coordinates_and_zone_where_none_are_typed() {
        let (point, form) = read_after(&[], &[]);
        let point = point.unwrap_or_else(|| panic!("{:?}", form));
        assert_eq!((point.place, point.zone.as_str()), (1, "Asia/Shanghai"));
        assert_eq!(point.position, Position { lat: 30.58, lon: 114.27 });
        assert_eq!(point.bays, [(id(), "1".to_owned()), (id(), "2".to_owned())]);
        let (point, _) = read_after(&[("lat", "30.5"), ("lon", "114.4"), ("zone", "Asia/Urumqi")], &[]);
        let point = point.unwrap();
        assert_eq!((point.position.lat, point.zone.as_str()), (30.5, "Asia/Urumqi"));
    }

    #[test]
    fn bays_keep_their_labels_and_never_go_away() {
        let bays = ["A", "B"].map(|label| Bay { id: id(), point: id(), label: label.into(), active: true });
        let (point, _) = read_after(&[("bays", "3")], &bays);
        let labels: Vec<String> = point.unwrap().bays.into_iter().map(|(_, label)| label).collect();
        assert_eq!(labels, ["A", "B", "3"]);
        let (point, form) = read_after(&[("bays", "1")], &bays);
        assert!(point.is_none() && form.error("bays").is_some());
        // A removed one does not count, and its number is not given again.
        let [a, b] = bays;
        let (point, _) = read_after(&[("bays", "2")], &[Bay { active: false, ..a }, b]);
        let labels: Vec<String> = point.unwrap().bays.into_iter().map(|(_, label)| label).collect();
        assert_eq!(labels, ["A", "B", "3"]);
    }

    #[test]
    fn each_field_says_what_is_wrong_with_it() {
        let cases = [
            ("name-en", ""),
            ("name-en", "光谷"),
            ("address", ""),
            ("town", ""),
            ("town", "Nowhere at all"),
            ("lat", "91"),
            ("lat", "10"),
            ("zone", "Mars/Olympus"),
            ("hours", "whenever I like"),
            ("bays", "0"),
        ];
        for (name, typed) in cases {
            let lon = if name == "lat" { "114" } else { "" };
            let (point, form) = read_after(&[("lon", lon), (name, typed)], &[]);
            assert!(point.is_none(), "{name} {typed}");
            assert_eq!(form.wrong_fields().map(|(name, _)| name).collect::<Vec<_>>(), [name], "{typed}");
        }
    }
}
