mod returning;

use axum::response::Response;
use handpick::{
    account::Role,
    engineer::{
        Candidate, Crowd, Edge, Engineer, Found, Mode, Search, Sort, Total,
        recommend::{Asker, Pick, recommend},
    },
    place::languages_that_matter,
    store::StoreResult,
};
use leptos::prelude::*;

use crate::{
    components::{
        card::{EngineerCard, NEXT_DOOR_KM},
        filter::{SortLinks, need_chips, product_options},
        heart::{Experts, LiveHearts},
        icon::Icon,
        people::{NobodyYet, People},
        pick::PickCard,
        place_field::{PlaceField, WhichPlace},
        search_box::{Namesake, NotUnderstood, SearchBox},
    },
    pages::engineers::heading,
    relaxed::{Relaxed, relaxed},
    routes::{self, Route},
    web::{Head, Problem, SearchQuery, Spot, Visit},
    when::When,
};

use returning::{MyExperts, Next, Returning};

/// How many faces greet somebody who has not asked yet.
const GREETERS: u32 = 8;

pub fn routes() -> Vec<Route> {
    vec![routes::show("/", Role::Anyone, show)]
}

async fn show(visit: Visit) -> Result<Response, Problem> {
    let query = SearchQuery::read(&visit).await?;
    let t = visit.t;
    let head = Head::new(t.home_title()).description(t.home_description()).canonical("/").with_islands();
    if query.is_asked() { answer(visit, query, head).await } else { greet(visit, query, head).await }
}

/// Nothing asked yet: the form, what a customer comes back for, and well-rated people.
async fn greet(visit: Visit, query: SearchQuery, head: Head) -> Result<Response, Problem> {
    let search = Search { page_size: GREETERS, ..query.search.clone() };
    let (found, returning) =
        futures::try_join!(async { Ok(visit.app.store.search(&search).await?) }, Returning::load(&visit))?;
    let experts = returning.hearts.clone();
    Ok(visit.page(head, || {
        let next = view! { <Next visit=visit.clone() returning=returning.clone()/> }.into_any();
        view! {
            <Ask visit=visit.clone() query=query first=next/>
            <MyExperts visit=visit.clone() returning=returning/>
            <WellRated visit=visit.clone() found=found experts=experts/>
            <LiveHearts visit=visit.clone()/>
        }
    }))
}

/// The recommended three with their reasons, then everybody who fits.
async fn answer(visit: Visit, query: SearchQuery, head: Head) -> Result<Response, Problem> {
    let ((found, candidates), crowd, experts) = futures::try_join!(
        people(&visit, &query),
        async { Ok(visit.app.store.crowd(&query.search).await?) },
        Experts::of(&visit)
    )?;
    let total = query.total(&visit, &crowd).await?;
    visit.app.questions.count(&visit, &query, total);
    let mut picks = picks(&visit, &query, candidates);
    let (relaxed, ()) =
        futures::try_join!(relaxed(&visit, &query, total), add_outcomes(&visit, &query, &mut picks))?;
    let found = if query.search.sort == Sort::Recommended { picked_first(found, &picks) } else { found };
    // Did she mean another place? Nobody should have to look for that below the form.
    let unknown = query.located.is_unknown();
    Ok(visit.page(head, || {
        view! {
            {unknown.then(|| view! { <Which visit=visit.clone() query=query.clone()/> })}
            <Ask visit=visit.clone() query=query.clone()/>
            {(!unknown).then(|| view! { <Which visit=visit.clone() query=query.clone()/> })}
            <Picks visit=visit.clone() query=query.clone() picks=picks/>
            <Everybody visit=visit.clone() query=query found=found total=total crowd=crowd relaxed=relaxed experts=experts/>
            <LiveHearts visit=visit.clone()/>
        }
    }))
}

