//! A small picture of where something is: land, borders and the larger towns around it.

mod atlas;
mod clip;
mod frame;
mod group;
mod label;
mod path;

pub use atlas::{Atlas, BadAtlas};
pub use frame::{Circle, Frame};
pub use group::together;
pub use label::{Label, labels};

/// The size of every picture, in its own units. It is shown about half as large in the
/// pixels of style sheets, so that whole units are fine enough.
pub const WIDTH: i32 = 800;
pub const HEIGHT: i32 = 500;

/// Most bytes that the paths of one picture take: more cannot be told apart at its size.
pub const PATHS_MAX: usize = 6_000;

/// Two lines that SVG draws, as the `d` of its paths.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outline {
    /// Rings to be filled.
    pub land: String,
    /// Lines to be drawn along.
    pub borders: String,
}

/// A position in a picture, in its units from the upper left corner.
type Point = (f64, f64);
