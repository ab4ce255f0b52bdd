//! Importing an owner's people and points, on both engines.

#[macro_use]
mod support;

use std::{path::Path, sync::LazyLock};

use handpick::{
    engineer::{Mode, Portrait},
    lang::Lang,
    place::Gazetteer,
    schedule::{Lengths, Whereabouts, Window},
};
use handpick_server::{
    PLACES,
    http::Reencoder,
    import::{Importer, Loaded, Table},
};
use support::{Fixture, NOW};

static TOWNS: LazyLock<Gazetteer> = LazyLock::new(|| Gazetteer::parse(PLACES).expect("towns"));
const POINTS: &str = include_str!("../data/examples/points.csv");
const ENGINEERS: &str = include_str!("../data/examples/engineers.csv");

contract! {
    async fn the_examples_load_and_a_second_run_updates_what_has_changed(store: &Fixture) {
        let [points, engineers] = import(store, [POINTS, ENGINEERS]).await;
        assert_eq!(points, loaded(6, 0));
        assert_eq!(engineers, loaded(12, 0));
        let accounts = store.number("SELECT COUNT(*) FROM accounts").await;
        let bays = store.number("SELECT COUNT(*) FROM bays").await;

        let moved = POINTS.replace("武汉市洪山区学府路18号", "武汉市洪山区学府路20号");
        let [points, engineers] = import(store, [&moved, &ENGINEERS.replace("九年", "十年")]).await;
        assert_eq!(points, Loaded { unchanged: 5, ..loaded(0, 1) });
        assert_eq!(engineers, Loaded { unchanged: 11, ..loaded(0, 1) });
        assert_eq!(store.number("SELECT COUNT(*) FROM accounts").await, accounts);
        assert_eq!(store.number("SELECT COUNT(*) FROM bays").await, bays);
        let point = store.point_by_slug("wuhan-hongshan").await.expect("read").expect("loaded");
        assert_eq!(point.address, "武汉市洪山区学府路20号");
        let engineer = store.engineer_by_slug("chen-meiling").await.expect("read").expect("loaded");
        assert_eq!(engineer.words.get(Lang::ZhCn).expect("words").headline, "笔记本屏幕与主板 · 十年");
    }

    async fn an_import_that_was_cut_short_goes_on(store: &Fixture) {
        let first: String = ENGINEERS.lines().take(6).map(|line| format!("{line}\n")).collect();
        let [_, engineers] = import(store, [POINTS, &first]).await;
        assert_eq!(engineers, loaded(5, 0));
        store.execute("UPDATE engineers SET years = 30 WHERE slug = 'chen-meiling'").await;
        let [points, engineers] = import(store, [POINTS, ENGINEERS]).await;
        assert_eq!(points, Loaded { unchanged: 6, ..loaded(0, 0) });
        assert_eq!(engineers, Loaded { unchanged: 5, ..loaded(7, 0) });
        let years = store.number("SELECT years FROM engineers WHERE slug = 'chen-meiling'").await;
        assert_eq!(years, 30, "what has changed since is kept");
        // Where her point is decides where she is.
        let [_, engineers] = import(store, [&POINTS.replace("30.5045", "30.5145"), ENGINEERS]).await;
        assert!(engineers.updated > 0, "{engineers:?}");
    }

    async fn a_row_becomes_a_whole_engineer(store: &Fixture) {
        import(store, [POINTS, ENGINEERS]).await;
        let engineer = store.engineer_by_slug("chen-meiling").await.expect("read").expect("loaded");
        assert_eq!(engineer.name.text(Lang::ZhCn), "陈美玲");
        assert_eq!(engineer.name.text(Lang::En), "Meiling Chen");
        assert_eq!((engineer.years, engineer.zone.as_str(), engineer.place), (9, "Asia/Shanghai", 1_791_247));
        assert_eq!(engineer.portrait, Portrait::Drawn("f001".to_owned()));
        let mut tags: Vec<_> = engineer.tags.iter().map(|tag| tag.key).collect();
        tags.sort_unstable();
        assert_eq!(tags, ["cmn-wuhan", "keyboard", "laptop", "mainboard", "monitor", "screen", "zh"]);
        let account = store.account(engineer.account.expect("an account")).await.expect("read").expect("there");
        assert_eq!(account.email.as_str(), "meiling.chen@example.com");

        let [area] = &store.areas(engineer.id).await.expect("read")[..] else { panic!("one area") };
        assert!((area.radius_km - 12.0).abs() < 1e-9);
        let point = store.point_by_slug("wuhan-hongshan").await.expect("read").expect("loaded");
        let schedule = store.schedule(engineer.id).await.expect("read").expect("a schedule");
        assert_eq!(schedule.lengths, Lengths { slot: 45, buffer: 15, travel: 15 });
        let at = |weekday, start: u16, end: u16, whereabouts| {
            Window { weekday, start: start * 60, end: end * 60, whereabouts }
        };
        let here = Whereabouts::At(point.id);
        assert_eq!(schedule.windows, [
            at(1, 9, 18, here),
            at(2, 9, 18, Whereabouts::Road),
            at(3, 9, 18, here),
            at(4, 9, 18, Whereabouts::Road),
            at(5, 9, 18, here),
            at(6, 10, 16, Whereabouts::Road),
        ]);
        assert!(engineer.modes.has(Mode::Visit) && engineer.modes.has(Mode::Home));
        let reach = format!("SELECT COUNT(*) FROM engineer_reach WHERE engineer_id = '{}'", engineer.id);
        assert_eq!(store.number(&reach).await, 2);
    }

    async fn faulty_rows_are_named_whole_and_the_rest_is_loaded(store: &Fixture) {
        let header = ENGINEERS.lines().next().expect("a header");
        let good = "hao-jian,,郝建,,网络,,7,router,network,zh,home,,\"30.5,114.3,15\",Mo-Sa 09:00-19:00,60,30,Asia/Shanghai,m011.webp";
        let bad = [
            "Bad Slug,no-address,,,,,old,fridge,network,xx,fly,,,never,7,,Mars/Base,f999.webp",
            "visitor,,V,,H,,1,laptop,screen,en,visit,nowhere,,Mo 09:00-12:00,45,0,Europe/London,f001.webp",
            "odd,,O,,H,,1,laptop,screen,en,home,,\"51.5,0,10\",Mo 09:10-12:00,45,0,Europe/London,f001.webp",
            "hao-jian,,Twice,,H,,1,laptop,screen,en,home,,\"51.5,0,10\",Mo 09:00-12:00,45,0,Europe/London,f001.webp",
            "short,row",
        ];
        let table = [&[header, good], &bad[..]].concat().join("\n");
        let [engineers] = import(store, [&table]).await;
        assert_eq!((engineers.created, engineers.updated), (1, 0));
        let lines: Vec<_> = engineers.bad.iter().map(|row| row.line).collect();
        assert_eq!(lines, [3, 4, 5, 6, 7]);
        let mut columns: Vec<_> = engineers.bad[0].reasons.iter().filter_map(|reason| reason.split(':').next()).collect();
        columns.sort_unstable();
        let wrong = [
            "email", "headline", "hours", "languages", "modes", "name", "photo", "products", "slot_minutes",
            "slug", "years", "zone",
        ];
        assert_eq!(columns, wrong, "all but the need, and nothing twice");
        assert_eq!(engineers.bad[1].reasons, ["point: there is no point nowhere"]);
        assert_eq!(engineers.bad[3].reasons, ["slug: hao-jian stands in line 2 already"]);
        assert_eq!(store.number("SELECT COUNT(*) FROM engineers").await, 1);
        assert_eq!(store.number("SELECT COUNT(*) FROM accounts").await, 0);
    }

    async fn an_address_belongs_to_one_engineer(store: &Fixture) {
        import(store, [POINTS, ENGINEERS]).await;
        let stolen = ENGINEERS.replace("dong.wei@example.com", "meiling.chen@example.com");
        let [engineers] = import(store, [&stolen]).await;
        assert_eq!((engineers.unchanged, engineers.bad.len()), (11, 1));
        let reason = "email: another engineer has this address, or an account that has not confirmed it";
        assert_eq!(engineers.bad[0].reasons, [reason]);
        let holder = "SELECT e.slug FROM engineers e JOIN accounts a ON a.id = e.account_id WHERE a.email = 'meiling.chen@example.com'";
        assert_eq!(store.texts(holder).await, ["chen-meiling"]);
    }

    /// Anybody can sign up with an engineer's address before she is listed.
    async fn a_strangers_account_does_not_become_the_engineer(store: &Fixture) {
        let stranger = store.new_account("Stranger").await;
        store
            .execute(&format!(
                "UPDATE accounts SET email = 'dong.wei@example.com', email_confirmed_at = NULL WHERE id = '{stranger}'"
            ))
            .await;
        let [_, engineers] = import(store, [POINTS, ENGINEERS]).await;
        assert_eq!((engineers.created, engineers.bad.len()), (11, 1));
        let theirs = format!("SELECT count(*) FROM engineers WHERE account_id = '{stranger}'");
        assert_eq!(store.number(&theirs).await, 0);
    }

    async fn a_point_must_be_where_it_says(store: &Fixture) {
        let swapped = POINTS.replace("51.5390,-0.1426", "-0.1426,51.5390").replace("Mo-Sa 10:00-20:00; Su 11:00-18:00", "sometimes");
        let [points] = import(store, [&swapped]).await;
        assert_eq!((points.created, points.bad.len()), (4, 2));
        assert!(points.bad[0].reasons[0].starts_with("opening_hours: "), "{:?}", points.bad[0]);
        assert!(points.bad[1].reasons[0].contains("km from London"), "{:?}", points.bad[1]);
    }

    async fn pictures_are_made_ours_and_replaced(store: &Fixture) {
        let folder = tempfile::tempdir().expect("a folder");
        let face = image::RgbImage::from_pixel(80, 60, image::Rgb([200, 150, 120]));
        face.save(folder.path().join("tom.png")).expect("saved");
        std::fs::write(folder.path().join("lies.png"), "not a picture").expect("written");
        let table = ENGINEERS.replace("m059.webp", "tom.png").replace("f052.webp", "lies.png");
        for run in 0..2 {
            import_beside(store, POINTS, folder.path()).await;
            let engineers = import_beside(store, &table, folder.path()).await;
            assert_eq!(engineers.bad.len(), 1, "run {run}");
            assert!(engineers.bad[0].reasons[0].starts_with("photo: lies.png"), "{:?}", engineers.bad);
            let tom = store.engineer_by_slug("tom-reid").await.expect("read").expect("loaded");
            let Portrait::Photo(photo) = tom.portrait else { panic!("a photo") };
            assert!(store.photo(photo).await.expect("read").is_some());
            assert_eq!(store.number("SELECT COUNT(*) FROM photos").await, 1);
        }
    }
}

