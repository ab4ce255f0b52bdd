//! Who watches live pages. A stream costs a connection for as long as it lasts, so
//! each account has so many seats and no more.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use handpick::id::AccountId;

/// A desk has one account, several machines, and tabs that nobody closes.
pub const SEATS_MAX: usize = 20;

#[derive(Clone, Default)]
pub struct Seats(Arc<Mutex<HashMap<AccountId, usize>>>);

/// Given back when dropped.
pub struct Seat {
    seats: Seats,
    account: AccountId,
}

impl Seats {
    /// `None` when the account has all its seats.
    pub fn take(&self, account: AccountId) -> Option<Seat> {
        let mut taken = self.taken();
        let count = taken.entry(account).or_default();
        (*count < SEATS_MAX).then(|| {
            *count += 1;
            Seat { seats: self.clone(), account }
        })
    }

    fn taken(&self) -> MutexGuard<'_, HashMap<AccountId, usize>> {
        // Every count is sound at any moment.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut taken = self.seats.taken();
        if let Some(count) = taken.get_mut(&self.account) {
            *count -= 1;
            if *count == 0 {
                taken.remove(&self.account);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_has_so_many_seats_and_gets_them_back() -> Result<(), handpick::id::BadId> {
        let seats = Seats::default();
        let (ada, bob) = ("01ARZ3NDEKTSV4RRFFQ69G5FAV".parse()?, "01ARZ3NDEKTSV4RRFFQ69G5FAW".parse()?);
        let taken: Vec<Option<Seat>> = (0..SEATS_MAX).map(|_| seats.take(ada)).collect();
        assert!(taken.iter().all(Option::is_some));
        assert!(seats.take(ada).is_none());
        assert!(seats.take(bob).is_some());
        drop(taken);
        assert!(seats.take(ada).is_some());
        assert!(seats.taken().is_empty(), "nothing is remembered of who left");
        Ok(())
    }
}
