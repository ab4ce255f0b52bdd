//! Appointments about to be asked for: everything is chosen, the time is held, the
//! customer is signed in. What is measured is the request and its confirmation.

use std::sync::Arc;

use handpick::{
    account::NewAccount,
    booking::{Draft, HoldRequest},
    clock::{Clock as _, Random as _},
    engineer::{Engineer, Mode},
    id::{AccountId, DraftId},
    lang::Lang,
    point::ServicePoint,
    schedule::FreeTime,
    store::Store,
};
use handpick_app::{
    offer::{Offer, Venue},
    web::{SESSION_ACCOUNT, SESSION_VISITOR},
};
use handpick_server::clock::{SystemClock, SystemRandom};
use jiff::SignedDuration;
use tower_sessions::session::Id;

use crate::client::{Request, post};

/// Nothing prepared here runs out while it is measured.
const LASTS: SignedDuration = SignedDuration::from_hours(6);

/// A draft that holds a time.
pub struct Booking {
    pub draft: DraftId,
    /// Of its customer.
    pub session: String,
    /// The slug of the point that will confirm.
    pub desk: String,
}

/// Somebody with a session.
struct Visitor {
    account: AccountId,
    session: String,
    secret: String,
}

/// What somebody can be booked for.
struct Diary {
    engineer: Engineer,
    point: ServicePoint,
    offer: Offer,
    times: Vec<FreeTime>,
}

/// Prepares at most so many bookings, each of a customer of its own, spread over the
/// engineers. A few engineers have no time for all.
pub async fn prepare(store: &dyn Store, engineers: &[Engineer], most: usize) -> Vec<Booking> {
    let mut diaries = Vec::new();
    for engineer in engineers {
        diaries.extend(open_diary(store, engineer).await);
    }
    let rounds = diaries.iter().map(|diary| diary.times.len()).max().unwrap_or(0);
    let mut ready = Vec::with_capacity(most);
    // Round after round, so that neighbours in the load are different people's.
    for round in 0..rounds {
        for diary in &diaries {
            if ready.len() == most {
                return ready;
            }
            if let Some(time) = diary.times.get(round) {
                ready.extend(hold(store, diary, *time).await);
            }
        }
    }
    ready
}

async fn open_diary(store: &dyn Store, engineer: &Engineer) -> Option<Diary> {
    let point = store.points_of(engineer.id).await.expect("points").into_iter().next()?;
    let venue = Venue::Point(point.id);
    let offer = Offer::load(store, engineer, venue, SystemClock.now()).await.expect("an offer")?;
    let days = offer.days(store, offer.today(), offer.last_day()).await.expect("days");
    let mut times: Vec<FreeTime> = Vec::new();
    for time in days.into_iter().flat_map(|day| day.times) {
        if times.last().is_none_or(|last| last.busy_until <= time.start) {
            times.push(time);
        }
    }
    Some(Diary { engineer: engineer.clone(), point, offer, times })
}

/// `None` when all bays of the point are taken by then.
async fn hold(store: &dyn Store, diary: &Diary, time: FreeTime) -> Option<Booking> {
    let offered = diary.offer.check(store, time.start).await.expect("a time").ok()?;
    let customer = sign_up(store).await;
    let now = SystemClock.now();
    let draft = Draft {
        id: DraftId::mint(now, &SystemRandom),
        owner: customer.secret,
        engineer: diary.engineer.id,
        mode: Some(Mode::Visit),
        point: Some(diary.point.id),
        home: None,
        product: Some("laptop"),
        need: Some("screen"),
        description: "The screen stays black, though I can hear the fan.".to_owned(),
        hold: None,
        case: None,
        created_at: now,
    };
    store.open_draft(&draft).await.expect("a draft");
    let request =
        HoldRequest { draft: draft.id, time: offered.time, bays: offered.bays, until: now + LASTS, now };
    store.hold(request).await.expect("a hold").ok()?;
    Some(Booking { draft: draft.id, session: customer.session, desk: diary.point.slug.clone() })
}

/// The session of somebody who staffs every point of these bookings.
pub async fn staff(store: &dyn Store, bookings: &[Booking]) -> String {
    let visitor = sign_up(store).await;
    for booking in bookings {
        let point = store.point_by_slug(&booking.desk).await.expect("a point").expect("a point");
        store.add_staff(visitor.account, point.id).await.expect("staff");
    }
    visitor.session
}

async fn sign_up(store: &dyn Store) -> Visitor {
    let now = SystemClock.now();
    let account = AccountId::mint(now, &SystemRandom);
    let new = NewAccount {
        id: account,
        email: format!("{account}@bench.example").parse().expect("an address"),
        name: "Bench".to_owned(),
        password_hash: String::new(),
        lang: Lang::En,
        operator: false,
        email_confirmed: true,
        now,
    };
    store.create_account(new, None).await.expect("an account").expect("a new address");
    let session = Id(i128::from_le_bytes(SystemRandom.bits().to_le_bytes())).to_string();
    let secret = account.to_string();
    let data = serde_json::json!({ SESSION_ACCOUNT: account, SESSION_VISITOR: secret }).to_string();
    store.create_session(&session, &data, Some(account), now + LASTS).await.expect("a session");
    Visitor { account, session, secret }
}

pub fn requests(bookings: &[Booking]) -> Arc<[Request]> {
    let posts = bookings
        .iter()
        .zip(0..)
        .map(|(booking, number)| post(&format!("/book/{}/request", booking.draft), &booking.session, number));
    posts.collect()
}

/// What the desks send when the bookings have been requested.
pub async fn confirmations(store: &dyn Store, bookings: &[Booking], staff: &str) -> Arc<[Request]> {
    let mut posts = Vec::new();
    for (booking, number) in bookings.iter().zip(0..) {
        let draft = store.draft(booking.draft).await.expect("a draft").expect("a draft");
        let case = store.case(draft.case.expect("it was requested")).await.expect("a case").expect("a case");
        let leg = case.legs.first().expect("a leg").id;
        posts.push(post(&format!("/desk/{}/legs/{leg}/confirm", booking.desk), staff, number));
    }
    posts.into()
}
