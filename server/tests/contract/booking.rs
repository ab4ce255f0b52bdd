//! The port `booking` on both engines: drafts, holds, requests and walk-ins.

use handpick::{
    booking::{Draft, RequestRefusal, TimeTaken, WAITING_MAX, WalkIn},
    case::{EventKind, LegState, Move},
    engineer::Mode,
    id::{DraftId, EngineerId, PhotoId, PointId},
    photo::{Photo, PhotoOwner},
    schedule::FreeTime,
};
use jiff::SignedDuration;

use crate::{
    scene::{Scene, assert_occupancy_sound, at_once, first_leg, letters, moved, tomorrow},
    support::{Fixture, NOW, hours_later},
};

/// A scene of the same point and people with another engineer.
async fn beside(scene: &Scene, store: &Fixture, name: &str) -> Scene {
    Scene { engineer: store.new_engineer(name).await, bays: scene.bays.clone(), ..*scene }
}

async fn draft(store: &Fixture, id: DraftId) -> Draft {
    store.draft(id).await.expect("read").expect("there")
}

/// What somebody changes in a draft who has chosen a time.
type Change = fn(&mut Draft, PointId, EngineerId);
/// What somebody leaves out.
type Lack = fn(&mut Draft);

fn walk_in(scene: &Scene, draft: DraftId, time: FreeTime) -> WalkIn {
    WalkIn {
        draft,
        engineer: scene.engineer,
        point: scene.point,
        bay: scene.bays[0],
        time,
        customer_name: "Mrs Wang".to_owned(),
        product: Some("phone"),
        need: None,
        by: scene.desk,
        now: NOW,
    }
}