/// Neither a device that never ends nor a pipe that nobody writes to, and nothing that
/// lies elsewhere.
#[tokio::test]
async fn a_picture_is_a_file_beside_the_table() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let outside = tempfile::tempdir().expect("a folder");
            let folder = outside.path().join("tables");
            std::fs::create_dir(&folder).expect("made");
            let face = image::RgbImage::from_pixel(80, 60, image::Rgb([200, 150, 120]));
            face.save(outside.path().join("tom.png")).expect("saved");
            std::os::unix::fs::symlink("/dev/zero", folder.join("zero.png")).expect("linked");
            std::fs::create_dir(folder.join("folder.png")).expect("made");
            let large = std::fs::File::create(folder.join("large.png")).expect("made");
            large.set_len(handpick::photo::UPLOAD_MAX as u64 + 1).expect("grown");
            let elsewhere = outside.path().join("tom.png").display().to_string();
            import_beside(store, POINTS, &folder).await;
            for (photo, why) in [
                ("/dev/zero", "beside the table"),
                (&*elsewhere, "beside the table"),
                ("../tom.png", "beside the table"),
                ("zero.png", "not a file"),
                ("folder.png", "not a file"),
                ("large.png", "larger than 12 MB"),
            ] {
                let engineers = import_beside(store, &ENGINEERS.replace("m059.webp", photo), &folder).await;
                let [bad] = &engineers.bad[..] else { panic!("{photo}: {engineers:?}") };
                assert_eq!(bad.reasons.len(), 1);
                assert!(bad.reasons[0].contains(why), "{:?}", bad.reasons);
            }
        })
        .await;
}

