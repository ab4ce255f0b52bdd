//! Reading the cells of a row, and noting everything that is wrong with them.

use std::{fmt::Display, str::FromStr};

use handpick::{
    geo::Position,
    lang::{Lang, Localized},
    point::{HOURS_MAX, OpeningHours},
    tag::TagKind,
    text,
};
use jiff::tz::TimeZone;
use sha2::{Digest as _, Sha256};

use super::BadRow;

const SLUG_MAX: usize = 80;

pub struct Row<'a> {
    pub line: u64,
    cells: Vec<(&'a str, &'a str)>,
    reasons: Vec<String>,
}

impl<'a> Row<'a> {
    pub fn new(line: u64, cells: Vec<(&'a str, &'a str)>) -> Self {
        Self { line, cells, reasons: Vec::new() }
    }

    /// The text of a cell; empty where there is no such column.
    pub fn cell(&self, column: &str) -> &'a str {
        self.cells.iter().find(|(name, _)| *name == column).map_or("", |(_, cell)| *cell)
    }

    /// What is wrong so far.
    pub fn is_faulty(&self) -> bool {
        !self.reasons.is_empty()
    }

    /// What the row says, together with what it means beyond its cells.
    pub fn digest(&self, beyond: &str) -> String {
        let mut hash = Sha256::new();
        for (column, cell) in &self.cells {
            hash.update(format!("{column}\u{1f}{cell}\u{1e}"));
        }
        hash.update(beyond);
        let digest = hash.finalize();
        digest.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    pub fn refuse(&mut self, column: &str, why: impl Display) {
        self.reasons.push(format!("{column}: {why}"));
    }

    /// Everything that was read, unless something was wrong.
    pub fn complete<T>(self, all: Option<T>) -> Result<T, BadRow> {
        match all {
            Some(all) if self.reasons.is_empty() => Ok(all),
            _ => Err(BadRow { line: self.line, reasons: self.reasons }),
        }
    }

    /// Takes the value, or notes why there is none.
    fn taken<T, E: Display>(&mut self, column: &str, value: Result<T, E>) -> Option<T> {
        value.map_err(|why| self.refuse(column, why)).ok()
    }

    pub fn slug(&mut self) -> Option<String> {
        let slug = self.cell("slug");
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        let ok = !slug.is_empty() && slug.len() <= SLUG_MAX && slug.chars().all(plain);
        let slug =
            if ok { Ok(slug.to_owned()) } else { Err("small letters a-z, digits and hyphens are needed") };
        self.taken("slug", slug)
    }

    pub fn line(&mut self, column: &str, max: usize) -> Option<String> {
        let line = text::line(self.cell(column), max);
        self.taken(column, line)
    }

    /// `None` inside when nothing stands there.
    pub fn optional_line(&mut self, column: &str, max: usize) -> Option<Option<String>> {
        let line = text::optional_line(self.cell(column), max);
        self.taken(column, line)
    }

    pub fn optional_paragraphs(&mut self, column: &str, max: usize) -> Option<Option<String>> {
        let paragraphs = text::optional_paragraphs(self.cell(column), max);
        self.taken(column, paragraphs)
    }

    /// A whole number within bounds.
    pub fn number<T>(&mut self, column: &str, low: T, high: T) -> Option<T>
    where
        T: FromStr + PartialOrd + Display + Copy,
    {
        let number = self.cell(column).parse::<T>().ok().filter(|number| (low..=high).contains(number));
        self.taken(column, number.ok_or_else(|| format!("a whole number from {low} to {high} is needed")))
    }

    /// As [`Self::number`]; `default` when nothing stands there.
    pub fn number_or<T>(&mut self, column: &str, default: T, low: T, high: T) -> Option<T>
    where
        T: FromStr + PartialOrd + Display + Copy,
    {
        if self.cell(column).is_empty() { Some(default) } else { self.number(column, low, high) }
    }

    pub fn parsed<T: FromStr<Err: Display>>(&mut self, column: &str) -> Option<T> {
        let parsed = self.cell(column).parse::<T>();
        self.taken(column, parsed)
    }

    pub fn position(&mut self) -> Option<Position> {
        let degrees = |text: &str| text.parse::<f64>().ok();
        let position = degrees(self.cell("lat")).zip(degrees(self.cell("lon")));
        let position = position.and_then(|(lat, lon)| Position::new(lat, lon));
        self.taken("lat, lon", position.ok_or("degrees are needed, such as 30.5045 and 114.3430"))
    }

    /// The name of an IANA zone that is known here.
    pub fn zone(&mut self) -> Option<String> {
        let zone = self.cell("zone");
        let known = TimeZone::get(zone).map(|_| zone.to_owned());
        self.taken("zone", known.map_err(|_| "an IANA zone is needed, such as Asia/Shanghai"))
    }

    pub fn hours(&mut self, column: &str) -> Option<OpeningHours> {
        let hours = self.line(column, HOURS_MAX)?;
        self.taken(column, OpeningHours::parse(&hours))
    }

    /// What stands there, in pieces; refused when nothing does.
    pub fn list(&mut self, column: &str) -> Vec<&'a str> {
        let pieces = self.cell(column).split(';').map(str::trim);
        let pieces: Vec<_> = pieces.filter(|piece| !piece.is_empty()).collect();
        if pieces.is_empty() {
            self.refuse(column, "at least one is needed");
        }
        pieces
    }

    /// Keys of the vocabulary, each once.
    pub fn tags(&mut self, column: &str, kind: TagKind) -> Option<Vec<&'static str>> {
        let mut keys = Vec::new();
        for word in self.list(column) {
            match kind.find(word) {
                Some(key) if keys.contains(&key) => {}
                Some(key) => keys.push(key),
                None => self.refuse(column, format!("{word} is none of {}", kind.keys().join(", "))),
            }
        }
        (!keys.is_empty()).then_some(keys)
    }
}

/// A text under the language it seems to be written in.
pub fn localized(text: String) -> Localized<String> {
    Localized::one(Lang::of_text(&text), text)
}
