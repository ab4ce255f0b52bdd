//! The demo's raw material: names, places and texts, as the files in
//! `data/demo/` document them.

use std::collections::BTreeMap;

use handpick::{
    place::{BadPlaces, Gazetteer},
    tag::TagKind,
};
use serde::{Deserialize, Deserializer, de::Error as _};

/// The files could not be read: they are part of the program, so this is a fault of
/// its makers.
#[derive(Debug, thiserror::Error)]
pub enum BadData {
    #[error("{0}: {1}")]
    Toml(&'static str, Box<toml::de::Error>),
    #[error(transparent)]
    Places(#[from] BadPlaces),
    #[error("{0} names what no other file knows: {1}")]
    Dangling(&'static str, String),
}

pub struct Data {
    pub places: Gazetteer,
    pub regions: Regions,
    pub names: BTreeMap<String, NameStyle>,
    pub portraits: Vec<Portrait>,
    pub points: PointTexts,
    pub words: WordTexts,
    pub problems: ProblemTexts,
    pub reviews: ReviewTexts,
}

macro_rules! read {
    ($file:literal) => {
        toml::from_str(include_str!(concat!("../../data/demo/", $file)))
            .map_err(|error| BadData::Toml($file, Box::new(error)))?
    };
}

impl Data {
    pub fn read() -> Result<Self, BadData> {
        #[derive(Deserialize)]
        struct Portraits {
            portrait: Vec<Portrait>,
        }
        let portraits: Portraits = read!("portraits.toml");
        Ok(Self {
            places: Gazetteer::parse(crate::PLACES)?,
            regions: read!("regions.toml"),
            names: read!("names.toml"),
            portraits: portraits.portrait,
            points: read!("points.toml"),
            words: read!("headlines.toml"),
            problems: read!("problems.toml"),
            reviews: read!("reviews.toml"),
        })
    }
}

/// A value and its share or weight.
pub type Shared<T> = (T, f64);
pub type Weighted<T> = (T, u32);

#[derive(Deserialize)]
pub struct Regions {
    pub region: Vec<Region>,
    pub fallback: Vec<Fallback>,
}

#[derive(Deserialize)]
pub struct Region {
    pub place: u32,
    pub name: String,
    pub name_zh: Option<String>,
    pub name_fa: Option<String>,
    pub radius_km: f64,
    pub weight: u32,
    #[serde(flatten)]
    pub customs: Customs,
    pub districts_zh: Vec<String>,
    pub districts_en: Vec<String>,
    #[serde(default)]
    pub districts_fa: Vec<String>,
}

/// What holds for a whole country or province.
#[derive(Deserialize)]
pub struct Fallback {
    pub country: String,
    pub admin1: String,
    #[serde(flatten)]
    pub customs: Customs,
}

/// What people speak, are called and how their streets are.
#[derive(Clone, Deserialize)]
pub struct Customs {
    pub languages: Vec<Shared<Key>>,
    pub english: f64,
    pub styles: Vec<Weighted<String>>,
    pub street: String,
}

#[derive(Deserialize)]
pub struct NameStyle {
    pub order: Order,
    pub joint: String,
    pub latin_order: Order,
    /// Native, Latin, weight.
    pub family: Vec<(String, String, u32)>,
    pub women: Vec<(String, String)>,
    pub men: Vec<(String, String)>,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Order {
    FamilyFirst,
    GivenFirst,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum Gender {
    #[serde(rename = "f")]
    Woman,
    #[serde(rename = "m")]
    Man,
}

#[derive(Deserialize)]
pub struct Portrait {
    pub file: String,
    pub gender: Gender,
    pub fits: Vec<String>,
    pub elder: bool,
}

#[derive(Deserialize)]
pub struct PointTexts {
    pub names_zh: Vec<String>,
    pub names_tw: Vec<String>,
    pub names_en: Vec<String>,
    pub hours: Vec<String>,
    pub hours_fri: Vec<String>,
    pub hours_sun: Vec<String>,
    pub bays: Vec<Weighted<u32>>,
    pub addresses: BTreeMap<String, String>,
    pub streets: BTreeMap<String, Vec<String>>,
}

#[derive(Deserialize)]
pub struct WordTexts {
    pub needs_of: BTreeMap<Key, Vec<Key>>,
    pub zh: Words,
    pub en: Words,
}

#[derive(Deserialize)]
pub struct Words {
    pub words: Vocabulary,
    pub headlines: Vec<String>,
    pub bios: Vec<String>,
    pub headlines_need: BTreeMap<Key, Vec<String>>,
    pub headlines_product: BTreeMap<Key, Vec<String>>,
}

#[derive(Deserialize)]
pub struct Vocabulary {
    pub product: BTreeMap<Key, String>,
    pub need: BTreeMap<Key, String>,
    pub job: BTreeMap<Key, String>,
}

#[derive(Deserialize)]
pub struct ProblemTexts {
    pub zh: Problems,
    pub en: Problems,
}

#[derive(Deserialize)]
pub struct Problems {
    pub notes: Notes,
    pub reasons: Reasons,
    #[serde(flatten)]
    pub by_need: BTreeMap<Key, Vec<String>>,
}

#[derive(Deserialize)]
pub struct Notes {
    pub done: BTreeMap<Key, Vec<String>>,
}

#[derive(Deserialize)]
pub struct Reasons {
    pub cancel: Vec<String>,
}

#[derive(Deserialize)]
pub struct ReviewTexts {
    pub zh: Reviews,
    pub en: Reviews,
    pub dialect: Vec<Dialect>,
}

#[derive(Deserialize)]
pub struct Reviews {
    /// By `stars5`, `stars5_home` and so on.
    pub reviews: BTreeMap<String, Vec<String>>,
    pub need5: BTreeMap<Key, Vec<String>>,
    pub point: PointReviews,
    pub reply: Replies,
}

#[derive(Deserialize)]
pub struct PointReviews {
    pub good: Vec<String>,
    pub middle: Vec<String>,
    pub bad: Vec<String>,
}

#[derive(Deserialize)]
pub struct Replies {
    pub good: Vec<String>,
    pub bad: Vec<String>,
}

#[derive(Deserialize)]
pub struct Dialect {
    pub language: Key,
    pub stars: u8,
    pub text: String,
}

/// A word of the closed vocabulary; any other is refused when the files are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key(pub &'static str);

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let word = String::deserialize(deserializer)?;
        let known = TagKind::ALL.iter().find_map(|kind| kind.find(&word));
        known.map(Key).ok_or_else(|| D::Error::custom(format!("{word} is not in the vocabulary")))
    }
}
