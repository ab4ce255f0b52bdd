//! The land and the borders of the world, and the part of them that a picture shows.
//!
//! The table is made by `tools/coast/make.mjs` and stays as it is in the program: only
//! where each cell begins is kept in memory. All of its numbers are LEB128, those that
//! may be negative in zigzag. It begins with how many levels follow, the finest first. A
//! level has the degrees of a cell, the steps of a degree, the bytes of every cell (from
//! the south-west, row by row) and the cells. A cell that is not empty has its rings of
//! land and its lines of border: how many, then how many points each, and these in steps
//! from the one before, the first from the cell's south-west. No points are the whole cell.

use super::{Frame, Outline, PATHS_MAX, Point, clip, path::Shapes};

/// How broad a picture a level is good for, in degrees: the finest first.
const BREADTHS: [f64; 3] = [6.0, 50.0, f64::MAX];

/// Units that corners may be apart: the first that says little enough is taken. The last
/// is so coarse that nothing is left.
const GRIDS: [i32; 11] = [1, 2, 3, 4, 6, 8, 12, 16, 32, 64, 1_024];

/// Read once at start.
pub struct Atlas {
    levels: Vec<Level>,
}

#[derive(Debug, thiserror::Error)]
#[error("the table of coasts is malformed")]
pub struct BadAtlas;

/// The earth in cells of one size.
struct Level {
    /// Degrees.
    cell: i32,
    columns: i32,
    steps_per_degree: f64,
    cells: &'static [u8],
    /// Where each cell begins, and where the last one ends.
    starts: Vec<u32>,
}

impl Atlas {
    pub fn parse(table: &'static [u8]) -> Result<Self, BadAtlas> {
        let mut bytes = Bytes(table);
        let levels = (0..bytes.number().ok_or(BadAtlas)?).map(|_| Level::read(&mut bytes).ok_or(BadAtlas));
        let levels = levels.collect::<Result<Vec<_>, _>>()?;
        let whole = levels.len() == BREADTHS.len() && bytes.0.is_empty();
        if whole { Ok(Self { levels }) } else { Err(BadAtlas) }
    }

    /// What lies in the frame. Where there is more than [`PATHS_MAX`] can tell, less is told.
    pub fn outline(&self, frame: &Frame) -> Outline {
        let breadths = BREADTHS.iter().zip(&self.levels);
        let mut fine_enough = breadths.skip_while(|(breadth, _)| frame.breadth() > **breadth);
        let Some((_, level)) = fine_enough.next() else { return Outline::default() };
        let (land, borders) = level.inside(frame);
        let outlines = GRIDS.into_iter().filter_map(|grid| {
            let land = land.rings(grid, PATHS_MAX)?;
            let borders = borders.lines(grid, PATHS_MAX - land.len())?;
            Some(Outline { land, borders })
        });
        outlines.into_iter().next().unwrap_or_default()
    }
}

impl Level {
    fn read(bytes: &mut Bytes<'static>) -> Option<Self> {
        let cell = i32::try_from(bytes.number()?).ok().filter(|cell| *cell > 0 && 180 % cell == 0)?;
        let steps_per_degree = f64::from(bytes.number()?);
        let columns = 360 / cell;
        let count = usize::try_from(columns * (180 / cell)).ok()?;
        let mut starts = Vec::with_capacity(count + 1);
        let mut start = 0u32;
        starts.push(start);
        for _ in 0..count {
            start = start.checked_add(bytes.number()?)?;
            starts.push(start);
        }
        let cells = bytes.take(start as usize)?;
        Some(Self { cell, columns, steps_per_degree, cells, starts })
    }

    /// The land and the borders inside the frame.
    fn inside(&self, frame: &Frame) -> (Shapes, Shapes) {
        let mut cut = Cut::default();
        let [west, east, south, north] = frame.sides();
        let rows = 180 / self.cell;
        for row in self.index(south + 90.0).max(0)..=self.index(north + 90.0).min(rows - 1) {
            for column in self.index(west + 180.0)..=self.index(east + 180.0) {
                let corner = (f64::from(column * self.cell - 180), f64::from(row * self.cell - 90));
                let place = |x: f64, y: f64| frame.at(corner.0 + x, corner.1 + y);
                cut.cell(self.record(row, column), self.steps_per_degree, f64::from(self.cell), place);
            }
        }
        (cut.land, cut.borders)
    }

    #[expect(clippy::cast_possible_truncation, reason = "degrees are small")]
    fn index(&self, degrees: f64) -> i32 {
        (degrees / f64::from(self.cell)).floor() as i32
    }

    /// What is told of a cell. Beyond the date line the columns begin again.
    fn record(&self, row: i32, column: i32) -> &'static [u8] {
        let index = usize::try_from(row * self.columns + column.rem_euclid(self.columns)).unwrap_or_default();
        match self.starts.get(index..=index + 1) {
            Some([start, end]) => &self.cells[*start as usize..*end as usize],
            _ => &[],
        }
    }
}

