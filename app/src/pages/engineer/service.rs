use handpick::{
    engineer::{Engineer, History},
    tag::{CountedTag, TagKind},
};
use leptos::prelude::*;

use crate::{catalogue::Messages, components::review::ReviewQuery, web::Visit, when::When};

use super::promises::Promises;

/// What she repairs, with the number of cases served.
#[component]
pub fn Skills(visit: Visit, engineer: Engineer, query: ReviewQuery) -> impl IntoView {
    let t = visit.t;
    let name = engineer.name.text(visit.lang());
    let title = if engineer.served > 0 { t.engineer_skills(name) } else { t.engineer_repairs(name) };
    let (served, others) = parted(engineer.tags, engineer.rating.count() > 0);
    let chips = served.iter().map(|tag| {
        let current = (query.about() == Some((tag.kind, tag.key))).then_some("true");
        let href = query.with("about", tag.key);
        view! { <li><a class="chip" aria-current=current href=href>{counted(t, *tag)}</a></li> }
    });
    let chips = chips.collect_view();
    let hint = (!chips.is_empty()).then(|| view! { <p class="soft small">{t.engineer_skills_choose()}</p> });
    let chips = (!chips.is_empty()).then(|| view! { <ul class="chips">{chips}</ul> });
    let tags = others.into_iter().map(|tag| view! { <li class="tag">{counted(t, tag)}</li> }).collect_view();
    let tags = (!tags.is_empty()).then(|| view! { <ul class="tags">{tags}</ul> });
    view! {
        <section class="section" aria-labelledby="skills">
            <h2 id="skills">{title}</h2>
            {chips}
            {tags}
            {hint}
        </section>
    }
}

/// Products and needs: those that people came for, which lead to what they said of it,
/// most served first; and the others.
fn parted(mut tags: Vec<CountedTag>, reviewed: bool) -> (Vec<CountedTag>, Vec<CountedTag>) {
    tags.retain(|tag| matches!(tag.kind, TagKind::Product | TagKind::Need));
    tags.sort_by_key(|tag| std::cmp::Reverse(tag.count));
    let chosen = tags.iter().take_while(|tag| reviewed && tag.count > 0).count();
    let others = tags.split_off(chosen);
    (tags, others)
}

fn counted(t: Messages, tag: CountedTag) -> impl IntoView + use<> {
    let count = (tag.count > 0).then(|| {
        view! {
            " "<b>{t.number(tag.count.into())}</b>
            <span class="visually-hidden">{t.engineer_times_served()}</span>
        }
    });
    view! { {t.tag(tag.kind, tag.key)}{count} }
}

/// The service so far, in numbers.
#[component]
pub fn Service(visit: Visit, engineer: Engineer, history: History) -> impl IntoView {
    let t = visit.t;
    let when = When::new(t, &engineer.zone, visit.now);
    let years = (engineer.years > 0).then(|| t.engineer_years(engineer.years.into()));
    let since = history.since.map(|at| t.engineer_since(when.month_and_year(at)));
    let experience: Vec<String> = years.into_iter().chain(since).collect();
    let facts = [
        (t.engineer_served(), history.served),
        (t.engineer_served_visit(), history.served_visit),
        (t.engineer_served_home(), history.served_home),
        (t.engineer_returning(), history.returning_customers),
    ];
    let facts = facts.map(|(words, number)| {
        view! { <div><dt>{words}</dt><dd>{t.number(number.into())}</dd></div> }
    });
    view! {
        <section class="section" aria-labelledby="service">
            <h2 id="service">{t.engineer_service()}</h2>
            <dl class="facts">{facts.collect_view()}</dl>
            <p class="soft small">{experience.join(" · ")}</p>
            <Promises visit=visit engineer=engineer history=history/>
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tag(kind: TagKind, key: &'static str, count: u32) -> CountedTag {
        CountedTag { kind, key, count }
    }

    fn keys(tags: &[CountedTag]) -> Vec<&str> {
        tags.iter().map(|tag| tag.key).collect()
    }

    #[test]
    fn what_people_came_for_leads_to_reviews() {
        let tags = vec![
            tag(TagKind::Product, "laptop", 3),
            tag(TagKind::Need, "screen", 9),
            tag(TagKind::Need, "water", 0),
            tag(TagKind::Language, "yue", 0),
            tag(TagKind::Praise, "patient", 12),
        ];
        let (served, others) = parted(tags.clone(), true);
        assert_eq!((keys(&served), keys(&others)), (vec!["screen", "laptop"], vec!["water"]));
        let (served, others) = parted(tags, false);
        assert_eq!((keys(&served), keys(&others)), (vec![], vec!["screen", "laptop", "water"]));
    }
}
