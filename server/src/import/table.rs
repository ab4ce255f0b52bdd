//! A table as a file holds it: comma-separated, UTF-8, with a header row.

use csv::{ReaderBuilder, StringRecord, Trim};

use super::{BadRow, row::Row};

/// What the rows of a table are about; its columns tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// First, for engineers refer to them.
    Points,
    Engineers,
}

impl Kind {
    /// Columns that must be there, and columns that may.
    const fn columns(self) -> (&'static [&'static str], &'static [&'static str]) {
        match self {
            Kind::Points => (
                &["slug", "name", "address", "place", "lat", "lon", "zone", "opening_hours", "bays"],
                &["phone"],
            ),
            Kind::Engineers => (
                &[
                    "slug",
                    "name",
                    "headline",
                    "years",
                    "products",
                    "needs",
                    "languages",
                    "modes",
                    "hours",
                    "slot_minutes",
                    "zone",
                    "photo",
                ],
                &[
                    "email",
                    "name_latin",
                    "bio",
                    "point",
                    "areas",
                    "road_hours",
                    "buffer_minutes",
                    "travel_minutes",
                ],
            ),
        }
    }
}

#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum UnfitTable {
    #[error("the first row must name the columns: {0}")]
    NoHeader(String),
    #[error("there is no column {}", .0.join(", "))]
    Missing(Vec<&'static str>),
    #[error("the column {} is not known", .0.join(", "))]
    Unknown(Vec<String>),
}

pub struct Table {
    pub kind: Kind,
    header: StringRecord,
    records: Vec<Result<StringRecord, BadRow>>,
}

impl Table {
    pub fn parse(bytes: &[u8]) -> Result<Self, UnfitTable> {
        // Spreadsheets put a byte order mark before UTF-8.
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        // And two signs at the end of a line, where the reader counts one line too few.
        let next = bytes.iter().skip(1).chain([&0]);
        let is_kept = |(byte, next): (&u8, &u8)| ((*byte, *next) != (b'\r', b'\n')).then_some(*byte);
        let bytes: Vec<u8> = bytes.iter().zip(next).filter_map(is_kept).collect();
        let mut reader = ReaderBuilder::new().flexible(true).trim(Trim::All).from_reader(&*bytes);
        let header = reader.headers().map_err(|error| UnfitTable::NoHeader(error.to_string()))?.clone();
        let kind = kind_of(&header);
        check_columns(kind, &header)?;
        let mut records = Vec::new();
        for record in reader.records() {
            records.push(record.map_err(|error| bad_record(&error)));
        }
        Ok(Self { kind, header, records })
    }

    /// How many rows there are, good and bad.
    pub fn len(&self) -> usize {
        self.records.len()
    }

    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    pub(super) fn rows(&self) -> impl Iterator<Item = Result<Row<'_>, BadRow>> {
        self.records.iter().map(|record| match record {
            Ok(record) => self.row(record),
            Err(bad) => Err(BadRow { line: bad.line, reasons: bad.reasons.clone() }),
        })
    }

    fn row<'a>(&'a self, record: &'a StringRecord) -> Result<Row<'a>, BadRow> {
        let line = record.position().map_or(0, csv::Position::line);
        let (expected, found) = (self.header.len(), record.len());
        if expected != found {
            let reason = format!("the row has {found} cells, the header {expected}");
            return Err(BadRow { line, reasons: vec![reason] });
        }
        Ok(Row::new(line, self.header.iter().zip(record).collect()))
    }
}

/// Only points are open to customers.
fn kind_of(header: &StringRecord) -> Kind {
    if header.iter().any(|column| column == "opening_hours") { Kind::Points } else { Kind::Engineers }
}

/// A misspelt column that may be left out would be left out silently.
fn check_columns(kind: Kind, header: &StringRecord) -> Result<(), UnfitTable> {
    let (required, optional) = kind.columns();
    let there = |column: &&&str| header.iter().any(|found| found == **column);
    let missing: Vec<_> = required.iter().filter(|column| !there(column)).copied().collect();
    if !missing.is_empty() {
        return Err(UnfitTable::Missing(missing));
    }
    let known = |column: &str| required.contains(&column) || optional.contains(&column);
    let unknown: Vec<_> = header.iter().filter(|column| !known(column)).map(str::to_owned).collect();
    if unknown.is_empty() { Ok(()) } else { Err(UnfitTable::Unknown(unknown)) }
}

fn bad_record(error: &csv::Error) -> BadRow {
    let reason = match error.kind() {
        csv::ErrorKind::Utf8 { .. } => "the row is not UTF-8: save the table as CSV UTF-8".to_owned(),
        _ => error.to_string(),
    };
    BadRow { line: error.position().map_or(0, csv::Position::line), reasons: vec![reason] }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "slug,name,address,place,lat,lon,zone,opening_hours,phone,bays";

    #[test]
    fn columns_are_checked_before_anything_is_loaded() {
        assert_eq!(Table::parse(HEADER.as_bytes()).map(|table| table.kind).ok(), Some(Kind::Points));
        let missing = HEADER.replace(",zone", "");
        assert_eq!(Table::parse(missing.as_bytes()).err(), Some(UnfitTable::Missing(vec!["zone"])));
        let misspelt = HEADER.replace("phone", "fone");
        assert_eq!(Table::parse(misspelt.as_bytes()).err(), Some(UnfitTable::Unknown(vec!["fone".into()])));
    }

    #[test]
    fn rows_that_cannot_be_read_are_named_by_line() {
        let mut bytes = format!("\u{feff}{HEADER}\na,b\n").into_bytes();
        bytes.extend_from_slice(b"wuhan,\xCE\xE4\xBA\xBA,,,,,,,,\n");
        let lines = |bytes: &[u8]| {
            let table = Table::parse(bytes).expect("columns");
            table.rows().map(|row| row.err().map(|bad| bad.line)).collect::<Vec<_>>()
        };
        assert_eq!(lines(&bytes), [Some(2), Some(3)]);
        let windows =
            bytes.iter().flat_map(|byte| if *byte == b'\n' { vec![b'\r', b'\n'] } else { vec![*byte] });
        assert_eq!(lines(&windows.collect::<Vec<_>>()), [Some(2), Some(3)]);
    }
}
