use handpick::{
    case::{ActorKind, CLOSE_AFTER_HOURS, EventKind, Leg, LegState, Move, Remembered},
    engineer::Mode,
    id::{CaseId, LegId},
    live::Topic,
    schedule::Span,
};
use jiff::{SignedDuration, Timestamp};

use crate::{
    scene::{Scene, assert_occupancy_sound, clock, letters, moved, tomorrow},
    support::{Fixture, NOW},
};

use super::{decline, propose, reschedule};

contract! {
    async fn a_request_is_overdue_when_its_time_has_come(store: &Fixture) {
        let scene = Scene::new(store).await;
        let (first, other, second) = (tomorrow(10, 0), tomorrow(14, 0), tomorrow(16, 0));
        let requested = scene.request(store, Mode::Visit, first).await.id;
        let proposed = scene.request(store, Mode::Visit, tomorrow(9, 0)).await.id;
        moved(store, proposed, propose(&scene, second), scene.desk(), NOW).await;
        scene.confirmed(store, Mode::Visit, other).await;
        let just_before = first.start - SignedDuration::from_millis(1);
        let overdue = async |now| store.overdue_legs(now).await.expect("read");
        assert!(overdue(just_before).await.is_empty());
        assert_eq!(overdue(first.start).await, [requested]);
        // A proposal is good until the proposed time.
        assert_eq!(overdue(second.start).await, [proposed, requested]);
        for leg in overdue(second.start).await {
            moved(store, leg, Move::Lapse, clock(), second.start).await;
        }
        assert!(overdue(second.start).await.is_empty());
        assert_occupancy_sound(store, NOW).await;
    }

    async fn what_nobody_finished_is_closed_by_the_clock(store: &Fixture) {
        let scene = Scene::new(store).await;
        let (early, late) = (tomorrow(9, 0), tomorrow(10, 0));
        let call = scene.confirmed(store, Mode::Home, early).await.id;
        let visit = scene.confirmed(store, Mode::Visit, late).await;
        let unseen = scene.confirmed(store, Mode::Visit, tomorrow(14, 0)).await.id;
        moved(store, visit.id, Move::CheckIn, scene.desk(), late.start).await;
        let hours = |end: Timestamp| end + SignedDuration::from_hours(CLOSE_AFTER_HOURS);
        let forgotten = async |now| store.forgotten_legs(now).await.expect("read");
        let just_before = hours(early.end) - SignedDuration::from_millis(1);
        assert!(forgotten(just_before).await.is_empty());
        assert_eq!(forgotten(hours(early.end)).await, [call]);
        assert_eq!(forgotten(hours(late.end)).await, [call, visit.id]);
        for leg in [call, visit.id] {
            let closed = moved(store, leg, Move::Close, clock(), hours(late.end)).await;
            assert_eq!(closed.state, LegState::Done);
        }
        let last_end = hours(tomorrow(14, 0).end);
        assert_eq!(forgotten(last_end).await, [unseen]);
        let closed = moved(store, unseen, Move::Close, clock(), last_end).await;
        assert_eq!(closed.state, LegState::NoShow, "nobody was checked in");
        assert!(forgotten(last_end).await.is_empty());
        let case = store.case(visit.case).await.expect("read").expect("there");
        let last = case.events.last().expect("an event");
        assert_eq!((last.kind, last.actor), (EventKind::Closed, ActorKind::System));
        assert_eq!(case.legs[0].done_note, None);
        let told = letters(store).await;
        let told = |letter: &str| told.iter().filter(|one| *one == &format!("{letter} to Ada Lovelace")).count();
        assert_eq!(told("invite_review"), 2, "what took place can be reviewed");
        assert_eq!(told("missed"), 1, "and what did not, be contradicted");
        assert_occupancy_sound(store, NOW).await;
    }

    async fn everybody_finds_their_legs(store: &Fixture) {
        let scene = Scene::new(store).await;
        let visit = scene.request(store, Mode::Visit, tomorrow(10, 0)).await;
        let home = scene.request(store, Mode::Home, tomorrow(12, 0)).await;
        let gone = scene.request(store, Mode::Visit, tomorrow(14, 0)).await;
        let sure = scene.confirmed(store, Mode::Visit, tomorrow(16, 0)).await;
        moved(store, gone.id, decline(), scene.desk(), NOW).await;
        let ids = |legs: Vec<Leg>| legs.iter().map(|leg| leg.id).collect::<Vec<_>>();

        assert_eq!(ids(store.desk_requests(scene.point).await.expect("read")), [visit.id]);
        assert_eq!(ids(store.work_requests(scene.engineer).await.expect("read")), [home.id]);
        let day = Span { start: visit.start, end: sure.start };
        assert_eq!(ids(store.desk_board(scene.point, day).await.expect("read")), [visit.id]);
        assert_eq!(ids(store.work(scene.engineer, day).await.expect("read")), [visit.id, home.id]);
        let day = Span { end: sure.end, ..day };
        assert_eq!(ids(store.desk_board(scene.point, day).await.expect("read")), [visit.id, sure.id]);
        let mut all = ids(store.legs_of_customer(scene.customer).await.expect("read"));
        all.sort_unstable();
        let mut wanted = [visit.id, home.id, gone.id, sure.id];
        wanted.sort_unstable();
        assert_eq!(all, wanted);
        assert!(store.legs_of_customer(scene.desk).await.expect("read").is_empty());
        let next = async |now| {
            let leg = store.next_leg_of_customer(scene.customer, now).await.expect("read");
            leg.map(|leg| leg.id)
        };
        assert_eq!(next(NOW).await, Some(visit.id));
        assert_eq!(next(visit.end).await, Some(home.id), "over");
        assert_eq!(next(home.end).await, Some(sure.id), "not the declined one");
        assert_eq!(next(sure.end).await, None);
        assert!(store.next_leg_of_customer(scene.desk, NOW).await.expect("read").is_none());
        let later = Move::Propose { time: tomorrow(18, 0), bays: scene.bays.clone() };
        moved(store, visit.id, later, scene.desk(), NOW).await;
        assert_eq!(next(sure.end).await, Some(visit.id), "an answer is still awaited");
        assert!(store.leg(LegId::mint(NOW, &*store.random)).await.expect("read").is_none());
        assert!(store.case(CaseId::mint(NOW, &*store.random)).await.expect("read").is_none());
        assert_occupancy_sound(store, NOW).await;
    }

    async fn a_case_shows_the_leg_that_goes_on(store: &Fixture) {
        let scene = Scene::new(store).await;
        let first = scene.request(store, Mode::Visit, tomorrow(10, 0)).await;
        let next = LegId::mint(NOW, &*store.random);
        store.execute(&format!(
            "INSERT INTO legs (id, case_id, number, engineer_id, mode, starts_at, ends_at, busy_until, zone,
                 state, requested_at, answer_by)
             SELECT '{next}', case_id, 2, engineer_id, mode, starts_at, ends_at, busy_until, zone,
                 'declined', requested_at, answer_by FROM legs"
        )).await;
        let shown = async || store.legs_of_customer(scene.customer).await.expect("read")[0].id;
        assert_eq!(shown().await, first.id);
        moved(store, first.id, decline(), scene.desk(), NOW).await;
        assert_eq!(shown().await, next);
        assert_occupancy_sound(store, NOW).await;
    }

    async fn live_pages_catch_up_by_the_last_event(store: &Fixture) {
        let scene = Scene::new(store).await;
        let topics = |case| [Topic::Case(case), Topic::Desk(scene.point), Topic::Work(scene.engineer)];
        for topic in topics(CaseId::mint(NOW, &*store.random)) {
            assert_eq!(store.last_event(topic).await.expect("read"), None);
        }
        let leg = scene.request(store, Mode::Visit, tomorrow(10, 0)).await;
        let last = async |topic| store.last_event(topic).await.expect("read").expect("an event");
        for topic in topics(leg.case) {
            let before = last(topic).await;
            assert_eq!(last(topic).await, before, "{topic}: nothing has happened");
        }
        let before = [last(Topic::Desk(scene.point)).await, last(Topic::Work(scene.engineer)).await];
        moved(store, leg.id, Move::Confirm, scene.desk(), NOW).await;
        moved(store, leg.id, reschedule(&scene, tomorrow(15, 0)), scene.customer(), NOW).await;
        assert_eq!(last(Topic::Case(leg.case)).await, "3");
        for (topic, before) in [Topic::Desk(scene.point), Topic::Work(scene.engineer)].into_iter().zip(before) {
            assert!(last(topic).await > before, "{topic}");
        }
        assert_occupancy_sound(store, NOW).await;
    }

    async fn nobody_is_asked_twice(store: &Fixture) {
        let scene = Scene::new(store).await;
        let remembered = async || store.remembered(scene.customer).await.expect("read");
        assert_eq!(remembered().await, Remembered::default());
        scene.request(store, Mode::Visit, tomorrow(10, 0)).await;
        let known = remembered().await;
        assert_eq!((known.product, known.home), (Some("laptop"), None));
        let leg = scene.request(store, Mode::Home, tomorrow(12, 0)).await;
        let doorsteps = store.doorsteps(&[leg.id]).await.expect("read");
        assert_eq!(remembered().await.home.as_ref(), doorsteps.get(&leg.id).map(|there| &there.address));
        assert!(remembered().await.home.is_some());
        assert_occupancy_sound(store, NOW).await;
    }
}
