use std::cmp::Reverse;

use super::{Counts, Question};

/// A kind that was asked less often is not told by itself: it may be one person's.
pub const TOLD_FROM: u64 = 3;

/// What people looked for, and found too few: the answer to "whom should I invite?".
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shortage {
    /// All that was asked.
    pub all: Counts,
    /// The kinds that at least once found too few. First those that most often found
    /// nobody, then those that most often found too few.
    pub kinds: Vec<(Question, Counts)>,
    /// All kinds together that were asked fewer than [`TOLD_FROM`] times.
    pub rare: Counts,
}

impl Shortage {
    /// Of what was asked, each kind once.
    pub fn of(asked: impl IntoIterator<Item = (Question, Counts)>) -> Self {
        let mut shortage = Self::default();
        for (question, counts) in asked {
            shortage.all += counts;
            if counts.asked < TOLD_FROM || question == Question::default() {
                shortage.rare += counts;
            } else if counts.lacking() > 0 {
                shortage.kinds.push((question, counts));
            }
        }
        shortage.kinds.sort_unstable_by_key(|(question, counts)| {
            (Reverse((counts.nobody, counts.few, counts.asked)), *question)
        });
        shortage
    }

    /// The towns of which kinds are told, each once.
    pub fn places(&self) -> Vec<u32> {
        let mut places: Vec<u32> = self.kinds.iter().filter_map(|(question, _)| question.place).collect();
        places.sort_unstable();
        places.dedup();
        places
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(need: &'static str, asked: u64, nobody: u64, few: u64) -> (Question, Counts) {
        (Question { need: Some(need), ..Question::default() }, Counts { asked, nobody, few })
    }

    fn needs(shortage: &Shortage) -> Vec<&str> {
        shortage.kinds.iter().filter_map(|(question, _)| question.need).collect()
    }

    #[test]
    fn the_worst_come_first() {
        let shortage = Shortage::of([
            asked("slow", 50, 1, 9),
            asked("water", 10, 4, 0),
            asked("screen", 90, 0, 0),
            asked("sound", 60, 1, 9),
            asked("camera", 9, 0, 9),
        ]);
        assert_eq!(needs(&shortage), ["water", "sound", "slow", "camera"]);
        assert_eq!(shortage.all, Counts { asked: 219, nobody: 6, few: 27 });
    }

    #[test]
    fn what_few_asked_never_stands_alone() {
        let shortage = Shortage::of([
            asked("slow", TOLD_FROM, 1, 0),
            asked("water", TOLD_FROM - 1, 2, 0),
            asked("sound", 1, 0, 1),
            (Question::default(), Counts { asked: 40, nobody: 3, few: 0 }),
        ]);
        assert_eq!(needs(&shortage), ["slow"]);
        assert_eq!(shortage.rare, Counts { asked: 43, nobody: 5, few: 1 });
    }

    #[test]
    fn towns_are_those_of_what_is_told() {
        let at = |place, times| {
            let question = Question { place, product: Some("tv"), ..Question::default() };
            (question, Counts { asked: times, nobody: 1, few: 0 })
        };
        let shortage = Shortage::of([at(Some(7), 3), at(Some(2), 4), at(Some(1), 2), at(None, 9)]);
        assert_eq!(shortage.places(), [2, 7]);
    }
}
