//! Chance that falls the same way each time.

use std::sync::atomic::{AtomicU64, Ordering};

use handpick::clock::Random;
use jiff::{SignedDuration, Timestamp};

/// SplitMix64. Our own, so that a later version of a library does not change what
/// a seed means.
#[derive(Debug, Clone)]
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(mix(seed))
    }

    /// Dice of their own for a part, so that what one part draws does not move the
    /// others.
    pub fn fork(&self, part: u64) -> Self {
        Self(mix(self.0 ^ mix(part)))
    }

    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(STEP);
        mix(self.0)
    }

    /// From 0 up to, not including, 1.
    #[expect(clippy::cast_precision_loss, reason = "53 bits fit")]
    pub fn unit(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1u64 << 53) as f64
    }

    pub fn chance(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    /// A whole number of the range, both ends included.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        let width = high.abs_diff(low) + 1;
        low.saturating_add_unsigned(self.bits() % width)
    }

    pub fn float_between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    pub fn minutes(&mut self, low: i64, high: i64) -> SignedDuration {
        SignedDuration::from_mins(self.between(low, high))
    }

    /// An index below `length`; 0 of nothing.
    #[expect(clippy::cast_possible_truncation, reason = "a remainder of a usize fits in one")]
    pub fn index(&mut self, length: usize) -> usize {
        (self.bits() % (length.max(1) as u64)) as usize
    }

    /// # Panics
    /// When there is nothing to pick from: the data files are checked when read.
    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.index(items.len())]
    }

    /// Picks by weight; see [`Self::pick`].
    pub fn pick_weighted<'a, T>(&mut self, items: &'a [T], weight: impl Fn(&T) -> u32) -> &'a T {
        let total: u64 = items.iter().map(|item| u64::from(weight(item))).sum();
        let mut left = self.bits() % total.max(1);
        for item in items {
            let weight = u64::from(weight(item));
            if left < weight {
                return item;
            }
            left -= weight;
        }
        &items[0]
    }

    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            let other = self.index(last + 1);
            items.swap(last, other);
        }
    }
}

const STEP: u64 = 0x9E37_79B9_7F4A_7C15;

fn mix(state: u64) -> u64 {
    let z = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// Identifiers in ascending order, whatever they name: then every primary key grows
/// at its end, which is what makes loading fast. They lie in the past, so that
/// what happens next sorts after them.
pub struct Ids {
    at: Timestamp,
    chance: Chance,
}

impl Ids {
    /// Identifiers from `now` less 90 days on, one a millisecond: 7.7 thousand
    /// million before the past is used up.
    pub fn before(now: Timestamp, dice: &mut Dice) -> Self {
        Self { at: now - SignedDuration::from_hours(24 * 90), chance: Chance(AtomicU64::new(dice.bits())) }
    }

    /// `ids.next(CaseId::mint)`
    pub fn next<T>(&mut self, mint: fn(Timestamp, &dyn Random) -> T) -> T {
        self.at += SignedDuration::from_millis(1);
        mint(self.at, &self.chance)
    }
}

struct Chance(AtomicU64);

impl Random for Chance {
    fn bits(&self) -> u128 {
        let draw = || mix(self.0.fetch_add(STEP, Ordering::Relaxed).wrapping_add(STEP));
        u128::from(draw()) << 64 | u128::from(draw())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_is_a_sequence() {
        let (mut one, mut same, mut other) = (Dice::new(1), Dice::new(1), Dice::new(2));
        let draws: Vec<_> = (0..20).map(|_| one.bits()).collect();
        assert_eq!(draws, (0..20).map(|_| same.bits()).collect::<Vec<_>>());
        assert_ne!(draws, (0..20).map(|_| other.bits()).collect::<Vec<_>>());
    }

    #[test]
    fn draws_stay_within_their_bounds_and_reach_them() {
        let mut dice = Dice::new(7);
        let draws: Vec<_> = (0..1000).map(|_| dice.between(-2, 3)).collect();
        assert_eq!((draws.iter().min(), draws.iter().max()), (Some(&-2), Some(&3)));
        assert!((0..1000).all(|_| (0.0..1.0).contains(&dice.unit())));
    }

    #[test]
    fn heavy_things_come_more_often() {
        let mut dice = Dice::new(7);
        let heavy = (0..1000).filter(|_| *dice.pick_weighted(&[1, 9], |weight| *weight) == 9).count();
        assert!((850..950).contains(&heavy), "{heavy}");
    }

    #[test]
    fn identifiers_ascend_and_lie_in_the_past() {
        use handpick::id::CaseId;
        let now = Timestamp::constant(1_795_392_000, 0);
        let mut ids = Ids::before(now, &mut Dice::new(1));
        let minted: Vec<_> = (0..1000).map(|_| ids.next(CaseId::mint)).collect();
        assert!(minted.is_sorted());
        assert!(minted.last() < Some(&CaseId::mint(now, &Chance(AtomicU64::new(0)))));
    }
}
