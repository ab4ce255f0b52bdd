//! How far a long piece of work has come, for whoever waits for it.

use std::{
    io::{IsTerminal as _, Write as _, stderr},
    time::{Duration, Instant},
};

/// How often a terminal is told, and how often a file.
const ON_A_TERMINAL: Duration = Duration::from_millis(200);
const IN_A_FILE: Duration = Duration::from_secs(10);
/// Characters of the bar.
const BAR: u64 = 30;

/// A bar on a terminal, else a line now and then. Work that is done before the first
/// of them shows nothing.
pub struct Progress {
    what: String,
    total: u64,
    began: Instant,
    shown: Instant,
    bar: bool,
    any: bool,
}

impl Progress {
    /// Of `total` rows of something.
    pub fn new(what: String, total: u64) -> Self {
        let now = Instant::now();
        Self { what, total, began: now, shown: now, bar: stderr().is_terminal(), any: false }
    }

    /// So many are done.
    pub fn show(&mut self, done: u64) {
        let pause = if self.bar { ON_A_TERMINAL } else { IN_A_FILE };
        if self.shown.elapsed() < pause {
            return;
        }
        self.shown = Instant::now();
        self.any = true;
        let line = line(&self.what, done, self.total, self.began.elapsed());
        // Nobody may be looking, and the work goes on.
        let _ = if self.bar {
            write!(stderr(), "\r\x1b[K{}{line}", bar(done, self.total))
        } else {
            writeln!(stderr(), "{line}")
        };
    }

    /// Makes room for what is told next.
    pub fn end(self) {
        if self.bar && self.any {
            let _ = write!(stderr(), "\r\x1b[K");
        }
    }
}

fn bar(done: u64, total: u64) -> String {
    let full = (done * BAR).checked_div(total).unwrap_or(BAR).min(BAR);
    (0..BAR).map(|at| if at < full { '█' } else { '░' }).chain([' ']).collect()
}

fn line(what: &str, done: u64, total: u64, taken: Duration) -> String {
    let millis = u64::try_from(taken.as_millis()).unwrap_or(u64::MAX).max(1);
    let rate = done * 1_000 / millis;
    let left = match rate {
        0 => String::new(),
        rate => format!(", {} s left", (total - done.min(total)) / rate),
    };
    format!("{what}: {done} of {total} rows, {rate} a second{left}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_tells_how_long_it_will_take() {
        let after = |seconds| line("a.csv", 300, 1_200, Duration::from_secs(seconds));
        assert_eq!(after(3), "a.csv: 300 of 1200 rows, 100 a second, 9 s left");
        assert_eq!(after(301), "a.csv: 300 of 1200 rows, 0 a second");
        assert_eq!(line("a.csv", 0, 0, Duration::ZERO), "a.csv: 0 of 0 rows, 0 a second");
        assert_eq!(bar(300, 1_200).matches('█').count(), 7);
        assert_eq!(bar(0, 0).chars().count(), 31);
    }
}