/// Nobody is recommended for a place we do not know, nor again on later pages.
async fn people(visit: &Visit, query: &SearchQuery) -> Result<(Found, Vec<Candidate>), Problem> {
    let search = &query.search;
    if query.located.is_unknown() || search.edge != Edge::Start {
        return Ok((visit.app.store.search(search).await?, Vec::new()));
    }
    let customer = visit.viewer.as_ref().map(|viewer| viewer.id());
    Ok(visit.app.store.search_with_candidates(search, customer).await?)
}

fn picks(visit: &Visit, query: &SearchQuery, candidates: Vec<Candidate>) -> Vec<Pick> {
    let place = query.located.spot.as_ref().map(|spot| &spot.place);
    let languages = languages_that_matter(place, visit.lang(), query.search.language);
    let asker = Asker { search: &query.search, languages: &languages, now: visit.now };
    recommend(asker, candidates)
}

/// How cases like hers were rated, for the few who are picked.
async fn add_outcomes(visit: &Visit, query: &SearchQuery, picks: &mut [Pick]) -> StoreResult<()> {
    let Some((kind, key)) = query.search.case() else { return Ok(()) };
    let picked: Vec<_> = picks.iter().map(|pick| pick.candidate.engineer.id).collect();
    let outcomes = visit.app.store.outcomes(&picked, kind, key).await?;
    picks.iter_mut().for_each(|pick| pick.add_outcome(&outcomes));
    Ok(())
}

/// The list begins like the recommendation above it.
fn picked_first(mut found: Found, picks: &[Pick]) -> Found {
    let place = |engineer: &Engineer| picks.iter().position(|pick| pick.candidate.engineer.id == engineer.id);
    found.engineers.sort_by_key(|(engineer, _)| place(engineer).unwrap_or(picks.len()));
    found
}

#[component]
fn Ask(
    visit: Visit,
    query: SearchQuery,
    /// What stands above the form.
    #[prop(optional)]
    first: Option<AnyView>,
) -> impl IntoView {
    let t = visit.t;
    let search = &query.search;
    let home = search.mode == Some(Mode::Home);
    // Proposed to who begins; an answer that asks for neither shows neither.
    let visit_first = search.mode == Some(Mode::Visit) || search.mode.is_none() && !query.is_asked();
    view! {
        <div class="hero">
            <h1>{t.home_title()}</h1>
            <p class="hero-lead">{t.home_lead()}</p>
            {first}
            <SearchBox t=t query=query.clone() action="/#answer"/>
            <NotUnderstood t=t query=query.clone()/>
            <Namesake t=t query=query.clone()/>
            <form class="ask" action="/#answer" method="get" role="search" aria-label=t.home_ask()>
                <PlaceField visit=visit located=query.located.clone()/>
                <div class="field">
                    <label for="product">{t.home_product()}</label>
                    <select id="product" name="product">{product_options(t, search.product, &|_| None)}</select>
                </div>
                <fieldset class="group">
                    <legend>{t.home_how()}</legend>
                    <div class="choices choices-two">
                        <ModeChoice mode=Mode::Visit icon="point" words=t.home_visit() on=visit_first/>
                        <ModeChoice mode=Mode::Home icon="home" words=t.home_home() on=home/>
                    </div>
                </fieldset>
                <fieldset class="group ask-wide ask-tags">
                    <legend>{t.home_need()}" "<span class="field-optional">{t.home_need_hint()}</span></legend>
                    {need_chips(t, search.need, t.home_not_sure(), &|_| None)}
                </fieldset>
                <button class="button">{t.home_submit()}</button>
            </form>
        </div>
    }
}

/// Where the answer begins: on a telephone the form fills the screen before it. For
/// a place that we do not know the form has to be seen.
#[component]
fn Which(visit: Visit, query: SearchQuery) -> impl IntoView {
    let id = (!query.located.is_unknown()).then_some("answer");
    let class = (!query.located.others.is_empty()).then_some("section");
    view! {
        <div id=id class=class>
            <WhichPlace visit=visit located=query.located fields=query.fields/>
        </div>
    }
}