#[tokio::test]
async fn a_row_says_no_more_than_a_form_takes() {
    Fixture::sqlite().await.run(async |store| {
        let long = ["Mo 09:00-12:00"; 30].join("; ");
        let far = ["30.5,114.3,15"; 6].join(";");
        let header = ENGINEERS.lines().next().expect("a header");
        let row = format!("hao-jian,,郝建,,网络,,7,router,network,zh,home,,\"{far}\",{long},60,30,Asia/Shanghai,m011.webp");
        let points = POINTS.replace("Mo-Sa 10:00-20:00; Su 11:00-18:00", &long);
        let [points, engineers] = import(store, [&points, &format!("{header}\n{row}\n")]).await;
        let characters = format!("the text has {} characters, 300 are allowed", long.len());
        assert_eq!(points.bad[0].reasons, [format!("opening_hours: {characters}")]);
        assert_eq!(engineers.bad[0].reasons, ["areas: 5 at most".to_owned(), format!("hours: {characters}")]);
    }).await;
}

fn loaded(created: u64, updated: u64) -> Loaded {
    Loaded { created, updated, ..Loaded::default() }
}

/// Loads the tables one after the other, as one import.
async fn import<const N: usize>(store: &Fixture, tables: [&str; N]) -> [Loaded; N] {
    let mut loaded = Vec::new();
    for table in tables {
        loaded.push(import_beside(store, table, Path::new(".")).await);
    }
    loaded.try_into().expect("one for each")
}

async fn import_beside(store: &Fixture, table: &str, folder: &Path) -> Loaded {
    let (roster, pictures) = (store.any.engine.roster(), Reencoder::default());
    let importer = Importer::new(&*store.any.store, &*roster, &TOWNS, &pictures, &*store.random, NOW);
    let table = Table::parse(table.as_bytes()).expect("columns");
    importer.await.expect("read").load(&table, folder, |_| {}).await.expect("loaded")
}
