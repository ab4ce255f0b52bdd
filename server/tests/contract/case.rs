//! The port `case` on both engines: moves, their traces, and the lists of legs.

use handpick::{
    booking::WalkIn,
    case::{Actor, ActorKind, EventKind, Leg, LegState, Move, MoveRefusal, Remembered},
    engineer::Mode,
    id::{BayId, CaseId, DraftId, LegId},
    live::Topic,
    schedule::{FreeTime, Span},
};
use jiff::SignedDuration;

use crate::{
    scene::{
        Scene, actor, assert_occupancy_sound, at_once, clock, first_leg, letters, moved, read_leg, tomorrow,
        try_move,
    },
    support::{Fixture, NOW, hours_later},
};

fn propose(scene: &Scene, time: FreeTime) -> Move {
    Move::Propose { time, bays: scene.bays.clone() }
}

fn reschedule(scene: &Scene, time: FreeTime) -> Move {
    Move::Reschedule { time, bays: scene.bays.clone() }
}

fn finish() -> Move {
    Move::Finish { done: "New panel.".to_owned(), next: Some("Charge it overnight.".to_owned()) }
}

fn decline() -> Move {
    Move::Decline { reason: "The part is out of stock.".to_owned() }
}

async fn kinds(store: &Fixture, case: CaseId) -> Vec<(i64, EventKind)> {
    let case = store.case(case).await.expect("read").expect("there");
    case.events.iter().map(|event| (event.number, event.kind)).collect()
}

async fn starts(store: &Fixture, leg: LegId) -> (FreeTime, Option<BayId>) {
    let leg = read_leg(store, leg).await;
    (FreeTime { start: leg.start, end: leg.end, busy_until: leg.busy_until }, leg.bay.map(|bay| bay.0))
}