contract! {
    async fn a_draft_is_kept_as_it_was_typed(store: &Fixture) {
        let scene = Scene::new(store).await;
        for mode in [Mode::Visit, Mode::Home] {
            let mut typed = scene.draft(store, mode);
            store.open_draft(&typed).await.expect("stored");
            assert_eq!(draft(store, typed.id).await, typed);
            (typed.description, typed.need) = ("Also slow.".to_owned(), None);
            store.save_draft(&typed).await.expect("stored");
            assert_eq!(draft(store, typed.id).await, typed);
        }
        let unknown = DraftId::mint(NOW, &*store.random);
        assert_eq!(store.draft(unknown).await.expect("read"), None);
    }

    async fn one_of_many_gets_an_engineers_time(store: &Fixture) {
        let scene = Scene::new(store).await;
        let mut drafts = Vec::new();
        for racer in 0..32 {
            let draft = scene.draft(store, Mode::Home);
            store.open_draft(&draft).await.expect("stored");
            // 10:00, 10:15, 10:30: all of them overlap.
            drafts.push((scene.hold_request(draft.id, tomorrow(10, 15 * (racer % 3)), NOW), store.shared()));
        }
        let races = drafts.into_iter().map(|(request, store)| async move {
            store.hold(request).await.expect("answered")
        });
        let winners = at_once(races).await.into_iter().filter(Result::is_ok).count();
        assert_eq!(winners, 1);
        assert_occupancy_sound(store, NOW).await;
    }

    async fn one_of_many_gets_a_bay(store: &Fixture) {
        let scene = Scene::new(store).await;
        let mut races = Vec::new();
        for racer in 0..32 {
            let scene = beside(&scene, store, "Li Na").await;
            let draft = scene.draft(store, Mode::Visit);
            store.open_draft(&draft).await.expect("stored");
            let mut request = scene.hold_request(draft.id, tomorrow(10, 15 * (racer % 3)), NOW);
            request.bays.truncate(1);
            races.push((request, store.shared()));
        }
        let races = races.into_iter().map(|(request, store)| async move {
            store.hold(request).await.expect("answered")
        });
        let winners = at_once(races).await.into_iter().filter(Result::is_ok).count();
        assert_eq!(winners, 1);
        assert_occupancy_sound(store, NOW).await;
    }

    async fn times_side_by_side_are_all_had(store: &Fixture) {
        let scene = Scene::new(store).await;
        let mut races = Vec::new();
        for hour in 0..16 {
            let draft = scene.hold(store, Mode::Home, tomorrow(hour, 0)).await;
            let customer = store.new_account(&format!("Customer {hour}")).await;
            races.push((draft, customer, store.shared()));
        }
        let races = races.into_iter().map(|(draft, customer, store)| async move {
            store.request_booking(draft, customer, NOW).await.expect("answered")
        });
        let cases = at_once(races).await;
        assert!(cases.iter().all(Result::is_ok), "{cases:?}");
        assert_occupancy_sound(store, NOW).await;
    }

    async fn a_visit_takes_the_next_bay_when_one_is_taken(store: &Fixture) {
        let scene = Scene::new(store).await;
        let mut bays = Vec::new();
        for name in ["Li Na", "Wang Fang", "Zhao Min"] {
            let scene = beside(&scene, store, name).await;
            let (_, held) = scene.try_hold(store, Mode::Visit, tomorrow(10, 0)).await;
            bays.push(held.map(|hold| hold.bay));
        }
        assert_eq!(bays, [Ok(Some(scene.bays[0])), Ok(Some(scene.bays[1])), Err(TimeTaken)]);
        // The third engineer was let go of together with the bay.
        assert_occupancy_sound(store, NOW).await;
    }

    async fn only_bays_of_the_point_serve(store: &Fixture) {
        let mut scene = Scene::new(store).await;
        let elsewhere = store.new_point(1).await;
        scene.bays = store.bay_ids(elsewhere).await;
        let (_, held) = scene.try_hold(store, Mode::Visit, tomorrow(10, 0)).await;
        assert_eq!(held, Err(TimeTaken));
        assert_occupancy_sound(store, NOW).await;
    }

    async fn a_hold_gives_way_when_it_has_run_out_and_not_before(store: &Fixture) {
        let scene = Scene::new(store).await;
        let first = scene.hold(store, Mode::Visit, tomorrow(10, 0)).await;
        let second = scene.draft(store, Mode::Visit);
        store.open_draft(&second).await.expect("stored");

        let too_early = NOW + SignedDuration::from_mins(10) - SignedDuration::from_millis(1);
        let request = scene.hold_request(second.id, tomorrow(10, 15), too_early);
        assert_eq!(store.hold(request).await.expect("answered"), Err(TimeTaken));
        let later = NOW + SignedDuration::from_mins(10);
        let request = scene.hold_request(second.id, tomorrow(10, 15), later);
        store.hold(request).await.expect("answered").expect("given way");

        // What of the first hold does not overlap is given up by the sweep.
        store.sweep_drafts(later).await.expect("swept");
        assert_occupancy_sound(store, later).await;
        let refused = store.request_booking(first, scene.customer, later).await.expect("answered");
        assert_eq!(refused, Err(RequestRefusal::TimeTaken));
        assert_occupancy_sound(store, later).await;
    }

    async fn everybody_wants_what_somebody_else_let_run_out(store: &Fixture) {
        let scene = Scene::new(store).await;
        let mut drafts = Vec::new();
        for hour in 0..12 {
            drafts.push(scene.hold(store, Mode::Home, tomorrow(hour, 0)).await);
        }
        // Each gives up its own time and takes its neighbour's: circles.
        for round in 1..=8 {
            let later = NOW + SignedDuration::from_hours(round);
            let races = drafts.iter().zip(0..).map(|(draft, hour)| {
                let time = tomorrow(hour ^ (round & 1), 0);
                (scene.hold_request(*draft, time, later), store.shared())
            });
            let races = races.map(|(request, store)| async move { store.hold(request).await });
            for held in at_once(races.collect::<Vec<_>>()).await {
                held.expect("no transaction is lost in another").expect("each time is wanted once");
            }
            assert_occupancy_sound(store, later).await;
        }
    }

    async fn one_of_many_gets_a_time_that_ran_out(store: &Fixture) {
        let scene = Scene::new(store).await;
        for hour in [10, 11] {
            scene.hold(store, Mode::Visit, tomorrow(hour, 0)).await;
        }
        let later = NOW + SignedDuration::from_hours(1);
        let mut races = Vec::new();
        for racer in 0..16 {
            let draft = scene.hold(store, Mode::Visit, tomorrow(24 + racer, 0)).await;
            // Some overlap both.
            races.push((scene.hold_request(draft, tomorrow(10, 30 * (racer % 3)), later), store.shared()));
        }
        let races = races.into_iter().map(|(request, store)| async move { store.hold(request).await });
        let answers = at_once(races).await.into_iter().map(|held| held.expect("answered"));
        let winners: Vec<_> = answers.filter_map(Result::ok).collect();
        assert!(matches!(winners.len(), 1 | 2), "{winners:?}");
        store.sweep_drafts(later).await.expect("swept");
        assert_occupancy_sound(store, later).await;
    }

    async fn another_choice_gives_up_the_first(store: &Fixture) {
        let scene = Scene::new(store).await;
        let id = scene.hold(store, Mode::Visit, tomorrow(10, 0)).await;
        // Overlapping its own time is no obstacle.
        for time in [tomorrow(10, 15), tomorrow(15, 0)] {
            let hold = store.hold(scene.hold_request(id, time, NOW)).await.expect("answered").expect("free");
            assert_eq!(draft(store, id).await.hold, Some(hold));
            assert_eq!(hold.start, time.start);
            assert_occupancy_sound(store, NOW).await;
        }
    }

    async fn a_refused_choice_keeps_the_first(store: &Fixture) {
        let scene = Scene::new(store).await;
        scene.hold(store, Mode::Visit, tomorrow(10, 0)).await;
        let id = scene.hold(store, Mode::Visit, tomorrow(15, 0)).await;
        let before = draft(store, id).await;
        let answer = store.hold(scene.hold_request(id, tomorrow(10, 30), NOW)).await.expect("answered");
        assert_eq!(answer, Err(TimeTaken));
        assert_eq!(draft(store, id).await, before);
        assert_occupancy_sound(store, NOW).await;
    }

    async fn another_mode_or_point_or_person_gives_up_the_time(store: &Fixture) {
        let scene = Scene::new(store).await;
        let elsewhere = store.new_point(1).await;
        let other = store.new_engineer("Li Na").await;
        let changes: [Change; 3] = [
            |draft, _, _| draft.mode = Some(Mode::Home),
            |draft, point, _| draft.point = Some(point),
            |draft, _, engineer| draft.engineer = engineer,
        ];
        for change in changes {
            let id = scene.hold(store, Mode::Visit, tomorrow(10, 0)).await;
            let mut changed = draft(store, id).await;
            changed.description = "Another word changes nothing.".to_owned();
            store.save_draft(&changed).await.expect("stored");
            assert!(draft(store, id).await.hold.is_some());
            change(&mut changed, elsewhere, other);
            store.save_draft(&changed).await.expect("stored");
            assert_eq!(draft(store, id).await.hold, None);
            assert_occupancy_sound(store, NOW).await;
        }
    }

    async fn a_request_becomes_a_case_with_one_leg(store: &Fixture) {
        let scene = Scene::new(store).await;
        let time = tomorrow(10, 0);
        let id = scene.hold(store, Mode::Visit, time).await;
        let photo = PhotoId::mint(NOW, &*store.random);
        let owner = PhotoOwner::Draft(id);
        store.add_photo(Photo { id: photo, owner, jpeg: vec![1, 2, 3] }, NOW).await.expect("stored");

        let case = store.request_booking(id, scene.customer, NOW).await.expect("answered").expect("requested");
        let case = store.case(case).await.expect("read").expect("there");
        assert_eq!((case.customer, case.customer_name.as_str()), (Some(scene.customer), "Ada Lovelace"));
        assert_eq!((case.product, case.need), (Some("laptop"), Some("screen")));
        assert_eq!(case.description, "The screen stays dark.");
        assert_eq!(case.photos, [photo]);
        let [leg] = &case.legs[..] else { panic!("{} legs", case.legs.len()) };
        assert_eq!((leg.number, leg.state, leg.mode), (1, LegState::Requested, Mode::Visit));
        assert_eq!((leg.start, leg.end, leg.busy_until), (time.start, time.end, time.busy_until));
        assert_eq!(leg.engineer.id, scene.engineer);
        assert_eq!(leg.point.as_ref().map(|point| point.id), Some(scene.point));
        assert_eq!(leg.bay.as_ref().map(|bay| bay.0), Some(scene.bays[0]));
        assert_eq!((leg.zone.as_str(), leg.answer_by), ("Asia/Shanghai", hours_later(2)));
        let [event] = &case.events[..] else { panic!("{} events", case.events.len()) };
        assert_eq!((event.number, event.kind, event.start), (1, EventKind::Requested, Some(time.start)));
        assert_eq!(event.actor_name, "Ada Lovelace");

        assert_eq!(letters(store).await, ["requested to Ada Lovelace"]);
        let draft = draft(store, id).await;
        assert_eq!((draft.case, draft.hold), (Some(case.id), None));
        assert_occupancy_sound(store, NOW).await;
    }

    async fn an_answer_is_due_before_the_time_comes(store: &Fixture) {
        let scene = Scene::new(store).await;
        let start = NOW + SignedDuration::from_mins(60);
        let end = start + SignedDuration::from_mins(45);
        let leg = scene.request(store, Mode::Visit, FreeTime { start, end, busy_until: end }).await;
        assert_eq!(leg.answer_by, NOW + SignedDuration::from_mins(30), "with time for the way");
        assert_occupancy_sound(store, NOW).await;
    }

    async fn a_repeated_submit_is_one_case(store: &Fixture) {
        let scene = Scene::new(store).await;
        let draft = scene.hold(store, Mode::Visit, tomorrow(10, 0)).await;
        let submits = (0..8).map(|_| {
            let (store, customer) = (store.shared(), scene.customer);
            async move { store.request_booking(draft, customer, NOW).await.expect("answered") }
        });
        let cases = at_once(submits).await;
        assert!(cases[0].is_ok() && cases.iter().all(|case| *case == cases[0]), "{cases:?}");
        assert_eq!(letters(store).await, ["requested to Ada Lovelace"]);
        assert_eq!(store.number("SELECT COUNT(*) FROM legs").await, 1);
        assert_eq!(store.number("SELECT COUNT(*) FROM events").await, 1);
        // Whoever goes back to the form cannot take another time with it.
        let again = store.hold(scene.hold_request(draft, tomorrow(15, 0), NOW)).await.expect("answered");
        assert_eq!(again, Err(TimeTaken));
        assert_occupancy_sound(store, NOW).await;
    }

    async fn what_is_missing_stops_a_request(store: &Fixture) {
        let scene = Scene::new(store).await;
        let lacks: [(Mode, Lack); 5] = [
            (Mode::Visit, |draft| draft.product = None),
            (Mode::Visit, |draft| draft.description = " \n".to_owned()),
            (Mode::Home, |draft| draft.home = None),
            (Mode::Visit, |draft| draft.point = None),
            (Mode::Visit, |draft| draft.mode = None),
        ];
        for (mode, lack) in lacks {
            let id = scene.hold(store, mode, tomorrow(10, 0)).await;
            let mut draft = draft(store, id).await;
            lack(&mut draft);
            store.save_draft(&draft).await.expect("stored");
            let answer = store.request_booking(id, scene.customer, NOW).await.expect("answered");
            assert_eq!(answer, Err(RequestRefusal::Incomplete));
            // Give the time up for the next one.
            let other = Draft { mode: None, engineer: store.new_engineer("Li Na").await, ..draft };
            store.save_draft(&other).await.expect("stored");
        }
        let timeless = scene.draft(store, Mode::Visit);
        store.open_draft(&timeless).await.expect("stored");
        for draft in [timeless.id, DraftId::mint(NOW, &*store.random)] {
            let answer = store.request_booking(draft, scene.customer, NOW).await.expect("answered");
            assert_eq!(answer, Err(RequestRefusal::Incomplete));
        }
        assert!(letters(store).await.is_empty());
        assert_occupancy_sound(store, NOW).await;
    }

    async fn nobody_asks_for_a_whole_diary(store: &Fixture) {
        let scene = Scene::new(store).await;
        let mut races = Vec::new();
        for hour in 0..10 {
            let draft = scene.hold(store, Mode::Home, tomorrow(hour, 0)).await;
            races.push((draft, scene.customer, store.shared()));
        }
        let races = races.into_iter().map(|(draft, customer, store)| async move {
            (draft, store.request_booking(draft, customer, NOW).await.expect("answered"))
        });
        let (had, refused): (Vec<_>, Vec<_>) =
            at_once(races).await.into_iter().partition(|(_, answer)| answer.is_ok());
        assert_eq!(had.len(), WAITING_MAX);
        let too_many = Err(RequestRefusal::TooManyWaiting(WAITING_MAX));
        assert!(refused.iter().all(|(_, answer)| *answer == too_many), "{refused:?}");
        assert_occupancy_sound(store, NOW).await;

        // The hold of a refused one is still there, for when there is room again.
        let (again, case) = (refused[0].0, had[0].1.expect("had"));
        let leg = first_leg(store, case).await;
        moved(store, leg.id, Move::Cancel { reason: None }, scene.customer(), NOW).await;
        let answer = store.request_booking(again, scene.customer, NOW).await.expect("answered");
        assert!(answer.is_ok(), "{answer:?}");
        assert_occupancy_sound(store, NOW).await;
    }

    async fn whose_address_is_unconfirmed_asks_for_less_and_is_not_named(store: &Fixture) {
        let scene = Scene::new(store).await;
        store.execute(&format!("UPDATE accounts SET email_confirmed_at = NULL WHERE id = '{}'", scene.customer)).await;
        for hour in 0..2 {
            scene.request(store, Mode::Visit, tomorrow(hour, 0)).await;
        }
        let third = scene.hold(store, Mode::Visit, tomorrow(10, 0)).await;
        let answer = store.request_booking(third, scene.customer, NOW).await.expect("answered");
        assert_eq!(answer, Err(RequestRefusal::TooManyWaiting(2)));
        assert_eq!(letters(store).await, ["requested to ", "requested to "]);
    }

    async fn who_no_longer_serves_is_not_booked(store: &Fixture) {
        let scene = Scene::new(store).await;
        let draft = scene.hold(store, Mode::Visit, tomorrow(10, 0)).await;
        let request = async |now| store.request_booking(draft, scene.customer, now).await.expect("answered");

        store.set_point_active(scene.point, false).await.expect("stored");
        assert_eq!(request(NOW).await, Err(RequestRefusal::NotOffered));
        store.set_point_active(scene.point, true).await.expect("stored");
        store.show_engineer(scene.engineer, false).await;
        assert_eq!(request(NOW).await, Err(RequestRefusal::NotOffered));
        store.show_engineer(scene.engineer, true).await;
        assert_eq!(request(tomorrow(10, 0).start).await, Err(RequestRefusal::NotOffered));
        assert_occupancy_sound(store, NOW).await;
        assert!(request(NOW).await.is_ok());
        assert_occupancy_sound(store, NOW).await;
    }

    async fn a_hold_that_ran_out_is_taken_again_at_another_bay(store: &Fixture) {
        let scene = Scene::new(store).await;
        let draft = scene.hold(store, Mode::Visit, tomorrow(10, 0)).await;
        let later = hours_later(1);
        let other = beside(&scene, store, "Li Na").await;
        let rival = other.draft(store, Mode::Visit);
        store.open_draft(&rival).await.expect("stored");
        let hold = store.hold(other.hold_request(rival.id, tomorrow(10, 0), later)).await.expect("answered");
        assert_eq!(hold.expect("given way").bay, Some(scene.bays[0]));

        let case = store.request_booking(draft, scene.customer, later).await.expect("answered");
        let leg = first_leg(store, case.expect("still free")).await;
        assert_eq!(leg.bay.map(|bay| bay.0), Some(scene.bays[1]));
        assert_occupancy_sound(store, later).await;
    }

    async fn an_address_stands_apart(store: &Fixture) {
        let scene = Scene::new(store).await;
        let leg = scene.request(store, Mode::Home, tomorrow(10, 0)).await;
        let home = store.home_address(leg.id).await.expect("read").expect("there");
        assert_eq!(home.text, "12 Luoyu Road");
        let kept = "SELECT COUNT(*) FROM drafts WHERE address IS NOT NULL OR lat IS NOT NULL";
        assert_eq!(store.number(kept).await, 0);
        assert_eq!(letters(store).await, ["requested to Ada Lovelace", "work_requested to Chen Wei"]);
        let visit = scene.request(store, Mode::Visit, tomorrow(15, 0)).await;
        assert_eq!(store.home_address(visit.id).await.expect("read"), None);
        assert_occupancy_sound(store, NOW).await;
    }

    async fn who_walks_in_is_served_at_once(store: &Fixture) {
        let scene = Scene::new(store).await;
        let draft = DraftId::mint(NOW, &*store.random);
        let end = hours_later(1);
        let time = FreeTime { start: NOW, end, busy_until: end };
        let submits = (0..4).map(|_| {
            let (store, walk_in) = (store.shared(), walk_in(&scene, draft, time));
            async move { store.walk_in(walk_in).await.expect("answered") }
        });
        let cases = at_once(submits).await;
        assert!(cases.iter().all(|case| *case == cases[0]), "{cases:?}");
        let case = store.case(cases[0].expect("free")).await.expect("read").expect("there");
        assert_eq!((case.customer, case.customer_name.as_str()), (None, "Mrs Wang"));
        assert_eq!(case.legs[0].state, LegState::Arrived);
        let events: Vec<_> = case.events.iter().map(|event| (event.kind, event.actor_name.as_str())).collect();
        assert_eq!(events, [(EventKind::Arrived, "Desk")]);
        assert!(letters(store).await.is_empty());

        let next = walk_in(&scene, DraftId::mint(NOW, &*store.random), time);
        assert_eq!(store.walk_in(next).await.expect("answered"), Err(TimeTaken));
        assert_occupancy_sound(store, NOW).await;
    }

    async fn only_its_own_desk_lets_somebody_in(store: &Fixture) {
        let scene = Scene::new(store).await;
        let mut stranger = walk_in(&scene, DraftId::mint(NOW, &*store.random), tomorrow(10, 0));
        stranger.by = scene.customer;
        assert!(store.walk_in(stranger).await.is_err());
        assert_eq!(store.number("SELECT COUNT(*) FROM cases").await, 0);
        assert_occupancy_sound(store, NOW).await;
    }

    async fn what_nobody_finished_is_swept(store: &Fixture) {
        let scene = Scene::new(store).await;
        let id = scene.hold(store, Mode::Visit, tomorrow(10, 0)).await;
        let owner = PhotoOwner::Draft(id);
        let photo = Photo { id: PhotoId::mint(NOW, &*store.random), owner, jpeg: vec![1] };
        store.add_photo(photo, NOW).await.expect("stored");
        assert_eq!(store.sweep_drafts(NOW).await.expect("swept"), 0);
        assert_eq!(store.number("SELECT COUNT(*) FROM occupancy").await, 8);

        assert_eq!(store.sweep_drafts(hours_later(1)).await.expect("swept"), 1);
        assert_eq!(store.number("SELECT COUNT(*) FROM occupancy").await, 0);
        assert!(draft(store, id).await.hold.is_some(), "it may still be free");
        let stale = store.stale_summaries(hours_later(1), 10).await.expect("read");
        assert!(stale.contains(&scene.engineer));

        let in_a_week = hours_later(7 * 24);
        assert_eq!(store.sweep_drafts(in_a_week).await.expect("swept"), 0);
        assert_eq!(store.sweep_drafts(in_a_week + SignedDuration::from_secs(1)).await.expect("swept"), 1);
        assert_eq!(store.draft(id).await.expect("read"), None);
        assert!(store.photos_of(owner).await.expect("read").is_empty());
        assert_occupancy_sound(store, NOW).await;
    }

    async fn a_request_is_found_again_after_its_draft_is_gone(store: &Fixture) {
        let scene = Scene::new(store).await;
        let draft = scene.hold(store, Mode::Visit, tomorrow(10, 0)).await;
        let first = store.request_booking(draft, scene.customer, NOW).await.expect("answered");
        store.sweep_drafts(hours_later(8 * 24)).await.expect("swept");
        assert_eq!(store.draft(draft).await.expect("read"), None);
        let again = store.request_booking(draft, scene.customer, hours_later(8 * 24)).await.expect("answered");
        assert_eq!(again, first);
        assert_occupancy_sound(store, NOW).await;
    }
}
