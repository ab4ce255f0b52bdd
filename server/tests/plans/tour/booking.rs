//! Drafts, the times held for them, photos, walk-ins.

use handpick::{
    booking::WalkIn,
    engineer::Mode,
    id::{DraftId, PhotoId},
    photo::{Photo, PhotoOwner},
};

use crate::{
    record::{Recorder, call},
    scene::{Scene, tomorrow},
    support::{NOW, hours_later},
};

pub async fn tour(recorder: &Recorder<'_>, scene: &Scene) {
    for (mode, hour) in [(Mode::Visit, 9), (Mode::Home, 10)] {
        request(recorder, scene, mode, hour).await;
    }
    lapsed(recorder, scene).await;
    walk_in(recorder, scene).await;
    call!(recorder, sweep_drafts(hours_later(24 * 30)));
}

async fn request(recorder: &Recorder<'_>, scene: &Scene, mode: Mode, hour: i64) {
    let draft = scene.draft(recorder.store, mode);
    call!(recorder, open_draft(&draft));
    call!(recorder, save_draft(&draft));
    photos(recorder, draft.id).await;
    let mut hold = scene.hold_request(draft.id, tomorrow(hour, 0), NOW);
    hold.bays.retain(|_| mode == Mode::Visit);
    call!(recorder, hold(hold)).expect("free");
    call!(recorder, draft(draft.id));
    call!(recorder, request_booking(draft.id, scene.customer, NOW)).expect("requested");
    call!(recorder, request_booking(draft.id, scene.customer, NOW)).expect("the same case");
}

/// A time that is taken again when it is asked for.
async fn lapsed(recorder: &Recorder<'_>, scene: &Scene) {
    let draft = scene.draft(recorder.store, Mode::Visit);
    call!(recorder, open_draft(&draft));
    let hold = scene.hold_request(draft.id, tomorrow(11, 0), NOW);
    let after = hold.until;
    call!(recorder, hold(hold)).expect("free");
    call!(recorder, request_booking(draft.id, scene.customer, after)).expect("still free");
}

async fn photos(recorder: &Recorder<'_>, draft: DraftId) {
    let owner = PhotoOwner::Draft(draft);
    let id = PhotoId::mint(NOW, &*recorder.store.random);
    call!(recorder, add_photo(Photo { id, owner, jpeg: vec![0xff, 0xd8] }, NOW));
    call!(recorder, photo(id));
    call!(recorder, photos_of(owner));
    call!(recorder, remove_photo(id, owner));
}

async fn walk_in(recorder: &Recorder<'_>, scene: &Scene) {
    let walk_in = WalkIn {
        draft: DraftId::mint(NOW, &*recorder.store.random),
        engineer: scene.engineer,
        point: scene.point,
        bay: scene.bays[0],
        time: tomorrow(14, 0),
        customer_name: "Somebody".to_owned(),
        product: Some("phone"),
        need: None,
        by: scene.desk,
        now: NOW,
    };
    call!(recorder, walk_in(walk_in)).expect("free");
}
