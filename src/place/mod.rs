//! Places of the world, as people name them: the gazetteer behind "where are you?".

mod dialect;
mod within;

pub use dialect::{languages_that_matter, local_languages};

use crate::{
    geo::{Position, cells_within},
    lang::Lang,
    text::fold,
};

/// A town of more than 15,000 people. The number is GeoNames' id. Its texts are parts
/// of the table, which lives as long as the program.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    pub id: u32,
    pub name: &'static str,
    /// Empty when GeoNames knows no Chinese name.
    pub name_zh: &'static str,
    /// Other names, joined by `|`: in Han or Arabic script, and of its parts that people
    /// say instead of it, as Hankou is of Wuhan.
    pub aliases: &'static str,
    /// ISO 3166-1 alpha-2.
    pub country: &'static str,
    pub admin1: &'static str,
    pub position: Position,
    pub population: u32,
    /// IANA zone.
    pub zone: &'static str,
}

impl Place {
    /// Its name for readers of a language: the one in Latin script, where it has no other.
    pub fn label(&self, lang: Lang) -> &'static str {
        if lang == Lang::ZhCn && !self.name_zh.is_empty() { self.name_zh } else { self.name }
    }
}

/// Every place, searchable by the start of any of its names. Read once at start
/// and kept in memory: it never changes while the program runs.
pub struct Gazetteer {
    places: Vec<Place>,
    names: Names,
    by_id: Vec<(u32, u32)>,
    by_cell: Vec<(i64, u32)>,
}

/// The table is not in the documented columns.
#[derive(Debug, thiserror::Error)]
#[error("line {line} of the places table is malformed")]
pub struct BadPlaces {
    pub line: usize,
}

impl Gazetteer {
    /// Reads a tab-separated table with a header row: GeoNames id, name, Chinese
    /// name, aliases, country, admin1, latitude, longitude, population, zone.
    /// Rows are expected largest first.
    pub fn parse(table: &'static str) -> Result<Self, BadPlaces> {
        // Room for all at once: what grows leaves holes, which the program keeps.
        let mut places = Vec::with_capacity(table.lines().count());
        for (index, row) in table.lines().enumerate().skip(1) {
            places.push(parse_row(row).ok_or(BadPlaces { line: index + 1 })?);
        }
        let mut names = Names::with_room(table, places.len());
        let mut by_id = Vec::with_capacity(places.len());
        let mut by_cell = Vec::with_capacity(places.len());
        for (index, place) in (0u32..).zip(&places) {
            by_id.push((place.id, index));
            by_cell.push((place.position.cell(), index));
            let aliases = place.aliases.split('|');
            for name in [place.name, place.name_zh].into_iter().chain(aliases) {
                names.add(&fold(name), index);
            }
        }
        names.sort();
        by_id.sort_unstable();
        by_cell.sort_unstable();
        Ok(Self { places, names, by_id, by_cell })
    }

    pub fn all(&self) -> &[Place] {
        &self.places
    }

    pub fn get(&self, id: u32) -> Option<&Place> {
        let at = self.by_id.binary_search_by_key(&id, |(id, _)| *id).ok()?;
        self.places.get(self.by_id[at].1 as usize)
    }

    /// Places one of whose names starts with `typed`, the largest first, each
    /// once. Case, accents and white space do not matter.
    pub fn suggest(&self, typed: &str, limit: usize) -> Vec<&Place> {
        let key = fold(typed);
        if key.is_empty() || key.chars().count() > 60 {
            return Vec::new();
        }
        let beginning = self.names.from(&key).take_while(|(name, _)| name.starts_with(&key));
        let mut found: Vec<u32> = beginning.map(|(_, index)| index).collect();
        // Rows are largest first, so the index is the rank.
        found.sort_unstable();
        found.dedup();
        found.into_iter().take(limit).map(|index| &self.places[index as usize]).collect()
    }

    /// The places with exactly this name, the largest first.
    pub fn named(&self, typed: &str) -> Vec<&Place> {
        let key = fold(typed);
        let same = self.names.from(&key).take_while(|(name, _)| *name == key);
        let mut found: Vec<u32> = same.map(|(_, index)| index).collect();
        found.sort_unstable();
        found.dedup();
        found.into_iter().map(|index| &self.places[index as usize]).collect()
    }

    /// The largest place that has a name which is `like` the folded one and begins with
    /// the same letter.
    pub fn similar(&self, key: &str, like: impl Fn(&str, &str) -> bool) -> Option<&Place> {
        let first = &key[..key.chars().next()?.len_utf8()];
        let alike = self.names.from(first).take_while(|(name, _)| name.starts_with(first));
        let largest = alike.filter(|(name, _)| like(name, key)).map(|(_, index)| index).min()?;
        self.places.get(largest as usize)
    }

    /// The place that a typed text most likely means: the largest with exactly
    /// this name, else the largest that starts so.
    pub fn resolve(&self, typed: &str) -> Option<&Place> {
        let exact = self.named(typed).into_iter().next();
        exact.or_else(|| self.suggest(typed, 1).into_iter().next())
    }

    /// The place nearest to a position: looked for in its surroundings first, as
    /// nearly everybody lives near a town.
    pub fn nearest(&self, to: Position) -> Option<&Place> {
        for radius_km in [30.0, 150.0] {
            let around = cells_within(to, radius_km).into_iter().flat_map(|cell| self.in_cell(cell));
            let best = around.map(|place| (place, flat(place, to))).min_by(|a, b| a.1.total_cmp(&b.1));
            // Beyond the radius the cells leave gaps where a nearer one could lie.
            if let Some((place, _)) = best.filter(|(place, _)| place.position.distance_km(to) <= radius_km) {
                return Some(place);
            }
        }
        self.places.iter().min_by(|a, b| flat(a, to).total_cmp(&flat(b, to)))
    }

