//! The report, as Markdown.

use std::{fmt, time::Duration};

use crate::{client::Measured, peer, size::Bytes};

/// What one server did with one kind of request.
pub struct Column {
    /// Requests per second at saturation.
    pub most: f64,
    /// At half of that.
    pub half: Measured,
    /// At rates that do not depend on the machine.
    pub fixed: Option<Fixed>,
    pub failed: usize,
}

pub struct Fixed {
    /// For which latency is promised.
    pub promised: Measured,
    /// At which sizes are compared.
    pub steady: Measured,
}

/// How long something took, of several times.
#[derive(Debug, Clone, Copy, Default)]
pub struct Spread {
    pub p50: Duration,
    pub p99: Duration,
}

impl Spread {
    pub fn of(taken: &mut [Duration]) -> Self {
        taken.sort_unstable();
        let at = |percent| taken.get(taken.len() * percent / 100).copied().unwrap_or_default();
        Self { p50: at(50), p99: at(99) }
    }
}

impl Column {
    /// Answers that were errors, in all of its measurements.
    fn failed(&self) -> usize {
        let fixed = self.fixed.as_ref().map_or(0, |fixed| fixed.promised.failed + fixed.steady.failed);
        self.failed + self.half.failed + fixed
    }
}

pub struct Row {
    pub what: &'static str,
    pub handpick: Column,
    pub floor: Column,
}

pub struct Report {
    pub engine: &'static str,
    pub engineers: u32,
    filling: String,
    pub first_answer: Duration,
    pub idle_mb: f64,
    pub loaded_mb: f64,
    pub floor_mb: f64,
    /// A month of free times, of one and of all on a page.
    pub months: [Spread; 2],
    pub bytes: Vec<(&'static str, Bytes)>,
    pub rows: Vec<Row>,
    /// Pages that strangers share, per second.
    pub shared: Vec<(&'static str, f64)>,
}

impl Report {
    pub fn new(engine: &'static str, engineers: u32, filling: String) -> Self {
        Self {
            engine,
            engineers,
            filling,
            first_answer: Duration::ZERO,
            idle_mb: 0.0,
            loaded_mb: 0.0,
            floor_mb: 0.0,
            months: [Spread::default(); 2],
            bytes: Vec::new(),
            rows: Vec::new(),
            shared: Vec::new(),
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { engine, engineers, .. } = self;
        writeln!(f, "## {engine}, {engineers} engineers\n")?;
        writeln!(f, "`handpick demo`: {}\n", self.filling)?;
        writeln!(
            f,
            "| | per second | of the floor | p50, p99 at half | p50, p99 at 300/s | p99 at 500/s | errors |"
        )?;
        writeln!(f, "| --- | --: | --: | --: | --: | --: | --: |")?;
        for Row { what, handpick, floor } in &self.rows {
            let ratio = handpick.most / floor.most * 100.0;
            let fixed = handpick.fixed.as_ref();
            let steady = fixed.map(|fixed| format!("{}, {}", ms(fixed.steady.p50), ms(fixed.steady.p99)));
            let promised = fixed.map_or_else(String::new, |fixed| ms(fixed.promised.p99));
            writeln!(
                f,
                "| {what} | {:.0} | {ratio:.0} % of {:.0} | {}, {} | {} | {promised} | {} |",
                handpick.most,
                floor.most,
                ms(handpick.half.p50),
                ms(handpick.half.p99),
                steady.unwrap_or_default(),
                handpick.failed() + floor.failed(),
            )?;
        }
        let shared: Vec<_> = self.shared.iter().map(|(what, most)| format!("{what} {most:.0}")).collect();
        writeln!(f, "\nTo strangers, who share a page for a second: {} a second.", shared.join(", "))?;
        if let Some(beside) = peer::beside(self) {
            writeln!(f, "\n{beside}")?;
        }
        writeln!(
            f,
            "\nA month of free times, one after the other: {}, p99 {}; of the ten on a page, asked for at once: {}, p99 {}.",
            ms(self.months[0].p50),
            ms(self.months[0].p99),
            ms(self.months[1].p50),
            ms(self.months[1].p99)
        )?;
        writeln!(
            f,
            "First answer {} after the start; resident {:.0} MB idle, at most {:.0} MB (floor {:.0} MB).\n",
            ms(self.first_answer),
            self.idle_mb,
            self.loaded_mb,
            self.floor_mb
        )?;
        writeln!(f, "| bytes with brotli | HTML | CSS | JS | WASM |\n| --- | --: | --: | --: | --: |")?;
        for (what, Bytes { html, css, js, wasm }) in &self.bytes {
            writeln!(f, "| {what} | {html} | {css} | {js} | {wasm} |")?;
        }
        writeln!(f)
    }
}

fn ms(duration: Duration) -> String {
    format!("{:.1} ms", duration.as_secs_f64() * 1000.0)
}
