//! What people look for and too few can do: whom an operator should invite next.

mod picture;
mod table;

use axum::response::Response;
use handpick::{
    engineer::Mode,
    insight::{Counts, ENOUGH, KEPT_DAYS, Question, Shortage, day_of, first_of},
    tag::TagKind,
};
use leptos::prelude::*;

use crate::{
    catalogue::Messages,
    components::icon::Icon,
    web::{Fields, Head, Problem, Visit},
};

use super::{Tab, Tabs};

use picture::Worst;
use table::Kinds;

const PATH: &str = "/ops/insight";
/// Over how many days one can look back.
const PERIODS: [u32; 3] = [7, 30, KEPT_DAYS];

pub async fn show(visit: Visit) -> Result<Response, Problem> {
    let mut look = Look::read(&Fields::of_query(&visit.uri)?);
    look.place = look.place.filter(|id| visit.app.places.get(*id).is_some());
    let since = first_of(look.days, day_of(visit.now));
    let shortage = Shortage::of(visit.app.store.questions_since(since).await?);
    Ok(visit.page(Head::new(visit.t.insight_title()), || {
        view! { <Insight visit=visit.clone() look=look shortage=shortage/> }
    }))
}

/// What of it is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Look {
    /// One of [`PERIODS`].
    days: u32,
    /// GeoNames id of a town; `None` for everywhere.
    place: Option<u32>,
    /// Counted from 0.
    page: u32,
}

impl Look {
    /// What is wrong or unknown is left out.
    fn read(fields: &Fields) -> Self {
        let days = fields.get("days").parse().ok().filter(|days| PERIODS.contains(days));
        let page: u32 = fields.get("page").parse().unwrap_or(1);
        Self { days: days.unwrap_or(30), place: fields.get("place").parse().ok(), page: page.max(1) - 1 }
    }

    fn link(self) -> String {
        let place = self.place.map(|place| ("place", place));
        let page = (self.page > 0).then(|| ("page", self.page.saturating_add(1)));
        let pairs: Vec<_> = [("days", self.days)].into_iter().chain(place).chain(page).collect();
        format!("{PATH}?{}", serde_urlencoded::to_string(pairs).unwrap_or_default())
    }
}

#[component]
fn Insight(visit: Visit, look: Look, shortage: Shortage) -> impl IntoView {
    let t = visit.t;
    let all = shortage.all;
    let answer = if all.asked == 0 {
        view! { <Empty title=t.insight_empty_title() text=t.insight_empty_text().to_owned()/> }.into_any()
    } else {
        view! { <Figures t=t all=all/><Lacking visit=visit look=look shortage=shortage/> }.into_any()
    };
    view! {
        <div class="page-head"><h1>{t.insight_title()}</h1><p>{t.insight_lead()}</p></div>
        <Tabs t=t current=Tab::Insight/>
        <section class="section" aria-label=t.insight_title()>
            <Periods t=t look=look/>
            {answer}
        </section>
        <p class="section soft small">{t.insight_kept(KEPT_DAYS)}</p>
    }
}

#[component]
fn Periods(t: Messages, look: Look) -> impl IntoView {
    let links = PERIODS.map(|days| {
        let current = (days == look.days).then_some("true");
        let href = Look { days, page: 0, ..look }.link();
        view! { <li><a class="chip" aria-current=current href=href>{t.insight_days(days.into())}</a></li> }
    });
    view! { <nav aria-label=t.insight_period()><ul class="chips">{links.collect_view()}</ul></nav> }
}

#[component]
fn Figures(t: Messages, all: Counts) -> impl IntoView {
    let figures = [
        (t.insight_asked().to_owned(), all.asked),
        (t.insight_nobody().to_owned(), all.nobody),
        (few(t), all.few),
    ];
    let figures = figures.map(|(words, number)| {
        view! { <div><dt>{words}</dt><dd>{t.number(number)}</dd></div> }
    });
    view! { <dl class="facts insight-facts">{figures.collect_view()}</dl> }
}

