//! Shapes as the `d` of an SVG path: whole numbers, each point told from the one before.

use super::{HEIGHT, Point, WIDTH};

/// A corner of a shape, in whole units.
type Corner = (i32, i32);

/// Shapes one after the other, in one piece of memory.
#[derive(Debug, Default)]
pub struct Shapes {
    corners: Vec<Corner>,
    /// Where each shape ends.
    ends: Vec<usize>,
}

impl Shapes {
    /// Adds a shape inside the picture, unless it is smaller than a unit.
    pub fn add(&mut self, points: &[Point]) {
        let start = self.corners.len();
        for point in points {
            turn(&mut self.corners, start, rounded(*point));
        }
        if self.corners.len() > start + 1 {
            self.ends.push(self.corners.len());
        } else {
            self.corners.truncate(start);
        }
    }

    /// Writes them as rings with every corner on a grid of so many units: what is smaller
    /// is gone. `None` when it takes more than `most` bytes.
    pub fn rings(&self, grid: i32, most: usize) -> Option<String> {
        self.write(grid, most, 3, "z")
    }

    /// As [`Shapes::rings`], as lines.
    pub fn lines(&self, grid: i32, most: usize) -> Option<String> {
        self.write(grid, most, 2, "")
    }

    fn write(&self, grid: i32, most: usize, least: usize, end: &str) -> Option<String> {
        let (mut text, mut corners) = (String::new(), Vec::new());
        let mut start = 0;
        for shape in &self.ends {
            corners.clear();
            for corner in &self.corners[start..*shape] {
                turn(&mut corners, 0, snapped(*corner, grid));
            }
            start = *shape;
            if corners.len() >= least {
                write(&mut text, &corners);
                text.push_str(end);
            }
            if text.len() > most {
                return None;
            }
        }
        Some(text)
    }
}

/// Inside the picture no coordinate is less than nothing: half a unit more, cut off, is
/// the nearest whole one.
#[expect(clippy::cast_possible_truncation, reason = "points are inside the picture")]
fn rounded((x, y): Point) -> Corner {
    ((x + 0.5) as i32, (y + 0.5) as i32)
}

/// The nearest point of the grid, or of the side of the picture where the grid leaves it.
fn snapped((x, y): Corner, grid: i32) -> Corner {
    let snap = |value: i32, most| ((value + grid / 2) / grid * grid).min(most);
    (snap(x, WIDTH), snap(y, HEIGHT))
}

/// Adds a corner to the shape that begins at `start`, unless the line goes straight on
/// through the last one: then that one is moved.
fn turn(corners: &mut Vec<Corner>, start: usize, next: Corner) {
    if let [.., a, b] = &corners[start..] {
        let (to, on) = ((b.0 - a.0, b.1 - a.1), (next.0 - b.0, next.1 - b.1));
        let straight = to.0 * on.1 == to.1 * on.0 && to.0 * on.0 + to.1 * on.1 >= 0;
        if straight {
            corners.pop();
        }
    }
    if corners[start..].last() != Some(&next) {
        corners.push(next);
    }
}

fn write(text: &mut String, corners: &[Corner]) {
    let mut last = (0, 0);
    for (index, (x, y)) in corners.iter().copied().enumerate() {
        match index {
            0 => text.push('M'),
            1 => text.push('l'),
            _ => {}
        }
        number(text, x - last.0, index > 1);
        number(text, y - last.1, true);
        last = (x, y);
    }
}

/// A minus sign is a separator too.
fn number(text: &mut String, value: i32, apart: bool) {
    if value < 0 {
        text.push('-');
    } else if apart {
        text.push(' ');
    }
    let mut power = 1;
    while value.unsigned_abs() / power >= 10 {
        power *= 10;
    }
    while power > 0 {
        let digit = value.unsigned_abs() / power % 10;
        text.push(char::from_digit(digit, 10).unwrap_or('0'));
        power /= 10;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shapes(points: &[Point]) -> Shapes {
        let mut shapes = Shapes::default();
        shapes.add(points);
        shapes
    }

    #[test]
    fn numbers_are_apart_by_as_little_as_needed() {
        let zigzag = [(10.0, 0.0), (7.0, 404.0), (8.0, 404.4), (108.0, 300.0)];
        assert_eq!(shapes(&zigzag).lines(1, 99).as_deref(), Some("M10 0l-3 404 1 0 100-104"));
        assert_eq!(shapes(&zigzag).rings(1, 99).as_deref(), Some("M10 0l-3 404 1 0 100-104z"));
        assert_eq!(shapes(&zigzag).lines(1, 24).map(|path| path.len()), Some(24));
        assert_eq!(shapes(&zigzag).lines(1, 23), None);
    }

    #[test]
    fn straight_on_and_standing_still_are_not_told() {
        let square = [(0.0, 0.0), (5.0, 0.2), (10.0, 0.0), (10.0, 10.0), (10.3, 10.3), (0.0, 10.0)];
        assert_eq!(shapes(&square).rings(1, 99).as_deref(), Some("M0 0l10 0 0 10-10 0z"));
        // There and back is not straight on.
        let back = shapes(&[(0.0, 0.0), (9.0, 0.0), (4.0, 0.0)]);
        assert_eq!(back.lines(1, 99).as_deref(), Some("M0 0l9 0-5 0"));
    }

    #[test]
    fn what_is_smaller_than_the_grid_is_gone() {
        let islet = [(100.0, 100.0), (101.0, 100.0), (101.0, 101.0)];
        assert_eq!(shapes(&islet).rings(1, 99).as_deref(), Some("M100 100l1 0 0 1z"));
        assert_eq!(shapes(&islet).rings(8, 99).as_deref(), Some(""));
        assert_eq!(shapes(&islet[..1]).lines(1, 99).as_deref(), Some(""));
    }

    #[test]
    fn no_grid_leaves_the_picture() {
        let all = [(0.0, 0.0), (800.0, 0.0), (800.0, 500.0), (0.0, 500.0)];
        for grid in [1, 2, 8, 64] {
            assert_eq!(shapes(&all).rings(grid, 99).as_deref(), Some("M0 0l800 0 0 500-800 0z"), "{grid}");
        }
    }
}
