//! A point, the people around it, and bookings between them.

use std::collections::BTreeSet;

use handpick::{
    booking::{Draft, Hold, HoldRequest, HomeAddress, TimeTaken},
    case::{Actor, ActorKind, Leg, LegState, Move, MoveRefusal, Moved},
    engineer::Mode,
    id::{AccountId, BayId, CaseId, DraftId, EngineerId, LegId, PointId},
    schedule::{FreeTime, Span, ticks},
};
use jiff::{SignedDuration, Timestamp};

use super::{Fixture, NOW, WUHAN};

/// A point with two bays and its desk, an engineer who works there and on the road,
/// and a customer.
pub struct Scene {
    pub point: PointId,
    pub bays: Vec<BayId>,
    pub engineer: EngineerId,
    pub engineers_account: AccountId,
    pub desk: AccountId,
    pub customer: AccountId,
}

impl Scene {
    pub async fn new(store: &Fixture) -> Self {
        let point = store.new_point(2).await;
        let (engineer, engineers_account) = store.new_engineer_with_account("Chen Wei").await;
        let desk = store.new_account("Desk").await;
        store.add_staff(desk, point).await.expect("stored");
        Self {
            point,
            bays: store.bay_ids(point).await,
            engineer,
            engineers_account,
            desk,
            customer: store.new_account("Ada Lovelace").await,
        }
    }

    /// A draft in which only the time is missing.
    pub fn draft(&self, store: &Fixture, mode: Mode) -> Draft {
        let home = HomeAddress { text: "12 Luoyu Road".to_owned(), place: 1_791_247, position: WUHAN };
        Draft {
            id: DraftId::mint(NOW, &*store.random),
            owner: "secret".to_owned(),
            engineer: self.engineer,
            mode: Some(mode),
            point: (mode == Mode::Visit).then_some(self.point),
            home: (mode == Mode::Home).then_some(home),
            product: Some("laptop"),
            need: Some("screen"),
            description: "The screen stays dark.".to_owned(),
            hold: None,
            case: None,
            created_at: NOW,
        }
    }

    pub fn hold_request(&self, draft: DraftId, time: FreeTime, now: Timestamp) -> HoldRequest {
        let until = now + SignedDuration::from_mins(10);
        HoldRequest { draft, time, bays: self.bays.clone(), until, now }
    }

    /// Opens a draft and holds the time for it.
    pub async fn try_hold(
        &self,
        store: &Fixture,
        mode: Mode,
        time: FreeTime,
    ) -> (DraftId, Result<Hold, TimeTaken>) {
        let draft = self.draft(store, mode);
        store.open_draft(&draft).await.expect("stored");
        let mut request = self.hold_request(draft.id, time, NOW);
        request.bays.retain(|_| mode == Mode::Visit);
        (draft.id, store.hold(request).await.expect("answered"))
    }

    pub async fn hold(&self, store: &Fixture, mode: Mode, time: FreeTime) -> DraftId {
        let (draft, held) = self.try_hold(store, mode, time).await;
        held.expect("free");
        draft
    }

    /// A requested booking.
    pub async fn request(&self, store: &Fixture, mode: Mode, time: FreeTime) -> Leg {
        let draft = self.hold(store, mode, time).await;
        let case = store.request_booking(draft, self.customer, NOW).await.expect("answered");
        first_leg(store, case.expect("requested")).await
    }

    pub async fn confirmed(&self, store: &Fixture, mode: Mode, time: FreeTime) -> Leg {
        let leg = self.request(store, mode, time).await;
        let host = if mode == Mode::Visit { self.desk() } else { self.engineer() };
        moved(store, leg.id, Move::Confirm, host, NOW).await;
        leg
    }

    pub fn customer(&self) -> Actor {
        actor(ActorKind::Customer, self.customer)
    }

    pub fn engineer(&self) -> Actor {
        actor(ActorKind::Engineer, self.engineers_account)
    }

    pub fn desk(&self) -> Actor {
        actor(ActorKind::Desk, self.desk)
    }
}

pub fn actor(kind: ActorKind, account: AccountId) -> Actor {
    Actor { kind, account: Some(account), name: format!("the {}", kind.as_str()) }
}

pub fn clock() -> Actor {
    Actor { kind: ActorKind::System, account: None, name: String::new() }
}

/// Tomorrow at that hour and minute in Wuhan: 45 minutes and 15 for cleaning up.
pub fn tomorrow(hour: i64, minute: i64) -> FreeTime {
    let start = NOW + SignedDuration::from_hours(24 + hour - 8) + SignedDuration::from_mins(minute);
    let end = start + SignedDuration::from_mins(45);
    FreeTime { start, end, busy_until: end + SignedDuration::from_mins(15) }
}

