//! Rate limits, per address, account and e-mail address, with the quotas of [`Limit`].
//!
//! One instant per key is all there is to know (the generic cell rate algorithm): when
//! its quota will be whole again. Ours and not a crate's, because what succeeded is
//! given back.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use handpick_app::limits::{Limit, Limits, Wait, Who};

type Key = (Limit, Who);

#[derive(Default)]
pub struct CountedLimits {
    /// When the quota of each key is whole again. Whoever is missing has all of it.
    whole_at: Mutex<HashMap<Key, Instant>>,
}

impl CountedLimits {
    pub fn new() -> Self {
        Self::default()
    }

    fn whole_at(&self) -> MutexGuard<'_, HashMap<Key, Instant>> {
        // Every entry is sound at any moment.
        self.whole_at.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take_at(&self, keys: Vec<Key>, now: Instant) -> Result<(), Wait> {
        let mut whole_at = self.whole_at();
        if let Some(wait) = keys.iter().filter_map(|key| wait(&whole_at, key, now)).max() {
            return Err(Wait(wait));
        }
        for key in keys {
            let (_, one_per) = key.1.quota(key.0);
            let at = whole_at.entry(key).or_insert(now);
            *at = (*at).max(now) + one_per;
        }
        Ok(())
    }
}

/// How long until one more is granted; `None` when it is now.
fn wait(whole_at: &HashMap<Key, Instant>, key: &Key, now: Instant) -> Option<Duration> {
    let (burst, one_per) = key.1.quota(key.0);
    let used = whole_at.get(key)?.saturating_duration_since(now);
    let wait = (used + one_per).saturating_sub(one_per * burst);
    (!wait.is_zero()).then_some(wait)
}

fn keys(limit: Limit, whose: &[Who]) -> Vec<Key> {
    whose.iter().map(|who| (limit, who.clone())).collect()
}

impl Limits for CountedLimits {
    fn take(&self, limit: Limit, from: &[Who]) -> Result<(), Wait> {
        self.take_at(keys(limit, from), Instant::now())
    }

    fn give_back(&self, limit: Limit, to: &[Who]) {
        let mut whole_at = self.whole_at();
        for key in keys(limit, to) {
            let (_, one_per) = key.1.quota(limit);
            if let Some(at) = whole_at.get_mut(&key) {
                *at = at.checked_sub(one_per).unwrap_or(*at);
            }
        }
    }

    fn sweep(&self) {
        let now = Instant::now();
        let mut whole_at = self.whole_at();
        whole_at.retain(|_, at| *at > now);
        whole_at.shrink_to_fit();
    }
}

#[cfg(test)]
mod tests {
    use std::net::{IpAddr, Ipv4Addr};

    use handpick_app::limits::network;

    use super::*;

    const FROM: Who = Who::Network(IpAddr::V4(Ipv4Addr::new(203, 0, 113, 9)));
    const ELSEWHERE: Who = Who::Network(IpAddr::V4(Ipv4Addr::new(203, 0, 113, 10)));

    fn ada() -> Who {
        Who::Email("ada@example.org".parse().expect("an address"))
    }

    #[test]
    fn the_burst_is_granted_and_then_one_at_a_time() {
        for limit in Limit::ALL {
            let limits = CountedLimits::new();
            let (burst, one_per) = limit.quota();
            let now = Instant::now();
            let take = |from, now| limits.take_at(keys(limit, &[from]), now);
            for _ in 0..burst {
                assert_eq!(take(FROM, now), Ok(()));
            }
            assert_eq!(take(FROM, now), Err(Wait(one_per)), "{limit:?}");
            assert_eq!(take(ELSEWHERE, now), Ok(()));
            assert_eq!(take(FROM, now + one_per), Ok(()));
            assert_eq!(take(FROM, now + one_per), Err(Wait(one_per)));
        }
    }

    #[test]
    fn an_address_is_guessed_at_from_many_machines_in_vain() {
        let limits = CountedLimits::new();
        let (burst, _) = Limit::SignIn.quota_of_email();
        let take = |last: u32| {
            let from = IpAddr::from((0x0a00_0000 + last).to_be_bytes());
            limits.take(Limit::SignIn, &[Who::at(from), ada()])
        };
        assert!((0..burst).all(|last| take(last).is_ok()));
        assert!(take(burst).is_err());
    }

    #[test]
    fn one_stranger_cannot_use_up_the_tries_of_the_owner() {
        let limits = CountedLimits::new();
        let take = |from| limits.take(Limit::SignIn, &[from, ada()]);
        while take(FROM).is_ok() {}
        // What is refused counts nowhere.
        assert!((0..1_000).all(|_| take(FROM).is_err()));
        assert_eq!(take(ELSEWHERE), Ok(()));
    }

    #[test]
    fn one_account_books_less_than_a_network_of_people() {
        let limits = CountedLimits::new();
        let (one, other) = ("01ARZ3NDEKTSV4RRFFQ69G5FAV", "01ARZ3NDEKTSV4RRFFQ69G5FAW");
        let take = |id: &str| limits.take(Limit::Booking, &[FROM, Who::Account(id.parse().expect("an id"))]);
        let (burst, _) = Limit::Booking.quota_of_account();
        assert!((0..burst).all(|_| take(one).is_ok()));
        assert!(take(one).is_err());
        assert_eq!(take(other), Ok(()), "from the same address");
    }

    #[test]
    fn what_is_given_back_was_never_taken() {
        let limits = CountedLimits::new();
        for _ in 0..1_000 {
            assert_eq!(limits.take(Limit::SignIn, &[FROM, ada()]), Ok(()));
            limits.give_back(Limit::SignIn, &[FROM, ada()]);
        }
        limits.sweep();
        assert!(limits.whole_at().is_empty());
    }

    #[test]
    fn one_ipv6_network_is_one_address() {
        let ip = |text: &str| network(text.parse().expect("an address"));
        assert_eq!(ip("2001:db8:1:2:aaaa::1"), ip("2001:db8:1:2:bbbb::2"));
        assert_ne!(ip("2001:db8:1:2::1"), ip("2001:db8:1:3::1"));
    }
}
