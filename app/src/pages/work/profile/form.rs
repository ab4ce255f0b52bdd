//! The public profile as a form, there and back.

use handpick::{
    account::NAME_MAX,
    engineer::{
        AREA_RADIUS_MAX_KM, AREAS_MAX, Area, BIO_MAX, Engineer, HEADLINE_MAX, Mode, Modes, ProfileEdit,
        Words, YEARS_MAX,
    },
    id::AreaId,
    lang::{Lang, Localized},
    place::{Gazetteer, Place},
    tag::TagKind,
    text::{self, TextRefusal},
};

use crate::{
    catalogue::Messages,
    web::{Fields, Filled},
};

/// The tags an engineer gives herself; praise is counted from reviews.
pub const TAGS: [TagKind; 3] = [TagKind::Product, TagKind::Need, TagKind::Language];

pub fn area_name(row: usize, part: &str) -> String {
    format!("area-{row}-{part}")
}

/// The form as it stands before anybody types.
pub fn fill(engineer: &Engineer, areas: &[Area], places: &Gazetteer, lang: Lang) -> Filled {
    let mut fields = Fields::default();
    for language in Lang::ALL {
        let words = engineer.words.exact(language).cloned().unwrap_or_default();
        let name = engineer.name.exact(language).cloned().unwrap_or_default();
        fields.set(&format!("name-{language}"), name);
        fields.set(&format!("headline-{language}"), words.headline);
        fields.set(&format!("bio-{language}"), words.bio);
    }
    let town = |id| places.get(id).map_or("", |place: &Place| place.label(lang));
    fields.set("years", engineer.years.to_string());
    fields.set("town", town(engineer.place));
    for mode in Mode::BOOKABLE.into_iter().filter(|mode| engineer.modes.has(*mode)) {
        fields.add("mode", mode.as_str());
    }
    for tag in &engineer.tags {
        fields.add(tag.kind.as_str(), tag.key);
    }
    for (row, area) in areas.iter().take(AREAS_MAX).enumerate() {
        fields.set(&area_name(row, "town"), town(area.place));
        fields.set(&area_name(row, "km"), format!("{:.0}", area.radius_km));
    }
    Filled::with(fields)
}

/// What is needed to understand what was typed.
pub struct Reading<'a> {
    pub t: Messages,
    pub places: &'a Gazetteer,
    /// The profile as it is.
    pub engineer: &'a Engineer,
    pub areas: &'a [Area],
}

/// The profile that was typed, if it can be one; else the form says what is wrong.
pub fn read(form: &mut Filled, reading: &Reading<'_>, mint: impl Fn() -> AreaId) -> Option<ProfileEdit> {
    let (name, words) = read_words(form, reading.t);
    let years = read_years(form, reading.t);
    let town = read_town(form, reading);
    if form.fields.all(TagKind::Language.as_str()).next().is_none() {
        form.refuse(TagKind::Language.as_str(), reading.t.profile_no_language());
    }
    let modes = read_modes(form, reading.engineer.modes);
    if modes == Modes::default() {
        form.refuse("mode", reading.t.profile_no_mode());
    }
    let named = (0..AREAS_MAX).any(|row| !form.fields.get(&area_name(row, "town")).is_empty());
    if modes.has(Mode::Home) && !named {
        form.refuse(area_name(0, "town"), reading.t.profile_no_area());
    }
    let areas = read_areas(form, reading, mint);
    let town = town.filter(|_| form.is_sound())?;
    let moved = town.id != reading.engineer.place;
    let ticked = |kind: TagKind| -> Vec<&'static str> {
        form.fields.all(kind.as_str()).filter_map(|key| kind.find(key)).collect()
    };
    Some(ProfileEdit {
        name,
        words,
        years,
        place: town.id,
        position: if moved { town.position } else { reading.engineer.position },
        zone: town.zone.to_owned(),
        modes,
        products: ticked(TagKind::Product),
        needs: ticked(TagKind::Need),
        languages: ticked(TagKind::Language),
        areas,
    })
}

