//! Cutting shapes to the picture.

use super::{HEIGHT, Point, WIDTH};

/// A side of the picture: a coordinate, where it is, and on which side of it is inside.
#[derive(Clone, Copy)]
struct Side {
    vertical: bool,
    at: f64,
    inside: f64,
}

const SIDES: [Side; 4] = [
    Side { vertical: true, at: 0.0, inside: 1.0 },
    Side { vertical: true, at: WIDTH as f64, inside: -1.0 },
    Side { vertical: false, at: 0.0, inside: 1.0 },
    Side { vertical: false, at: HEIGHT as f64, inside: -1.0 },
];

impl Side {
    /// How far inside a point is; less than nothing outside.
    fn depth(self, point: Point) -> f64 {
        ((if self.vertical { point.0 } else { point.1 }) - self.at) * self.inside
    }
}

/// The part of a ring inside the picture, by Sutherland and Hodgman ("Reentrant polygon
/// clipping", 1974): it is cut at one side after the other. Parts of it may hang together
/// along a side, which nobody sees when it is filled.
pub fn ring(points: &mut Vec<Point>, spare: &mut Vec<Point>) {
    for side in SIDES {
        if points.iter().all(|point| side.depth(*point) >= 0.0) {
            continue;
        }
        spare.clear();
        let Some(mut before) = points.last().copied() else { return };
        for point in points.iter().copied() {
            let (a, b) = (side.depth(before), side.depth(point));
            if (a < 0.0) != (b < 0.0) {
                spare.push(between(before, point, a / (a - b)));
            }
            if b >= 0.0 {
                spare.push(point);
            }
            before = point;
        }
        std::mem::swap(points, spare);
    }
}

/// The part of a stretch inside the picture, by Liang and Barsky ("A new concept and
/// method for line clipping", 1984): each side bounds the share of the way from `a` to
/// `b` that is inside.
pub fn stretch(a: Point, b: Point) -> Option<(Point, Point)> {
    let (mut enters, mut leaves) = (0.0f64, 1.0f64);
    for side in SIDES {
        let (from, to) = (side.depth(a), side.depth(b));
        if from < 0.0 && to < 0.0 {
            return None;
        } else if from < 0.0 {
            enters = enters.max(from / (from - to));
        } else if to < 0.0 {
            leaves = leaves.min(from / (from - to));
        }
    }
    (enters < leaves).then(|| (between(a, b, enters), between(a, b, leaves)))
}

fn between(a: Point, b: Point, share: f64) -> Point {
    match share {
        0.0 => a,
        1.0 => b,
        _ => (a.0 + (b.0 - a.0) * share, a.1 + (b.1 - a.1) * share),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clipped(points: &[Point]) -> Vec<Point> {
        let (mut points, mut spare) = (points.to_vec(), Vec::new());
        ring(&mut points, &mut spare);
        points
    }

    fn area(points: &[Point]) -> f64 {
        let before = points.iter().cycle().skip(points.len().saturating_sub(1));
        points.iter().zip(before).map(|(b, a)| a.0 * b.1 - b.0 * a.1).sum::<f64>().abs() / 2.0
    }

    const ALL: f64 = (WIDTH * HEIGHT) as f64;

    #[test]
    fn what_is_inside_stays_and_what_is_outside_goes() {
        let small = [(10.0, 10.0), (20.0, 10.0), (15.0, 20.0)];
        assert_eq!(clipped(&small), small);
        assert!(clipped(&[(-30.0, 10.0), (-20.0, 10.0), (-15.0, 20.0)]).is_empty());
        assert!(clipped(&[]).is_empty());
    }

    #[test]
    fn what_is_all_around_becomes_the_picture() {
        let vast = [(-1e6, -1e6), (1e6, -1e6), (1e6, 1e6), (-1e6, 1e6)];
        assert!((area(&clipped(&vast)) - ALL).abs() < 1e-3);
    }

    #[test]
    fn half_of_a_square_on_the_side_is_left() {
        let square = [(-50.0, 100.0), (50.0, 100.0), (50.0, 200.0), (-50.0, 200.0)];
        assert!((area(&clipped(&square)) - 5_000.0).abs() < 1e-9);
    }

    #[test]
    fn a_stretch_is_cut_where_it_crosses() {
        assert_eq!(stretch((-100.0, 100.0), (100.0, 100.0)), Some(((0.0, 100.0), (100.0, 100.0))));
        assert_eq!(stretch((1.0, 2.0), (3.0, 4.0)), Some(((1.0, 2.0), (3.0, 4.0))));
        // Past a corner, on both sides of it.
        assert_eq!(stretch((-100.0, 50.0), (50.0, -120.0)), None);
        assert_eq!(stretch((-100.0, 50.0), (-1.0, 60.0)), None);
    }
}
