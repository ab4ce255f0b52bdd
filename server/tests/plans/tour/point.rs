//! Service points and their bays.

use handpick::search::name_parts;

use crate::{
    record::{Recorder, call},
    scene::Scene,
    support::{NOW, WUHAN},
};

pub async fn tour(recorder: &Recorder<'_>, scene: &Scene) {
    let new = recorder.store.point_to_save(WUHAN, 2);
    let slug = new.slug.clone();
    let id = call!(recorder, save_point(new));
    call!(recorder, point(id)).expect("there");
    call!(recorder, engineers_named(&name_parts("chen"), 3));
    call!(recorder, points_named(&name_parts("point tianhe"), 6));
    call!(recorder, read_names(100));
    call!(recorder, point_by_slug(&slug)).expect("there");
    call!(recorder, points_near(Some(WUHAN), 50.0, 20));
    call!(recorder, points_near(None, 50.0, 20));
    call!(recorder, points_of(scene.engineer));
    call!(recorder, points_of_each(&[scene.engineer]));
    call!(recorder, all_points());
    call!(recorder, bay_counts(&[id]));
    call!(recorder, with_desk(&[id, scene.point]));
    let bays = call!(recorder, bays(id));
    call!(recorder, remove_bay(id, bays[1].id, NOW)).expect("free");
    call!(recorder, set_point_active(id, false));
}
