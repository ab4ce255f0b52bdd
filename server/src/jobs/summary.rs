//! What search knows of free times, renewed where it is due: because something was
//! booked, a schedule changed, the soonest time has passed, or a new day began.

use handpick::{
    engineer::{Engineer, FREE_DAYS_HORIZON, Mode},
    id::EngineerId,
    schedule::{Ask, Outlook, Resource, Span, summarise},
    store::{Store, StoreError},
};
use handpick_app::{offer::Counter, ports::App};
use jiff::{SignedDuration, Timestamp};

const AT_ONCE: u32 = 50;

pub async fn renew(app: &App) -> Result<u64, StoreError> {
    let now = app.now();
    let due = app.store.stale_summaries(now, AT_ONCE).await?;
    for id in &due {
        renew_one(&*app.store, *id, now).await?;
    }
    Ok(u64::try_from(due.len())?)
}

async fn renew_one(store: &dyn Store, id: EngineerId, now: Timestamp) -> Result<(), StoreError> {
    let (Some(engineer), Some(schedule)) = (store.engineer(id).await?, store.schedule(id).await?) else {
        return Ok(());
    };
    let counters = counters(store, &engineer).await?;
    let asks = asks(&engineer, &counters);
    let bays = counters.iter().flat_map(|counter| &counter.bays).copied().map(Resource::Bay);
    let resources: Vec<Resource> = std::iter::once(Resource::Engineer(id)).chain(bays).collect();
    let busy = store.busy(&resources, weeks_ahead(now), now).await?;
    let summary = summarise(Outlook { engineer: id, schedule: &schedule, asks: &asks, busy: &busy, now });
    store.save_summary(id, summary).await
}

/// Of the points where she works.
async fn counters(store: &dyn Store, engineer: &Engineer) -> Result<Vec<Counter>, StoreError> {
    let mut counters = Vec::new();
    if !engineer.modes.has(Mode::Visit) {
        return Ok(counters);
    }
    for point in store.points_of(engineer.id).await? {
        counters.extend(Counter::of(store, point).await?);
    }
    Ok(counters)
}

fn asks<'a>(engineer: &Engineer, counters: &'a [Counter]) -> Vec<Ask<'a>> {
    let home = engineer.modes.has(Mode::Home).then_some(Ask::Home);
    counters.iter().map(Counter::ask).chain(home).collect()
}

/// A day more on either side than is summed up: enough for every zone.
fn weeks_ahead(now: Timestamp) -> Span {
    let day = SignedDuration::from_hours(24);
    Span { start: now - day, end: now + SignedDuration::from_hours(24 * (FREE_DAYS_HORIZON + 2)) }
}
