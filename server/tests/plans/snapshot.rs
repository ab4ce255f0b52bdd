//! The plans as a file beside the test.

use std::{fmt::Write as _, fs, path::PathBuf};

/// A method with its statements, each with its plan.
pub type Plans = Vec<(String, Vec<(String, Vec<String>)>)>;

/// So much of a statement says which it is.
const HEAD: usize = 100;

/// Compares with what was kept, or keeps it when asked to.
pub fn compare(engine: &str, plans: &Plans) {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("tests/plans/{engine}.txt"));
    let now = render(plans);
    if std::env::var_os("HANDPICK_KEEP_PLANS").is_some() {
        fs::write(&file, now).expect("keep the plans");
        return;
    }
    let Ok(kept) = fs::read_to_string(&file) else {
        // Another version plans in other words; that nothing is scanned is checked all the same.
        eprintln!("plans: none are kept for {engine}, so there is nothing to compare with");
        return;
    };
    let difference = kept.lines().zip(now.lines()).find(|(kept, now)| kept != now);
    assert!(
        kept == now,
        "plans have changed: {difference:?}. If that is wanted, keep them with HANDPICK_KEEP_PLANS=1"
    );
}

fn render(plans: &Plans) -> String {
    let mut text = String::new();
    for (method, statements) in plans {
        let _ = writeln!(text, "# {method}");
        for (shape, plan) in statements {
            let head: String = shape.chars().take(HEAD).collect();
            let _ = writeln!(text, "\n{head}");
            for line in folded(plan) {
                let _ = writeln!(text, "    {line}");
            }
        }
        text.push('\n');
    }
    text
}

/// The plan with what comes again and again, once for each cell, told once.
fn folded(plan: &[String]) -> Vec<String> {
    let (mut lines, mut rest) = (Vec::new(), plan);
    while !rest.is_empty() {
        let (size, times) = repeats(rest);
        lines.extend_from_slice(&rest[..size]);
        if times > 1 {
            lines.push(format!("({times} times)"));
        }
        rest = &rest[size * times..];
    }
    lines
}

/// How many lines the plan begins with that come again at once, and how often; lines
/// that differ in numbered names only are the same.
fn repeats(plan: &[String]) -> (usize, usize) {
    let words = |line: &String| line.replace(|c: char| c == '_' || c.is_ascii_digit(), "");
    (1..=24)
        .map(|size| {
            let block: Vec<_> = plan.iter().take(size).map(words).collect();
            let alike = |other: &&[String]| other.iter().map(words).eq(block.iter().cloned());
            (size, plan.chunks(size).take_while(alike).count())
        })
        .find(|(_, times)| *times > 2)
        .unwrap_or((1, 1))
}
