//! What the pages need of the machine they run on, implemented by `server`.

use std::{ops::Deref, sync::Arc};

use async_trait::async_trait;
use handpick::{
    clock::{Clock, Random},
    live::Topic,
    map::Atlas,
    place::Gazetteer,
    search::Lexicon,
    store::Store,
};
use jiff::Timestamp;
use tokio::sync::{Semaphore, broadcast, watch};

use crate::{limits::Limits, questions::Questions, seats::Seats};

/// The machine, shared: every layer of every request has a copy of its own.
#[derive(Clone)]
pub struct App(Arc<Machine>);

/// Everything a handler can reach.
pub struct Machine {
    pub store: Arc<dyn Store>,
    pub clock: Arc<dyn Clock>,
    pub random: Arc<dyn Random>,
    pub places: Arc<Gazetteer>,
    /// Land and borders, for pictures of where something is.
    pub atlas: Arc<Atlas>,
    /// What the words of a search mean.
    pub lexicon: Arc<Lexicon>,
    pub passwords: Arc<dyn Passwords>,
    pub pictures: Arc<dyn Pictures>,
    pub limits: Arc<dyn Limits>,
    /// A permit for each byte of forms with files that may be in memory.
    pub uploads: Arc<Semaphore>,
    /// Topics that changed.
    pub changes: broadcast::Sender<Topic>,
    /// What people look for.
    pub questions: Questions,
    /// Who watches live pages.
    pub seats: Seats,
    /// Whether the program is about to end: live pages would keep it from it.
    pub stopping: watch::Sender<bool>,
    pub site: Arc<Site>,
}

impl From<Machine> for App {
    fn from(machine: Machine) -> Self {
        Self(Arc::new(machine))
    }
}

impl Deref for App {
    type Target = Machine;

    fn deref(&self) -> &Machine {
        &self.0
    }
}

impl Machine {
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }
}

/// What stays the same while the program runs.
#[derive(Debug, Clone)]
pub struct Site {
    /// Without a trailing slash, such as `https://example.org`.
    pub public_url: String,
    /// URL of the style sheet and of the islands' start script, where they were built;
    /// they change with their content, so browsers may keep them for ever.
    pub style_url: String,
    pub script_url: Option<String>,
    /// URL of the script that lets maps be moved.
    pub moving_map_url: Option<String>,
    pub tiles: Option<Tiles>,
    /// Who runs the site and how to reach them, in their own words.
    pub contact: Option<String>,
}

/// Another site that has pictures of the earth: whoever looks at them is seen by it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tiles {
    /// The address of one of them, with `{z}`, `{x}` and `{y}` in its path.
    pub template: String,
    /// Its scheme and host, such as `https://tiles.example.org`.
    pub origin: String,
    /// Whose map it is, in the owner's words.
    pub credit: String,
}

impl Tiles {
    pub fn host(&self) -> &str {
        self.origin.split_once("://").map_or(&self.origin, |(_, host)| host)
    }
}

impl Site {
    /// Whether people reach us by https: then every cookie is `Secure`.
    pub fn is_https(&self) -> bool {
        self.public_url.starts_with("https://")
    }
}

/// Hashing off the async threads. Verifying takes the same time whether or not
/// there is an account (`hash` is `None`).
#[async_trait]
pub trait Passwords: Send + Sync {
    async fn hash(&self, password: String) -> Result<String, PasswordsBusy>;
    async fn verify(&self, hash: Option<String>, password: String) -> Result<bool, PasswordsBusy>;
}

/// Too many people sign in at once; nothing was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("too many passwords are being checked")]
pub struct PasswordsBusy;

/// Takes an uploaded file and gives back a JPEG of ours, or says why not.
#[async_trait]
pub trait Pictures: Send + Sync {
    /// A photo of a case: at most 1600 pixels on its longer side.
    async fn photo(&self, upload: Vec<u8>) -> Result<Vec<u8>, NotAPicture>;
    /// A portrait: square, 512 pixels.
    async fn portrait(&self, upload: Vec<u8>) -> Result<Vec<u8>, NotAPicture>;
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAPicture {
    #[error("the file is not a JPEG, PNG or WebP picture")]
    Unreadable,
    #[error("the picture has too many pixels")]
    TooLarge,
}
