//! Each part of a search narrows rightly.

use handpick::{
    engineer::{FREE_DAYS_HORIZON, Mode, Modes, Near, ProfileEdit, Search},
    review::Rating,
};
use jiff::civil::date;

use crate::support::{Fixture, NOW, TIANHE, WUHAN, hours_later, profile};

use super::{everybody, find, find_set, free, named, rate, set, within};

contract! {
    async fn whose_account_is_closed_is_not_found(store: &Fixture) {
        let here = store.new_engineer_on_the_road(WUHAN).await;
        let gone = store.new_engineer_on_the_road(WUHAN).await;
        let account = store.new_account("Gone").await;
        store.execute(&format!("UPDATE engineers SET account_id = '{account}' WHERE id = '{gone}'")).await;
        let near = || Search { near: within(50.0), ..everybody() };
        store.deactivate_account(account, NOW).await.expect("closed");
        store.assert_search_sound().await;
        assert_eq!(find(store, everybody()).await, [here]);
        assert_eq!(find(store, near()).await, [here]);
        store.reactivate_account(account).await.expect("opened");
        assert_eq!(find_set(store, everybody()).await, set([here, gone]));
        assert_eq!(find_set(store, near()).await, set([here, gone]));
    }

    async fn each_tag_narrows(store: &Fixture) {
        let base = || profile("A", Mode::Home);
        let phone = named(store, "A", ProfileEdit { products: vec!["phone"], ..base() }).await;
        let water = named(store, "B", ProfileEdit { needs: vec!["screen", "water"], ..base() }).await;
        let yue = named(store, "C", ProfileEdit { languages: vec!["yue"], ..base() }).await;
        let all = set([phone, water, yue]);
        assert_eq!(find_set(store, everybody()).await, all);
        assert_eq!(find(store, Search { product: Some("phone"), ..everybody() }).await, [phone]);
        assert_eq!(find_set(store, Search { product: Some("laptop"), ..everybody() }).await, set([water, yue]));
        assert_eq!(find(store, Search { need: Some("water"), ..everybody() }).await, [water]);
        assert_eq!(find_set(store, Search { need: Some("screen"), ..everybody() }).await, all);
        assert_eq!(find(store, Search { language: Some("yue"), ..everybody() }).await, [yue]);
        let none = Search { product: Some("phone"), language: Some("yue"), ..everybody() };
        assert!(find(store, none).await.is_empty());
    }

    async fn the_mode_narrows(store: &Fixture) {
        let both = ProfileEdit { modes: Modes::of([Mode::Online, Mode::Home]), ..profile("A", Mode::Home) };
        let both = named(store, "A", both).await;
        let home = named(store, "B", profile("B", Mode::Home)).await;
        let of = |mode| Search { mode: Some(mode), ..everybody() };
        assert_eq!(find(store, of(Mode::Online)).await, [both]);
        assert_eq!(find_set(store, of(Mode::Home)).await, set([both, home]));
        assert!(find(store, of(Mode::Visit)).await.is_empty());
        // Online, no place is too far.
        let far = Search { near: Some(Near { centre: TIANHE, radius_km: 5.0 }), ..of(Mode::Online) };
        assert_eq!(find(store, far).await, [both]);
    }

    async fn the_least_rating_narrows(store: &Fixture) {
        let (fair, good) = (store.new_engineer("Fair").await, store.new_engineer("Good").await);
        store.new_engineer("New").await;
        rate(store, fair, Rating([0, 0, 2, 0, 0])).await;
        rate(store, good, Rating([0, 0, 0, 1, 1])).await;
        let least = |stars| Search { min_rating: Some(stars), ..everybody() };
        assert_eq!(find_set(store, least(3.0)).await, set([fair, good]));
        assert_eq!(find(store, least(4.5)).await, [good]);
        assert!(find(store, least(4.6)).await.is_empty());
    }

    async fn the_free_day_narrows_by_mode(store: &Fixture) {
        let modes = Modes::of([Mode::Visit, Mode::Home]);
        let edit = || ProfileEdit { modes, ..profile("A", Mode::Home) };
        let (visit, home) = (named(store, "A", edit()).await, named(store, "B", edit()).await);
        named(store, "C", edit()).await;
        let (monday, tuesday) = (date(2026, 11, 23), date(2026, 11, 24));
        free(store, visit, Some((hours_later(1), monday)), Some((hours_later(30), tuesday))).await;
        free(store, home, None, Some((hours_later(2), monday))).await;
        let on = |day, mode| Search { free_on: Some(day), mode, ..everybody() };
        assert_eq!(find_set(store, on(monday, None)).await, set([visit, home]));
        assert_eq!(find(store, on(monday, Some(Mode::Visit))).await, [visit]);
        assert_eq!(find(store, on(monday, Some(Mode::Home))).await, [home]);
        assert_eq!(find(store, on(tuesday, None)).await, [visit]);
        assert!(find(store, on(tuesday, Some(Mode::Visit))).await.is_empty());
        let horizon = monday.saturating_add(jiff::Span::new().days(FREE_DAYS_HORIZON));
        assert!(find(store, on(horizon, None)).await.is_empty());
    }
}