pub async fn first_leg(store: &Fixture, case: CaseId) -> Leg {
    let case = store.case(case).await.expect("read").expect("there");
    case.legs.into_iter().next().expect("a first leg")
}

pub async fn read_leg(store: &Fixture, id: LegId) -> Leg {
    store.leg(id).await.expect("read").expect("there")
}

pub async fn try_move(
    store: &Fixture,
    leg: LegId,
    step: Move,
    by: Actor,
    now: Timestamp,
) -> Result<LegState, MoveRefusal> {
    store.move_leg(leg, step, by, now).await.expect("answered").map(|moved| moved.state)
}

/// A move that must succeed.
pub async fn moved(store: &Fixture, leg: LegId, step: Move, by: Actor, now: Timestamp) -> Moved {
    store.move_leg(leg, step, by, now).await.expect("answered").expect("moved")
}

/// The kinds of the letters in the outbox with their addresses, in alphabetical order.
pub async fn letters(store: &Fixture) -> Vec<String> {
    let mut letters = Vec::new();
    for mail in store.take_mail(Timestamp::MAX - SignedDuration::from_hours(1), 1000).await.expect("taken") {
        let letter = serde_json::to_value(&mail.letter).expect("JSON");
        letters.push(format!("{} to {}", letter["kind"].as_str().expect("a kind"), mail.name));
        store.mails_sent(&[mail.id], NOW).await.expect("noted");
    }
    letters.sort();
    letters
}

/// Exactly what open legs and live holds need is taken: nothing is missing, nothing
/// was left behind.
pub async fn assert_occupancy_sound(store: &Fixture, now: Timestamp) {
    let now = now.as_millisecond();
    let taken = store
        .texts(&format!(
            "SELECT owner || ' ' || resource || ' ' || tick FROM occupancy
             WHERE until IS NULL OR until > {now}"
        ))
        .await;
    let needs = store
        .texts(&format!(
            "SELECT id || ' ' || engineer_id || ' ' || COALESCE(bay_id, '-')
                 || ' ' || starts_at || ' ' || busy_until
             FROM legs WHERE state IN ('requested', 'proposed', 'confirmed', 'arrived', 'in_service')
             UNION ALL
             SELECT id || ' ' || engineer_id || ' ' || COALESCE(proposed_bay, '-')
                 || ' ' || proposed_start || ' ' || proposed_busy
             FROM legs WHERE state = 'proposed'
             UNION ALL
             SELECT l.id || ' ' || l.engineer_id || ' - ' || l.starts_at || ' ' || l.busy_until
             FROM legs l JOIN events e ON e.leg_id = l.id
             WHERE state IN ('done', 'no_show') AND mode <> 'visit' AND kind IN ('finished', 'no_show')
                 AND at < busy_until AND busy_until > {now}
             UNION ALL
             SELECT id || ' ' || engineer_id || ' ' || COALESCE(held_bay, '-')
                 || ' ' || held_start || ' ' || held_busy
             FROM drafts WHERE case_id IS NULL AND held_until > {now}"
        ))
        .await;
    let taken: BTreeSet<String> = taken.into_iter().collect();
    let needed: BTreeSet<String> = needs.iter().flat_map(|need| ticks_needed(need)).collect();
    assert_eq!(taken, needed);
}

fn ticks_needed(need: &str) -> Vec<String> {
    let parts: Vec<&str> = need.split(' ').collect();
    let [owner, engineer, bay, start, end] = parts[..] else { panic!("{need}") };
    let at = |ms: &str| Timestamp::from_millisecond(ms.parse().expect("a number")).expect("an instant");
    let resources = [engineer, bay].into_iter().filter(|resource| *resource != "-");
    resources
        .flat_map(|resource| {
            ticks(Span { start: at(start), end: at(end) })
                .map(move |tick| format!("{owner} {resource} {tick}"))
        })
        .collect()
}

/// Starts all at the same time and collects what they answer.
pub async fn at_once<F>(tasks: impl IntoIterator<Item = F>) -> Vec<F::Output>
where
    F: Future<Output: Send> + Send + 'static,
{
    let tasks: Vec<_> = tasks.into_iter().map(tokio::spawn).collect();
    let mut answers = Vec::with_capacity(tasks.len());
    for task in tasks {
        answers.push(task.await.expect("ended"));
    }
    answers
}
