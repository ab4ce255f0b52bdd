//! Rate limits, per address and per account, with the quotas of [`Limit`].

use std::{collections::HashMap, net::IpAddr, num::NonZeroU32, time::Duration};

use governor::{
    DefaultKeyedRateLimiter, Quota, RateLimiter,
    clock::{Clock, DefaultClock},
};
use handpick::id::AccountId;
use handpick_app::ports::{Limit, Limits, Wait};

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Who {
    Address(IpAddr),
    Account(AccountId),
    Email(String),
}

pub struct GovernedLimits {
    limiters: HashMap<Limit, DefaultKeyedRateLimiter<Who>>,
    clock: DefaultClock,
}

impl GovernedLimits {
    pub fn new() -> Self {
        let limiters = Limit::ALL.map(|limit| (limit, RateLimiter::keyed(quota(limit)))).into();
        Self { limiters, clock: DefaultClock::default() }
    }

    fn take_one(&self, limit: Limit, who: Who) -> Result<(), Wait> {
        let Some(limiter) = self.limiters.get(&limit) else { return Ok(()) };
        limiter.check_key(&who).map_err(|until| Wait(until.wait_time_from(self.clock.now())))
    }
}

impl Default for GovernedLimits {
    fn default() -> Self {
        Self::new()
    }
}

impl Limits for GovernedLimits {
    fn take(
        &self,
        limit: Limit,
        from: IpAddr,
        account: Option<AccountId>,
        email: Option<&str>,
    ) -> Result<(), Wait> {
        self.take_one(limit, Who::Address(network(from)))?;
        if let Some(account) = account {
            self.take_one(limit, Who::Account(account))?;
        }
        if let Some(email) = email {
            self.take_one(limit, Who::Email(email.trim().to_lowercase()))?;
        }
        Ok(())
    }

    fn sweep(&self) {
        for limiter in self.limiters.values() {
            limiter.retain_recent();
            limiter.shrink_to_fit();
        }
    }
}

fn quota(limit: Limit) -> Quota {
    let (burst, one_per) = limit.quota();
    let one_per = one_per.max(Duration::from_millis(1));
    Quota::with_period(one_per)
        .unwrap_or(Quota::per_second(NonZeroU32::MIN))
        .allow_burst(NonZeroU32::new(burst).unwrap_or(NonZeroU32::MIN))
}

/// Whoever has one IPv6 address has 2⁶⁴ of them: they count as one.
fn network(ip: IpAddr) -> IpAddr {
    match ip {
        IpAddr::V4(_) => ip,
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            IpAddr::from([a, b, c, d, 0, 0, 0, 0])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_burst_is_granted_and_then_no_more() {
        for limit in Limit::ALL {
            let limits = GovernedLimits::new();
            let from = IpAddr::from([203, 0, 113, 9]);
            let (burst, one_per) = limit.quota();
            for _ in 0..burst {
                assert_eq!(limits.take(limit, from, None, None), Ok(()));
            }
            let wait = limits.take(limit, from, None, None).expect_err("used up");
            assert!(wait.0 <= one_per, "{limit:?}");
            assert_eq!(limits.take(limit, IpAddr::from([203, 0, 113, 10]), None, None), Ok(()));
        }
    }

    #[test]
    fn an_address_is_guessed_at_from_many_machines_in_vain() {
        let limits = GovernedLimits::new();
        let (burst, _) = Limit::SignIn.quota();
        let take = |last: u32| {
            let from = IpAddr::from((0x0a00_0000 + last).to_be_bytes());
            limits.take(Limit::SignIn, from, None, Some("Ada@example.org"))
        };
        assert!((0..burst).all(|last| take(last).is_ok()));
        assert!(take(burst).is_err());
    }

    #[test]
    fn one_ipv6_network_is_one_address() {
        let ip = |text: &str| network(text.parse().expect("an address"));
        assert_eq!(ip("2001:db8:1:2:aaaa::1"), ip("2001:db8:1:2:bbbb::2"));
        assert_ne!(ip("2001:db8:1:2::1"), ip("2001:db8:1:3::1"));
    }
}