    fn in_cell(&self, cell: i64) -> impl Iterator<Item = &Place> {
        let start = self.by_cell.partition_point(|(other, _)| *other < cell);
        let here = self.by_cell[start..].iter().take_while(move |(other, _)| *other == cell);
        here.map(|(_, index)| &self.places[*index as usize])
    }
}

/// Folded names with the index of their place, sorted: all in one text, for a text each
/// would take twice the memory.
struct Names {
    text: String,
    entries: Vec<Name>,
}

#[derive(Clone, Copy)]
struct Name {
    start: u32,
    bytes: u16,
    place: u32,
}

impl Names {
    /// A place has two names and its aliases.
    fn with_room(table: &str, places: usize) -> Self {
        let names = 2 * places + places + table.matches('|').count();
        Self { text: String::with_capacity(table.len() / 2), entries: Vec::with_capacity(names) }
    }

    /// Skips an empty name, and one longer than 65,535 bytes, which no name is.
    fn add(&mut self, name: &str, place: u32) {
        let (Ok(start), Ok(bytes)) = (u32::try_from(self.text.len()), u16::try_from(name.len())) else {
            return;
        };
        if bytes > 0 {
            self.text.push_str(name);
            self.entries.push(Name { start, bytes, place });
        }
    }

    fn sort(&mut self) {
        let text = &self.text;
        self.entries.sort_unstable_by_key(|name| (name.of(text), name.place));
        self.entries.dedup_by_key(|name| (name.of(text), name.place));
        self.entries.shrink_to_fit();
        self.text.shrink_to_fit();
    }

    /// The names from `key` on.
    fn from<'n>(&'n self, key: &str) -> impl Iterator<Item = (&'n str, u32)> {
        let start = self.entries.partition_point(|name| name.of(&self.text) < key);
        self.entries[start..].iter().map(|name| (name.of(&self.text), name.place))
    }
}

impl Name {
    fn of(self, text: &str) -> &str {
        let start = self.start as usize;
        &text[start..start + usize::from(self.bytes)]
    }
}

/// Orders places by their distance, without its price.
fn flat(place: &Place, to: Position) -> f64 {
    let north = place.position.lat - to.lat;
    let east = (place.position.lon - to.lon) * to.lat.to_radians().cos();
    north * north + east * east
}

fn parse_row(row: &'static str) -> Option<Place> {
    let mut columns = row.split('\t');
    let mut next = || columns.next();
    Some(Place {
        id: next()?.parse().ok()?,
        name: next()?,
        name_zh: next()?,
        aliases: next()?,
        country: next()?,
        admin1: next()?,
        position: Position::new(next()?.parse().ok()?, next()?.parse().ok()?)?,
        population: next()?.parse().ok()?,
        zone: next()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "geonameid\tname\tname_zh\taliases\tcountry\tadmin1\tlat\tlon\tpopulation\ttimezone\n\
        1791247\tWuhan\t武汉\t武汉市|ووهان\tCN\t12\t30.58333\t114.26667\t13739000\tAsia/Shanghai\n\
        1790630\tXi’an\t西安\t西安市\tCN\t26\t34.25833\t108.92861\t12952907\tAsia/Shanghai\n\
        1790923\tWuxi\t无锡\t\tCN\t04\t31.56887\t120.28857\t4396835\tAsia/Shanghai\n\
        2657896\tZürich\t苏黎世\t\tCH\tZH\t47.36667\t8.55\t341730\tEurope/Zurich\n";

    pub(super) fn gazetteer() -> Gazetteer {
        Gazetteer::parse(TABLE).expect("the table is well formed")
    }

    #[test]
    fn suggests_in_every_script_largest_first() {
        let all = gazetteer();
        let names = |typed: &str| all.suggest(typed, 8).iter().map(|p| p.name).collect::<Vec<_>>();
        assert_eq!(names("wu"), ["Wuhan", "Wuxi"]);
        assert_eq!(names("武"), ["Wuhan"]);
        assert_eq!(names("ووه"), ["Wuhan"]);
        assert_eq!(names("xi an"), ["Xi’an"]);
        assert_eq!(names("zuri"), ["Zürich"]);
        assert!(names("").is_empty());
        assert!(names(&"w".repeat(10_000)).is_empty());
    }

    #[test]
    fn resolves_the_exact_name_first() {
        assert_eq!(gazetteer().resolve("WUXI").map(|p| p.id), Some(1_790_923));
        assert_eq!(gazetteer().resolve("nowhere"), None);
        assert_eq!(gazetteer().named("wu"), Vec::<&Place>::new());
        assert_eq!(gazetteer().named("无锡").len(), 1);
        assert_eq!(gazetteer().get(1_790_630).map(|p| p.label(Lang::ZhCn)), Some("西安"));
    }

    #[test]
    fn finds_the_nearest() {
        let near = Position { lat: 30.5, lon: 114.4 };
        assert_eq!(gazetteer().nearest(near).map(|p| p.name), Some("Wuhan"));
        let in_the_desert = Position { lat: 40.0, lon: 84.0 };
        assert_eq!(gazetteer().nearest(in_the_desert).map(|p| p.name), Some("Xi’an"));
    }

    #[test]
    fn a_malformed_row_is_named() {
        assert_eq!(Gazetteer::parse("head\n1\tx\n").err().map(|e| e.line), Some(2));
    }
}
