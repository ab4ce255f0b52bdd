use axum::{http::StatusCode, response::Response};
use handpick::{booking::Hold, engineer::Engineer, review::Rating};
use leptos::prelude::*;

use crate::{
    catalogue::Messages,
    components::{hold::HoldNotice, icon::Icon, unlisted::Unlisted},
    web::{Head, Visit},
    when::When,
};

use super::draft::{Booking, Step};

/// What every step shows: the person, how far one is, how long the time is held.
#[derive(Clone)]
pub struct Frame {
    visit: Visit,
    engineer: Engineer,
    step: Step,
    /// Where each step is found, once one may go there.
    links: [Option<String>; 4],
    hold: Option<(Hold, When)>,
    /// What is wrong, where it is time to say that she does not list it.
    need: Option<&'static str>,
}

impl Frame {
    /// Before there is a draft.
    pub fn first(visit: &Visit, engineer: &Engineer, step: Step) -> Self {
        let (visit, engineer) = (visit.clone(), engineer.clone());
        Self { visit, engineer, step, links: Default::default(), hold: None, need: None }
    }

    /// What is wrong was said before.
    pub fn about(self, need: Option<&'static str>) -> Self {
        Self { need, ..self }
    }

    pub fn of(visit: &Visit, booking: &Booking, step: Step) -> Self {
        let open = |at: Step| (at <= booking.next_step()).then(|| booking.link(at));
        // Where the time is chosen, the strip shows it.
        let hold = booking.draft.hold.filter(|_| step != Step::When || booking.held(visit.now).is_some());
        Self {
            links: Step::ALL.map(open),
            hold: hold.map(|hold| (hold, booking.when(visit))),
            need: booking.draft.need.filter(|_| step == Step::What),
            ..Self::first(visit, &booking.engineer, step)
        }
    }

    /// The step before this one; before the first that had to be asked, the person.
    fn before(&self) -> String {
        let step = (self.step as usize).checked_sub(1).and_then(|before| self.links[before].clone());
        step.unwrap_or_else(|| format!("/engineers/{}", self.engineer.slug))
    }

    /// The page of the step.
    pub fn page<V: IntoView + 'static>(self, status: StatusCode, body: impl FnOnce() -> V) -> Response {
        let visit = self.visit.clone();
        let name = self.engineer.name.text(visit.lang()).to_owned();
        let title = visit.t.book_title(name);
        let head = Head::new(title).flow();
        let head = if self.hold.is_some() { head.with_islands() } else { head };
        // Before there is a draft, a step tells what its address asks for.
        let drafted = self.links.iter().any(Option::is_some);
        let head = if drafted { head } else { head.for_strangers() };
        visit.page_with(status, head, || {
            let hold = self.hold.clone().map(|(hold, when)| {
                view! { <HoldNotice visit=self.visit.clone() hold=hold when=when/> }
            });
            let (about, engineer) = (self.visit.clone(), self.engineer.clone());
            let unlisted = view! { <Unlisted visit=about engineer=engineer need=self.need/> };
            let body = body().into_any();
            view! {
                <section class="step" aria-labelledby="step-title">
                    <div class="book-head">
                        <a class="back" href=self.before()><Icon name="chevron"/>{self.visit.t.common_back()}</a>
                        <Person visit=self.visit.clone() engineer=self.engineer.clone()/>
                        <Stepper t=self.visit.t step=self.step links=self.links/>
                    </div>
                    {hold}
                    {unlisted}
                    {body}
                </section>
            }
        })
    }
}

#[component]
fn Person(visit: Visit, engineer: Engineer) -> impl IntoView {
    let t = visit.t;
    view! {
        <div class="person">
            <img class="face" src=engineer.portrait.url() alt="" width="96" height="96"/>
            <div>
                <p class="person-name">
                    <a href=format!("/engineers/{}", engineer.slug)>
                        {engineer.name.text(visit.lang()).to_owned()}
                    </a>
                </p>
                <p class="person-note">{rating(t, engineer.rating)}</p>
            </div>
        </div>
    }
}

/// A star to look at; in words for whoever listens.
fn rating(t: Messages, rating: Rating) -> AnyView {
    let Some(average) = rating.average().map(|average| format!("{average:.1}")) else {
        return t.common_no_reviews().into_any();
    };
    let count = t.common_reviews(rating.count().into());
    view! {
        <span aria-hidden="true">{t.book_point_rated(&average, &count)}</span>
        <span class="visually-hidden">{t.book_rated(&average, &count)}</span>
    }
    .into_any()
}

#[component]
fn Stepper(t: Messages, step: Step, links: [Option<String>; 4]) -> impl IntoView {
    let label = |step: Step| match step {
        Step::Where => t.book_step_where(),
        Step::When => t.book_step_when(),
        Step::What => t.book_step_what(),
        Step::Who => t.book_step_who(),
    };
    let items = (1..).zip(Step::ALL).zip(links).map(|((number, this), link)| {
        if this == step {
            let text = t.book_step_numbered(number, label(this));
            return view! { <li aria-current="step"><span>{text}</span></li> }.into_any();
        }
        let class = (this < step).then_some("is-done");
        match link {
            Some(link) => view! { <li class=class><a href=link>{label(this)}</a></li> }.into_any(),
            None => view! { <li class=class><span>{label(this)}</span></li> }.into_any(),
        }
    });
    let place = t.book_step_of(step as usize + 1, Step::ALL.len());
    view! { <ol class="stepper" aria-label=place>{items.collect_view()}</ol> }
}

/// Instead of a step, when this person cannot be booked at all.
pub fn nobody(visit: &Visit, engineer: &Engineer, status: StatusCode) -> Response {
    let t = visit.t;
    let name = engineer.name.text(visit.lang()).to_owned();
    Frame::first(visit, engineer, Step::Where).page(status, || {
        view! {
            <div class="empty">
                <Icon name="calendar"/>
                <h1 id="step-title">{t.book_nobody_title(name)}</h1>
                <p>{t.book_nobody_text()}</p>
                <div class="actions"><a class="button" href="/engineers">{t.book_other_engineers()}</a></div>
            </div>
        }
    })
}
