//! Who can be had where.

use handpick::{
    engineer::{Mode, Modes, Near, ProfileEdit, Search, Sort},
    geo::Position,
    schedule::Whereabouts,
};

use crate::support::{Fixture, NOW, TIANHE, WUHAN, profile};

use super::{EAST, NORTH, everybody, find, named, within};

contract! {
    async fn home_calls_reach_as_far_as_the_engineer_goes(store: &Fixture) {
        let wide = ProfileEdit { areas: vec![store.area(EAST, 20.0)], ..profile("A", Mode::Home) };
        let wide = named(store, "A", wide).await;
        let narrow = ProfileEdit { areas: vec![store.area(EAST, 19.0)], ..profile("B", Mode::Home) };
        named(store, "B", narrow).await;
        // How far the customer would travel does not matter: she comes.
        for radius in [1.0, 50.0] {
            let near = Search { near: within(radius), mode: Some(Mode::Home), ..everybody() };
            assert_eq!(find(store, near).await, [wide]);
        }
        assert!(find(store, Search { near: within(50.0), mode: Some(Mode::Visit), ..everybody() }).await.is_empty());
    }

    async fn the_nearest_of_several_areas_counts(store: &Fixture) {
        let areas = vec![store.area(EAST, 40.0), store.area(NORTH, 40.0), store.area(TIANHE, 40.0)];
        named(store, "A", ProfileEdit { areas, ..profile("A", Mode::Home) }).await;
        let found = store.search(&Search { near: within(50.0), ..everybody() }).await.expect("found");
        let [(_, distance)] = found.engineers.try_into().expect("once, not once per area");
        let exact = WUHAN.distance_km(NORTH);
        assert!((distance.expect("known") - exact).abs() < exact / 100.0, "{distance:?}");
    }

    async fn the_way_is_that_to_the_point_where_there_is_one(store: &Fixture) {
        let both = ProfileEdit {
            modes: Modes::of([Mode::Visit, Mode::Home]),
            areas: vec![store.area(WUHAN, 20.0)],
            ..profile("Both", Mode::Visit)
        };
        let id = named(store, "Both", both).await;
        let point = store.new_point_in(EAST, 1).await;
        store.work_every_day(id, Whereabouts::At(point)).await;
        for sort in Sort::ALL {
            for (mode, expected) in [(None, 19.1), (Some(Mode::Visit), 19.1), (Some(Mode::Home), 0.0)] {
                let search = Search { near: within(50.0), mode, sort, ..everybody() };
                let found = store.search(&search).await.expect("found").engineers;
                let km = found[0].1.expect("a distance");
                assert!((km - expected).abs() < 0.1, "{mode:?} {sort:?}: {km}");
            }
        }
    }

    async fn visits_reach_as_far_as_the_customer_travels(store: &Fixture) {
        let (north, east) = (store.new_point_in(NORTH, 1).await, store.new_point_in(EAST, 1).await);
        let far = store.new_point_in(TIANHE, 1).await;
        let (near, wide) = (store.new_engineer_at(north).await, store.new_engineer_at(east).await);
        store.new_engineer_at(far).await;
        let visit = |km| Search { near: within(km), mode: Some(Mode::Visit), sort: Sort::Distance, ..everybody() };
        assert_eq!(find(store, visit(50.0)).await, [near, wide]);
        assert_eq!(find(store, visit(12.0)).await, [near]);
        assert!(find(store, visit(11.0)).await.is_empty());
        assert!(find(store, Search { mode: Some(Mode::Home), ..visit(50.0) }).await.is_empty());
        assert_eq!(find(store, Search { mode: None, ..visit(50.0) }).await, [near, wide]);
        let found = store.search(&visit(50.0)).await.expect("found");
        let km = found.engineers[1].1.expect("known");
        let exact = WUHAN.distance_km(EAST);
        assert!((km - exact).abs() < exact / 100.0, "{km} instead of {exact}");
    }

    async fn the_date_line_is_no_wall(store: &Fixture) {
        let west = Position { lat: -16.8, lon: 179.95 };
        let east = Position { lat: -16.8, lon: -179.95 };
        let point = store.new_point_in(east, 1).await;
        let engineer = store.new_engineer_at(point).await;
        let near = Some(Near { centre: west, radius_km: 20.0 });
        let found = store.search(&Search { near, ..everybody() }).await.expect("found");
        let [(found, km)] = found.engineers.try_into().expect("one");
        assert_eq!(found.id, engineer);
        assert!((10.0..11.0).contains(&km.expect("known")), "{km:?}");
    }

    async fn reach_follows_points_windows_and_modes(store: &Fixture) {
        let point = store.new_point_in(NORTH, 1).await;
        let engineer = store.new_engineer_at(point).await;
        let near = || Search { near: within(50.0), ..everybody() };
        assert_eq!(find(store, near()).await, [engineer]);

        store.set_point_active(point, false).await.expect("saved");
        assert!(find(store, near()).await.is_empty(), "the point is closed");
        store.set_point_active(point, true).await.expect("saved");
        assert_eq!(find(store, near()).await, [engineer]);

        let mut moved = store.point_to_save(TIANHE, 1);
        moved.slug = store.point(point).await.expect("read").expect("there").slug;
        store.save_point(moved).await.expect("saved");
        assert!(find(store, near()).await.is_empty(), "the point has moved");

        let edit = ProfileEdit { areas: vec![store.area(WUHAN, 5.0)], ..profile("Chen Wei", Mode::Visit) };
        store.save_profile(engineer, &edit, NOW).await.expect("saved");
        assert!(find(store, near()).await.is_empty(), "she takes no home calls");
        let edit = ProfileEdit { modes: Modes::of([Mode::Home]), ..edit };
        store.save_profile(engineer, &edit, NOW).await.expect("saved");
        assert_eq!(find(store, near()).await, [engineer]);
        let there = Some(Near { centre: TIANHE, radius_km: 5.0 });
        assert!(find(store, Search { near: there, ..everybody() }).await.is_empty(), "nor visits any more");

        let here = store.new_point_in(NORTH, 1).await;
        let edit = ProfileEdit { modes: Modes::of([Mode::Visit]), areas: Vec::new(), ..edit };
        store.save_profile(engineer, &edit, NOW).await.expect("saved");
        store.work_every_day(engineer, Whereabouts::At(here)).await;
        assert_eq!(find(store, near()).await, [engineer], "her windows have changed");
    }
}