#[component]
fn ModeChoice(mode: Mode, icon: &'static str, words: &'static str, on: bool) -> impl IntoView {
    view! {
        <label class="choice">
            <input type="radio" name="mode" value=mode.as_str() checked=on/>
            <span><Icon name=icon/><span><span class="choice-title">{words}</span></span></span>
        </label>
    }
}

#[component]
fn Picks(visit: Visit, query: SearchQuery, picks: Vec<Pick>) -> impl IntoView {
    let t = visit.t;
    let (title, why) = match picks.len() {
        0 => return None,
        1 => (t.home_picks_one(), t.how_why_one()),
        2 => (t.home_picks_two(), t.how_why_two()),
        _ => (t.home_picks(), t.how_why()),
    };
    let spot = query.located.spot.as_ref();
    let zone = spot.map(|spot| spot.place.zone);
    let passed_on = query.passed_on();
    let (mode, asked) = (query.search.mode, query.search.case().is_some());
    let measured = spot.map(|spot| view! { <Measured visit=visit.clone() spot=spot mode=mode/> });
    let cards = picks.into_iter().map(|pick| {
        view! { <PickCard visit=visit.clone() pick=pick mode=mode asked=asked zone=zone passed_on=passed_on.clone()/> }
    });
    Some(view! {
        <section class="section" aria-labelledby="picks">
            <div class="section-head"><h2 id="picks">{title}</h2>{measured}</div>
            <div class="picks">{cards.collect_view()}</div>
            <p><a class="link" href="/how-it-works#weigh">{why}</a></p>
        </section>
    })
}

/// By which clock times are told, and from where distances are when only the town is known.
#[component]
fn Measured<'a>(visit: Visit, spot: &'a Spot, mode: Option<Mode>) -> impl IntoView + use<> {
    let t = visit.t;
    let when = When::new(t, spot.place.zone, visit.now);
    let in_the_middle = spot.position.distance_km(spot.place.position) < NEXT_DOOR_KM;
    // Of who comes to her no distance is told.
    let from = (in_the_middle && mode != Some(Mode::Home)).then(|| {
        view! { <br/>{t.home_from_middle(spot.place.label(visit.lang()))} }
    });
    view! { <p class="soft small">{t.home_zone(when.zone_name())}{from}</p> }
}

#[component]
fn Everybody(
    visit: Visit,
    query: SearchQuery,
    found: Found,
    total: Total,
    crowd: Crowd,
    relaxed: Vec<Relaxed>,
    experts: Experts,
) -> impl IntoView {
    let t = visit.t;
    let heading = heading(t, &visit, &query, total);
    view! {
        <section class="section" aria-labelledby="everybody">
            <div class="section-head"><h2 id="everybody">{heading}</h2><SortLinks t=t query=query.clone()/></div>
            <People visit=visit query=query found=found total=total crowd=crowd relaxed=relaxed experts=experts with_place=false/>
        </section>
    }
}

#[component]
fn WellRated(visit: Visit, found: Found, experts: Experts) -> impl IntoView {
    let t = visit.t;
    if found.engineers.is_empty() {
        return view! { <section class="section"><NobodyYet visit=visit/></section> }.into_any();
    }
    let rated = found.engineers.iter().any(|(engineer, _)| engineer.rating.count() > 0);
    let (title, text) = match rated {
        true => (t.home_well_rated(), t.home_well_rated_text()),
        false => (t.home_unrated(), t.home_unrated_text()),
    };
    let cards = found.engineers.into_iter().map(|(engineer, km)| {
        let expert = experts.has(engineer.id);
        view! { <li><EngineerCard visit=visit.clone() engineer=engineer km=km expert=expert/></li> }
    });
    let cards = cards.collect_view();
    view! {
        <section class="section" aria-labelledby="well-rated">
            <div class="section-head"><h2 id="well-rated">{title}</h2></div>
            <p class="soft">{text}</p>
            <ul class="engineer-grid">{cards}</ul>
            <nav class="pagination" aria-label=t.engineers_more()>
                <a class="button button-quiet" href="/engineers">{t.home_see_all()}</a>
            </nav>
        </section>
    }
    .into_any()
}
