use handpick::{
    engineer::{Crowd, Edge, FREE_DAYS_HORIZON, Mode, Near, Search, Sort, Total},
    id::CaseId,
    lang::Lang,
    point::ServicePoint,
    search::{QUERY_MAX, Understood, name_parts, understand},
    store::StoreResult,
    tag::TagKind,
    text,
};
use jiff::{ToSpan, civil::Date};

use super::{
    Fields, Located, Visit,
    fields::{AFTER, BEFORE, PART},
    names::{Said, names_in},
};
use crate::when;

/// The id of the list of people on its page.
pub const LIST: &str = "everybody";

/// How far from the customer is still near.
pub const NEAR_KM: f64 = 60.0;
/// People on one page of a list.
pub const PAGE_SIZE: u32 = 24;

/// The fields that narrow a search, beside the place.
pub const FILTERS: [&str; 7] = ["name", "mode", "product", "need", "language", "min", "on"];
/// The fields that say where.
pub const PLACE: &[&str] = &["place", "lat", "lon"];
/// Most characters of a name.
const NAME_MAX: usize = 60;
/// The field that asks for the map.
pub const MAP: &str = "map";
/// The field that names the case of which nothing came, for which somebody else is sought.
pub const AGAIN: &str = "again";
/// The steps of the rating filter.
pub const RATINGS: [&str; 3] = ["4", "4.5", "4.8"];

/// A search as an address tells it. What is unknown or wrong in it is left out,
/// so that no link, however old or mangled, breaks a page.
#[derive(Debug, Clone)]
pub struct SearchQuery {
    /// What was asked and understood: the base of every link that asks on.
    pub fields: Fields,
    pub located: Located,
    pub search: Search,
    /// Today where the customer is.
    pub today: Date,
    /// What was typed into the one box, and which words of it meant nothing.
    pub typed: String,
    pub unknown: Vec<String>,
    /// The place is what somebody is called, too.
    pub namesake: Option<String>,
    /// A map of where the people of the page work is wanted.
    pub map: bool,
}

impl SearchQuery {
    pub async fn read(visit: &Visit) -> StoreResult<Self> {
        let mut asked = Fields::of_query(&visit.uri).unwrap_or_default();
        let typed: String = asked.get("q").chars().take(QUERY_MAX).collect();
        let said = understand(&typed, &visit.app.lexicon, &visit.app.places);
        let Said { understood: said, point, name, namesake } = names_in(visit, &typed, said).await?;
        fill(&mut asked, &said, name, visit.lang());
        if let Some(point) = point {
            fill_point(visit, &mut asked, &point);
        }
        let located = Located::read(visit, &asked);
        let zone = located.spot.as_ref().map_or("UTC", |spot| spot.place.zone);
        let today = visit.now.to_zoned(when::zone(zone)).date();
        let near = located.spot.as_ref().map(|spot| Near { centre: spot.position, radius_km: NEAR_KM });
        let search = Search { near, ..read_search(&asked, today) };
        let map = asked.get(MAP) == "1" && near.is_some();
        let mut fields = understood(&located, name_of(&asked), &search);
        if map {
            fields.set(MAP, "1");
        }
        if let Ok(case) = asked.get(AGAIN).parse::<CaseId>() {
            fields.set(AGAIN, case.to_string());
        }
        let search = without_vain_sort(search);
        Ok(Self { fields, located, search, today, typed, unknown: said.unknown, namesake, map })
    }

    /// How many fit: mostly the crowd knows.
    pub async fn total(&self, visit: &Visit, crowd: &Crowd) -> StoreResult<Total> {
        match crowd.total(&self.search) {
            Some(total) => Ok(total),
            None => visit.app.store.count_fitting(&self.search).await,
        }
    }

    /// Whether anything was asked at all.
    pub fn is_asked(&self) -> bool {
        !self.fields.is_empty() || !self.unknown.is_empty()
    }

    /// The last day that a free time is known for.
    pub fn last_day(&self) -> Date {
        self.today.checked_add((FREE_DAYS_HORIZON - 1).days()).unwrap_or(self.today)
    }

