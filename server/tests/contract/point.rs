//! Service points: where they are, their bays, who works there.

use std::collections::HashSet;

use handpick::{
    booking::TimeTaken,
    case::Move,
    engineer::Mode,
    geo::Position,
    id::{BayId, PointId},
    lang::{Lang, Localized},
    point::{BayInUse, ServicePoint},
    schedule::Whereabouts,
};

use crate::{
    scene::{Scene, moved, tomorrow},
    support::{Fixture, NOW, TIANHE, WUHAN, hours_later},
};

/// 11.1 km north of the middle of Wuhan.
const NORTH: Position = Position { lat: 30.68, lon: 114.27 };
/// 19.1 km east of it, across the edge of a cell.
const EAST: Position = Position { lat: 30.58, lon: 114.47 };

fn ids(points: &[ServicePoint]) -> Vec<PointId> {
    points.iter().map(|point| point.id).collect()
}

contract! {
    async fn a_point_is_kept_as_it_was_saved(store: &Fixture) {
        let mut new = store.point_to_save(WUHAN, 2);
        new.phone = Some("+86 27".to_owned());
        new.name = Localized::one(Lang::En, "Hankou".to_owned()).with(Lang::ZhCn, "汉口".to_owned());
        let (id, slug, bays) = (new.id, new.slug.clone(), new.bays.clone());
        assert_eq!(store.save_point(new).await.expect("stored"), id);

        let point = store.point(id).await.expect("read").expect("there");
        assert_eq!((point.id, &point.slug, point.active), (id, &slug, true));
        assert_eq!((point.name.text(Lang::En), point.name.text(Lang::ZhCn)), ("Hankou", "汉口"));
        assert_eq!((point.position, point.zone.as_str()), (WUHAN, "Asia/Shanghai"));
        assert_eq!((point.opening_hours.as_str(), point.phone.as_deref()), ("Mo-Su 09:00-18:00", Some("+86 27")));
        assert_eq!(point.rating.count(), 0);
        assert_eq!(store.point_by_slug(&slug).await.expect("read").map(|found| found.id), Some(id));
        let kept = store.bays(id).await.expect("read");
        assert_eq!(kept.iter().map(|bay| (bay.id, bay.label.clone())).collect::<Vec<_>>(), bays);
        assert!(kept.iter().all(|bay| bay.active && bay.point == id));
        let bare = store.new_point(0).await;
        let counts = store.bay_counts(&[id, bare]).await.expect("read");
        assert_eq!((counts.get(&id), counts.get(&bare)), (Some(&2), None));

        assert!(store.point_by_slug("nowhere").await.expect("read").is_none());
        assert!(store.point(PointId::mint(NOW, &*store.random)).await.expect("read").is_none());
    }

    async fn a_desk_is_somebody_who_can_sign_in(store: &Fixture) {
        let (staffed, bare) = (store.new_point(1).await, store.new_point(1).await);
        let (desk, colleague) = (store.new_account("Desk").await, store.new_account("Colleague").await);
        for account in [desk, colleague] {
            store.add_staff(account, staffed).await.expect("stored");
        }
        let with_desk = async |points: &[PointId]| store.with_desk(points).await.expect("read");
        assert_eq!(with_desk(&[staffed, bare]).await, HashSet::from([staffed]));
        assert!(with_desk(&[bare]).await.is_empty() && with_desk(&[]).await.is_empty());
        store.deactivate_account(desk, NOW).await.expect("stored");
        assert_eq!(with_desk(&[staffed]).await.len(), 1, "a colleague is still there");
        store.deactivate_account(colleague, NOW).await.expect("stored");
        assert!(with_desk(&[staffed]).await.is_empty());
    }

    async fn saving_a_known_slug_updates_and_keeps_bays(store: &Fixture) {
        let first = store.point_to_save(WUHAN, 2);
        let (slug, bays) = (first.slug.clone(), first.bays.clone());
        let id = store.save_point(first).await.expect("stored");
        let mut second = store.point_to_save(NORTH, 0);
        second.slug = slug;
        second.bays = vec![(BayId::mint(NOW, &*store.random), "Window seat".to_owned())];
        assert_eq!(store.save_point(second).await.expect("stored"), id);

        assert_eq!(store.point(id).await.expect("read").expect("there").position, NORTH);
        let kept = store.bays(id).await.expect("read");
        let kept: Vec<_> = kept.iter().map(|bay| (bay.id, bay.label.as_str())).collect();
        assert_eq!(kept, [(bays[0].0, "Window seat"), (bays[1].0, "2")]);
        assert_eq!(store.all_points().await.expect("read").len(), 1);
        let near = store.points_near(Some(NORTH), 1.0, 9).await.expect("read");
        assert_eq!(ids(&near), [id], "moved on the map, too");
    }

    async fn near_points_come_nearest_first(store: &Fixture) {
        let east = store.new_point_in(EAST, 0).await;
        let here = store.new_point(0).await;
        let north = store.new_point_in(NORTH, 0).await;
        store.new_point_in(TIANHE, 0).await;
        let near = |km, limit| store.points_near(Some(WUHAN), km, limit);
        assert_eq!(ids(&near(50.0, 9).await.expect("read")), [here, north, east]);
        assert_eq!(ids(&near(12.0, 9).await.expect("read")), [here, north]);
        assert_eq!(ids(&near(11.0, 9).await.expect("read")), [here]);
        assert_eq!(ids(&near(50.0, 2).await.expect("read")), [here, north]);
    }

    async fn a_point_across_the_date_line_is_near(store: &Fixture) {
        let west = Position { lat: -16.8, lon: 179.95 };
        let east = Position { lat: -16.8, lon: -179.95 };
        let point = store.new_point_in(east, 0).await;
        assert_eq!(ids(&store.points_near(Some(west), 20.0, 9).await.expect("read")), [point]);
    }

    async fn without_a_place_points_come_by_name(store: &Fixture) {
        let mut points = Vec::new();
        for name in ["B", "A", "C"] {
            let mut point = store.point_to_save(TIANHE, 0);
            point.name = Localized::one(Lang::En, name.to_owned());
            points.push(store.save_point(point).await.expect("stored"));
        }
        let by_name = store.points_near(None, 0.0, 2).await.expect("read");
        assert_eq!(ids(&by_name), [points[1], points[0]]);
    }

    async fn an_inactive_point_is_the_operators_only(store: &Fixture) {
        let point = store.new_point(1).await;
        let engineer = store.new_engineer_at(point).await;
        store.set_point_active(point, false).await.expect("saved");
        assert!(store.points_near(Some(WUHAN), 50.0, 9).await.expect("read").is_empty());
        assert!(store.points_near(None, 0.0, 9).await.expect("read").is_empty());
        assert!(store.points_of(engineer).await.expect("read").is_empty());
        let all = store.all_points().await.expect("read");
        assert_eq!((ids(&all), all[0].active), (vec![point], false));
        assert!(!store.point(point).await.expect("read").expect("there").active);

        store.set_point_active(point, true).await.expect("saved");
        assert_eq!(ids(&store.points_of(engineer).await.expect("read")), [point]);
    }

    async fn an_engineer_works_where_her_windows_are(store: &Fixture) {
        let (here, elsewhere) = (store.new_point(1).await, store.new_point(1).await);
        let engineer = store.new_engineer_at(here).await;
        assert_eq!(ids(&store.points_of(engineer).await.expect("read")), [here]);
        let at = store.engineers_at(here).await.expect("read");
        assert_eq!(at.iter().map(|engineer| engineer.id).collect::<Vec<_>>(), [engineer]);
        assert!(store.engineers_at(elsewhere).await.expect("read").is_empty());
        let other = store.new_engineer_at(elsewhere).await;
        let mut each = store.points_of_each(&[engineer, other]).await.expect("read");
        each.sort_by_key(|(who, point)| (*who != engineer, point.id));
        assert_eq!(each.iter().map(|(who, point)| (*who, point.id)).collect::<Vec<_>>(), [(engineer, here), (other, elsewhere)]);
        assert!(store.points_of_each(&[]).await.expect("read").is_empty());
        store.show_engineer(engineer, false).await;
        assert!(store.engineers_at(here).await.expect("read").is_empty());
        store.show_engineer(engineer, true).await;
        store.work_every_day(engineer, Whereabouts::Road).await;
        assert!(store.points_of(engineer).await.expect("read").is_empty());
        assert!(store.engineers_at(here).await.expect("read").is_empty());
        assert!(store.points_of_each(&[engineer]).await.expect("read").is_empty());
    }

    async fn a_bay_is_removed_when_nobody_is_expected_in_it(store: &Fixture) {
        let scene = Scene::new(store).await;
        let [first, second] = scene.bays[..] else { panic!("two bays") };
        let leg = scene.request(store, Mode::Visit, tomorrow(10, 0)).await;
        assert_eq!(leg.bay.as_ref().map(|bay| bay.0), Some(first));
        let remove = async |bay, now| store.remove_bay(scene.point, bay, now).await.expect("answered");
        let active = async || {
            let bays = store.bays(scene.point).await.expect("read");
            bays.into_iter().map(|bay| bay.active).collect::<Vec<_>>()
        };
        assert_eq!(remove(first, NOW).await, Err(BayInUse));
        assert_eq!(active().await, [true, true], "nothing has changed");
        let elsewhere = store.new_point(1).await;
        store.remove_bay(elsewhere, second, NOW).await.expect("answered").expect("not of that point");
        assert_eq!(active().await, [true, true]);

        assert_eq!(remove(second, NOW).await, Ok(()));
        assert_eq!(active().await, [true, false], "past appointments name it");
        let counts = store.bay_counts(&[scene.point]).await.expect("read");
        assert_eq!(counts, [(scene.point, 1)].into());
        assert!(store.bay_counts(&[]).await.expect("read").is_empty());
        // Nobody is put there any more.
        let colleague = store.new_engineer("Li Na").await;
        let colleague = Scene { engineer: colleague, bays: scene.bays.clone(), ..scene };
        let (_, held) = colleague.try_hold(store, Mode::Visit, tomorrow(10, 0)).await;
        assert_eq!(held, Err(TimeTaken));

        // What is over, given up or run out stands in nobody's way.
        moved(store, leg.id, Move::Cancel { reason: None }, scene.customer(), NOW).await;
        scene.hold(store, Mode::Visit, tomorrow(10, 0)).await;
        assert_eq!(remove(first, NOW).await, Err(BayInUse), "somebody is just booking");
        assert_eq!(remove(first, hours_later(1)).await, Ok(()));
    }

    async fn nobody_is_left_in_a_bay_that_goes(store: &Fixture) {
        let mut scene = Scene::new(store).await;
        for _ in 0..8 {
            scene.point = store.new_point(1).await;
            scene.bays = store.bay_ids(scene.point).await;
            scene.engineer = store.new_engineer("Li Na").await;
            let draft = scene.draft(store, Mode::Visit);
            store.open_draft(&draft).await.expect("stored");
            let request = scene.hold_request(draft.id, tomorrow(10, 0), NOW);
            let (booking, removing) = (store.shared(), store.shared());
            let (point, bay) = (scene.point, scene.bays[0]);
            let held = tokio::spawn(async move { booking.hold(request).await.expect("answered").is_ok() });
            let removed =
                tokio::spawn(async move { removing.remove_bay(point, bay, NOW).await.expect("answered").is_ok() });
            let (held, removed) = (held.await.expect("ended"), removed.await.expect("ended"));
            assert!(held != removed, "one of the two happened first");
        }
    }
}
