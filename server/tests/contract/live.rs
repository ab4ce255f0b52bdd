//! What changes is told to whoever watches; on PostgreSQL also in other processes.

use std::{collections::HashSet, time::Duration};

use handpick::{case::Move, engineer::Mode, live::Topic};
use handpick_server::store::{self, AnyStore, EngineStore};
use tokio::{sync::broadcast::Receiver, time::timeout};

use crate::{
    scene::{Scene, moved, tomorrow},
    support::{Fixture, NOW, SeededRandom},
};

/// Longer than anything here takes.
const LONG: Duration = Duration::from_secs(60);

/// The store as other processes have it open.
async fn elsewhere(store: &Fixture) -> Option<AnyStore> {
    let random = std::sync::Arc::new(SeededRandom::new(9));
    match store.any.engine {
        EngineStore::Sqlite(_) => None,
        EngineStore::Postgres(_) => Some(store::open(&store.url(), random).await.expect("opened again")),
    }
}

/// Subscribes, and waits until it hears: connections that listen are made by and by.
async fn listening(any: &AnyStore, store: &Fixture, scene: &Scene) -> Receiver<Topic> {
    let mut changes = any.changes.subscribe();
    let leg = scene.request(store, Mode::Visit, tomorrow(8, 0)).await;
    for bay in scene.bays.iter().cycle().take(1_000) {
        moved(store, leg.id, Move::AssignBay { bay: *bay }, scene.desk(), NOW).await;
        if timeout(Duration::from_millis(50), changes.recv()).await.is_ok() {
            moved(store, leg.id, Move::Cancel { reason: None }, scene.customer(), NOW).await;
            return changes;
        }
    }
    panic!("nothing is heard");
}

contract! {
    async fn a_request_is_told_to_its_case_its_desk_and_its_engineer(store: &Fixture) {
        let scene = Scene::new(store).await;
        let other = elsewhere(store).await;
        let mut watchers = Vec::new();
        for any in [Some(&store.any), other.as_ref()].into_iter().flatten() {
            watchers.push(listening(any, store, &scene).await);
        }
        let point = store.new_point(1).await;
        let (bays, engineer) = (store.bay_ids(point).await, store.new_engineer("Li Na").await);
        let scene = Scene { point, bays, engineer, ..scene };
        let leg = scene.request(store, Mode::Visit, tomorrow(12, 0)).await;
        let wanted = HashSet::from([Topic::Case(leg.case), Topic::Desk(point), Topic::Work(engineer)]);
        for changes in &mut watchers {
            let mut missing = wanted.clone();
            while !missing.is_empty() {
                let told = timeout(LONG, changes.recv()).await.expect("in time").expect("told");
                missing.remove(&told);
            }
        }
        if let Some(AnyStore { engine: EngineStore::Postgres(other), .. }) = other {
            other.close().await;
        }
    }
}
