//! What the clock does to cases when nobody else did.

use handpick::{
    case::{Actor, ActorKind, Move},
    id::LegId,
    store::StoreError,
};
use handpick_app::ports::App;

/// Ends requests that nobody answered before their time came, and services that nobody
/// finished.
pub async fn moves(app: &App) -> Result<u64, StoreError> {
    let overdue = app.store.overdue_legs(app.now()).await?;
    let lapsed = move_all(app, &overdue, &Move::Lapse).await?;
    let forgotten = app.store.forgotten_legs(app.now()).await?;
    Ok(lapsed + move_all(app, &forgotten, &Move::Close).await?)
}

/// How many of the legs were moved.
async fn move_all(app: &App, legs: &[LegId], step: &Move) -> Result<u64, StoreError> {
    let mut moved = 0;
    for leg in legs {
        let clock = Actor { kind: ActorKind::System, account: None, name: String::new() };
        match app.store.move_leg(*leg, step.clone(), clock, app.now()).await? {
            Ok(_) => moved += 1,
            // Somebody did in this very moment: good.
            Err(refusal) => tracing::debug!(%leg, %refusal, "not moved by the clock"),
        }
    }
    Ok(moved)
}
