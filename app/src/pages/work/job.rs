//! An appointment with what its engineer may know of it.

use handpick::{
    account::dialled,
    case::{ActorKind, Doorstep, EARLY_MINUTES, Leg, LegState, Move, NOTE_MAX, may_see_address},
    engineer::{Engineer, Mode},
    geo::Position,
};
use jiff::{SignedDuration, civil::Date};
use leptos::prelude::*;

use crate::{
    catalogue::Messages,
    components::{
        appointment::{AddressLink, Appointment, what_words, whole_address},
        form::{Field, TextArea},
        icon::Icon,
        leg_form::{DeclineFold, LegForm, Place, Typed, Verb, form_of},
    },
    web::{Problem, Visit},
    when::When,
};

use super::plan::length;

#[derive(Debug, Clone)]
pub struct Job {
    pub leg: Leg,
    pub photos: u64,
    pub home: Option<Home>,
}

/// Where a home call leads to, as far as the engineer may know.
#[derive(Debug, Clone)]
pub enum Home {
    /// Until she has accepted, and after the call: the town and about how far.
    About { town: String, km: f64 },
    Address {
        address: String,
        /// Where its town is.
        town: Position,
        phone: Option<String>,
    },
}

pub async fn jobs(visit: &Visit, me: &Engineer, legs: Vec<Leg>) -> Result<Vec<Job>, Problem> {
    let cases: Vec<_> = legs.iter().map(|leg| leg.case).collect();
    let calls: Vec<_> = legs.iter().filter(|leg| leg.mode == Mode::Home).map(|leg| leg.id).collect();
    let store = &visit.app.store;
    let (photos, mut doorsteps, areas) =
        futures::try_join!(store.photo_counts(&cases), store.doorsteps(&calls), store.areas(me.id))?;
    // She sets out from the middle of an area, as far as anybody knows.
    let bases: Vec<Position> = areas.iter().map(|area| area.centre).collect();
    let viewer = visit.signed_in()?;
    let job = |leg: Leg| Job {
        photos: photos.get(&leg.case).copied().unwrap_or(0),
        home: doorsteps
            .remove(&leg.id)
            .map(|there| home(visit, &bases, may_see_address(viewer, &leg), there)),
        leg,
    };
    Ok(legs.into_iter().map(job).collect())
}

fn home(visit: &Visit, bases: &[Position], may_see: bool, there: Doorstep) -> Home {
    let Doorstep { address, phone } = there;
    if may_see {
        let town = address.position;
        return Home::Address { address: whole_address(visit, &address), town, phone };
    }
    let town = visit.app.places.get(address.place).map(|town| town.label(visit.lang()));
    let town = town.unwrap_or(visit.t.common_unknown_place()).to_owned();
    let km = bases.iter().map(|base| address.position.distance_km(*base)).min_by(f64::total_cmp);
    Home::About { town, km: km.unwrap_or(0.0) }
}

/// An appointment in the list of the day.
#[component]
pub fn JobItem(visit: Visit, when: When, day: Date, job: Job, typed: Option<Typed>) -> impl IntoView {
    let t = visit.t;
    let leg = job.leg.clone();
    let travel = leg.busy_until.duration_since(leg.end).as_mins();
    let travel = (leg.mode == Mode::Home && leg.state.is_open() && travel > 0).then(|| {
        let minutes = length(t, travel.unsigned_abs());
        view! { <li class="appointment-travel"><Icon name="pin"/>{t.work_travel(minutes)}</li> }
    });
    let place = view! { <Whereabouts visit=visit.clone() job=job.clone()/> }.into_any();
    let details = view! { <Details t=t job=job.clone()/> }.into_any();
    let steps =
        view! { <Steps visit=visit.clone() when=when.clone() day=day job=job typed=typed/> }.into_any();
    view! {
        <li>
            <Appointment t=t when=when leg=leg place=place details=details>{steps}</Appointment>
        </li>
        {travel}
    }
}

/// The problem in the customer's words, and the way to her photos.
#[component]
pub fn Details(t: Messages, job: Job) -> impl IntoView {
    let Job { leg, photos, .. } = job;
    let words = (!leg.description.is_empty())
        .then(|| view! { <p class="soft small">{t.common_quote(leg.description.clone())}</p> });
    let photos = (photos > 0).then(|| {
        view! { <p class="small"><a href=format!("/cases/{}", leg.case)>{t.book_photo_count(photos)}</a></p> }
    });
    view! { {words}{photos} }
}

