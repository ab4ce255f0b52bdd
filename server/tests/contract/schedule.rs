//! The port `schedule` on both engines.

use handpick::{
    engineer::Mode,
    id::{DayOffId, EngineerId},
    schedule::{DayOff, Lengths, Resource, Span, Summary, TICK_MINUTES, Tick, Whereabouts, Window, ticks},
};
use jiff::{SignedDuration, Timestamp, civil::date};

use crate::{
    scene::{Scene, assert_occupancy_sound, tomorrow},
    support::{Fixture, NOW, hours_later},
};

const EARLY: Window = Window { weekday: 1, start: 480, end: 720, whereabouts: Whereabouts::Road };

fn summary(made_at: Timestamp) -> Summary {
    Summary {
        next_visit: Some(hours_later(26)),
        next_home: None,
        visit_days: 1 << 62,
        home_days: 0,
        refresh_at: hours_later(12),
        made_at,
    }
}

contract! {
    async fn a_schedule_is_replaced_as_a_whole(store: &Fixture) {
        let point = store.new_point(1).await;
        let engineer = store.new_engineer("Chen Wei").await;
        assert!(store.schedule(EngineerId::mint(NOW, &*store.random)).await.expect("read").is_none());
        let late = Window { start: 780, end: 1440, whereabouts: Whereabouts::At(point), ..EARLY };
        let lengths = Lengths { slot: 60, buffer: 15, travel: 45 };
        store.save_schedule(engineer, &[Window { weekday: 2, ..EARLY }], lengths, NOW).await.expect("stored");
        store.save_schedule(engineer, &[late, EARLY], lengths, NOW).await.expect("stored");
        let schedule = store.schedule(engineer).await.expect("read").expect("there");
        assert_eq!(schedule.windows, [EARLY, late]);
        assert_eq!(schedule.lengths, lengths);
        assert_eq!(schedule.zone.iana_name(), Some("Asia/Shanghai"));
        store.save_schedule(engineer, &[], lengths, NOW).await.expect("stored");
        assert!(store.schedule(engineer).await.expect("read").expect("there").windows.is_empty());
    }

    async fn several_schedules_come_at_once_and_apart(store: &Fixture) {
        let (early, late) = (store.new_engineer("Chen Wei").await, store.new_engineer("Li Na").await);
        let afternoon = Window { start: 780, end: 1080, ..EARLY };
        store.save_schedule(early, &[EARLY], Lengths::default(), NOW).await.expect("stored");
        store.save_schedule(late, &[afternoon], Lengths::default(), NOW).await.expect("stored");
        let id = DayOffId::mint(NOW, &*store.random);
        let day_off = DayOff { id, from: date(2026, 12, 31), to: date(2026, 12, 31) };
        store.add_day_off(late, &day_off, NOW).await.expect("stored");
        let unknown = EngineerId::mint(NOW, &*store.random);

        let schedules = store.schedules(&[late, unknown, early]).await.expect("read");
        assert_eq!(schedules.len(), 2);
        assert_eq!((&schedules[&early].windows, schedules[&early].days_off.len()), (&vec![EARLY], 0));
        assert_eq!((&schedules[&late].windows, &schedules[&late].days_off), (&vec![afternoon], &vec![day_off]));
        assert!(store.schedules(&[]).await.expect("read").is_empty());
    }

    async fn nonsense_is_not_stored(store: &Fixture) {
        let engineer = store.new_engineer("Chen Wei").await;
        let overlap = Window { start: 700, end: 900, ..EARLY };
        assert!(store.save_schedule(engineer, &[EARLY, overlap], Lengths::default(), NOW).await.is_err());
        assert!(store.schedule(engineer).await.expect("read").expect("there").windows.is_empty());
    }

    async fn days_off_come_and_go(store: &Fixture) {
        let engineer = store.new_engineer("Chen Wei").await;
        let id = DayOffId::mint(NOW, &*store.random);
        let new_year = DayOff { id, from: date(2026, 12, 31), to: date(2027, 1, 3) };
        store.add_day_off(engineer, &new_year, NOW).await.expect("stored");
        let days_off = async || store.schedule(engineer).await.expect("read").expect("there").days_off;
        assert_eq!(days_off().await, vec![new_year.clone()]);
        let stranger = store.new_engineer("Li Na").await;
        store.add_day_off(stranger, &DayOff { to: new_year.from, ..new_year.clone() }, NOW).await.expect("answered");
        assert!(store.schedule(stranger).await.expect("read").expect("there").days_off.is_empty());
        assert_eq!(days_off().await, vec![new_year.clone()], "whose it is, stays as it is");
        store.remove_day_off(stranger, id, NOW).await.expect("answered");
        assert_eq!(days_off().await, [new_year]);
        store.remove_day_off(engineer, id, NOW).await.expect("removed");
        assert!(days_off().await.is_empty());
    }

    async fn one_question_tells_what_is_taken(store: &Fixture) {
        let scene = Scene::new(store).await;
        scene.request(store, Mode::Visit, tomorrow(10, 0)).await;
        scene.hold(store, Mode::Visit, tomorrow(12, 0)).await;
        let engineer = Resource::Engineer(scene.engineer);
        let bays = [Resource::Bay(scene.bays[0]), Resource::Bay(scene.bays[1])];
        let month = Span { start: NOW, end: hours_later(30 * 24) };
        let busy = async |now| store.busy(&[engineer, bays[0], bays[1]], month, now).await.expect("read");
        let (requested, held) = (tomorrow(10, 0).occupied(), tomorrow(12, 0).occupied());

        let now = busy(NOW).await;
        for resource in [engineer, bays[0]] {
            for taken in [requested, held] {
                let quarters = quarters(taken);
                assert!(quarters.len() > 1 && quarters.iter().all(|quarter| !now.is_free(resource, *quarter)));
            }
            assert!(now.is_free(resource, tomorrow(11, 0).occupied()));
        }
        assert!(now.is_free(bays[1], requested));
        // What nobody asked about is not told.
        let only_bay = store.busy(&bays[..1], month, NOW).await.expect("read");
        assert!(only_bay.is_free(engineer, requested));
        let evening = Span { start: tomorrow(18, 0).start, ..month };
        assert!(store.busy(&[engineer], evening, NOW).await.expect("read").is_free(engineer, requested));
        assert!(store.busy(&[], month, NOW).await.expect("read").is_free(engineer, requested));

        let later = busy(hours_later(1)).await;
        assert!(!later.is_free(engineer, requested) && later.is_free(engineer, held));
        assert_occupancy_sound(store, NOW).await;
    }

    async fn a_summary_is_due_when_time_was_taken_or_has_passed(store: &Fixture) {
        let scene = Scene::new(store).await;
        let stale = async |now| store.stale_summaries(now, 10).await.expect("read");
        assert_eq!(stale(NOW).await, [scene.engineer]);
        store.save_summary(scene.engineer, summary(NOW)).await.expect("stored");
        let engineer = store.engineer(scene.engineer).await.expect("read").expect("there");
        assert_eq!((engineer.next_visit, engineer.next_home), (Some(hours_later(26)), None));
        assert!(stale(NOW).await.is_empty());
        assert!(stale(hours_later(12) - SignedDuration::from_millis(1)).await.is_empty());
        assert_eq!(stale(hours_later(12)).await, [scene.engineer]);

        scene.request(store, Mode::Visit, tomorrow(10, 0)).await;
        assert_eq!(stale(NOW).await, [scene.engineer]);
        store.show_engineer(scene.engineer, false).await;
        assert!(stale(NOW).await.is_empty());
        assert_occupancy_sound(store, NOW).await;
    }

    async fn a_summary_does_not_hide_what_changed_meanwhile(store: &Fixture) {
        let engineer = store.new_engineer("Chen Wei").await;
        let made_at = NOW;
        let meanwhile = hours_later(1);
        store.save_schedule(engineer, &[EARLY], Lengths::default(), meanwhile).await.expect("stored");
        store.save_summary(engineer, summary(made_at)).await.expect("answered");
        assert_eq!(store.stale_summaries(meanwhile, 10).await.expect("read"), [engineer]);
        assert_eq!(store.engineer(engineer).await.expect("read").expect("there").next_visit, None);
    }
}

/// The span, tick by tick.
fn quarters(span: Span) -> Vec<Span> {
    let minutes = |tick: Tick| Timestamp::from_second(tick * TICK_MINUTES * 60).expect("an instant");
    ticks(span).map(|tick| Span { start: minutes(tick), end: minutes(tick + 1) }).collect()
}
