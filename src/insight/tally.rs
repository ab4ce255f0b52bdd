use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{Asked, Counts, Question};

/// Most kinds of question that are told apart on a day; there are far more. Those that
/// come later are counted together, as the question with nothing in it, so nobody can
/// fill the memory or the database by asking for everything.
pub const KINDS_MAX: usize = 4_096;

/// Questions of the day, counted until they are saved. A kind stays known for its day,
/// so that the days' kinds are bounded, not only those between two savings.
#[derive(Debug, Default)]
pub struct Tally(BTreeMap<(Date, Question), Counts>);

impl Tally {
    /// Counts a question that found so many people.
    pub fn count(&mut self, day: Date, question: Question, found: u64) {
        let known = self.0.contains_key(&(day, question)) || self.0.len() < KINDS_MAX;
        let question = if known { question } else { Question::default() };
        *self.0.entry((day, question)).or_default() += Counts::of(found);
    }

    /// What was counted and not saved yet, always in the same order.
    pub fn unsaved(&self) -> Vec<Asked> {
        let counted = self.0.iter().filter(|(_, counts)| counts.asked > 0);
        counted
            .map(|((day, question), counts)| Asked { day: *day, question: *question, counts: *counts })
            .collect()
    }

    /// These have been saved: they count no more, and days before today are over.
    pub fn saved(&mut self, asked: &[Asked], today: Date) {
        for Asked { day, question, counts } in asked {
            if let Some(left) = self.0.get_mut(&(*day, *question)) {
                left.asked = left.asked.saturating_sub(counts.asked);
                left.nobody = left.nobody.saturating_sub(counts.nobody);
                left.few = left.few.saturating_sub(counts.few);
            }
        }
        self.0.retain(|(day, _), left| *day >= today || left.asked > 0);
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const TODAY: Date = Date::constant(2026, 11, 23);

    fn at(place: u32) -> Question {
        Question { place: Some(place), ..Question::default() }
    }

    fn counts(tally: &Tally) -> Vec<(Option<u32>, u64)> {
        tally.unsaved().iter().map(|asked| (asked.question.place, asked.counts.asked)).collect()
    }

    #[test]
    fn the_same_question_is_counted_up() {
        let mut tally = Tally::default();
        for found in [0, 2, 24] {
            tally.count(TODAY, at(1), found);
        }
        tally.count(TODAY, at(2), 0);
        let first = Asked { day: TODAY, question: at(1), counts: Counts { asked: 3, nobody: 1, few: 1 } };
        assert_eq!(tally.unsaved()[0], first);
        assert_eq!(counts(&tally), [(Some(1), 3), (Some(2), 1)]);
    }

    #[test]
    fn what_came_while_it_was_saved_is_not_lost() {
        let mut tally = Tally::default();
        tally.count(TODAY, at(1), 0);
        let asked = tally.unsaved();
        tally.count(TODAY, at(1), 2);
        tally.saved(&asked, TODAY);
        let left = Asked { day: TODAY, question: at(1), counts: Counts { asked: 1, nobody: 0, few: 1 } };
        assert_eq!(tally.unsaved(), [left]);
    }

    #[test]
    fn so_many_kinds_are_told_apart_on_a_day_however_often_they_are_saved() {
        let mut tally = Tally::default();
        for place in (1u32..).take(KINDS_MAX + 100) {
            tally.count(TODAY, at(place), 0);
            if place % 1_000 == 0 {
                tally.saved(&tally.unsaved(), TODAY);
            }
        }
        assert_eq!(tally.0.len(), KINDS_MAX + 1);
        tally.count(TODAY, at(1), 0);
        let counted = counts(&tally);
        assert_eq!(counted[0], (None, 100), "all others together");
        assert_eq!(counted[1], (Some(1), 1), "whoever was known before still is");
    }

    #[test]
    fn a_new_day_begins_anew() {
        let mut tally = Tally::default();
        let tomorrow = date(2026, 11, 24);
        tally.count(TODAY, at(1), 0);
        tally.saved(&tally.unsaved(), TODAY);
        tally.count(TODAY, at(2), 0);
        tally.count(tomorrow, at(1), 0);
        let asked = tally.unsaved();
        tally.count(TODAY, at(2), 0);
        tally.saved(&asked, tomorrow);
        assert_eq!(counts(&tally), [(Some(2), 1)], "yesterday is kept until it is saved");
        assert_eq!(tally.0.len(), 2);
    }
}
