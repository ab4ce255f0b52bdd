//! Finding people and points by what they are called.

use handpick::{
    engineer::{Mode, Search},
    lang::{Lang, Localized},
    review::Rating,
    search::name_parts,
};

use super::{everybody, find, find_set, named, rate, set, within};
use crate::support::{Fixture, NOW, TIANHE, WUHAN, profile};

fn called(name: &str) -> Search {
    Search { named: name_parts(name), ..everybody() }
}

contract! {
    async fn people_are_found_by_the_words_of_their_names(store: &Fixture) {
        let li = named(store, "Li Na", profile("Li Na", Mode::Visit)).await;
        let mut edit = profile("Nadia Lin", Mode::Visit);
        edit.name = edit.name.with(Lang::ZhCn, "林娜佳".to_owned());
        let nadia = named(store, "Nadia Lin", edit).await;
        assert_eq!(find_set(store, called("na")).await, set([li, nadia]));
        assert_eq!(find(store, called("lin na")).await, [nadia]);
        assert_eq!(find(store, called("娜佳")).await, [nadia]);
        assert_eq!(find(store, called("林")).await, [nadia]);
        assert!(find(store, called("li nadia anna")).await.is_empty());
        assert!(find(store, Search { mode: Some(Mode::Home), ..called("na") }).await.is_empty());
        assert!(store.is_name(&name_parts("NADIA")).await.expect("read"));
        assert!(!store.is_name(&name_parts("adia")).await.expect("read"));
        assert!(!store.is_name(&[]).await.expect("read"));
    }

    async fn who_is_renamed_is_found_by_the_new_name_only(store: &Fixture) {
        let id = named(store, "Li Na", profile("Li Na", Mode::Visit)).await;
        store.save_profile(id, &profile("Wang Na", Mode::Visit), NOW).await.expect("saved");
        assert_eq!(find(store, called("wang")).await, [id]);
        assert!(!store.is_name(&name_parts("li")).await.expect("read"));
    }

    async fn a_name_and_a_place_narrow_together(store: &Fixture) {
        let here = store.new_point(1).await;
        let there = store.new_point_in(TIANHE, 1).await;
        let (near, far) = (store.new_engineer_at(here).await, store.new_engineer_at(there).await);
        assert_eq!(find_set(store, called("chen")).await, set([near, far]));
        assert_eq!(find(store, Search { near: within(50.0), ..called("chen") }).await, [near]);
        assert!(find(store, Search { near: within(50.0), ..called("li") }).await.is_empty());
    }

    async fn thousands_of_namesakes_elsewhere_hide_nobody(store: &Fixture) {
        let point = store.new_point(1).await;
        let here = store.new_engineer_at(point).await;
        let names = "INSERT INTO names (id, word, kind)
             WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 1001)
             SELECT '00' || n, 'chen', 'engineer' FROM n";
        store.execute(names).await;
        let near = Search { near: within(50.0), ..called("chen") };
        assert_eq!(store.crowd(&near).await.expect("read").people.len(), 1);
        assert_eq!(find(store, near).await, [here]);
    }

    async fn a_deactivated_engineer_has_no_name(store: &Fixture) {
        let (_, account) = store.new_engineer_with_account("Li Na").await;
        assert!(store.is_name(&name_parts("li")).await.expect("read"));
        store.deactivate_account(account, NOW).await.expect("closed");
        assert!(!store.is_name(&name_parts("li")).await.expect("read"));
    }

    async fn the_best_of_a_name_are_suggested(store: &Fixture) {
        let (first, _) = store.new_engineer_with_account("Chen Wei").await;
        let (best, _) = store.new_engineer_with_account("Chen Bo").await;
        let (gone, account) = store.new_engineer_with_account("Chen Li").await;
        rate(store, best, Rating([0, 0, 0, 0, 9])).await;
        rate(store, gone, Rating([0, 0, 0, 0, 99])).await;
        store.deactivate_account(account, NOW).await.expect("closed");
        let suggested = async |name: &str, limit| {
            let people = store.engineers_named(&name_parts(name), limit).await.expect("read");
            people.into_iter().map(|engineer| engineer.id).collect::<Vec<_>>()
        };
        assert_eq!(suggested("chen", 5).await, [best, first]);
        assert_eq!(suggested("chen", 1).await, [best]);
        assert_eq!(suggested("wei che", 5).await, [first]);
        assert!(suggested("", 5).await.is_empty());
    }

    async fn points_are_found_by_their_names(store: &Fixture) {
        let mut point = store.point_to_save(WUHAN, 1);
        point.name = Localized::one(Lang::ZhCn, "广州天河店".to_owned());
        let id = store.save_point(point.clone()).await.expect("stored");
        let found = async |name: &str| {
            let points = store.points_named(&name_parts(name), 5).await.expect("read");
            points.into_iter().map(|point| point.id).collect::<Vec<_>>()
        };
        assert_eq!(found("天河").await, [id]);
        point.name = Localized::one(Lang::En, "Tianhe".to_owned());
        store.save_point(point).await.expect("stored");
        assert_eq!((found("天河").await, found("tian").await), (vec![], vec![id]));
        store.set_point_active(id, false).await.expect("stored");
        assert!(found("tian").await.is_empty());
    }

    async fn closed_points_hide_no_open_ones(store: &Fixture) {
        let mut points = Vec::new();
        for _ in 0..7 {
            points.push(store.new_point(1).await);
        }
        points.sort_unstable();
        let open = points.pop().expect("seven");
        for closed in points {
            store.set_point_active(closed, false).await.expect("stored");
        }
        let found = store.points_named(&name_parts("point"), 2).await.expect("read");
        assert_eq!(found.iter().map(|point| point.id).collect::<Vec<_>>(), [open]);
    }

    async fn names_from_before_names_were_findable_are_read_once(store: &Fixture) {
        let id = named(store, "Li Na", profile("Li Na", Mode::Visit)).await;
        let point = store.new_point(1).await;
        store.execute("DELETE FROM names").await;
        let engineer = format!("INSERT INTO names (id, word, kind) VALUES ('{id}', '', 'engineer')");
        let point = format!("INSERT INTO names (id, word, kind) VALUES ('{point}', '', 'point')");
        store.execute(&engineer).await;
        store.execute(&point).await;
        assert_eq!(store.read_names(10).await.expect("read"), 2);
        assert_eq!(find(store, called("li na")).await, [id]);
        assert_eq!(store.points_named(&name_parts("point"), 5).await.expect("read").len(), 1);
        assert_eq!(store.read_names(10).await.expect("read"), 0);
    }
}
