/// How many reviews gave each number of stars: index 0 is one star.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Rating(pub [u32; 5]);

/// The favourable rate that somebody without reviews is taken to have.
pub const PRIOR_RATE: f64 = 0.9;
/// How many reviews that assumption is worth.
pub const PRIOR_REVIEWS: f64 = 12.0;

impl Rating {
    pub fn count(self) -> u32 {
        self.0.iter().sum()
    }

    /// Average of stars, 1.0 to 5.0; `None` without reviews.
    pub fn average(self) -> Option<f64> {
        let sum: u32 = (1..).zip(self.0).map(|(stars, count)| stars * count).sum();
        (self.count() > 0).then(|| f64::from(sum) / f64::from(self.count()))
    }

    /// Reviews with 4 or 5 stars.
    pub fn favourable(self) -> u32 {
        self.0[3] + self.0[4]
    }

    /// Share of reviews with 4 or 5 stars, in whole percent; 0 without reviews.
    pub fn favourable_percent(self) -> u32 {
        whole_percent(self.favourable(), self.count())
    }

    /// The favourable rate shrunk towards the mean: the posterior mean of a beta
    /// distribution with prior mean 0.9 worth 12 reviews (the "Bayesian average").
    /// Few reviews, good or bad, say little.
    pub fn shrunk(self) -> f64 {
        (PRIOR_RATE * PRIOR_REVIEWS + f64::from(self.favourable()))
            / (PRIOR_REVIEWS + f64::from(self.count()))
    }

    /// The rating with one more review of `stars` (1 to 5).
    pub fn plus(mut self, stars: u8) -> Self {
        self.0[usize::from(stars.clamp(1, 5)) - 1] += 1;
        self
    }
}

/// A share in percent, to the nearest: 100 means every one, and 0 is a share of nothing.
pub fn whole_percent(part: u32, of: u32) -> u32 {
    let most = if part < of { 99 } else { 100 };
    (part * 100 + of / 2).checked_div(of).map_or(0, |percent| percent.min(most))
}

/// How the reviews of one kind of case were.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outcome {
    /// At least one: of what nobody has judged nothing is told.
    pub reviews: u32,
    /// Those with 4 or 5 stars.
    pub favourable: u32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_those_of_the_reviews() {
        let rating = Rating([1, 0, 1, 2, 6]);
        assert_eq!(rating.count(), 10);
        assert_eq!(rating.favourable_percent(), 80);
        assert!((rating.average().expect("reviews") - 4.2).abs() < 1e-9);
        assert_eq!(Rating::default().average(), None);
        assert_eq!(Rating::default().favourable_percent(), 0);
        assert_eq!(Rating([1, 0, 0, 0, 999]).favourable_percent(), 99);
    }

    #[test]
    fn a_good_review_never_lowers_the_shrunk_rate_and_a_bad_one_never_raises_it() {
        for good in 0..50 {
            for bad in 0..50 {
                let rating = Rating([bad, 0, 0, 0, good]);
                assert!(rating.plus(5).shrunk() >= rating.shrunk());
                assert!(rating.plus(1).shrunk() <= rating.shrunk());
            }
        }
    }

    #[test]
    fn one_five_star_review_does_not_beat_hundreds() {
        assert!(Rating([0, 0, 0, 0, 1]).shrunk() < Rating([2, 1, 3, 20, 274]).shrunk());
    }
}
