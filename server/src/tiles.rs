//! Where the pictures of maps that can be moved come from, as the owner said.

use handpick_app::ports::Tiles;

use crate::config::Config;

/// Each stands once in the address of a tile: how close it is, and which one.
const PARTS: [&str; 3] = ["{z}", "{x}", "{y}"];

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadTiles {
    #[error("HANDPICK_TILES: write it as https://tiles.example.org/{{z}}/{{x}}/{{y}}.png")]
    Template,
    #[error("HANDPICK_TILES_CREDIT is missing: say whose map it is, such as © OpenStreetMap contributors")]
    NoCredit,
}

/// `None` where the owner has no tile server: then maps are only drawn.
pub fn tiles(config: &Config) -> Result<Option<Tiles>, BadTiles> {
    let Some(template) = &config.tiles else { return Ok(None) };
    let origin = origin(template).ok_or(BadTiles::Template)?.to_owned();
    let credit = config.tiles_credit.clone().ok_or(BadTiles::NoCredit)?;
    Ok(Some(Tiles { template: template.clone(), origin, credit }))
}

/// The scheme and the host, which go into a header: nothing but a plain name passes.
fn origin(template: &str) -> Option<&str> {
    let (scheme, rest) = template.split_once("://")?;
    let (host, path) = rest.split_once('/')?;
    let is_name = |c: char| c.is_ascii_alphanumeric() || ".-:[]".contains(c);
    let sound = ["http", "https"].contains(&scheme)
        && !host.is_empty()
        && host.chars().all(is_name)
        && path.chars().all(|c| c.is_ascii_graphic())
        && PARTS.iter().all(|part| path.matches(part).count() == 1)
        && path.matches(['{', '}']).count() == 2 * PARTS.len();
    sound.then(|| &template[..template.len() - path.len() - 1])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_names_each_part_of_a_tile_once() {
        for (template, expected) in [
            ("https://tiles.example.org/{z}/{x}/{y}.png", "https://tiles.example.org"),
            ("http://127.0.0.1:8080/t?x={x}&y={y}&z={z}&key=a1", "http://127.0.0.1:8080"),
            ("http://[::1]:80/{z}/{y}/{x}", "http://[::1]:80"),
        ] {
            assert_eq!(origin(template), Some(expected));
        }
        for template in [
            "tiles.example.org/{z}/{x}/{y}.png",
            "ftp://tiles.example.org/{z}/{x}/{y}.png",
            "https:///{z}/{x}/{y}.png",
            "https://tiles.example.org/{z}/{x}.png",
            "https://tiles.example.org/{z}/{x}/{y}{y}.png",
            "https://tiles.example.org/{z}/{x}/{y}{r}.png",
            "https://{s}.example.org/{z}/{x}/{y}.png",
            "https://me:secret@tiles.example.org/{z}/{x}/{y}.png",
            "https://tiles.example.org; script-src */{z}/{x}/{y}.png",
            "https://tiles.example.org/{z}/{x}/{y}.png next",
        ] {
            assert_eq!(origin(template), None, "{template}");
        }
    }
}
