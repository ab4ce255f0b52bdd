//! The port `booking` on both engines: drafts, holds, requests and walk-ins.

mod draft;
mod hold;
mod request;
mod walk_in;

use handpick::{booking::Draft, id::DraftId};

use crate::{scene::Scene, support::Fixture};

/// A scene of the same point and people with another engineer.
async fn beside(scene: &Scene, store: &Fixture, name: &str) -> Scene {
    Scene { engineer: store.new_engineer(name).await, bays: scene.bays.clone(), ..*scene }
}

async fn draft(store: &Fixture, id: DraftId) -> Draft {
    store.draft(id).await.expect("read").expect("there")
}
