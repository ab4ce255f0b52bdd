//! Where somebody stands in a sorted list, for the pages before and after her.

use std::{fmt, str::FromStr};

use crate::id::EngineerId;

/// Which part of a list is wanted, told by who stands at its edge: whoever comes or
/// goes meanwhile, nobody is skipped nor shown twice who stayed where she was.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub enum Edge {
    #[default]
    Start,
    After(Cursor),
    Before(Cursor),
}

/// A place in a list that is sorted by a key, then by score, then by id. It stands in
/// addresses as `key_score_id`, where an unknown key is empty.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cursor {
    /// What the list is sorted by, as the store has it; `None` sorts last.
    pub key: Option<f64>,
    pub score: f64,
    pub id: EngineerId,
}

/// The text is no cursor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a place in a list")]
pub struct BadCursor;

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The shortest decimals that are read back as the same number.
        if let Some(key) = self.key {
            write!(f, "{key}")?;
        }
        write!(f, "_{}_{}", self.score, self.id)
    }
}

impl FromStr for Cursor {
    type Err = BadCursor;

    fn from_str(text: &str) -> Result<Self, BadCursor> {
        let (key, rest) = text.split_once('_').ok_or(BadCursor)?;
        let (score, id) = rest.split_once('_').ok_or(BadCursor)?;
        let key = if key.is_empty() { None } else { Some(finite(key)?) };
        Ok(Self { key, score: finite(score)?, id: id.parse().map_err(|_| BadCursor)? })
    }
}

fn finite(text: &str) -> Result<f64, BadCursor> {
    text.parse().ok().filter(|number: &f64| number.is_finite()).ok_or(BadCursor)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "01KA8Z0Q1T0000000000000000";

    #[test]
    fn a_cursor_is_read_back_as_it_was() {
        for key in [None, Some(0.0), Some(1.0 / 3.0), Some(-4.75), Some(1.7e12), Some(f64::MIN_POSITIVE)] {
            let cursor = Cursor { key, score: 0.1 + 0.2, id: ID.parse().expect("an id") };
            assert_eq!(cursor.to_string().parse(), Ok(cursor));
        }
    }

    #[test]
    fn what_was_altered_is_no_cursor() {
        let id = ID;
        for text in [
            "",
            "_",
            "__",
            "1_2",
            &format!("1_2_{id}_"),
            &format!("NaN_2_{id}"),
            &format!("1_inf_{id}"),
            &format!("1__{id}"),
            &format!("1_2_{id}0"),
            "1_2_' OR 1=1",
        ] {
            assert_eq!(text.parse::<Cursor>(), Err(BadCursor), "{text}");
        }
    }
}
