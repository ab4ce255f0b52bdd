//! Typos: one letter left out, added, changed, or swapped with the next one.

/// In a shorter word a typo is rather another word.
const LETTERS_MIN: usize = 5;

pub fn is_likely(key: &str) -> bool {
    key.chars().count() >= LETTERS_MIN && key.chars().all(char::is_alphabetic)
}

/// Whether two different words are one typo apart (the restricted
/// Damerau-Levenshtein distance is 1). Nobody mistakes the first letter.
pub fn is_one_away(a: &str, b: &str) -> bool {
    // No letter has more bytes.
    if a.len().abs_diff(b.len()) > 4 {
        return false;
    }
    let (mut a, mut b) = (a.chars().peekable(), b.chars().peekable());
    if a.peek() != b.peek() {
        return false;
    }
    while a.peek().is_some() && a.peek() == b.peek() {
        a.next();
        b.next();
    }
    let (a, b): (Vec<char>, Vec<char>) = (a.collect(), b.collect());
    match (a.as_slice(), b.as_slice()) {
        ([], []) => false,
        ([_, rest @ ..], whole) | (whole, [_, rest @ ..]) if rest == whole => true,
        ([x, y, a @ ..], [v, w, b @ ..]) if x == w && y == v && a == b => true,
        ([_, a @ ..], [_, b @ ..]) if a == b => true,
        (whole, [_, rest @ ..]) => rest == whole,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_slip_of_the_finger_is_a_typo() {
        for typed in ["bttery", "batttery", "battary", "batteyr", "batter", "batterys"] {
            assert!(is_one_away(typed, "battery") && is_one_away("battery", typed), "{typed}");
        }
        for other in ["battery", "tattery", "btery", "bateyr", "b", ""] {
            assert!(!is_one_away(other, "battery") && !is_one_away("battery", other), "{other}");
        }
    }

    #[test]
    fn short_words_and_numbers_have_none() {
        assert!(is_likely("scren"));
        assert!(!is_likely("slwo") && !is_likely("a1234b"));
    }
}