    /// The address with one field set to another value, from the first page on. It
    /// leads to the list, where it was chosen.
    pub fn with(&self, name: &str, value: &str) -> String {
        format!("{}#{LIST}", self.fields.link_with(name, value))
    }

    /// The address without some fields, from the first page on.
    pub fn without(&self, names: &[&str]) -> String {
        let names: Vec<&str> = names.iter().copied().chain(PART).collect();
        format!("?{}#{LIST}", self.fields.query_without(&names))
    }

    /// The first people of the search without these fields.
    pub fn search_without(&self, names: &[&str], page_size: u32) -> Search {
        let mut search = Search { edge: Edge::Start, page_size, ..self.search.clone() };
        for name in names {
            match *name {
                "name" => search.named.clear(),
                "mode" => search.mode = None,
                "product" => search.product = None,
                "need" => search.need = None,
                "language" => search.language = None,
                "min" => search.min_rating = None,
                "on" => search.free_on = None,
                _ => search.near = None,
            }
        }
        without_vain_sort(search)
    }

    /// What a profile or a booking should know of the search: never ask twice.
    pub fn passed_on(&self) -> String {
        let only_here = ["name", MAP, "language", "min", "on", "sort"];
        self.fields.query_without(&[&only_here[..], &PART].concat())
    }
}

/// Writes what was said in words into the fields that say nothing yet.
fn fill(asked: &mut Fields, said: &Understood<'_>, name: Option<String>, lang: Lang) {
    let parts = [
        ("name", name.as_deref()),
        ("place", said.place.map(|place| place.label(lang))),
        ("product", said.product),
        ("need", said.need),
        ("language", said.language),
        ("mode", said.mode.map(Mode::as_str)),
    ];
    for (name, value) in parts {
        if let (Some(value), true) = (value, asked.get(name).is_empty()) {
            asked.set(name, value);
        }
    }
}

/// A service point is as good as a place, unless one was said.
fn fill_point(visit: &Visit, asked: &mut Fields, point: &ServicePoint) {
    let town = visit.app.places.get(point.place).filter(|_| asked.get("place").is_empty());
    if let Some(town) = town {
        asked.set("place", town.label(visit.lang()));
        asked.set("lat", point.position.lat.to_string());
        asked.set("lon", point.position.lon.to_string());
    }
}

fn read_search(asked: &Fields, today: Date) -> Search {
    let last = today.checked_add((FREE_DAYS_HORIZON - 1).days()).unwrap_or(today);
    let cursor = |name| asked.get(name).parse().ok();
    let edge = match (cursor(AFTER), cursor(BEFORE)) {
        (Some(cursor), _) => Edge::After(cursor),
        (None, Some(cursor)) => Edge::Before(cursor),
        (None, None) => Edge::Start,
    };
    Search {
        near: None,
        mode: Mode::parse(asked.get("mode")).filter(|mode| *mode != Mode::Online),
        product: TagKind::Product.find(asked.get("product")),
        need: TagKind::Need.find(asked.get("need")),
        language: TagKind::Language.find(asked.get("language")),
        min_rating: RATINGS.iter().find(|step| **step == asked.get("min")).and_then(|step| step.parse().ok()),
        free_on: asked.get("on").parse().ok().filter(|day| (today..=last).contains(day)),
        named: name_parts(&name_of(asked)),
        sort: Sort::parse(asked.get("sort")).unwrap_or_default(),
        edge,
        page_size: PAGE_SIZE,
    }
}

fn name_of(asked: &Fields) -> String {
    text::line(asked.get("name"), NAME_MAX).unwrap_or_default()
}

/// Nobody is nearest where nowhere was said.
fn without_vain_sort(search: Search) -> Search {
    let vain = search.near.is_none() && search.sort == Sort::Distance;
    Search { sort: if vain { Sort::Recommended } else { search.sort }, ..search }
}

