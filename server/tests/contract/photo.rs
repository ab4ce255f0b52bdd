//! Photos belong to somebody and are bounded in number.

use handpick::{
    engineer::Mode,
    id::{CaseId, DraftId, EngineerId, PhotoId},
    photo::{PHOTOS_MAX, Photo, PhotoOwner},
};

use crate::{
    scene::{Scene, at_once},
    support::{Fixture, NOW},
};

fn photo(store: &Fixture, owner: PhotoOwner) -> Photo {
    Photo { id: PhotoId::mint(NOW, &*store.random), owner, jpeg: vec![0xFF, 0xD8, 0, 1, 2] }
}

fn draft(store: &Fixture) -> PhotoOwner {
    PhotoOwner::Draft(DraftId::mint(NOW, &*store.random))
}

contract! {
    async fn a_photo_is_kept_byte_for_byte(store: &Fixture) {
        let photo = photo(store, draft(store));
        assert!(store.add_photo(photo.clone(), NOW).await.expect("stored"));
        let kept = store.photo(photo.id).await.expect("read").expect("there");
        assert_eq!((kept.id, kept.owner, kept.jpeg), (photo.id, photo.owner, photo.jpeg));
        let unknown = PhotoId::mint(NOW, &*store.random);
        assert!(store.photo(unknown).await.expect("read").is_none());
    }

    async fn a_draft_has_room_for_five(store: &Fixture) {
        let owner = draft(store);
        for _ in 0..PHOTOS_MAX {
            assert!(store.add_photo(photo(store, owner), NOW).await.expect("stored"));
        }
        assert!(!store.add_photo(photo(store, owner), NOW).await.expect("refused"));
        assert_eq!(store.photos_of(owner).await.expect("read").len(), PHOTOS_MAX);
        assert!(store.add_photo(photo(store, draft(store)), NOW).await.expect("another draft"));
    }

    async fn photos_of_several_cases_are_counted_at_once(store: &Fixture) {
        let [two, one, none] = [(); 3].map(|()| CaseId::mint(NOW, &*store.random));
        for case in [two, one, two] {
            store.add_photo(photo(store, PhotoOwner::Case(case)), NOW).await.expect("stored");
        }
        let counts = store.photo_counts(&[two, none]).await.expect("read");
        assert_eq!(counts.into_iter().collect::<Vec<_>>(), [(two, 2)]);
        assert!(store.photo_counts(&[]).await.expect("read").is_empty());
    }

    async fn uploads_at_once_do_not_pass_the_bound(store: &Fixture) {
        let scene = Scene::new(store).await;
        // The first rounds open connections, one by one.
        for _ in 0..8 {
            let draft = scene.draft(store, Mode::Visit);
            store.open_draft(&draft).await.expect("stored");
            let owner = PhotoOwner::Draft(draft.id);
            let uploads = (0..3 * PHOTOS_MAX).map(|_| {
                let (photo, store) = (photo(store, owner), store.shared());
                async move { store.add_photo(photo, NOW).await.expect("answered") }
            });
            let kept = at_once(uploads).await.into_iter().filter(|kept| *kept).count();
            assert_eq!(kept, PHOTOS_MAX);
            assert_eq!(store.photos_of(owner).await.expect("read").len(), PHOTOS_MAX);
        }
    }

    async fn an_engineer_may_change_her_photo_often(store: &Fixture) {
        let owner = PhotoOwner::Engineer(EngineerId::mint(NOW, &*store.random));
        for _ in 0..=PHOTOS_MAX {
            assert!(store.add_photo(photo(store, owner), NOW).await.expect("stored"));
        }
    }

    async fn only_its_owner_removes_a_photo(store: &Fixture) {
        let (owner, stranger) = (draft(store), draft(store));
        let photo = photo(store, owner);
        store.add_photo(photo.clone(), NOW).await.expect("stored");
        store.remove_photo(photo.id, stranger).await.expect("answered");
        assert_eq!(store.photos_of(owner).await.expect("read"), [photo.id]);
        store.remove_photo(photo.id, owner).await.expect("removed");
        assert!(store.photos_of(owner).await.expect("read").is_empty());
    }
}
