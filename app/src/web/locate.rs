use handpick::{
    geo::Position,
    place::{Gazetteer, Place},
    text,
};

use super::{Fields, Visit};

/// Most characters of a place that people type.
const PLACE_MAX: usize = 80;
/// Most places offered instead of the understood one.
const OTHERS: usize = 5;
/// A namesake is worth mentioning when it has at least this share of the people.
const NAMESAKE_SHARE: f64 = 0.02;
/// Coordinates this near to a place's own were taken from a list of places.
const PICKED_KM: f64 = 1.0;

/// Where somebody says to be, as far as we understand it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Located {
    pub typed: String,
    /// `None` when nothing was said or nothing is known by that name.
    pub spot: Option<Spot>,
    /// What else the text could mean.
    pub others: Vec<Place>,
}

/// A point on earth and the town it belongs to.
#[derive(Debug, Clone, PartialEq)]
pub struct Spot {
    pub place: Place,
    pub position: Position,
    /// The coordinates came with the question, not from the town.
    pub exact: bool,
}

impl Located {
    /// Reads the fields `place`, `lat` and `lon`.
    pub fn read(visit: &Visit, fields: &Fields) -> Self {
        let typed = text::line(fields.get("place"), PLACE_MAX).unwrap_or_default();
        locate(&visit.app.places, &typed, coordinates(fields))
    }

    /// Something was typed that no town is called.
    pub fn is_unknown(&self) -> bool {
        self.spot.is_none() && !self.typed.is_empty()
    }
}

fn coordinates(fields: &Fields) -> Option<Position> {
    Position::new(fields.get("lat").parse().ok()?, fields.get("lon").parse().ok()?)
}

/// Coordinates count only where they agree with the text: without JavaScript the
/// text may have been changed under the coordinates of the last answer.
fn locate(places: &Gazetteer, typed: &str, at: Option<Position>) -> Located {
    let meant = candidates(places, typed);
    let spot = |place: &Place, position, exact| Some(Spot { place: *place, position, exact });
    if let Some(position) = at {
        let picked = meant.iter().find(|place| place.position.distance_km(position) < PICKED_KM).copied();
        let agrees = |nearest: &&Place| typed.is_empty() || meant.iter().any(|place| place.id == nearest.id);
        if let Some(place) = picked.or_else(|| places.nearest(position).filter(agrees)) {
            return Located { typed: typed.to_owned(), spot: spot(place, position, true), others: vec![] };
        }
    }
    let Some((first, rest)) = meant.split_first() else {
        return Located { typed: typed.to_owned(), spot: None, others: similar(places, typed) };
    };
    let least = f64::from(first.population) * NAMESAKE_SHARE;
    let others = rest.iter().filter(|place| f64::from(place.population) >= least).take(OTHERS);
    Located {
        typed: typed.to_owned(),
        spot: spot(first, first.position, false),
        others: others.map(|place| *(*place)).collect(),
    }
}

/// The places a text can mean, the likeliest first. What follows a comma is left
/// aside: people write the district or the country there.
fn candidates<'a>(places: &'a Gazetteer, typed: &str) -> Vec<&'a Place> {
    let name = typed.split([',', '，']).next().unwrap_or_default();
    let named = places.named(name);
    if named.is_empty() { places.suggest(name, OTHERS + 1) } else { named }
}

/// Places that begin like the text: the longest beginning that any has.
fn similar(places: &Gazetteer, typed: &str) -> Vec<Place> {
    let starts = typed.char_indices().map(|(at, _)| &typed[..at]).rev();
    let known = starts.filter(|start| !start.is_ascii() || start.len() > 1).take(PLACE_MAX);
    let found = known.map(|start| places.suggest(start, OTHERS)).find(|found| !found.is_empty());
    found.unwrap_or_default().into_iter().cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "head\n\
        1886760\tSuzhou\t苏州\t\tCN\t04\t31.30408\t120.59538\t7427096\tAsia/Shanghai\n\
        1791247\tWuhan\t武汉\t武汉市\tCN\t12\t30.58333\t114.26667\t13739000\tAsia/Shanghai\n\
        1804651\tSuzhou\t宿州\t\tCN\t01\t33.63611\t116.97889\t1800000\tAsia/Shanghai\n\
        1\tSuzhou\t\t\tCN\t13\t44.0\t87.0\t16000\tAsia/Urumqi\n";

    fn at(typed: &str, position: Option<(f64, f64)>) -> Located {
        let places = Gazetteer::parse(TABLE).expect("the table is well formed");
        locate(&places, typed, position.and_then(|(lat, lon)| Position::new(lat, lon)))
    }

    fn id(located: &Located) -> Option<u32> {
        located.spot.as_ref().map(|spot| spot.place.id)
    }

    #[test]
    fn a_name_of_several_places_means_the_largest_and_tells_of_the_others() {
        let located = at("suzhou", None);
        assert_eq!(id(&located), Some(1_886_760));
        assert_eq!(located.others.iter().map(|place| place.id).collect::<Vec<_>>(), [1_804_651]);
    }

    #[test]
    fn coordinates_decide_among_namesakes() {
        let located = at("Suzhou", Some((33.636_11, 116.978_89)));
        assert_eq!(id(&located), Some(1_804_651));
        assert!(located.others.is_empty());
    }

    #[test]
    fn coordinates_of_another_place_than_the_typed_one_are_stale() {
        let located = at("Wuhan", Some((31.3, 120.6)));
        assert_eq!(id(&located), Some(1_791_247));
        assert!(located.spot.is_some_and(|spot| !spot.exact));
    }

    #[test]
    fn a_telephone_knows_better_than_the_middle_of_the_town() {
        let located = at("武汉", Some((30.45, 114.5)));
        assert_eq!(id(&located), Some(1_791_247));
        assert!(located.spot.is_some_and(|spot| spot.exact && spot.position.lat == 30.45));
        assert_eq!(id(&at("", Some((30.45, 114.5)))), Some(1_791_247));
    }

    #[test]
    fn an_unknown_name_gets_what_begins_like_it() {
        let located = at("Wuhann", None);
        assert!(located.is_unknown());
        assert_eq!(located.others.first().map(|place| place.id), Some(1_791_247));
        assert!(at("qqqq", None).others.is_empty());
        assert!(!at("", None).is_unknown());
    }
}
