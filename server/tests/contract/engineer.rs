//! Engineers: profiles, and what of them is derived. Finding them is in `search.rs`.

use handpick::{
    engineer::{Engineer, Mode, Modes, NewEngineer, Portrait, ProfileEdit},
    geo::Position,
    id::{EngineerId, PhotoId},
    lang::{Lang, Localized},
    tag::{self, TagKind},
};

use crate::support::{Fixture, NOW, TIANHE, WUHAN, hours_later, profile};

fn namesake(store: &Fixture) -> NewEngineer {
    NewEngineer {
        id: EngineerId::mint(NOW, &*store.random),
        account: None,
        slug: "li-na".to_owned(),
        name: Localized::one(Lang::En, "Li Na".to_owned()),
        place: 1,
        position: WUHAN,
        zone: "Asia/Shanghai".to_owned(),
        portrait: Portrait::Drawn("f001".to_owned()),
        now: NOW,
    }
}

fn tags(engineer: &Engineer) -> Vec<(TagKind, &str, u32)> {
    engineer.tags.iter().map(|tag| (tag.kind, tag.key, tag.count)).collect()
}

async fn read(store: &Fixture, id: EngineerId) -> Engineer {
    store.engineer(id).await.expect("read").expect("there")
}

contract! {
    async fn namesakes_are_numbered(store: &Fixture) {
        let mut slugs = Vec::new();
        for _ in 0..4 {
            slugs.push(store.create_engineer(namesake(store)).await.expect("stored"));
        }
        assert_eq!(slugs, ["li-na", "li-na-2", "li-na-3", "li-na-4"]);
        let other = NewEngineer { slug: "li".to_owned(), ..namesake(store) };
        assert_eq!(store.create_engineer(other).await.expect("stored"), "li");
        for slug in slugs {
            let engineer = store.engineer_by_slug(&slug).await.expect("read").expect("there");
            assert_eq!(engineer.slug, slug);
        }
        assert!(store.engineer_by_slug("li-na-5").await.expect("read").is_none());
    }

    async fn a_new_engineer_is_active_and_unrated(store: &Fixture) {
        let account = store.new_account("Li Na").await;
        let new = NewEngineer { account: Some(account), ..namesake(store) };
        let id = new.id;
        store.create_engineer(new).await.expect("stored");
        let engineer = read(store, id).await;
        assert_eq!((engineer.active, engineer.account, engineer.rating.count()), (true, Some(account), 0));
        assert_eq!((engineer.position, engineer.zone.as_str(), engineer.place), (WUHAN, "Asia/Shanghai", 1));
        assert_eq!((engineer.modes, engineer.served, engineer.created_at), (Modes::default(), 0, NOW));
        assert_eq!((engineer.next_visit, engineer.next_home), (None, None));
        assert_eq!(engineer.portrait, Portrait::Drawn("f001".to_owned()));
        // One account, one profile.
        let second = NewEngineer { account: Some(account), slug: "twin".to_owned(), ..namesake(store) };
        assert!(store.create_engineer(second).await.is_err());
        assert!(store.engineer(EngineerId::mint(NOW, &*store.random)).await.expect("read").is_none());
    }

    async fn engineers_come_in_the_order_asked(store: &Fixture) {
        let (a, b, c) =
            (store.new_engineer("A").await, store.new_engineer("B").await, store.new_engineer("C").await);
        let unknown = EngineerId::mint(NOW, &*store.random);
        let found = store.engineers(&[c, unknown, a, b]).await.expect("read");
        assert_eq!(found.iter().map(|engineer| engineer.id).collect::<Vec<_>>(), [c, a, b]);
        assert!(store.engineers(&[]).await.expect("read").is_empty());
    }

    async fn a_profile_is_kept_as_it_was_saved(store: &Fixture) {
        let id = store.new_engineer("Li Na").await;
        let edit = ProfileEdit {
            place: 7,
            position: TIANHE,
            modes: Modes::of([Mode::Online, Mode::Home]),
            areas: vec![store.area(TIANHE, 12.5)],
            languages: vec!["yue", "zh"],
            ..profile("Li Na Chen", Mode::Home)
        };
        store.save_profile(id, &edit, hours_later(1)).await.expect("saved");
        let engineer = read(store, id).await;
        assert_eq!((&engineer.name, &engineer.words), (&edit.name, &edit.words));
        assert_eq!((engineer.years, engineer.place, engineer.position), (7, 7, TIANHE));
        assert_eq!(engineer.modes, edit.modes);
        assert_eq!(
            tags(&engineer),
            [
                (TagKind::Product, "laptop", 0),
                (TagKind::Need, "screen", 0),
                (TagKind::Language, "yue", 0),
                (TagKind::Language, "zh", 0),
            ]
        );
        assert_eq!(store.areas(id).await.expect("read"), edit.areas);
        let bits = tag::bits(engineer.tags.iter().map(|tag| (tag.kind, tag.key)));
        assert_eq!(store.number("SELECT tag_bits FROM engineer_reach").await, bits);
        store.assert_search_sound().await;
        let due = store.number("SELECT refresh_at FROM engineers").await;
        assert_eq!(due, hours_later(1).as_millisecond(), "the summary is due");
    }

    async fn tags_that_stay_keep_their_counts(store: &Fixture) {
        let id = store.new_engineer("Li Na").await;
        let mut edit = profile("Li Na", Mode::Home);
        edit.needs = vec!["screen", "battery"];
        store.save_profile(id, &edit, NOW).await.expect("saved");
        store.execute("UPDATE engineer_tags SET count = 5 WHERE kind = 'need'").await;
        store
            .execute(&format!("INSERT INTO engineer_tags (engineer_id, kind, key, count) VALUES ('{id}', 'praise', 'patient', 3)"))
            .await;
        edit.needs = vec!["water", "screen"];
        edit.languages = Vec::new();
        store.save_profile(id, &edit, NOW).await.expect("saved");
        assert_eq!(
            tags(&read(store, id).await),
            [
                (TagKind::Product, "laptop", 0),
                (TagKind::Need, "screen", 5),
                (TagKind::Need, "water", 0),
                (TagKind::Praise, "patient", 3),
            ]
        );
    }

    async fn a_profile_of_one_leaves_the_others_alone(store: &Fixture) {
        let (li, chen) = (store.new_engineer("Li").await, store.new_engineer("Chen").await);
        let edit = ProfileEdit { areas: vec![store.area(WUHAN, 5.0)], ..profile("Li", Mode::Home) };
        store.save_profile(li, &edit, NOW).await.expect("saved");
        let bare = ProfileEdit { products: Vec::new(), ..profile("Chen", Mode::Home) };
        store.save_profile(chen, &bare, NOW).await.expect("saved");
        assert_eq!(store.areas(li).await.expect("read").len(), 1);
        assert_eq!(tags(&read(store, li).await).len(), 3);
        assert_eq!(read(store, li).await.name.text(Lang::En), "Li");
    }

    async fn an_area_does_not_tell_where_somebody_lives(store: &Fixture) {
        let id = store.new_engineer("Li Na").await;
        let home = Position { lat: 30.581_234, lon: 114.274_999 };
        let edit = ProfileEdit { areas: vec![store.area(home, 5.0)], ..profile("Li Na", Mode::Home) };
        store.save_profile(id, &edit, NOW).await.expect("saved");
        let known = Position { lat: 30.58, lon: 114.27 };
        assert_eq!(store.areas(id).await.expect("read")[0].centre, known);
        assert_eq!(store.number("SELECT COUNT(*) FROM engineer_reach WHERE lat = 30.58 AND lon = 114.27").await, 1);
    }

    async fn what_was_exact_before_was_rounded(store: &Fixture) {
        let id = store.new_engineer("Li Na").await;
        // On both sides of the edges of cells, in all quarters of the earth.
        let places = [(30.4951, 114.2749), (-33.5049, 151.0), (40.995, -74.0051), (-0.004, -179.999), (89.999, 179.999)];
        let areas = places.map(|(lat, lon)| store.area(Position { lat, lon }, 5.0));
        let edit = ProfileEdit { areas: areas.to_vec(), ..profile("Li Na", Mode::Home) };
        store.save_profile(id, &edit, NOW).await.expect("saved");
        for table in ["engineer_areas WHERE id", "engineer_reach WHERE source_id"] {
            let (table, key) = table.split_once(" WHERE ").expect("a key");
            for area in &areas {
                let Position { lat, lon } = area.centre;
                let sql = format!("UPDATE {table} SET lat = {lat}, lon = {lon} WHERE {key} = '{}'", area.id);
                store.execute(&sql).await;
            }
        }
        store.execute("UPDATE engineer_reach SET cell = 0").await;
        for statement in include_str!("../../../migrations/sqlite/0020_coarse_areas.sql").split(";\n") {
            store.execute(statement).await;
        }
        let kept = store.areas(id).await.expect("read");
        assert!(kept.iter().all(|area| area.centre == area.centre.coarse()), "{kept:?}");
        for area in areas {
            let sql = format!("SELECT cell FROM engineer_reach WHERE source_id = '{}'", area.id);
            assert_eq!(store.number(&sql).await, area.centre.coarse().cell(), "{area:?}");
        }
    }

    async fn saving_an_unknown_profile_fails_and_leaves_nothing(store: &Fixture) {
        let nobody = EngineerId::mint(NOW, &*store.random);
        assert!(store.save_profile(nobody, &profile("Nobody", Mode::Home), NOW).await.is_err());
        assert_eq!(store.number("SELECT COUNT(*) FROM engineer_tags").await, 0);
    }

    async fn a_portrait_can_be_a_photo(store: &Fixture) {
        let id = store.new_engineer("Li Na").await;
        let photo = Portrait::Photo(PhotoId::mint(NOW, &*store.random));
        store.set_portrait(id, &photo).await.expect("saved");
        assert_eq!(read(store, id).await.portrait, photo);
    }

    async fn slugs_of_active_engineers_come_in_pages(store: &Fixture) {
        for name in ["Dora", "Anna", "Cleo", "Bela"] {
            store.new_engineer(name).await;
        }
        let bela = store.engineer_by_slug("bela").await.expect("read").expect("there").id;
        store.show_engineer(bela, false).await;
        assert_eq!(store.slugs("", 2).await.expect("read"), ["anna", "cleo"]);
        assert_eq!(store.slugs("cleo", 2).await.expect("read"), ["dora"]);
        assert_eq!(store.slug_after("anna", 1).await.expect("read").as_deref(), Some("cleo"));
        assert_eq!(store.slug_after("anna", 2).await.expect("read").as_deref(), Some("dora"));
        assert_eq!(store.slug_after("anna", 3).await.expect("read"), None);
        store.show_engineer(bela, true).await;
        assert_eq!(store.slugs("anna", 1).await.expect("read"), ["bela"]);
    }
}
