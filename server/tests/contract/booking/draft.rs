use handpick::{
    booking::Draft,
    engineer::Mode,
    id::{DraftId, EngineerId, PhotoId, PointId},
    photo::{Photo, PhotoOwner},
};
use jiff::SignedDuration;

use crate::{
    scene::{Scene, assert_occupancy_sound, letters, tomorrow},
    support::{Fixture, NOW, hours_later},
};

use super::draft;

/// What somebody changes in a draft who has chosen a time.
type Change = fn(&mut Draft, PointId, EngineerId);

contract! {
    async fn a_draft_is_kept_as_it_was_typed(store: &Fixture) {
        let scene = Scene::new(store).await;
        for mode in [Mode::Visit, Mode::Home] {
            let mut typed = scene.draft(store, mode);
            store.open_draft(&typed).await.expect("stored");
            assert_eq!(draft(store, typed.id).await, typed);
            (typed.description, typed.need) = ("Also slow.".to_owned(), None);
            store.save_draft(&typed).await.expect("stored");
            assert_eq!(draft(store, typed.id).await, typed);
        }
        let unknown = DraftId::mint(NOW, &*store.random);
        assert_eq!(store.draft(unknown).await.expect("read"), None);
    }

    async fn another_mode_or_point_or_person_gives_up_the_time(store: &Fixture) {
        let scene = Scene::new(store).await;
        let elsewhere = store.new_point(1).await;
        let other = store.new_engineer("Li Na").await;
        let changes: [Change; 3] = [
            |draft, _, _| draft.mode = Some(Mode::Home),
            |draft, point, _| draft.point = Some(point),
            |draft, _, engineer| draft.engineer = engineer,
        ];
        for change in changes {
            let id = scene.hold(store, Mode::Visit, tomorrow(10, 0)).await;
            let mut changed = draft(store, id).await;
            changed.description = "Another word changes nothing.".to_owned();
            store.save_draft(&changed).await.expect("stored");
            assert!(draft(store, id).await.hold.is_some());
            change(&mut changed, elsewhere, other);
            store.save_draft(&changed).await.expect("stored");
            assert_eq!(draft(store, id).await.hold, None);
            assert_occupancy_sound(store, NOW).await;
        }
    }

    async fn an_address_stands_apart(store: &Fixture) {
        let scene = Scene::new(store).await;
        let leg = scene.request(store, Mode::Home, tomorrow(10, 0)).await;
        let visit = scene.request(store, Mode::Visit, tomorrow(15, 0)).await;
        let doorsteps = store.doorsteps(&[leg.id, visit.id]).await.expect("read");
        assert_eq!(doorsteps.len(), 1, "a visit leads to no home");
        let there = doorsteps.get(&leg.id).expect("there");
        assert_eq!((there.address.text.as_str(), &there.phone), ("12 Luoyu Road", &None));
        let kept = "SELECT COUNT(*) FROM drafts WHERE address IS NOT NULL OR lat IS NOT NULL";
        assert_eq!(store.number(kept).await, 0);
        let heard = ["requested to Ada Lovelace", "requested to Ada Lovelace", "work_requested to Chen Wei"];
        assert_eq!(letters(store).await, heard);
        assert_occupancy_sound(store, NOW).await;
    }

    async fn what_nobody_finished_is_swept(store: &Fixture) {
        let scene = Scene::new(store).await;
        let id = scene.hold(store, Mode::Visit, tomorrow(10, 0)).await;
        let owner = PhotoOwner::Draft(id);
        let photo = Photo { id: PhotoId::mint(NOW, &*store.random), owner, jpeg: vec![1] };
        store.add_photo(photo, NOW).await.expect("stored");
        assert_eq!(store.sweep_drafts(NOW).await.expect("swept"), 0);
        assert_eq!(store.number("SELECT COUNT(*) FROM occupancy").await, 8);

        assert_eq!(store.sweep_drafts(hours_later(1)).await.expect("swept"), 1);
        assert_eq!(store.number("SELECT COUNT(*) FROM occupancy").await, 0);
        assert!(draft(store, id).await.hold.is_some(), "it may still be free");
        let stale = store.stale_summaries(hours_later(1), 10).await.expect("read");
        assert!(stale.contains(&scene.engineer));

        let in_two_days = hours_later(2 * 24);
        assert_eq!(store.sweep_drafts(in_two_days).await.expect("swept"), 0);
        assert_eq!(store.sweep_drafts(in_two_days + SignedDuration::from_secs(1)).await.expect("swept"), 1);
        assert_eq!(store.draft(id).await.expect("read"), None);
        assert!(store.photos_of(owner).await.expect("read").is_empty());
        assert_occupancy_sound(store, NOW).await;
    }
}
