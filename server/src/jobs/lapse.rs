use handpick::{
    case::{Actor, ActorKind, Move},
    store::StoreError,
};
use handpick_app::ports::App;

/// Ends requests that nobody answered before their time came.
pub async fn unanswered(app: &App) -> Result<u64, StoreError> {
    let now = app.now();
    let mut lapsed = 0;
    for leg in app.store.overdue_legs(now).await? {
        let clock = Actor { kind: ActorKind::System, account: None, name: String::new() };
        match app.store.move_leg(leg, Move::Lapse, clock, now).await? {
            Ok(_) => lapsed += 1,
            // Answered in this very moment: good.
            Err(refusal) => tracing::debug!(%leg, %refusal, "not lapsed"),
        }
    }
    Ok(lapsed)
}
