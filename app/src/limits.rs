//! How much one network, account or mailbox may ask for: the quotas, and the port that
//! counts.

use std::{net::IpAddr, time::Duration};

use handpick::{account::Email, id::AccountId};

/// What is limited, per network, account and mailbox.
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
    /// Appointments that count as missed of which their customer says that they took place.
    Attest,
    Review,
    Upload,
    /// Hearts given: each is read again on the pages of who gave it.
    Favourite,
    /// Searches that operators learn of: nobody fills their table alone.
    Question,
    /// Letters to a customer about appointments that one mailbox gets, whoever causes them.
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
            Limit::Attest => (2, Duration::from_secs(24 * 60 * 60)),
            Limit::Review => (10, Duration::from_secs(60)),
            Limit::Upload => (30, Duration::from_secs(120)),
            Limit::Favourite => (60, Duration::from_secs(600)),
            Limit::Question => (60, Duration::from_secs(300)),
            Limit::Letter => (60, Duration::from_secs(1200)),
        }
    }

    /// As [`Limit::quota`], for all that is tried with one e-mail address, wherever it
    /// comes from. Wrong passwords are more than from one place: one stranger must not be
    /// able to use up the tries of the owner, and guessing from many places has to be slow
    /// all the same. Links that nobody asked for are fewer: some fifty of each a day.
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