/// The kinds that lacked somebody, as a picture and as a table; or that there are none.
#[component]
fn Lacking(visit: Visit, look: Look, shortage: Shortage) -> impl IntoView {
    let t = visit.t;
    let filter = view! { <PlaceFilter visit=visit.clone() look=look places=shortage.places()/> };
    let Shortage { mut kinds, rare, .. } = shortage;
    kinds.retain(|(question, _)| look.place.is_none_or(|place| question.place == Some(place)));
    // What few asked is told of all places together: of one it would tell who asked.
    let rare = look.place.is_none().then_some(rare).filter(|rare| rare.asked > 0);
    if kinds.is_empty() && rare.is_none_or(|rare| rare.lacking() == 0) {
        let text = t.insight_fine_text(ENOUGH);
        return view! { {filter}<Empty title=t.insight_fine_title() text=text/> }.into_any();
    }
    view! {
        {filter}
        <Worst visit=visit.clone() kinds=kinds.clone()/>
        <Kinds visit=visit look=look kinds=kinds rare=rare/>
    }
    .into_any()
}

/// Chooses one of the towns of which something is told.
#[component]
fn PlaceFilter(visit: Visit, look: Look, places: Vec<u32>) -> impl IntoView {
    let t = visit.t;
    let mut towns: Vec<_> = places.into_iter().chain(look.place).map(|id| (town(&visit, id), id)).collect();
    towns.sort_unstable();
    towns.dedup();
    let options = towns.into_iter().map(|(name, id)| {
        view! { <option value=id.to_string() selected=look.place == Some(id)>{name}</option> }
    });
    let options = options.collect_view();
    (!options.is_empty()).then(|| {
        view! {
            <form class="list-search" method="get" action=PATH>
                <input type="hidden" name="days" value=look.days.to_string()/>
                <div class="field">
                    <label for="place">{t.insight_town()}</label>
                    <select id="place" name="place"><option value="">{t.insight_every_town()}</option>{options}</select>
                </div>
                <button class="button button-quiet">{t.insight_show()}</button>
            </form>
        }
    })
}

#[component]
fn Empty(title: &'static str, text: String) -> impl IntoView {
    view! { <div class="empty"><Icon name="search"/><h2>{title}</h2><p>{text}</p></div> }
}

/// A town by its number; the number itself when a later table does not know it.
fn town(visit: &Visit, id: u32) -> String {
    visit.app.places.get(id).map_or_else(|| id.to_string(), |place| place.label(visit.lang()).to_owned())
}

/// "Wuhan · laptop · got wet · Persian · at home".
fn words(visit: &Visit, question: Question) -> String {
    let t = visit.t;
    let place = question.place.map_or_else(|| t.insight_anywhere().to_owned(), |id| town(visit, id));
    let tag = |kind, key: Option<&'static str>| key.map(|key| t.tag(kind, key).to_owned());
    let parts = [
        Some(place),
        tag(TagKind::Product, question.product),
        tag(TagKind::Need, question.need),
        tag(TagKind::Language, question.language),
        question.mode.map(|mode| t.word(&format!("mode-{}", mode.as_str())).to_owned()),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// The same question on the list that everybody sees. Coordinates tell towns of one
/// name apart.
fn list(visit: &Visit, question: Question) -> String {
    let mut fields = Fields::default();
    if let Some(place) = question.place.and_then(|id| visit.app.places.get(id)) {
        fields.set("place", place.label(visit.lang()));
        fields.set("lat", place.position.lat.to_string());
        fields.set("lon", place.position.lon.to_string());
    }
    let mode = question.mode.map(Mode::as_str);
    let asked = [
        ("product", question.product),
        ("need", question.need),
        ("language", question.language),
        ("mode", mode),
    ];
    for (name, value) in asked {
        fields.set(name, value.unwrap_or_default());
    }
    format!("/engineers?{}", fields.query_without(&[]))
}

/// "Found only 1–2".
fn few(t: Messages) -> String {
    t.insight_few(ENOUGH - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(query: &str) -> Look {
        Look::read(&Fields::parse(query).expect("a query"))
    }

    #[test]
    fn what_is_looked_at_stands_in_its_address() {
        for query in ["days=30", "days=7&place=1791247", "days=90&place=1&page=3"] {
            assert_eq!(read(query).link(), format!("{PATH}?{query}"));
        }
    }

    #[test]
    fn what_is_wrong_is_left_out() {
        let month = Look { days: 30, place: None, page: 0 };
        for query in ["", "days=31&place=Wuhan&page=0", "days=-7&place=&page=x", "place=99999999999"] {
            assert_eq!(read(query), month, "{query}");
        }
    }
}
