//! Nobody fits: which condition could be dropped, and who fits then.

use std::cmp::Reverse;

use futures::future::try_join_all;
use handpick::{
    engineer::{Found, Total},
    store::StoreResult,
};

use crate::{
    catalogue::Messages,
    components::filter::droppable,
    web::{PLACE, SearchQuery, Visit},
};

/// How many people are shown who fit without a condition.
const SHOWN: u32 = 8;

/// A search without one of its conditions.
#[derive(Debug, Clone)]
pub struct Relaxed {
    /// Without what, and how many fit then.
    pub label: String,
    pub href: String,
    pub found: Found,
    total: Total,
    /// Who fits is somewhere else.
    pub elsewhere: bool,
}

/// Each condition that somebody fits without, the tightest first: without it the most
/// people fit. The place is given up last: nobody travels to another town because more
/// people fit there. Nothing, while somebody fits all of them.
pub async fn relaxed(visit: &Visit, query: &SearchQuery, total: Total) -> StoreResult<Vec<Relaxed>> {
    if total.people > 0 || query.located.is_unknown() {
        return Ok(Vec::new());
    }
    let t = visit.t;
    let without = droppable(t, query).into_iter().map(async |(label, names)| {
        let search = query.search_without(names, SHOWN);
        let store = &visit.app.store;
        let (found, total) = futures::try_join!(store.search(&search), store.count_fitting(&search))?;
        let label = t.engineers_counted(label, number(t, total));
        let (href, elsewhere) = (query.without(names), names == PLACE);
        Ok::<_, handpick::store::StoreError>(Relaxed { label, href, found, total, elsewhere })
    });
    let mut all = try_join_all(without).await?;
    all.retain(|relaxed| relaxed.total.people > 0);
    all.sort_by_key(|relaxed| (relaxed.elsewhere, Reverse(relaxed.total.people)));
    Ok(all)
}

fn number(t: Messages, total: Total) -> String {
    let more = if total.more { "+" } else { "" };
    format!("{}{more}", t.number(total.people))
}