fn read_words(form: &mut Filled, t: Messages) -> (Localized<String>, Localized<Words>) {
    let mut names = Localized::default();
    let mut all = Localized::default();
    for lang in Lang::ALL {
        let field = |part: &str| format!("{part}-{lang}");
        let name = optional(form, &field("name"), text::optional_line, NAME_MAX, t);
        let headline = optional(form, &field("headline"), text::optional_line, HEADLINE_MAX, t);
        let bio = optional(form, &field("bio"), text::optional_paragraphs, BIO_MAX, t);
        if let Some(name) = name {
            names = names.with(lang, name);
        }
        if headline.is_some() || bio.is_some() {
            let words = Words { headline: headline.unwrap_or_default(), bio: bio.unwrap_or_default() };
            all = all.with(lang, words);
        }
    }
    if names.0.is_empty() && form.is_sound() {
        form.refuse(format!("name-{}", t.0), t.profile_no_name());
    }
    (names, all)
}

fn optional(
    form: &mut Filled,
    name: &str,
    read: fn(&str, usize) -> Result<Option<String>, TextRefusal>,
    max: usize,
    t: Messages,
) -> Option<String> {
    let text = read(form.fields.raw(name), max);
    text.unwrap_or_else(|_| {
        form.refuse(name.to_owned(), t.common_too_long(max));
        None
    })
}

/// The ticked modes, and what she has that the form does not ask for.
fn read_modes(form: &Filled, before: Modes) -> Modes {
    let ticked = |mode: &Mode| form.fields.all("mode").any(|name| name == mode.as_str());
    let unasked = before.has(Mode::Online).then_some(Mode::Online);
    Modes::of(Mode::BOOKABLE.into_iter().filter(ticked).chain(unasked))
}

fn read_years(form: &mut Filled, t: Messages) -> u32 {
    let years = form.fields.get("years").parse().ok().filter(|years| *years <= YEARS_MAX);
    years.unwrap_or_else(|| {
        form.refuse("years", t.profile_bad_years(YEARS_MAX));
        0
    })
}

fn read_town<'a>(form: &mut Filled, reading: &Reading<'a>) -> Option<&'a Place> {
    let town = resolve(reading.places, form.fields.get("town"), [reading.engineer.place]);
    if town.is_none() {
        form.refuse("town", reading.t.place_town_unknown());
    }
    town
}

/// The town that was typed. One that stood there before is meant again: towns of
/// the same name are many.
fn resolve<'a>(
    places: &'a Gazetteer,
    typed: &str,
    before: impl IntoIterator<Item = u32>,
) -> Option<&'a Place> {
    let same = |place: &&Place| Lang::ALL.iter().any(|lang| place.label(*lang) == typed);
    let kept = before.into_iter().filter_map(|id| places.get(id)).find(same);
    kept.or_else(|| places.resolve(typed))
}

fn read_areas(form: &mut Filled, reading: &Reading<'_>, mint: impl Fn() -> AreaId) -> Vec<Area> {
    let mut areas = Vec::new();
    for row in 0..AREAS_MAX {
        let (town_name, km_name) = (area_name(row, "town"), area_name(row, "km"));
        let typed = form.fields.get(&town_name).to_owned();
        if typed.is_empty() {
            continue;
        }
        let km = form.fields.get(&km_name).parse::<f64>().ok();
        let km = km.filter(|km| (1.0..=AREA_RADIUS_MAX_KM).contains(km));
        // A circle may lie beside the middle of its town: it stays where it was.
        let before = reading.areas.get(row);
        let town = resolve(reading.places, &typed, before.map(|area| area.place));
        match (town, km) {
            (Some(town), Some(radius_km)) => {
                let kept = before.filter(|area| area.place == town.id);
                let centre = kept.map_or(town.position, |area| area.centre);
                areas.push(Area { id: mint(), place: town.id, centre, radius_km });
            }
            (None, _) => form.refuse(town_name, reading.t.place_town_unknown()),
            (_, None) => form.refuse(km_name, reading.t.profile_bad_radius(AREA_RADIUS_MAX_KM)),
        }
    }
    areas
}

#[cfg(test)]
mod tests {
    use handpick::{engineer::Portrait, geo::Position, review::Rating, tag::CountedTag};
    use jiff::Timestamp;

    use super::*;

    const T: Messages = Messages(Lang::En);
    const PLACES: &str = "id\tname\tzh\taliases\tcountry\tadmin1\tlat\tlon\tpopulation\tzone\n\
        1\tWuhan\t武汉\t\tCN\tHubei\t30.58\t114.27\t10000000\tAsia/Shanghai\n\
        2\tSpringfield\t\t\tUS\tMO\t37.2\t-93.3\t160000\tAmerica/Chicago\n\
        3\tSpringfield\t\t\tUS\tMA\t42.1\t-72.6\t150000\tAmerica/New_York\n";

