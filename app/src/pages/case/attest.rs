//! What counts as missed and, as its customer says, took place all the same.

use axum::response::Response;
use handpick::case::{EventKind, Leg, LegState, Move, MoveRefusal, attest_until};
use leptos::prelude::*;

use crate::{
    catalogue::Messages,
    limits::{Limit, Who},
    web::{Problem, Visit},
};

use super::{
    act::{back, move_leg, refused},
    change::action,
    dossier::Dossier,
    story,
};

/// Counted: who says so each time would rather not be believed. Many share a network.
pub async fn act(visit: &Visit, dossier: Dossier) -> Result<Response, Problem> {
    let from = [Who::Account(visit.signed_in()?.id())];
    visit.app.limits.take(Limit::Attest, &from)?;
    let moved = move_leg(visit, &dossier, Move::Attest).await?;
    if moved.is_err() {
        visit.app.limits.give_back(Limit::Attest, &from);
    }
    match moved {
        Ok(()) | Err(MoveRefusal::WrongState(LegState::Done)) => Ok(back(&dossier, "attested")),
        Err(refusal) => refused(visit, dossier, Some(refusal)).await,
    }
}

/// The button with which she says so, as long as she can.
pub fn form(visit: &Visit, dossier: &Dossier) -> Option<impl IntoView + use<>> {
    let t = visit.t;
    let until = dossier.when.at(attest_until(dossier.leg.end));
    dossier.allows(&Move::Attest).then(|| {
        view! {
            <form class="stack" method="post" action=action(dossier, "attest")>
                <p>{t.case_attest(until)}</p>
                <p class="actions">
                    <button class="button button-quiet button-small">{t.case_attest_do()}</button>
                </p>
            </form>
        }
    })
}

/// Who was there and not seen must not read that she did not come.
pub fn missed_text(dossier: &Dossier, t: Messages) -> &'static str {
    let noted = dossier.case.events.iter().any(|event| event.kind == EventKind::NoShow);
    if noted { t.case_no_show_text() } else { t.case_unseen_text() }
}

/// How a leg that is done ended, in a title and a text.
pub fn ending(dossier: &Dossier, t: Messages, leg: &Leg) -> (String, String) {
    let finish = story::finish(dossier, leg.id);
    let at = finish.map(|event| dossier.when.at(event.at)).unwrap_or_default();
    let attested = finish.is_some_and(|event| event.kind == EventKind::Attested);
    match leg.done_note.clone() {
        Some(note) => (t.case_done(at), note),
        None if attested && dossier.is_customer() => (t.case_attested().to_owned(), t.case_attested_text(at)),
        None if attested => (t.case_attested_here().to_owned(), t.case_attested_here_text(at)),
        None => (t.case_closed(at), t.case_closed_text().to_owned()),
    }
}