#[component]
fn Whereabouts(visit: Visit, job: Job) -> impl IntoView {
    let t = visit.t;
    let lang = visit.lang();
    match (job.leg.point, job.home) {
        (Some(point), _) => {
            let bay = job.leg.bay.map(|(_, label)| format!(" · {}", t.case_bay(label)));
            let name = point.name.text(lang).to_owned();
            view! {
                <p class="soft small"><a href=format!("/points/{}", point.slug)>{name}</a>{bay}</p>
            }
            .into_any()
        }
        (None, Some(Home::Address { address, town, phone })) => {
            let call = phone.map(|phone| {
                view! {
                    <a class="button button-quiet button-small" href=format!("tel:{}", dialled(&phone))>
                        <Icon name="phone"/>{t.work_call()}
                    </a>
                }
            });
            view! {
                <p>{t.work_at_home(&address)}</p>
                <p class="actions"><AddressLink t=t town=town address=address/>{call}</p>
            }
            .into_any()
        }
        (None, Some(Home::About { town, km })) => {
            view! { <p class="soft small">{t.work_about_town(town, whole_km(km))}</p> }.into_any()
        }
        (None, None) => ().into_any(),
    }
}

/// Rounded up: near enough to plan, too coarse to find a door.
pub fn whole_km(km: f64) -> String {
    format!("{:.0}", km.max(1.0).ceil())
}

/// What can be done now.
#[component]
fn Steps(visit: Visit, when: When, day: Date, job: Job, typed: Option<Typed>) -> impl IntoView {
    let (t, leg) = (visit.t, job.leg);
    if leg.state == LegState::InService {
        return view! { <FinishForm t=t leg=leg day=day typed=typed/> }.into_any();
    }
    let can = |step: &Move| leg.allows(ActorKind::Engineer, step, visit.now);
    let (start, no_show) = (can(&Move::Start), can(&Move::NoShow));
    let start = start.then(|| {
        view! {
            <LegForm t=t place=Place::work(day) leg=leg.id verb=Verb::Start>
                <button class="button">{t.work_start()}</button>
            </LegForm>
        }
    });
    let no_show = no_show.then(|| {
        view! {
            <LegForm t=t place=Place::work(day) leg=leg.id verb=Verb::NoShow>
                <button class="button button-quiet">{t.work_no_show()}</button>
            </LegForm>
        }
    });
    let from = leg.start - SignedDuration::from_mins(EARLY_MINUTES);
    let soon = (leg.state == LegState::Confirmed && visit.now < from).then(|| {
        let words = match leg.mode {
            Mode::Visit => t.work_desk_from(when.at(from)),
            Mode::Home | Mode::Online => t.work_start_from(when.at(from)),
        };
        view! { <p class="soft small">{words}</p> }
    });
    let call_off = (leg.state == LegState::Confirmed && can(&Move::Decline { reason: String::new() })).then(|| {
        view! { <div class="folds"><DeclineFold t=t place=Place::work(day) leg=leg.id typed=typed confirmed=true/></div> }
    });
    let now =
        (start.is_some() || no_show.is_some()).then(|| view! { <div class="actions">{start}{no_show}</div> });
    view! { {soon}{now}{call_off} }.into_any()
}

#[component]
fn FinishForm(t: Messages, leg: Leg, day: Date, typed: Option<Typed>) -> impl IntoView {
    let (form, _) = form_of(typed.as_ref(), leg.id, Verb::Finish);
    let hint = match leg.customer {
        Some(_) => t.work_did_hint(leg.customer_name),
        None => t.work_did_hint_walk_in().to_owned(),
    };
    view! {
        <div class="appointment-form">
            <LegForm t=t place=Place::work(day) leg=leg.id verb=Verb::Finish form=form.clone()>
                <TextArea
                    form=form.clone() name="done" label=t.work_did()
                    hint=hint rows=3 maxlength=NOTE_MAX
                />
                <Field form=form name="next" label=t.work_next() required=false maxlength=NOTE_MAX/>
                <div class="actions"><button class="button">{t.work_finish()}</button></div>
            </LegForm>
        </div>
    }
}

/// "laptop, screen" of a leg, for a line.
pub fn what(t: Messages, leg: &Leg) -> String {
    what_words(t, leg.product, leg.need)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_distance_is_told_in_whole_kilometres_rounded_up() {
        assert_eq!([whole_km(0.2), whole_km(1.0), whole_km(4.3)], ["1", "1", "5"]);
    }
}
