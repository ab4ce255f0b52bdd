use handpick::{
    engineer::{Engineer, Mode},
    point::ServicePoint,
    schedule::FreeTime,
};
use jiff::Timestamp;
use leptos::prelude::*;

use crate::{
    components::{
        days::{DayStrip, ZoneNote},
        icon::Icon,
        notice::{Notice, Tone},
        times::{NearTimes, Times},
    },
    offer::{Offer, Strip},
    web::{Fields, Visit},
    when::When,
};

use super::Refusal;

/// Everything the form shows.
pub struct TimeForm {
    pub visit: Visit,
    pub engineer: Engineer,
    pub mode: Mode,
    pub point: Option<ServicePoint>,
    pub when: When,
    /// How long an appointment lasts.
    pub minutes: u16,
    pub strip: Strip,
    pub chosen: Option<Timestamp>,
    pub refusal: Option<Refusal>,
    /// Free times near to the refused one.
    pub near: Vec<FreeTime>,
    pub action: String,
    /// Link to a day, which is put at its end.
    pub days: String,
    /// What the form carries along unseen.
    pub kept: Fields,
}

impl TimeForm {
    pub fn new(
        visit: &Visit,
        engineer: &Engineer,
        offer: &Offer,
        strip: Strip,
        action: String,
        days: String,
    ) -> Self {
        let zone = offer.point().map_or(&engineer.zone, |point| &point.zone);
        Self {
            visit: visit.clone(),
            engineer: engineer.clone(),
            mode: if offer.point().is_some() { Mode::Visit } else { Mode::Home },
            point: None,
            when: When::new(visit.t, zone, visit.now),
            minutes: offer.minutes(),
            strip,
            chosen: None,
            refusal: None,
            near: Vec::new(),
            action,
            days,
            kept: Fields::default(),
        }
    }
}

pub fn form(form: TimeForm) -> impl IntoView {
    let t = form.visit.t;
    let kept = form.kept.pairs().map(|(name, value)| {
        view! { <input type="hidden" name=name.to_owned() value=value.to_owned()/> }
    });
    let kept = kept.collect_view();
    let notice = form.refusal.map(|refusal| refused(&form, refusal));
    let near = (!form.near.is_empty()).then(|| {
        view! { <NearTimes when=form.when.clone() times=form.near.clone() legend=t.book_nearest()/> }
    });
    let times = form.strip.times();
    let choice = if times.is_empty() {
        none_that_day(&form).into_any()
    } else {
        view! { <Times t=t when=form.when.clone() times=times chosen=form.chosen/> }.into_any()
    };
    let place = form.point.as_ref().map(|point| {
        let name = point.name.text(form.visit.lang());
        view! { <p class="icon-line"><Icon name="point"/><span>{format!("{name} · {}", point.address)}</span></p> }
    });
    let bar = action_bar(&form);
    view! {
        <form class="form" method="post" action=form.action>
            {kept}
            <h1 id="step-title">{t.book_when_title()}</h1>
            {notice}
            {near}
            {place}
            <DayStrip t=t strip=form.strip mode=form.mode base=form.days/>
            {choice}
            <ZoneNote name=form.when.zone_name()/>
            {bar}
        </form>
    }
}

fn refused(form: &TimeForm, refusal: Refusal) -> impl IntoView + use<> {
    let t = form.visit.t;
    let (title, text) = match refusal {
        Refusal::Missing => (t.book_time_empty().to_owned(), None),
        Refusal::Taken(at) => (t.book_taken_title(form.when.at(at)), Some(t.book_taken_text())),
        Refusal::NotOffered(at) => {
            (t.book_not_offered_title(form.when.at(at)), Some(t.book_not_offered_text()))
        }
    };
    view! {
        <Notice tone=Tone::Error answer=true>
            <p><strong>{title}</strong></p>
            {text.map(|text| view! { <p>{text}</p> })}
        </Notice>
    }
}

fn none_that_day(form: &TimeForm) -> impl IntoView + use<> {
    let t = form.visit.t;
    let name = form.engineer.name.text(form.visit.lang());
    let (text, way_on, link) = match form.strip.elsewhere {
        Some(day) => (
            t.book_no_times(name, form.when.day(form.strip.chosen)),
            t.book_see_day(form.when.day(day)),
            format!("{}{day}", form.days),
        ),
        None => (t.book_no_times_at_all(name), t.book_other_engineers().to_owned(), "/engineers".to_owned()),
    };
    view! {
        <div class="empty">
            <Icon name="calendar"/>
            <p>{text}</p>
            <div class="actions"><a class="button button-quiet" href=link>{way_on}</a></div>
        </div>
    }
}

fn action_bar(form: &TimeForm) -> impl IntoView + use<> {
    let t = form.visit.t;
    let day = form.near.is_empty().then(|| {
        view! { <strong>{form.when.calendar_day(form.strip.chosen)}</strong> " " }
    });
    let any = !form.near.is_empty() || !form.strip.times().is_empty();
    any.then(|| {
        view! {
            <div class="action-bar">
                <p>{day}{t.book_lasts(t.book_minutes(form.minutes.into()))}</p>
                <button class="button">{t.book_hold_button()}</button>
            </div>
        }
    })
}
