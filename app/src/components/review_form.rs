//! Reviews of one service: the form, what was said, the reply.

use handpick::{
    case::Leg,
    engineer::Mode,
    id::{LegId, ReviewId},
    review::{REVIEW_MAX, Review, public_name},
    tag::{PRAISE, TagKind},
};
use leptos::prelude::*;

use crate::{
    catalogue::Messages,
    components::{
        form::{Form, TextArea},
        icon::Icon,
        rating::Stars,
    },
    web::{Filled, Visit},
    when::When,
};

/// For the customer who was served: stars, praise and words for the engineer and,
/// after a visit, for the service point.
#[component]
pub fn ReviewForm(visit: Visit, leg: Leg, when: When, form: Filled) -> impl IntoView {
    let t = visit.t;
    let name = leg.engineer.name.text(visit.lang()).to_owned();
    let author = public_name(&leg.customer_name);
    let point = leg.point.clone().filter(|_| leg.mode == Mode::Visit).map(|point| {
        let name = point.name.text(visit.lang()).to_owned();
        view! {
            <StarInput t=t form=form.clone() name="point-stars" legend=t.review_stars_for(name.clone()) required=false/>
            <TextArea
                form=form.clone() name="point-text" label=t.review_point_words(name)
                required=false rows=2 maxlength=REVIEW_MAX
            />
        }
    });
    view! {
        <div class="card stack">
            <h2 id="review-h">{t.review_title(name.clone())}</h2>
            <div class="person">
                <img class="face" src=leg.engineer.portrait.url() alt="" width="96" height="96"/>
                <div>
                    <p class="person-name">{name.clone()}</p>
                    <p class="person-note">{t.review_served(when.at(leg.start))}</p>
                </div>
            </div>
            <Form t=t form=form.clone() action=format!("/legs/{}/review", leg.id)>
                <StarInput t=t form=form.clone() name="stars" legend=t.review_stars_for(name.clone()) required=true/>
                <PraiseInput t=t form=form.clone()/>
                <TextArea form=form name="text" label=t.review_words() required=false maxlength=REVIEW_MAX/>
                {point}
                <p class="soft small">{t.review_public(author, name)}</p>
                <div class="actions"><button class="button">{t.review_send()}</button></div>
            </Form>
        </div>
    }
}

/// Five radios in reading order.
#[component]
fn StarInput(t: Messages, form: Filled, name: &'static str, legend: String, required: bool) -> impl IntoView {
    let chosen = form.value(name);
    let error = form.error(name);
    let described = error.is_some().then(|| format!("{name}-error"));
    let optional =
        (!required).then(|| view! { " "<span class="field-optional">{t.review_stars_optional()}</span> });
    let stars = (1..=5u64).map(|stars| {
        let value = stars.to_string();
        let checked = value == chosen;
        let id = (stars == 1).then(|| form.id(name));
        view! {
            <label>
                <input id=id type="radio" name=name value=value checked=checked required=required/>
                <Icon name="star"/>
                <span class="visually-hidden">{t.review_stars(stars)}</span>
            </label>
        }
    });
    view! {
        <fieldset class="group" aria-describedby=described>
            <legend>{legend}{optional}</legend>
            <div class="star-input">{stars.collect_view()}</div>
            {error.map(|error| view! { <p class="field-error" id=format!("{name}-error")>{error}</p> })}
        </fieldset>
    }
}

#[component]
fn PraiseInput(t: Messages, form: Filled) -> impl IntoView {
    let chips = PRAISE.iter().map(|key| {
        let checked = form.fields.all("praise").any(|chosen| chosen == *key);
        view! {
            <label class="chip">
                <input type="checkbox" name="praise" value=*key checked=checked/>
                <span>{t.tag(TagKind::Praise, key)}</span>
            </label>
        }
    });
    view! {
        <fieldset class="group">
            <legend>{t.review_praise()}" "<span class="field-optional">{t.review_praise_any()}</span></legend>
            <div class="chips">{chips.collect_view()}</div>
        </fieldset>
    }
}

/// A review as it stands; the children are what can be done with it.
#[component]
pub fn Given(
    t: Messages,
    when: When,
    review: Review,
    about: String,
    engineer: String,
    children: Children,
) -> impl IntoView {
    let praise = review.praise.iter().map(|key| view! { <li class="tag">{t.tag(TagKind::Praise, key)}</li> });
    let praise = (!review.praise.is_empty()).then(|| view! { <ul class="tags">{praise.collect_view()}</ul> });
    let words = review.text.map(|text| view! { <p class="review-text">{text}</p> });
    let reply = review.reply.map(|(text, at)| {
        view! {
            <blockquote class="review-reply">
                <p class="review-text">{text}</p>
                <footer>{t.review_replied(engineer, when.at(at))}</footer>
            </blockquote>
        }
    });
    view! {
        <article class="review">
            <div class="review-head">
                <Stars score=f64::from(review.stars) small=true/>
                <h3>{about}</h3>
                <span class="visually-hidden">{t.review_stars(review.stars.into())}</span>
            </div>
            <p class="review-by">
                {review.author}" · "<time datetime=when.machine(review.created_at)>{when.at(review.created_at)}</time>
            </p>
            {praise}
            {words}
            {reply}
            {children()}
        </article>
    }
}

/// The engineer's one reply.
#[component]
pub fn ReplyForm(t: Messages, review: ReviewId, leg: LegId, form: Filled) -> impl IntoView {
    let form = form.scoped(review.to_string());
    view! {
        <Form t=t form=form.clone() action=format!("/reviews/{review}/reply")>
            <input type="hidden" name="leg" value=leg.to_string()/>
            <TextArea
                form=form name="text" label=t.review_reply()
                hint=t.review_reply_hint() rows=3 maxlength=REVIEW_MAX
            />
            <div class="actions"><button class="button button-quiet">{t.review_reply_send()}</button></div>
        </Form>
    }
}
