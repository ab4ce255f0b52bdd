//! What the pages need of the machine they run on, implemented by `server`.

use std::{net::IpAddr, ops::Deref, sync::Arc, time::Duration};

use async_trait::async_trait;
use handpick::{
    account::Email,
    clock::{Clock, Random},
    id::AccountId,
    live::Topic,
    map::Atlas,
    place::Gazetteer,
    search::Lexicon,
    store::Store,
};
use jiff::Timestamp;
use tokio::sync::{Semaphore, broadcast, watch};

use crate::{questions::Questions, seats::Seats};

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

/// What is limited, per address and per account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Limit {
    /// Passwords that were wrong.
    SignIn,
    /// Passwords checked, right or wrong: each costs a lot of computing.
    Password,
    SignUp,
    /// Mails that a stranger can cause: password resets, confirmations.
    Mail,
    /// People whom an operator invites: a whole shop in one go.
    Invitation,
    /// Bookings begun.
    Draft,
    /// Times held.
    Hold,
    /// Appointments asked for: each mails whoever is to serve at home.
    Booking,
    /// Appointments moved to another time: each mails both sides.
    Reschedule,
    /// Services of which only the customer says that they took place.
    Attest,
    Review,
    Upload,
    /// Hearts given: each is read again on the pages of who gave it.
    Favourite,
    /// Searches that operators learn of: nobody fills their table alone.
    Question,
    /// Letters about appointments that one mailbox gets, whoever causes them.
    Letter,
}

impl Limit {
    pub const ALL: [Limit; 15] = [
        Limit::SignIn,
        Limit::Password,
        Limit::SignUp,
        Limit::Mail,
        Limit::Invitation,
        Limit::Draft,
        Limit::Hold,
        Limit::Booking,
        Limit::Reschedule,
        Limit::Attest,
        Limit::Review,
        Limit::Upload,
        Limit::Favourite,
        Limit::Question,
        Limit::Letter,
    ];

    /// How many at once, and in how long one more is granted.
    pub const fn quota(self) -> (u32, Duration) {
        match self {
            Limit::SignIn => (10, Duration::from_secs(30)),
            Limit::Password => (60, Duration::from_secs(2)),
            Limit::SignUp => (20, Duration::from_secs(60)),
            Limit::Mail => (5, Duration::from_secs(300)),
            Limit::Invitation => (50, Duration::from_secs(30)),
            Limit::Draft => (60, Duration::from_secs(10)),
            // A hold lasts ten minutes: for long, no stranger keeps more than some three.
            Limit::Hold => (20, Duration::from_secs(180)),
            Limit::Booking => (20, Duration::from_secs(60)),
            Limit::Reschedule => (10, Duration::from_secs(900)),
            Limit::Attest => (3, Duration::from_secs(10 * 24 * 60 * 60)),
            Limit::Review => (10, Duration::from_secs(60)),
            Limit::Upload => (30, Duration::from_secs(120)),
            Limit::Favourite => (60, Duration::from_secs(600)),
            Limit::Question => (60, Duration::from_secs(300)),
            // More than the busiest engineer's day brings; and no mailbox is flooded.
            Limit::Letter => (60, Duration::from_secs(1200)),
        }
    }

    /// As [`Limit::quota`], for all that is tried with one e-mail address, wherever it
    /// comes from. Wrong passwords are more than from one place: one stranger must not be
    /// able to use up the tries of the owner, and guessing from many places has to be slow
    /// all the same. Links that nobody asked for are fewer: some fifty a day.
    pub const fn quota_of_email(self) -> (u32, Duration) {
        match self {
            Limit::SignIn => (100, Duration::from_secs(10)),
            Limit::SignUp | Limit::Mail => (5, Duration::from_secs(1800)),
            _ => self.quota(),
        }
    }

    /// As [`Limit::quota`], for all that one account does, wherever it comes from. Many
    /// share an address, where somebody books every minute; but whoever asks and cancels in
    /// turn mails an engineer each time.
    pub const fn quota_of_account(self) -> (u32, Duration) {
        match self {
            Limit::Booking => (10, Duration::from_secs(600)),
            _ => self.quota(),
        }
    }
}

/// Who is asking, as far as an address tells: whoever has one IPv6 address has 2⁶⁴ of
/// them, which count as one.
pub fn network(ip: IpAddr) -> IpAddr {
    match ip {
        IpAddr::V4(_) => ip,
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            IpAddr::from([a, b, c, d, 0, 0, 0, 0])
        }
    }
}

/// Whose quota something is taken from.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Who {
    /// As [`network`] has it.
    Network(IpAddr),
    Account(AccountId),
    /// What is tried with an e-mail address or sent to it, from anywhere.
    Email(Email),
}

impl Who {
    pub fn at(ip: IpAddr) -> Self {
        Who::Network(network(ip))
    }

    /// How much of it they have, as [`Limit::quota`].
    pub const fn quota(&self, limit: Limit) -> (u32, Duration) {
        match self {
            Who::Network(_) => limit.quota(),
            Who::Account(_) => limit.quota_of_account(),
            Who::Email(_) => limit.quota_of_email(),
        }
    }
}

pub trait Limits: Send + Sync {
    /// Takes one from the quota of each. When one of them is used up, nothing is taken
    /// from any.
    fn take(&self, limit: Limit, from: &[Who]) -> Result<(), Wait>;

    /// Gives back what was taken for something that only counts when it fails. It is
    /// taken first, or else many tries at once would all be let through.
    fn give_back(&self, limit: Limit, to: &[Who]);

    /// Forgets whoever has not been seen for a while.
    fn sweep(&self);
}

/// Come back after this long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wait(pub Duration);
