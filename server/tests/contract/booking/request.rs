use std::{future::poll_fn, pin::pin, task::Poll};

use handpick::{
    booking::{Draft, RequestRefusal, TimeTaken, WAITING_MAX},
    case::{EventKind, LegState, Move},
    engineer::Mode,
    id::{DraftId, PhotoId},
    photo::{Photo, PhotoOwner},
    schedule::FreeTime,
};
use jiff::SignedDuration;

use crate::{
    scene::{Scene, assert_occupancy_sound, at_once, first_leg, letters, moved, tomorrow},
    support::{Fixture, NOW, hours_later},
};

use super::{beside, draft};

/// What somebody leaves out.
type Lack = fn(&mut Draft);

contract! {
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
        // Asked at eight in the morning, an hour before anybody answers.
        assert_eq!((leg.zone.as_str(), leg.answer_by), ("Asia/Shanghai", hours_later(3)));
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

    async fn nobody_books_herself(store: &Fixture) {
        let scene = Scene::new(store).await;
        let draft = scene.hold(store, Mode::Visit, tomorrow(10, 0)).await;
        let answer = store.request_booking(draft, scene.engineers_account, NOW).await.expect("answered");
        assert_eq!(answer, Err(RequestRefusal::Herself));
        assert!(letters(store).await.is_empty());
        assert_occupancy_sound(store, NOW).await;
        let answer = store.request_booking(draft, scene.customer, NOW).await.expect("answered");
        assert!(answer.is_ok(), "the hold is still there: {answer:?}");
    }

    /// Browsers go away at any moment.
    async fn whoever_leaves_while_asking_has_asked_or_has_not(store: &Fixture) {
        let scene = Scene::new(store).await;
        let draft = scene.hold(store, Mode::Visit, tomorrow(10, 0)).await;
        let halves = "SELECT ABS(asked.cases - asked.legs) + ABS(asked.cases - asked.events)
                          + ABS(asked.cases - asked.mails)
                      FROM (SELECT (SELECT COUNT(*) FROM cases) AS cases, (SELECT COUNT(*) FROM legs) AS legs,
                                (SELECT COUNT(*) FROM events) AS events, (SELECT COUNT(*) FROM mails) AS mails
                      ) AS asked";
        let mut polls = 0;
        let answer = loop {
            let request = store.request_booking(draft, scene.customer, NOW);
            if let Some(answer) = cut_short(request, polls).await {
                break answer;
            }
            assert_eq!(store.number(halves).await, 0, "left after {polls} polls");
            polls += 1;
        };
        let case = answer.expect("answered").expect("nothing that was left stands in the way");
        assert_eq!(first_leg(store, case).await.state, LegState::Requested);
        assert_eq!(store.number("SELECT COUNT(*) FROM cases").await, 1);
        assert_occupancy_sound(store, NOW).await;
        // What was left may be done by itself, so that the next one finds its answer at once.
        assert!(polls > 1, "it was left on its way");
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

    async fn a_hold_of_which_a_part_is_gone_is_taken_anew(store: &Fixture) {
        let scene = Scene::new(store).await;
        let time = tomorrow(10, 0);
        let id = scene.hold(store, Mode::Visit, time).await;
        let lost = format!(
            "DELETE FROM occupancy WHERE owner = '{id}' AND resource <> '{}' AND tick = (
                 SELECT MIN(tick) FROM occupancy WHERE owner = '{id}')",
            scene.engineer
        );
        store.execute(&lost).await;
        let held = format!("SELECT COUNT(*) FROM occupancy WHERE owner = '{id}'");
        assert_eq!(store.number(&held).await % 2, 1, "one is gone");
        store.request_booking(id, scene.customer, NOW).await.expect("answered").expect("requested");
        assert_eq!(store.number(&held).await, 0);
        assert_occupancy_sound(store, NOW).await;
    }

    async fn a_time_for_a_visit_is_no_time_for_a_home_call(store: &Fixture) {
        let scene = Scene::new(store).await;
        let draft = scene.draft(store, Mode::Home);
        store.open_draft(&draft).await.expect("stored");
        let request = scene.hold_request(draft.id, tomorrow(10, 0), NOW);
        assert!(!request.bays.is_empty());
        assert_eq!(store.hold(request).await.expect("answered").err(), Some(TimeTaken));
        assert_occupancy_sound(store, NOW).await;
    }
}

/// `None` when the answer was not there after so many polls; then it is dropped.
async fn cut_short<F: Future>(asked: F, polls: u32) -> Option<F::Output> {
    let (mut asked, mut left) = (pin!(asked), polls);
    poll_fn(|context| {
        let Some(after) = left.checked_sub(1) else { return Poll::Ready(None) };
        left = after;
        asked.as_mut().poll(context).map(Some)
    })
    .await
}