contract! {
    async fn a_visit_goes_from_request_to_done(store: &Fixture) {
        let scene = Scene::new(store).await;
        store.execute(&format!(
            "INSERT INTO engineer_tags (engineer_id, kind, key, count)
             VALUES ('{0}', 'product', 'laptop', 3), ('{0}', 'product', 'phone', 3)", scene.engineer
        )).await;
        let time = tomorrow(10, 0);
        let leg = scene.request(store, Mode::Visit, time).await;
        assert_eq!(letters(store).await, ["requested to Ada Lovelace"]);
        let steps = [
            (Move::Confirm, scene.desk(), NOW, LegState::Confirmed),
            (Move::CheckIn, scene.desk(), time.start, LegState::Arrived),
            (Move::Start, scene.engineer(), time.start, LegState::InService),
            (finish(), scene.engineer(), time.end, LegState::Done),
        ];
        for (number, (step, by, now, state)) in (2..).zip(steps) {
            let moved = moved(store, leg.id, step, by, now).await;
            assert_eq!((moved.case, moved.state, moved.event), (leg.case, state, number));
            assert_occupancy_sound(store, NOW).await;
        }
        let case = store.case(leg.case).await.expect("read").expect("there");
        let done = &case.legs[0];
        assert_eq!(done.state, LegState::Done);
        assert_eq!(done.done_note.as_deref(), Some("New panel."));
        assert_eq!(done.next_note.as_deref(), Some("Charge it overnight."));
        let timeline: Vec<_> =
            case.events.iter().map(|event| (event.number, event.kind, event.actor, event.at)).collect();
        assert_eq!(timeline, [
            (1, EventKind::Requested, ActorKind::Customer, NOW),
            (2, EventKind::Confirmed, ActorKind::Desk, NOW),
            (3, EventKind::Arrived, ActorKind::Desk, time.start),
            (4, EventKind::Started, ActorKind::Engineer, time.start),
            (5, EventKind::Finished, ActorKind::Engineer, time.end),
        ]);
        assert_eq!(case.events[4].note.as_deref(), Some("New panel."));
        assert_eq!(letters(store).await, ["confirmed to Ada Lovelace", "invite_review to Ada Lovelace"]);

        let engineer = store.engineer(scene.engineer).await.expect("read").expect("there");
        assert_eq!(engineer.served, 1);
        let mut counts: Vec<_> = engineer.tags.iter().map(|tag| (tag.key, tag.count)).collect();
        counts.sort_unstable();
        assert_eq!(counts, [("laptop", 4), ("phone", 3)]);
        assert_eq!(store.number("SELECT COUNT(*) FROM occupancy").await, 0);
    }

    async fn a_home_call_is_answered_by_the_engineer(store: &Fixture) {
        let scene = Scene::new(store).await;
        let time = tomorrow(10, 0);
        let leg = scene.request(store, Mode::Home, time).await;
        assert_eq!(try_move(store, leg.id, Move::Confirm, scene.desk(), NOW).await, Err(MoveRefusal::NotYours));
        for (step, now) in [(Move::Confirm, NOW), (Move::Start, time.start), (finish(), time.end)] {
            moved(store, leg.id, step, scene.engineer(), now).await;
            assert_occupancy_sound(store, NOW).await;
        }
        assert_eq!(letters(store).await, [
            "confirmed to Ada Lovelace", "invite_review to Ada Lovelace",
            "requested to Ada Lovelace", "work_requested to Chen Wei",
        ]);
    }

    async fn a_proposal_takes_both_times(store: &Fixture) {
        let scene = Scene::new(store).await;
        let leg = scene.request(store, Mode::Visit, tomorrow(10, 0)).await;
        // Also one that overlaps the first.
        for time in [tomorrow(10, 30), tomorrow(15, 0)] {
            let moved = moved(store, leg.id, propose(&scene, time), scene.desk(), NOW).await;
            assert_eq!(moved.state, LegState::Proposed);
            let now = read_leg(store, leg.id).await;
            assert_eq!((now.start, now.proposed), (leg.start, Some((time.start, time.end))));
            assert_occupancy_sound(store, NOW).await;
        }
        let rival = scene.try_hold(store, Mode::Visit, tomorrow(15, 15)).await.1;
        assert!(rival.is_err(), "the second proposal is taken");
        let rival = scene.try_hold(store, Mode::Visit, tomorrow(11, 0)).await.1;
        assert!(rival.is_ok(), "the first proposal was given back");

        letters(store).await;
        moved(store, leg.id, Move::AcceptProposal, scene.customer(), NOW).await;
        let (time, bay) = starts(store, leg.id).await;
        assert_eq!((time, bay), (tomorrow(15, 0), Some(scene.bays[0])));
        assert_eq!(read_leg(store, leg.id).await.proposed, None);
        assert_eq!(letters(store).await, ["moved to Ada Lovelace", "work_moved to Chen Wei"]);
        assert_occupancy_sound(store, NOW).await;
    }

    async fn a_taken_time_cannot_be_proposed(store: &Fixture) {
        let scene = Scene::new(store).await;
        scene.hold(store, Mode::Home, tomorrow(15, 0)).await;
        let leg = scene.request(store, Mode::Visit, tomorrow(10, 0)).await;
        let answer = try_move(store, leg.id, propose(&scene, tomorrow(15, 30)), scene.desk(), NOW).await;
        assert_eq!(answer, Err(MoveRefusal::TimeTaken));
        assert_eq!(read_leg(store, leg.id).await.state, LegState::Requested);
        assert_eq!(kinds(store, leg.case).await, [(1, EventKind::Requested)]);
        assert_occupancy_sound(store, NOW).await;
    }

    async fn what_ends_early_gives_its_time_back(store: &Fixture) {
        let scene = Scene::new(store).await;
        let time = tomorrow(10, 0);
        let no_show = time.start + SignedDuration::from_mins(15);
        let ends: [(Move, _, _, _, &[&str]); 3] = [
            (decline(), scene.desk(), NOW, LegState::Declined, &["declined to Ada Lovelace"]),
            (Move::Cancel { reason: None }, scene.customer(), NOW, LegState::Cancelled,
                &["cancelled to Ada Lovelace", "work_cancelled to Chen Wei"]),
            (Move::Lapse, clock(), time.start, LegState::Lapsed, &["lapsed to Ada Lovelace"]),
        ];
        for (step, by, now, state, told) in ends {
            let leg = scene.request(store, Mode::Visit, time).await;
            letters(store).await;
            assert_eq!(moved(store, leg.id, step, by, now).await.state, state);
            assert_eq!(letters(store).await, told);
            assert_eq!(store.number("SELECT COUNT(*) FROM occupancy").await, 0);
            assert_occupancy_sound(store, NOW).await;
        }
        let leg = scene.confirmed(store, Mode::Visit, time).await;
        moved(store, leg.id, Move::NoShow, scene.desk(), no_show).await;
        assert_occupancy_sound(store, NOW).await;
        scene.hold(store, Mode::Visit, time).await;
    }

    async fn a_reason_is_kept(store: &Fixture) {
        let scene = Scene::new(store).await;
        let leg = scene.request(store, Mode::Visit, tomorrow(10, 0)).await;
        moved(store, leg.id, decline(), scene.desk(), NOW).await;
        let case = store.case(leg.case).await.expect("read").expect("there");
        assert_eq!(case.legs[0].reason.as_deref(), Some("The part is out of stock."));
        assert_eq!(case.events[1].note.as_deref(), Some("The part is out of stock."));
        assert_occupancy_sound(store, NOW).await;
    }

    async fn another_time_must_be_confirmed_anew(store: &Fixture) {
        let scene = Scene::new(store).await;
        let leg = scene.confirmed(store, Mode::Visit, tomorrow(10, 0)).await;
        letters(store).await;
        // Its own time, moved a little, is no obstacle.
        for time in [tomorrow(10, 15), tomorrow(15, 0)] {
            moved(store, leg.id, reschedule(&scene, time), scene.customer(), hours_later(1)).await;
            assert_eq!(starts(store, leg.id).await.0, time);
            assert_eq!(letters(store).await, ["moved to Ada Lovelace", "work_moved to Chen Wei"]);
            assert_occupancy_sound(store, NOW).await;
        }
        let now = read_leg(store, leg.id).await;
        assert_eq!((now.state, now.requested_at), (LegState::Requested, hours_later(1)));
        assert_eq!(now.answer_by, hours_later(3));
        let case = store.case(leg.case).await.expect("read").expect("there");
        assert_eq!(case.events[3].start, Some(tomorrow(15, 0).start));
    }

    async fn a_taken_time_leaves_the_old_one(store: &Fixture) {
        let scene = Scene::new(store).await;
        let old = scene.confirmed(store, Mode::Visit, tomorrow(10, 0)).await;
        scene.hold(store, Mode::Visit, tomorrow(15, 0)).await;
        letters(store).await;
        let step = reschedule(&scene, tomorrow(14, 30));
        assert_eq!(try_move(store, old.id, step, scene.customer(), NOW).await, Err(MoveRefusal::TimeTaken));
        let now = read_leg(store, old.id).await;
        assert_eq!((now.state, now.start), (LegState::Confirmed, old.start));
        let rival = scene.try_hold(store, Mode::Visit, tomorrow(10, 0)).await.1;
        assert!(rival.is_err(), "the old time is still taken");
        assert!(letters(store).await.is_empty());
        assert_occupancy_sound(store, NOW).await;
    }

    async fn staff_change_the_bay(store: &Fixture) {
        let scene = Scene::new(store).await;
        let leg = scene.request(store, Mode::Visit, tomorrow(10, 0)).await;
        let (from, to) = (scene.bays[0], scene.bays[1]);
        moved(store, leg.id, Move::AssignBay { bay: to }, scene.desk(), NOW).await;
        assert_eq!(starts(store, leg.id).await.1, Some(to));
        assert_occupancy_sound(store, NOW).await;
        let case = store.case(leg.case).await.expect("read").expect("there");
        assert_eq!((case.legs[0].state, case.events[1].note.as_deref()), (LegState::Requested, Some("2")));

        let other = Scene { engineer: store.new_engineer("Li Na").await, bays: vec![from], ..scene };
        other.hold(store, Mode::Visit, tomorrow(10, 30)).await;
        let elsewhere = store.new_point(1).await;
        for bay in [from, store.bay_ids(elsewhere).await[0]] {
            let answer = try_move(store, leg.id, Move::AssignBay { bay }, other.desk(), NOW).await;
            assert_eq!(answer, Err(MoveRefusal::TimeTaken));
        }
        assert_occupancy_sound(store, NOW).await;
    }

    async fn confirming_and_declining_at_once_is_one_of_them(store: &Fixture) {
        let scene = Scene::new(store).await;
        for hour in 9..17 {
            let leg = scene.request(store, Mode::Visit, tomorrow(hour, 0)).await;
            let moves = [Move::Confirm, decline()].map(|step| {
                let (store, desk) = (store.shared(), scene.desk());
                async move { store.move_leg(leg.id, step, desk, NOW).await.expect("answered") }
            });
            let answers = at_once(moves).await;
            let winners: Vec<_> = answers.iter().flatten().map(|moved| moved.state).collect();
            let state = read_leg(store, leg.id).await.state;
            assert_eq!(winners, [state]);
            assert!(answers.contains(&Err(MoveRefusal::WrongState(state))));
            assert_eq!(kinds(store, leg.case).await.len(), 2);
            assert_occupancy_sound(store, NOW).await;
        }
    }

    async fn confirming_and_cancelling_at_once_is_one_of_them(store: &Fixture) {
        let scene = Scene::new(store).await;
        // So soon that what is confirmed can no longer be cancelled.
        let start = NOW + SignedDuration::from_mins(90);
        for day in 0..6 {
            let start = start + SignedDuration::from_hours(24 * day);
            let time = FreeTime { start, end: start + SignedDuration::from_mins(45), busy_until: start + SignedDuration::from_mins(60) };
            let leg = scene.request(store, Mode::Visit, time).await;
            let now = start - SignedDuration::from_mins(90);
            let moves = [(Move::Confirm, scene.desk()), (Move::Cancel { reason: None }, scene.customer())];
            let moves = moves.map(|(step, by)| {
                let store = store.shared();
                async move { store.move_leg(leg.id, step, by, now).await.expect("answered") }
            });
            let answers = at_once(moves).await;
            assert_eq!(answers.iter().flatten().count(), 1, "{answers:?}");
            assert_occupancy_sound(store, NOW).await;
        }
    }

    async fn moves_at_one_point_keep_their_order(store: &Fixture) {
        let mut scene = Scene::new(store).await;
        let mut legs = Vec::new();
        for hour in 0..16 {
            scene.customer = store.new_account(&format!("Customer {hour}")).await;
            legs.push(scene.request(store, Mode::Visit, tomorrow(hour, 0)).await);
        }
        let moves = legs.iter().map(|leg| {
            let (store, desk, id) = (store.shared(), scene.desk(), leg.id);
            async move { store.move_leg(id, Move::Confirm, desk, NOW).await.expect("answered") }
        });
        for moved in at_once(moves).await {
            assert_eq!(moved.expect("moved").event, 2);
        }
        // Ids grow from move to move, whatever the clock says, so the last is the latest.
        let last = store.last_event(Topic::Desk(scene.point)).await.expect("read");
        let ids = store.texts("SELECT id FROM events ORDER BY number, id").await;
        assert_eq!((ids.len(), ids.last()), (32, last.as_ref()));
        assert!(ids.is_sorted(), "a confirmation came before a request");
        assert_occupancy_sound(store, NOW).await;
    }

    async fn only_who_has_a_part_may_move(store: &Fixture) {
        let scene = Scene::new(store).await;
        let stranger = store.new_account("Mallory").await;
        let (_, colleague) = store.new_engineer_with_account("Li Na").await;
        let other_desk = store.new_account("Other desk").await;
        store.add_staff(other_desk, store.new_point(1).await).await.expect("stored");
        let leg = scene.request(store, Mode::Visit, tomorrow(10, 0)).await;
        let cancel = Move::Cancel { reason: None };
        let attempts = [
            (Move::Confirm, actor(ActorKind::Desk, stranger)),
            (Move::Confirm, actor(ActorKind::Desk, other_desk)),
            (Move::Confirm, actor(ActorKind::Desk, scene.customer)),
            (Move::Confirm, scene.customer()),
            (cancel.clone(), actor(ActorKind::Customer, stranger)),
            (cancel.clone(), actor(ActorKind::Customer, scene.desk)),
            (cancel, scene.desk()),
            (Move::Start, actor(ActorKind::Engineer, colleague)),
            (Move::Lapse, actor(ActorKind::System, stranger)),
            (Move::Confirm, Actor { account: None, ..scene.desk() }),
        ];
        for (step, by) in attempts {
            let answer = try_move(store, leg.id, step.clone(), by.clone(), NOW).await;
            assert_eq!(answer, Err(MoveRefusal::NotYours), "{step:?} by {by:?}");
        }
        assert_eq!(read_leg(store, leg.id).await.state, LegState::Requested);
        assert_eq!(kinds(store, leg.case).await.len(), 1);
        assert_occupancy_sound(store, NOW).await;
    }

    async fn a_refused_move_changes_nothing(store: &Fixture) {
        let scene = Scene::new(store).await;
        let leg = scene.request(store, Mode::Visit, tomorrow(10, 0)).await;
        letters(store).await;
        let unknown = LegId::mint(NOW, &*store.random);
        let refusals = [
            (unknown, Move::Confirm, scene.desk(), NOW, MoveRefusal::Unknown),
            (leg.id, Move::CheckIn, scene.desk(), NOW, MoveRefusal::WrongState(LegState::Requested)),
            (leg.id, Move::Confirm, scene.desk(), leg.start, MoveRefusal::TooLate),
            (leg.id, Move::Lapse, clock(), NOW, MoveRefusal::TooEarly),
            (leg.id, propose(&scene, tomorrow(9, 0)), scene.desk(), leg.start, MoveRefusal::TooLate),
        ];
        for (id, step, by, now, refusal) in refusals {
            assert_eq!(try_move(store, id, step, by, now).await, Err(refusal));
        }
        assert_eq!(kinds(store, leg.case).await, [(1, EventKind::Requested)]);
        assert!(letters(store).await.is_empty());
        assert_occupancy_sound(store, NOW).await;
    }

    async fn nobody_writes_to_who_walked_in(store: &Fixture) {
        let scene = Scene::new(store).await;
        let leg = scene.confirmed(store, Mode::Visit, tomorrow(10, 0)).await;
        store.execute("UPDATE cases SET customer_id = NULL").await;
        letters(store).await;
        moved(store, leg.id, Move::CheckIn, scene.desk(), leg.start).await;
        moved(store, leg.id, Move::Start, scene.engineer(), leg.start).await;
        moved(store, leg.id, finish(), scene.engineer(), leg.end).await;
        assert!(letters(store).await.is_empty());
        assert_occupancy_sound(store, NOW).await;
    }

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
        assert_eq!(remembered().await.home, store.home_address(leg.id).await.expect("read"));
        assert!(remembered().await.home.is_some());
        assert_occupancy_sound(store, NOW).await;
    }

    async fn a_walk_in_is_finished_like_any_other(store: &Fixture) {
        let scene = Scene::new(store).await;
        let time = FreeTime { start: NOW, end: hours_later(1), busy_until: hours_later(1) };
        let walk_in = WalkIn {
            draft: DraftId::mint(NOW, &*store.random),
            engineer: scene.engineer,
            point: scene.point,
            bay: scene.bays[1],
            time,
            customer_name: "Mrs Wang".to_owned(),
            product: None,
            need: None,
            by: scene.desk,
            now: NOW,
        };
        let case = store.walk_in(walk_in).await.expect("answered").expect("free");
        let leg = first_leg(store, case).await;
        assert_occupancy_sound(store, NOW).await;
        moved(store, leg.id, Move::Start, scene.engineer(), NOW).await;
        moved(store, leg.id, finish(), scene.engineer(), NOW + SignedDuration::from_mins(20)).await;
        // The rest of the hour is free for the next one.
        scene.hold(store, Mode::Visit, time).await;
        assert_occupancy_sound(store, NOW).await;
    }
}
