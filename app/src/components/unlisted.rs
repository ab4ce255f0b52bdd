use handpick::{
    engineer::{Engineer, Mode},
    tag::TagKind,
};
use leptos::prelude::*;

use crate::{
    components::notice::{Notice, Tone},
    web::{Fields, Visit},
};

/// Says that she does not list what is wrong, and leads to those who do. Nothing where
/// she has not said what she repairs: then it may be anything.
#[component]
pub fn Unlisted(
    visit: Visit,
    engineer: Engineer,
    need: Option<&'static str>,
    #[prop(optional_no_strip)] mode: Option<Mode>,
) -> impl IntoView {
    let t = visit.t;
    let need = need.filter(|need| is_unlisted(&engineer, need))?;
    let words = t.engineer_unlisted(engineer.name.text(visit.lang()), t.tag(TagKind::Need, need));
    let others = who_lists(&visit, &engineer, need, mode);
    Some(view! {
        <Notice tone=Tone::Info>
            <p>{words}" "<a href=others>{t.engineer_unlisted_see()}</a></p>
        </Notice>
    })
}

fn is_unlisted(engineer: &Engineer, need: &str) -> bool {
    let mut listed = engineer.tags.iter().filter(|tag| tag.kind == TagKind::Need).peekable();
    listed.peek().is_some() && !listed.any(|tag| tag.key == need)
}

/// The list of those near her who do.
pub fn who_lists(visit: &Visit, engineer: &Engineer, need: &'static str, mode: Option<Mode>) -> String {
    let mut fields = Fields::default();
    if let Some(town) = visit.app.places.get(engineer.place) {
        fields.set("place", town.label(visit.lang()));
    }
    if let Some(mode) = mode {
        fields.set("mode", mode.as_str());
    }
    format!("/engineers{}", fields.link_with("need", need))
}