/// Shapes cut to the picture, with the memory to cut them in.
#[derive(Default)]
struct Cut {
    land: Shapes,
    borders: Shapes,
    points: Vec<Point>,
    spare: Vec<Point>,
}

impl Cut {
    /// Adds the shapes of a cell; `place` tells where in the picture its degrees are.
    /// Stops at what is malformed.
    fn cell(
        &mut self,
        record: &[u8],
        steps: f64,
        side: f64,
        place: impl Fn(f64, f64) -> Point,
    ) -> Option<()> {
        let mut bytes = Bytes(record);
        for _ in 0..bytes.number()? {
            self.shape(&mut bytes, |x, y| place(x / steps, y / steps))?;
            if self.points.is_empty() {
                let corners = [(0.0, 0.0), (side, 0.0), (side, side), (0.0, side)];
                self.points.extend(corners.map(|(x, y)| place(x, y)));
            }
            clip::ring(&mut self.points, &mut self.spare);
            self.land.add(&self.points);
        }
        for _ in 0..bytes.number()? {
            self.shape(&mut bytes, |x, y| place(x / steps, y / steps))?;
            self.line();
        }
        Some(())
    }

    fn shape(&mut self, bytes: &mut Bytes<'_>, place: impl Fn(f64, f64) -> Point) -> Option<()> {
        self.points.clear();
        let (mut x, mut y) = (0i32, 0i32);
        for _ in 0..bytes.number()? {
            (x, y) = (x.checked_add(bytes.signed()?)?, y.checked_add(bytes.signed()?)?);
            self.points.push(place(f64::from(x), f64::from(y)));
        }
        Some(())
    }

    /// Adds the parts of a line that are inside: it may come and go.
    fn line(&mut self) {
        self.spare.clear();
        for ends in self.points.windows(2) {
            let Some((from, to)) = clip::stretch(ends[0], ends[1]) else { continue };
            if self.spare.last() != Some(&from) {
                self.borders.add(&self.spare);
                self.spare.clear();
                self.spare.push(from);
            }
            self.spare.push(to);
        }
        self.borders.add(&self.spare);
    }
}

struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    fn number(&mut self) -> Option<u32> {
        let mut value = 0;
        for shift in [0, 7, 14, 21] {
            let (byte, rest) = self.0.split_first()?;
            self.0 = rest;
            value |= u32::from(byte & 127) << shift;
            if *byte < 128 {
                return Some(value);
            }
        }
        None
    }

    fn signed(&mut self) -> Option<i32> {
        let value = self.number()?;
        let half = i32::try_from(value / 2).ok()?;
        Some(if value % 2 == 0 { half } else { -1 - half })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geo::Position;

    /// Three levels, all of them alike: of eight cells only the one in the south-west has
    /// something, which is land all over with a border from 80° S 170° W to 70° S 160° W.
    fn table() -> Vec<u8> {
        let level = [90, 1, 8, 0, 0, 0, 0, 0, 0, 0, 1, 0, 1, 2, 20, 20, 20, 20];
        [&[3][..], &level, &level, &level].concat()
    }

    fn outline(lat: f64, lon: f64) -> Outline {
        let atlas = Atlas::parse(table().leak()).expect("a table");
        let frame = Frame::around(&[Position { lat, lon }.into()]).expect("a frame");
        atlas.outline(&frame)
    }

    #[test]
    fn a_cell_of_land_fills_what_it_covers() {
        assert_eq!(outline(-45.0, -135.0).land, "M0 0l0 500 800 0 0-500z");
        assert_eq!(outline(-45.0, -90.0).land, "M0 0l0 500 400 0 0-500z");
        assert_eq!(outline(-45.0, 180.0).land, "M400 0l0 500 400 0 0-500z");
        assert_eq!(outline(45.0, -135.0), Outline::default());
    }

    #[test]
    fn a_border_is_cut_to_the_picture() {
        assert_eq!(outline(-75.0, -165.0).borders.matches('M').count(), 1);
        assert_eq!(outline(-75.0, -150.0).borders, "");
    }

    #[test]
    fn numbers_are_read_as_they_are_written() {
        let mut bytes = Bytes(&[0, 127, 0x80, 1, 0xac, 2, 3, 4, 0x80, 0x80, 0x80, 0x80, 1]);
        assert_eq!([(); 4].map(|()| bytes.number()), [Some(0), Some(127), Some(128), Some(300)]);
        assert_eq!([(); 2].map(|()| bytes.signed()), [Some(-2), Some(2)]);
        assert_eq!(bytes.number(), None, "longer than any number of ours");
    }

    #[test]
    fn what_is_cut_off_or_goes_on_is_refused() {
        assert!(Atlas::parse(&[]).is_err());
        let table: &'static [u8] = table().leak();
        for end in 1..table.len() {
            assert!(Atlas::parse(&table[..end]).is_err(), "{end} bytes");
        }
        assert!(Atlas::parse([table, &[0]].concat().leak()).is_err());
    }
}
