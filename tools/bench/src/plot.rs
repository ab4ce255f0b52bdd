//! How times grow with the number of engineers, as a picture: medians at the steady
//! rate, both axes by powers of ten.

use std::{fmt::Write as _, time::Duration};

use crate::report::Report;

const WIDTH: f64 = 760.0;
const HEIGHT: f64 = 380.0;
/// Around the axes, for their labels.
const LEFT: f64 = 70.0;
const RIGHT: f64 = 190.0;
const TOP: f64 = 30.0;
const BOTTOM: f64 = 50.0;
/// The ends of the axis of times, in powers of ten of a millisecond.
const FASTEST: f64 = -1.0;
const SLOWEST: f64 = 2.0;
/// Told apart on white and on black.
const COLOURS: [&str; 6] = ["#2f7d6d", "#c2571a", "#4a6fd0", "#b0437f", "#8a7a12", "#7a7f87"];

struct Line {
    name: String,
    /// Engineers and the median.
    dots: Vec<(u32, Duration)>,
}

pub fn draw(reports: &[Report]) -> String {
    let lines = lines(reports);
    let sizes = reports.iter().map(|report| f64::from(report.engineers).log10());
    let (least, most) =
        sizes.fold((f64::MAX, f64::MIN), |(least, most), size| (least.min(size), most.max(size)));
    let x = |engineers: u32| {
        let part = (f64::from(engineers).log10() - least) / (most - least).max(f64::EPSILON);
        LEFT + part * (WIDTH - LEFT - RIGHT)
    };
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" \
         font-family=\"system-ui, sans-serif\" font-size=\"13\" fill=\"#7a7f87\">\n\
         <title>Median times at 300 requests a second, by number of engineers</title>\n"
    );
    axes(&mut svg, reports, x);
    for (line, colour) in lines.iter().zip(COLOURS.into_iter().cycle()) {
        curve(&mut svg, line, colour, x);
    }
    names(&mut svg, &lines);
    svg + "</svg>\n"
}

/// One for each page and engine, and one for the months of free times.
fn lines(reports: &[Report]) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for report in reports {
        let steady =
            report.rows.iter().filter_map(|row| Some((row.what, row.handpick.fixed.as_ref()?.steady.p50)));
        for (what, p50) in steady.chain([("a month of ten people", report.months[1].p50)]) {
            let name = if report.engine == "SQLite" {
                what.to_owned()
            } else {
                format!("{what}, {}", report.engine)
            };
            match lines.iter_mut().find(|line| line.name == name) {
                Some(line) => line.dots.push((report.engineers, p50)),
                None => lines.push(Line { name, dots: vec![(report.engineers, p50)] }),
            }
        }
    }
    lines
}

fn y(time: Duration) -> f64 {
    let power = (time.as_secs_f64() * 1000.0).log10().clamp(FASTEST, SLOWEST);
    HEIGHT - BOTTOM - (power - FASTEST) / (SLOWEST - FASTEST) * (HEIGHT - TOP - BOTTOM)
}

fn axes(svg: &mut String, reports: &[Report], x: impl Fn(u32) -> f64) {
    for (time, label) in [(100, "0.1 ms"), (1_000, "1 ms"), (10_000, "10 ms"), (100_000, "100 ms")] {
        let (y, end) = (y(Duration::from_micros(time)), WIDTH - RIGHT);
        let _ = writeln!(
            svg,
            "<path d=\"M{LEFT} {y:.1}H{end}\" stroke=\"#7a7f87\" stroke-opacity=\".35\"/>\
             <text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{label}</text>",
            LEFT - 8.0,
            y + 4.0
        );
    }
    let mut sizes: Vec<_> = reports.iter().map(|report| report.engineers).collect();
    sizes.dedup();
    for size in sizes {
        let _ = writeln!(
            svg,
            "<text x=\"{:.1}\" y=\"{}\" text-anchor=\"middle\">{} engineers</text>",
            x(size),
            HEIGHT - BOTTOM + 24.0,
            grouped(size)
        );
    }
}

/// With commas: sizes are below a thousand millions.
fn grouped(number: u32) -> String {
    match (number / 1_000_000, number / 1_000 % 1_000, number % 1_000) {
        (0, 0, ones) => ones.to_string(),
        (0, thousands, ones) => format!("{thousands},{ones:03}"),
        (millions, thousands, ones) => format!("{millions},{thousands:03},{ones:03}"),
    }
}

fn curve(svg: &mut String, line: &Line, colour: &str, x: impl Fn(u32) -> f64) {
    let dots: Vec<_> = line.dots.iter().map(|(size, time)| (x(*size), y(*time))).collect();
    let path: Vec<_> = dots.iter().map(|(x, y)| format!("{x:.1} {y:.1}")).collect();
    let _ = writeln!(
        svg,
        "<path d=\"M{}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/>",
        path.join("L")
    );
    for (x, y) in dots {
        let _ = writeln!(svg, "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3.5\" fill=\"{colour}\"/>");
    }
}

/// Beside the end of each line, apart from each other.
fn names(svg: &mut String, lines: &[Line]) {
    let mut ends: Vec<_> = lines
        .iter()
        .zip(COLOURS.into_iter().cycle())
        .filter_map(|(line, colour)| Some((y(line.dots.last()?.1), line.name.as_str(), colour)))
        .collect();
    ends.sort_by(|(a, ..), (b, ..)| a.total_cmp(b));
    let mut free = TOP;
    for (y, name, colour) in ends {
        let y = y.max(free);
        free = y + 17.0;
        let x = WIDTH - RIGHT + 10.0;
        let _ = writeln!(svg, "<text x=\"{x}\" y=\"{:.1}\" fill=\"{colour}\">{name}</text>", y + 4.0);
    }
}
