//! Engineers: profiles, schedules, and how they are found.

use handpick::{
    engineer::{Mode, Modes, Near, NewEngineer, Portrait, ProfileEdit, Search, Sort},
    geo::Position,
    id::{DayOffId, EngineerId},
    lang::{Lang, Localized},
    schedule::{DayOff, Lengths, Resource, Span, Summary, Whereabouts, Window},
    search::name_parts,
};
use jiff::civil::date;

use crate::{
    record::{Recorder, call},
    scene::Scene,
    support::{NOW, WUHAN, WUHAN_ZONE, hours_later, profile},
};

pub async fn tour(recorder: &Recorder<'_>, scene: &Scene) {
    let id = new_engineer(recorder).await;
    save(recorder, scene, id).await;
    read(recorder, scene, id).await;
    search(recorder, scene).await;
}

async fn new_engineer(recorder: &Recorder<'_>) -> EngineerId {
    let id = EngineerId::mint(NOW, &*recorder.store.random);
    let new = NewEngineer {
        id,
        account: None,
        slug: "mary-jackson".to_owned(),
        name: Localized::one(Lang::En, "Mary Jackson".to_owned()),
        place: 1_791_247,
        position: WUHAN,
        zone: WUHAN_ZONE.to_owned(),
        portrait: Portrait::Drawn("f001".to_owned()),
        now: NOW,
    };
    call!(recorder, create_engineer(new));
    id
}

async fn save(recorder: &Recorder<'_>, scene: &Scene, id: EngineerId) {
    let edit = ProfileEdit {
        modes: Modes::of([Mode::Visit, Mode::Home]),
        areas: vec![recorder.store.area(WUHAN, 20.0)],
        ..profile("Mary Jackson", Mode::Home)
    };
    call!(recorder, save_profile(id, &edit, NOW));
    call!(recorder, set_portrait(id, &Portrait::Drawn("f002".to_owned())));
    let window = Window { weekday: 1, start: 540, end: 1080, whereabouts: Whereabouts::At(scene.point) };
    call!(recorder, save_schedule(id, &[window], Lengths::default(), NOW));
    let day = date(2026, 12, 24);
    let off = DayOff { id: DayOffId::mint(NOW, &*recorder.store.random), from: day, to: day };
    call!(recorder, add_day_off(id, &off, NOW));
    call!(recorder, remove_day_off(id, off.id, NOW));
    let summary = Summary {
        next_visit: Some(hours_later(3)),
        next_home: None,
        visit_days: 1,
        home_days: 0,
        refresh_at: hours_later(1),
        made_at: NOW,
    };
    call!(recorder, save_summary(id, summary));
}

async fn read(recorder: &Recorder<'_>, scene: &Scene, id: EngineerId) {
    call!(recorder, engineer(id)).expect("there");
    call!(recorder, engineer_by_slug("mary-jackson")).expect("there");
    call!(recorder, engineers(&[id, scene.engineer]));
    call!(recorder, engineers_at(scene.point));
    call!(recorder, slug_after("", 5_000));
    call!(recorder, slugs("m", 100));
    call!(recorder, history(id, NOW));
    call!(recorder, areas(id));
    call!(recorder, schedules(&[id, scene.engineer]));
    let month = Span { start: NOW, end: hours_later(24 * 31) };
    call!(recorder, busy(&[Resource::Engineer(id), Resource::Bay(scene.bays[0])], month, NOW));
    call!(recorder, stale_summaries(NOW, 50));
}

async fn search(recorder: &Recorder<'_>, scene: &Scene) {
    let near = Some(Near { centre: WUHAN, radius_km: 50.0 });
    let narrow = Search {
        product: Some("laptop"),
        need: Some("screen"),
        language: Some("zh"),
        min_rating: Some(4.5),
        free_on: Some(date(2026, 11, 25)),
        ..Search::default()
    };
    for near in [None, near] {
        for sort in [Sort::Recommended, Sort::Distance, Sort::Rating, Sort::NextFree] {
            let asked = Search { near, sort, page_size: 12, ..Search::default() };
            call!(recorder, search(&asked));
        }
        for mode in [None, Some(Mode::Visit), Some(Mode::Home)] {
            let asked = Search { near, mode, page_size: 12, ..narrow.clone() };
            call!(recorder, search(&asked));
            call!(recorder, count_fitting(&asked));
        }
        let named = name_parts("xiuying wang");
        let asked = Search { near, named: named.clone(), page_size: 12, ..narrow.clone() };
        call!(recorder, search(&asked));
        call!(recorder, count_fitting(&asked));
        call!(recorder, crowd(&asked));
        call!(recorder, crowd(&Search { near, ..Search::default() }));
        call!(recorder, is_name(&named));
        let asked = Search { near, page_size: 12, ..Search::default() };
        call!(recorder, search_with_candidates(&asked, Some(scene.customer)));
    }
    everybody_is_well_known_in_wuhan(recorder).await;
    for near in [None, near] {
        call!(recorder, search_with_candidates(&Search { near, ..Search::default() }, None));
    }
}

/// So many that newcomers are asked for apart.
async fn everybody_is_well_known_in_wuhan(recorder: &Recorder<'_>) {
    recorder.store.execute("UPDATE engineers SET stars5 = 100").await;
    let (Position { lat, lon }, cell) = (WUHAN, WUHAN.cell());
    let reach = format!(
        "INSERT INTO engineer_reach (engineer_id, mode, lat, lon, cell, radius_km, source_id, reviews)
         SELECT id, 'visit', {lat}, {lon}, {cell}, 0.0, 'here', 100 FROM engineers"
    );
    recorder.store.execute(&reach).await;
}
