//! What operators learn: questions that were counted in memory are saved, those that are
//! too old are forgotten, and every night all ratings are counted anew.

use handpick::{
    insight::{KEPT_DAYS, Recount, day_of, first_of, is_due},
    store::StoreError,
};
use handpick_app::ports::App;
use jiff::tz::TimeZone;

/// Adds what people asked since the last time to what is kept. What cannot be saved is
/// kept for the next time.
pub async fn save_questions(app: &App) -> Result<(), StoreError> {
    let asked = app.questions.unsaved();
    if !asked.is_empty() {
        app.store.add_questions(&asked).await?;
        app.questions.saved(&asked, day_of(app.now()));
    }
    Ok(())
}

pub async fn forget_questions(app: &App) -> Result<u64, StoreError> {
    app.store.forget_questions(first_of(KEPT_DAYS, day_of(app.now()))).await
}

/// Proves, once a night, that ratings kept as sums equal a recount. Two processes may
/// both do so, and come to the same.
pub async fn recount(app: &App) -> Result<u64, StoreError> {
    let last = app.store.last_recount().await?.map(|recount| recount.at);
    if !is_due(last, app.now(), &TimeZone::system()) {
        return Ok(0);
    }
    let wrong = app.store.wrong_ratings().await?;
    if wrong > 0 {
        tracing::error!(wrong, "sums of ratings differ from a recount: see handpick doctor");
    }
    app.store.note_recount(Recount { at: app.now(), wrong }).await?;
    Ok(1)
}
