//! The numbers beside filters.

use handpick::{
    engineer::{Mode, Modes, ProfileEdit, Search},
    schedule::Whereabouts,
    search::name_parts,
};
use jiff::civil::date;

use super::{everybody, free, named, total, within};
use crate::support::{Fixture, NOW, WUHAN, profile};

/// How many fit, as the crowd says and as search does.
async fn both(store: &Fixture, search: &Search) -> (usize, u64) {
    let crowd = store.crowd(search).await.expect("read");
    assert!(!crowd.more);
    (crowd.fitting(search), total(store, search).await)
}

contract! {
    async fn every_filter_leaves_as_many_as_it_says(store: &Fixture) {
        let point = store.new_point(1).await;
        let both_ways = ProfileEdit {
            modes: Modes::of([Mode::Visit, Mode::Home]),
            areas: vec![store.area(WUHAN, 20.0), store.area(WUHAN, 30.0)],
            ..profile("Ada Both", Mode::Visit)
        };
        let ada = named(store, "Ada Both", both_ways).await;
        store.work_every_day(ada, Whereabouts::At(point)).await;
        store.new_engineer_on_the_road(WUHAN).await;
        let phone = ProfileEdit { products: vec!["phone"], ..profile("Bo Phone", Mode::Visit) };
        let bo = named(store, "Bo Phone", phone).await;
        store.work_every_day(bo, Whereabouts::At(point)).await;
        let day = date(2026, 11, 25);
        free(store, ada, None, Some((NOW, day))).await;
        free(store, bo, Some((NOW, day)), None).await;
        for near in [None, within(50.0)] {
            for mode in [None, Some(Mode::Visit), Some(Mode::Home)] {
                for product in [None, Some("phone"), Some("laptop")] {
                    for free_on in [None, Some(day)] {
                        for name in ["", "ada", "bo phone", "nobody"] {
                            let named = name_parts(name);
                            let search = Search { near, mode, product, free_on, named, ..everybody() };
                            let (told, found) = both(store, &search).await;
                            assert_eq!(told as u64, found, "{search:?}");
                        }
                    }
                }
            }
        }
        assert_eq!(store.crowd(&everybody()).await.expect("read").people.len(), 3);
    }
    async fn what_is_not_read_to_its_end_is_told(store: &Fixture) {
        let point = store.new_point(1).await;
        let id = store.new_engineer_at(point).await;
        store.new_engineer_at(point).await;
        let reach = format!(
            "INSERT INTO engineer_reach (engineer_id, mode, lat, lon, cell, radius_km, source_id)
             WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 1001)
             SELECT '{id}', 'visit', {}, {}, {}, 0.0, CAST(n AS TEXT) FROM n",
            WUHAN.lat,
            WUHAN.lon,
            WUHAN.cell()
        );
        store.execute(&reach).await;
        let near = Search { near: within(50.0), ..everybody() };
        assert!(store.crowd(&near).await.expect("read").more, "one has a thousand places, others may follow");
    }
}
