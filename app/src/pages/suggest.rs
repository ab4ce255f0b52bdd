//! What the one box suggests while somebody types: how its last word goes on, and who
//! is called so.

use axum::{
    Json,
    http::header,
    response::{IntoResponse, Response},
};
use handpick::{
    account::Role,
    engineer::Engineer,
    place::Place,
    point::ServicePoint,
    search::{Completions, Meaning, complete, name_parts, understand},
    tag::TagKind,
};

use crate::{
    islands::suggest::{Suggestion, Suggestions},
    routes::{self, Route},
    web::{Fields, Problem, Visit},
};

/// Suggestions at once, of each kind.
const WORDS: usize = 4;
const PEOPLE: u32 = 3;
const POINTS: u32 = 2;

pub fn routes() -> Vec<Route> {
    vec![routes::show("/suggest", Role::Anyone, show)]
}

async fn show(visit: Visit) -> Result<Response, Problem> {
    let fields = Fields::of_query(&visit.uri)?;
    let typed = fields.get("q");
    let completions = complete(typed, &visit.app.lexicon, &visit.app.places, WORDS);
    let mut list = endings(&visit, &completions);
    list.extend(called(&visit, typed).await?);
    list.retain(|suggestion| suggestion.href.is_some() || suggestion.text.trim_end() != typed);
    let answer = Json(Suggestions { status: visit.t.search_found(list.len() as u64), list });
    // The words are in the reader's language.
    Ok(([(header::CACHE_CONTROL, "private, max-age=60"), (header::VARY, "Cookie, Accept-Language")], answer)
        .into_response())
}

/// The query with its last word completed, in each way.
fn endings(visit: &Visit, found: &Completions<'_>) -> Vec<Suggestion> {
    let (t, before) = (visit.t, &found.before);
    // Only Chinese goes on without a space.
    let apart =
        |label: &str| label.is_ascii() && !before.is_empty() && !before.ends_with(char::is_whitespace);
    let ending = |label: &str, note: String| Suggestion {
        label: label.to_owned(),
        note,
        text: format!("{before}{}{label} ", if apart(label) { " " } else { "" }),
        ..Suggestion::default()
    };
    let words = found.meanings.iter().filter_map(|meaning| {
        Some(match meaning {
            Meaning::Product(key) => ending(t.tag(TagKind::Product, key), t.search_device().to_owned()),
            Meaning::Need(key) => ending(t.tag(TagKind::Need, key), t.search_problem().to_owned()),
            Meaning::Language(key) => ending(t.tag(TagKind::Language, key), t.search_language().to_owned()),
            Meaning::Mode(mode) => {
                ending(t.word(&format!("mode-{}", mode.as_str())), t.search_mode().to_owned())
            }
            Meaning::Filler => return None,
        })
    });
    let places = found.places.iter().map(|place| ending(place.label(visit.lang()), t.region(place)));
    words.chain(places).collect()
}

/// People and points that are called like the words that mean nothing else.
async fn called(visit: &Visit, typed: &str) -> Result<Vec<Suggestion>, Problem> {
    let app = &visit.app;
    let said = understand(typed, &app.lexicon, &app.places);
    let parts = name_parts(&format!("{} {}", said.place_word, said.unknown.join(" ")));
    if parts.is_empty() {
        return Ok(Vec::new());
    }
    let (people, points) = futures::try_join!(
        app.store.engineers_named(&parts, PEOPLE),
        app.store.points_named(&parts, POINTS)
    )?;
    let people = people.iter().map(|engineer| person(visit, engineer));
    Ok(people.chain(points.iter().map(|point| place_of_work(visit, point))).collect())
}

fn person(visit: &Visit, engineer: &Engineer) -> Suggestion {
    Suggestion {
        label: engineer.name.text(visit.lang()).to_owned(),
        note: town(visit, engineer.place),
        href: Some(format!("/engineers/{}", engineer.slug)),
        ..Suggestion::default()
    }
}

fn place_of_work(visit: &Visit, point: &ServicePoint) -> Suggestion {
    Suggestion {
        label: point.name.text(visit.lang()).to_owned(),
        note: town(visit, point.place),
        href: Some(format!("/points/{}", point.slug)),
        ..Suggestion::default()
    }
}

fn town(visit: &Visit, place: u32) -> String {
    visit.app.places.get(place).map_or_else(String::new, |place: &Place| place.label(visit.lang()).to_owned())
}
