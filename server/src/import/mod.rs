//! Importing an owner's own people and points from tables: see
//! `data/examples/README.md` for the columns.
//!
//! A row is read to its end before anything is saved, so that all that is wrong
//! with it is told at once; what is right is saved in one transaction, with a digest of
//! the row. A row that says the same again is passed over: so an import that was cut
//! short goes on where it was, and what people have changed themselves since is kept.

mod engineer;
mod point;
mod row;
mod table;

pub use table::{Kind, Table, UnfitTable};

use std::{collections::HashMap, path::Path};

use handpick::{
    clock::Random,
    geo::Position,
    id::PointId,
    place::Gazetteer,
    store::{Store, StoreResult},
};
use handpick_app::ports::Pictures;
use jiff::{Timestamp, civil::Date, tz::TimeZone};

use crate::store::roster::Roster;

/// What an import needs of the rest of the program.
pub struct Importer<'a> {
    pub store: &'a dyn Store,
    pub roster: &'a dyn Roster,
    pub places: &'a Gazetteer,
    pub pictures: &'a dyn Pictures,
    pub random: &'a dyn Random,
    pub now: Timestamp,
    /// Points by slug: those that were there and those of this import.
    points: HashMap<String, KnownPoint>,
}

/// As much of a point as an engineer's row asks for.
#[derive(Debug, Clone)]
struct KnownPoint {
    id: PointId,
    place: u32,
    position: Position,
}

/// A row that was not loaded.
#[derive(Debug, PartialEq, Eq)]
pub struct BadRow {
    pub line: u64,
    /// Everything that is wrong with it.
    pub reasons: Vec<String>,
}

/// What became of a table.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Loaded {
    pub created: u64,
    pub updated: u64,
    /// Rows that say what they said when they were loaded the last time.
    pub unchanged: u64,
    pub bad: Vec<BadRow>,
}

impl<'a> Importer<'a> {
    pub async fn new(
        store: &'a dyn Store,
        roster: &'a dyn Roster,
        places: &'a Gazetteer,
        pictures: &'a dyn Pictures,
        random: &'a dyn Random,
        now: Timestamp,
    ) -> StoreResult<Self> {
        let points = store.all_points().await?.into_iter().map(|point| {
            (point.slug, KnownPoint { id: point.id, place: point.place, position: point.position })
        });
        let points = points.collect();
        Ok(Self { store, roster, places, pictures, random, now, points })
    }

    /// Loads a table; `folder` is where its pictures are looked for. `progress` hears
    /// how many rows are done.
    pub async fn load(
        &mut self,
        table: &Table,
        folder: &Path,
        mut progress: impl FnMut(u64),
    ) -> StoreResult<Loaded> {
        let mut loaded = Loaded::default();
        let mut slugs = HashMap::new();
        let known = match table.kind {
            Kind::Points => self.roster.listed_points().await?,
            Kind::Engineers => self.roster.listed_engineers().await?,
        };
        for (row, done) in table.rows().zip(0..) {
            progress(done);
            let mut row = match row {
                Ok(row) => row,
                Err(bad) => {
                    loaded.bad.push(bad);
                    continue;
                }
            };
            self.refuse_repeated(&mut row, &mut slugs);
            let digest = row.digest(&self.beyond(&row, folder));
            if !row.is_faulty() && known.get(row.cell("slug")) == Some(&digest) {
                loaded.unchanged += 1;
                continue;
            }
            let saved = match table.kind {
                Kind::Points => self.load_point(row, &digest).await?,
                Kind::Engineers => self.load_engineer(row, digest, folder).await?,
            };
            match saved {
                Ok(true) => loaded.created += 1,
                Ok(false) => loaded.updated += 1,
                Err(bad) => loaded.bad.push(bad),
            }
        }
        Ok(loaded)
    }

    /// What a row refers to: where its point is, and which picture lies beside the table.
    fn beyond(&self, row: &row::Row<'_>, folder: &Path) -> String {
        let point = self.points.get(row.cell("point"));
        let picture = std::fs::metadata(folder.join(row.cell("photo"))).ok();
        let picture = picture.filter(|file| file.is_file()).map(|file| (file.len(), file.modified().ok()));
        format!("{:?} {picture:?}", point.map(|point| (point.place, point.position)))
    }

    /// The second row of a slug would silently undo the first.
    fn refuse_repeated(&self, row: &mut row::Row<'_>, slugs: &mut HashMap<String, u64>) {
        let slug = row.cell("slug").to_owned();
        if let Some(line) = slugs.get(&slug) {
            row.refuse("slug", format!("{slug} stands in line {line} already"));
        } else if !slug.is_empty() {
            slugs.insert(slug, row.line);
        }
    }

    /// A day to read weekly hours on.
    fn today(&self) -> Date {
        self.now.to_zoned(TimeZone::UTC).date()
    }
}

/// `Ok(true)` when created, `Ok(false)` when updated.
type Saved = Result<bool, BadRow>;