fn understood(located: &Located, name: String, search: &Search) -> Fields {
    let mut fields = Fields::default();
    let mut set = |name: &str, value: Option<String>| {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            fields.set(name, value);
        }
    };
    let exact = located.spot.as_ref().filter(|spot| spot.exact).map(|spot| spot.position);
    set("place", Some(located.typed.clone()));
    set("lat", exact.map(|position| format!("{:.5}", position.lat)));
    set("lon", exact.map(|position| format!("{:.5}", position.lon)));
    set("name", Some(name).filter(|_| !search.named.is_empty()));
    set("mode", search.mode.map(|mode| mode.as_str().to_owned()));
    set("product", search.product.map(str::to_owned));
    set("need", search.need.map(str::to_owned));
    set("language", search.language.map(str::to_owned));
    set("min", search.min_rating.map(|least| least.to_string()));
    set("on", search.free_on.map(|day| day.to_string()));
    set("sort", (search.sort != Sort::default()).then(|| search.sort.as_str().to_owned()));
    match search.edge {
        Edge::Start => {}
        Edge::After(cursor) => set(AFTER, Some(cursor.to_string())),
        Edge::Before(cursor) => set(BEFORE, Some(cursor.to_string())),
    }
    fields
}

#[cfg(test)]
mod tests {
    use handpick::{place::Gazetteer, search::Lexicon};

    use super::*;
    use crate::catalogue::Messages;

    const TODAY: Date = Date::constant(2026, 11, 21);

    /// What the catalogue calls the vocabulary is understood, in every language.
    #[test]
    fn our_own_words_are_understood() {
        let lexicon = Lexicon::load().expect("the words are well formed");
        let nowhere = Gazetteer::parse("head").expect("no places");
        for (lang, kind) in Lang::ALL
            .into_iter()
            .flat_map(|lang| [TagKind::Product, TagKind::Need, TagKind::Language].map(|kind| (lang, kind)))
        {
            for key in kind.keys() {
                let word = Messages(lang).word(&format!("{}-{key}", kind.as_str()));
                let said = understand(word, &lexicon, &nowhere);
                let meant = match kind {
                    TagKind::Product => said.product,
                    TagKind::Need => said.need,
                    TagKind::Language | TagKind::Praise => said.language,
                };
                assert_eq!(meant, Some(*key), "{word}");
            }
        }
    }

    #[test]
    fn words_fill_what_is_not_chosen() {
        let mut asked = Fields::parse("product=phone&need=").expect("a query");
        let said = Understood { product: Some("laptop"), need: Some("screen"), ..Understood::default() };
        fill(&mut asked, &said, None, Lang::En);
        assert_eq!((asked.get("product"), asked.get("need"), asked.get("mode")), ("phone", "screen", ""));
    }

    fn read(query: &str) -> Search {
        read_search(&Fields::parse(query).expect("a query"), TODAY)
    }

    #[test]
    fn what_is_wrong_is_left_out() {
        let nothing = Search { page_size: PAGE_SIZE, ..Search::default() };
        for query in [
            "",
            "mode=online&product=unicorn&need=&language=xx",
            "min=NaN&min=4.5",
            "min=-1&on=2026-02-30&sort=up&page=-1",
            "on=2026-11-20&after=0",
            "on=2027-11-21&after=1_2_me&before=__",
        ] {
            assert_eq!(read(query), nothing, "{query}");
        }
    }

    #[test]
    fn what_is_understood_stands_in_links_again() {
        let query = "name=Wang&mode=home&product=laptop&need=screen&language=yue&min=4.5&on=2026-12-01&sort=rating&after=4.75_3.9_01KA8Z0Q1T0000000000000000";
        let fields = understood(&Located::default(), "Wang".to_owned(), &read(query));
        assert_eq!(fields.query_without(&[]), query);
        assert_eq!(fields.link_with("sort", "next-free"), format!("?{}&sort=next-free", &query[..81]));
    }

    #[test]
    fn nearest_needs_a_place() {
        assert_eq!(without_vain_sort(read("sort=distance")).sort, Sort::Recommended);
    }
}
