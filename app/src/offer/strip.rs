use handpick::{
    schedule::FreeTime,
    store::{Store, StoreResult},
};
use jiff::{ToSpan, civil::Date};

use super::{Day, Offer};

/// Days shown at a time.
const STRIP_DAYS: i32 = 14;

/// The days to choose from, and the times of the chosen one.
#[derive(Debug, Clone)]
pub struct Strip {
    pub days: Vec<Day>,
    pub chosen: Date,
    /// A day of the strip before and after this one.
    pub previous: Option<Date>,
    pub next: Option<Date>,
    /// Where times are, when the chosen day has none.
    pub elsewhere: Option<Date>,
}

impl Strip {
    /// The times of the chosen day.
    pub fn times(&self) -> Vec<FreeTime> {
        self.days.iter().find(|day| day.date == self.chosen).map(|day| day.times.clone()).unwrap_or_default()
    }
}

impl Offer {
    /// The strip that shows `asked`, or else the first day with a free time.
    pub async fn strip(&self, store: &dyn Store, asked: Option<Date>) -> StoreResult<Strip> {
        let asked = asked.filter(|day| (self.today()..=self.last_day()).contains(day));
        let strip = self.strip_of(store, asked.unwrap_or(self.today())).await?;
        let first = strip.days.iter().find(|day| !day.times.is_empty()).map(|day| day.date);
        match (asked, first) {
            (None, Some(first)) => Ok(Strip { chosen: first, ..strip }),
            (Some(_), _) if !strip.times().is_empty() => Ok(strip),
            _ => match self.day_after(store, strip.chosen).await? {
                Some(day) if asked.is_none() => self.strip_of(store, day).await,
                elsewhere => Ok(Strip { elsewhere, ..strip }),
            },
        }
    }

    async fn strip_of(&self, store: &dyn Store, chosen: Date) -> StoreResult<Strip> {
        let (today, last) = (self.today(), self.last_day());
        let ahead = today.until(chosen).map_or(0, |span| span.get_days());
        let from = today.saturating_add((ahead / STRIP_DAYS * STRIP_DAYS).days());
        let to = from.saturating_add((STRIP_DAYS - 1).days()).min(last);
        let days = self.days(store, from, to).await?;
        let previous = from.saturating_sub(STRIP_DAYS.days());
        let next = to.saturating_add(1.day());
        Ok(Strip {
            days,
            chosen,
            previous: (previous >= today).then_some(previous),
            next: (next <= last).then_some(next),
            elsewhere: None,
        })
    }

    /// The free day nearest to `day`, later ones first.
    async fn day_after(&self, store: &dyn Store, day: Date) -> StoreResult<Option<Date>> {
        let days = self.days(store, self.today(), self.last_day()).await?;
        let free: Vec<Date> = days.iter().filter(|day| !day.times.is_empty()).map(|day| day.date).collect();
        Ok(free.iter().copied().find(|date| *date >= day).or_else(|| free.last().copied()))
    }
}
