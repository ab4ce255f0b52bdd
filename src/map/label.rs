//! The names of the larger towns in a picture, so that one knows where it is.

use crate::{
    lang::Lang,
    place::{Gazetteer, Place},
};

use super::{Frame, HEIGHT, Point, WIDTH};

/// Most names in a picture.
const LABELS: usize = 8;
/// Towns that are tried: most of those who find no room lie beside a larger one.
const TRIED: usize = 24;
/// Units of a line of text, and what stays free at the sides of the picture.
const LINE: f64 = 30.0;
const EDGE: f64 = 8.0;
/// Half of what a town's dot takes.
const DOT: f64 = 7.0;
/// How far below a town its name stands (the foot of the letters): below its dot, else
/// above it. Where a marker lies on the dot, below or above the marker.
const BESIDE_DOT: [f64; 2] = [31.0, -14.0];
const BESIDE_MARKER: [f64; 2] = [62.0, -42.0];

/// A town with its name; in units of the picture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Label {
    pub name: &'static str,
    /// Its dot.
    pub x: f64,
    pub y: f64,
    /// The foot of its name; the middle of it stands at `x`.
    pub foot: f64,
}

/// The largest towns in the frame whose names have room: beside the markers at `taken`,
/// each with its half breadth and height, and beside each other.
pub fn labels(frame: &Frame, towns: &Gazetteer, lang: Lang, taken: &[(Point, Point)]) -> Vec<Label> {
    let markers: Vec<Area> = taken.iter().map(|(middle, half)| Area::around(*middle, *half)).collect();
    let (mut labels, mut named) = (Vec::with_capacity(LABELS), Vec::new());
    for town in towns.largest_within(frame.sides(), TRIED) {
        if labels.len() == LABELS {
            break;
        }
        let dot = Area::around(frame.place(town.position), (DOT, DOT));
        if named.iter().any(|area: &Area| area.meets(&dot)) {
            continue;
        }
        let beside = if markers.iter().any(|marker| marker.meets(&dot)) { BESIDE_MARKER } else { BESIDE_DOT };
        let is_free = |area: &Area| markers.iter().chain(&named).all(|other| !other.meets(area));
        if let Some((label, area)) = label(frame, town, lang, beside, is_free) {
            labels.push(label);
            named.extend([dot, area]);
        }
    }
    labels
}

/// A town with its name where it is first free.
fn label(
    frame: &Frame,
    town: &Place,
    lang: Lang,
    below: [f64; 2],
    is_free: impl Fn(&Area) -> bool,
) -> Option<(Label, Area)> {
    let (x, y) = frame.place(town.position);
    let name = town.label(lang);
    let half = (breadth(name) / 2.0, LINE / 2.0);
    below.into_iter().find_map(|below| {
        let foot = y + below;
        // Letters reach a little below their foot and most of a line above it.
        let area = Area::around((x, foot - LINE * 0.3), half);
        (area.is_shown() && is_free(&area)).then_some((Label { name, x, y, foot }, area))
    })
}

/// About how many units a text is broad: Han letters are square, others half of that.
fn breadth(text: &str) -> f64 {
    text.chars().map(|letter| if letter < '\u{2e80}' { 0.6 } else { 1.0 }).sum::<f64>() * 26.0
}

/// Left, top, right, bottom.
struct Area([f64; 4]);

impl Area {
    fn around((x, y): Point, (half_breadth, half_height): Point) -> Self {
        Self([x - half_breadth, y - half_height, x + half_breadth, y + half_height])
    }

    fn meets(&self, other: &Self) -> bool {
        let ([a, b, c, d], [e, f, g, h]) = (self.0, other.0);
        a < g && e < c && b < h && f < d
    }

    fn is_shown(&self) -> bool {
        let [left, top, right, bottom] = self.0;
        left >= EDGE && top >= EDGE && right <= f64::from(WIDTH) - EDGE && bottom <= f64::from(HEIGHT) - EDGE
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{geo::Position, map::Circle};

    const HEAD: &str = "id\tname\tzh\taliases\tcountry\tadmin1\tlat\tlon\tpopulation\tzone";

    fn towns() -> Gazetteer {
        let rows = [
            "1\tWuhan\t武汉\t\tCN\t12\t30.58\t114.27\t9000000\tAsia/Shanghai",
            "2\tWuchang\t武昌\t\tCN\t12\t30.57\t114.28\t900000\tAsia/Shanghai",
            "3\tHuangpi\t黄陂\t\tCN\t12\t30.62\t114.40\t90000\tAsia/Shanghai",
            "4\tFaraway\t远方\t\tCN\t12\t31.58\t114.27\t80000\tAsia/Shanghai",
        ];
        let table = format!("{HEAD}\n{}\n", rows.join("\n"));
        Gazetteer::parse(table.leak()).expect("a table")
    }

    const WUHAN: Position = Position { lat: 30.58, lon: 114.27 };

    fn named(lang: Lang, taken: &[(Point, Point)]) -> Vec<Label> {
        let frame = Frame::around(&[Circle::from(WUHAN)]).expect("a frame");
        labels(&frame, &towns(), lang, taken)
    }

    #[test]
    fn the_largest_are_named_in_the_language_of_the_reader() {
        let names = |lang| named(lang, &[]).iter().map(|label| label.name).collect::<Vec<_>>();
        // Wuchang's dot would lie under the name of Wuhan.
        assert_eq!(names(Lang::ZhCn)[..], ["武汉", "黄陂"]);
        assert_eq!(names(Lang::En)[0], "Wuhan");
    }

    #[test]
    fn a_name_makes_room_for_a_marker() {
        let free = named(Lang::ZhCn, &[]);
        let beside = named(Lang::ZhCn, &[((400.0, 250.0), (34.0, 34.0))]);
        assert_eq!(free[0].foot, 281.0);
        assert_eq!((beside[0].name, beside[0].foot), ("武汉", 312.0));
        let nowhere = ((400.0, 250.0), (400.0, 250.0));
        assert!(named(Lang::ZhCn, &[nowhere]).is_empty());
    }
}
