//! Places in a list, as addresses tell them.

use std::time::Duration;

use handpick::engineer::Cursor;

/// What cursors are made of, and what somebody adds who means harm.
const PIECES: [&str; 32] = [
    "_",
    "_",
    "_",
    "_",
    "0",
    "1",
    "-1",
    "4.75",
    "1e308",
    "1e309",
    "-0",
    "NaN",
    "inf",
    "-inf",
    ".",
    "+",
    "1700000000000",
    "5e-324",
    "01KA8Z0Q1T0000000000000000",
    "01KA8Z0Q1T",
    "7ZZZZZZZZZZZZZZZZZZZZZZZZZ",
    "8ZZZZZZZZZZZZZZZZZZZZZZZZZ",
    "",
    " ",
    "%7E",
    "'",
    ";",
    "\0",
    "ß",
    "💥",
    "٣",
    "1_000",
];

#[test]
fn cursors() {
    let test = bolero::check!().with_iterations(usize::MAX).with_test_time(Duration::from_secs(2));
    test.for_each(|bytes: &[u8]| {
        let pieces = bytes.iter().map(|byte| PIECES[usize::from(*byte) % PIECES.len()]);
        check(&pieces.collect::<String>());
        check(&String::from_utf8_lossy(bytes));
    });
}

fn check(text: &str) {
    let Ok(cursor) = text.parse::<Cursor>() else { return };
    assert!(cursor.score.is_finite() && cursor.key.is_none_or(f64::is_finite), "{text:?}");
    assert_eq!(cursor.to_string().parse(), Ok(cursor), "{text:?}");
}