    fn id<T: std::str::FromStr>() -> T
    where
        T::Err: std::fmt::Debug,
    {
        "01ARZ3NDEKTSV4RRFFQ69G5FAV".parse().unwrap()
    }

    fn engineer(place: u32) -> Engineer {
        let tag = |kind, key| CountedTag { kind, key, count: 3 };
        Engineer {
            id: id(),
            slug: "li-na".into(),
            name: Localized::one(Lang::ZhCn, "李娜".into()),
            words: Localized::one(Lang::En, Words { headline: "Screens".into(), bio: "Hello\nyou".into() }),
            portrait: Portrait::Drawn("f001".into()),
            years: 9,
            place,
            position: Position { lat: 30.5, lon: 114.3 },
            zone: "Asia/Shanghai".into(),
            modes: Modes::of([Mode::Home, Mode::Visit]),
            rating: Rating::default(),
            served: 0,
            next_visit: None,
            next_home: None,
            active: true,
            account: None,
            created_at: Timestamp::UNIX_EPOCH,
            tags: vec![
                tag(TagKind::Need, "screen"),
                tag(TagKind::Language, "zh"),
                tag(TagKind::Praise, "fast"),
            ],
        }
    }

    fn area() -> Area {
        Area { id: id(), place: 3, centre: Position { lat: 42.15, lon: -72.5 }, radius_km: 12.0 }
    }

    /// What is read from the form of this engineer after a change to it.
    fn read_after(engineer: &Engineer, change: impl Fn(&mut Fields)) -> (Option<ProfileEdit>, Filled) {
        let places = Gazetteer::parse(PLACES).unwrap();
        let mut form = fill(engineer, &[area()], &places, Lang::En);
        change(&mut form.fields);
        let reading = Reading { t: T, places: &places, engineer, areas: &[area()] };
        let edit = read(&mut form, &reading, id);
        (edit, form)
    }

    #[test]
    fn a_profile_that_nobody_touched_stays_as_it_is() {
        let engineer = engineer(3);
        let (edit, form) = read_after(&engineer, |_| ());
        let edit = edit.unwrap_or_else(|| panic!("{:?}", form));
        assert_eq!((&edit.name, &edit.words, edit.years), (&engineer.name, &engineer.words, 9));
        assert_eq!((edit.place, edit.position), (3, engineer.position), "the smaller Springfield");
        assert_eq!(edit.modes, engineer.modes);
        assert_eq!((edit.needs, edit.languages), (vec!["screen"], vec!["zh"]));
        assert_eq!(edit.areas, [area()]);
    }

    #[test]
    fn what_the_form_does_not_ask_for_is_kept() {
        let engineer = Engineer { modes: Modes::of([Mode::Home, Mode::Online]), ..engineer(3) };
        assert_eq!(read_after(&engineer, |_| ()).0.map(|edit| edit.modes), Some(engineer.modes));
    }

    #[test]
    fn moving_takes_the_new_towns_place_and_zone() {
        let (edit, _) = read_after(&engineer(3), |fields| fields.set("town", "武汉"));
        let edit = edit.unwrap();
        assert_eq!((edit.place, edit.zone.as_str()), (1, "Asia/Shanghai"));
        assert_eq!(edit.position, Position { lat: 30.58, lon: 114.27 });
    }

    #[test]
    fn each_field_says_what_is_wrong_with_it() {
        let cases: [(&str, &str, &str); 7] = [
            ("name-zh-CN", "", "name-en"),
            ("headline-en", &"x".repeat(HEADLINE_MAX + 1), "headline-en"),
            ("years", "-1", "years"),
            ("town", "Nowhere at all", "town"),
            ("area-0-km", "500", "area-0-km"),
            ("area-0-town", "", "area-0-town"),
            ("mode", "teleport", "mode"),
        ];
        for (name, typed, wrong) in cases {
            let (edit, form) = read_after(&engineer(1), |fields| fields.set(name, typed));
            assert!(edit.is_none(), "{name}");
            assert_eq!(form.wrong_fields().map(|(name, _)| name).collect::<Vec<_>>(), [wrong], "{name}");
        }
    }
}
