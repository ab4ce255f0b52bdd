use super::{COUNTED_MAX, Modes, Search};

/// Everybody who fits the place, the name and the day of a search, with what its other
/// conditions ask of them: enough to tell what each of those would leave. Of very many
/// only some: no more than [`super::COUNTED_MAX`] places of work are
/// read of each mode.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Crowd {
    pub people: Vec<Traits>,
    /// There are more people than these, so that every number is a least one.
    pub more: bool,
}

/// What filters ask of somebody.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Traits {
    /// As [`crate::tag::bits`].
    pub tag_bits: i64,
    /// The modes in which she can be had there and then.
    pub modes: Modes,
    /// The average of stars, 0 without reviews.
    pub average: f64,
}

/// How many people fit a search.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Total {
    /// At least these.
    pub people: u64,
    /// Not all were counted.
    pub more: bool,
}

impl Total {
    /// Of people who were counted no further than one beyond [`COUNTED_MAX`].
    pub fn counted(people: u64) -> Self {
        Self { people: people.min(COUNTED_MAX), more: people > COUNTED_MAX }
    }
}

impl Crowd {
    /// How many fit on all pages. `None` where the crowd is only a part of those who are
    /// there and fewer than a page of it fit: then they have to be counted.
    pub fn total(&self, search: &Search) -> Option<Total> {
        let people = self.fitting(search) as u64;
        let enough = !self.more || people >= search.page_size.into();
        enough.then_some(Total { people, more: self.more })
    }

    /// How many of them fit the search's mode, tags and rating.
    pub fn fitting(&self, search: &Search) -> usize {
        let bits = search.tag_bits();
        let least = search.min_rating.unwrap_or(0.0);
        let fits = |person: &&Traits| {
            person.tag_bits & bits == bits
                && search.mode.is_none_or(|mode| person.modes.has(mode))
                && person.average >= least
        };
        self.people.iter().filter(fits).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        engineer::Mode,
        tag::{self, TagKind},
    };

    #[test]
    fn each_condition_leaves_who_fits_it() {
        let person = |need, mode, average| Traits {
            tag_bits: tag::bits([(TagKind::Product, "phone"), (TagKind::Need, need)]),
            modes: Modes::of([mode]),
            average,
        };
        let people = vec![
            person("screen", Mode::Visit, 4.9),
            person("screen", Mode::Home, 4.0),
            person("battery", Mode::Visit, 0.0),
        ];
        let crowd = Crowd { people, more: false };
        let count = |change: fn(&mut Search)| {
            let mut search = Search { product: Some("phone"), ..Search::default() };
            change(&mut search);
            crowd.fitting(&search)
        };
        assert_eq!(count(|_| {}), 3);
        assert_eq!(count(|search| search.need = Some("screen")), 2);
        assert_eq!(count(|search| search.mode = Some(Mode::Visit)), 2);
        assert_eq!(count(|search| search.min_rating = Some(4.0)), 2);
        assert_eq!(count(|search| search.product = Some("laptop")), 0);
    }

    #[test]
    fn a_part_of_a_crowd_tells_how_many_where_a_page_of_it_fits() {
        let people = |many: usize| {
            let person = Traits { tag_bits: 0, modes: Modes::of([Mode::Visit]), average: 4.0 };
            vec![person; many]
        };
        let search = Search { page_size: 3, ..Search::default() };
        let total = |many, more| Crowd { people: people(many), more }.total(&search);
        assert_eq!(total(2, false), Some(Total { people: 2, more: false }));
        assert_eq!(total(3, true), Some(Total { people: 3, more: true }));
        assert_eq!(total(2, true), None, "others may fit whom nobody has read");
    }
}
