//! The invitations that nobody has accepted yet, and taking one back.

use axum::{extract::Path, response::Response};
use handpick::{
    id::PointId,
    link::{Invitation, OpenInvitation},
};
use leptos::prelude::*;

use crate::{
    catalogue::Messages,
    web::{Problem, Visit, redirect},
    when::When,
};

pub async fn revoke(visit: Visit, Path(hash): Path<String>) -> Result<Response, Problem> {
    visit.app.store.revoke_invitation(&hash, visit.now).await?;
    Ok(redirect("/ops/people?done=revoked"))
}

/// Nothing when there is none.
#[component]
pub fn OpenInvitations(
    visit: Visit,
    open: Vec<OpenInvitation>,
    points: Vec<(PointId, String)>,
) -> impl IntoView {
    let t = visit.t;
    (!open.is_empty()).then(|| {
        let rows = open.into_iter().map(|invitation| row(&visit, invitation, &points)).collect_view();
        view! {
            <section class="section" aria-labelledby="invitations-h">
                <h2 id="invitations-h">{t.ops_invitations()}</h2>
                <ul class="people">{rows}</ul>
            </section>
        }
    })
}

fn row(visit: &Visit, invitation: OpenInvitation, points: &[(PointId, String)]) -> impl IntoView + use<> {
    let t = visit.t;
    let OpenInvitation { hash, invited, expires_at } = invitation;
    let when = When::new(t, "UTC", visit.now);
    let until = when.calendar_day(when.local(expires_at).date());
    let facts =
        format!("{} · {} · {}", invited.email, role(t, &invited.what, points), t.ops_invited_until(until));
    view! {
        <li>
            <span>{invited.name.clone()}<small class="soft">{format!(" {facts}")}</small></span>
            <form method="post" action=format!("/ops/invitations/{hash}/revoke")>
                <button class="button button-quiet button-small">
                    {t.ops_revoke()}<span class="visually-hidden">{format!(" {}", invited.name)}</span>
                </button>
            </form>
        </li>
    }
}

fn role(t: Messages, what: &Invitation, points: &[(PointId, String)]) -> String {
    match what {
        Invitation::Engineer { .. } => t.ops_role_engineer().to_owned(),
        Invitation::Operator => t.ops_role_operator().to_owned(),
        Invitation::Staff { point } => match points.iter().find(|(known, _)| known == point) {
            Some((_, name)) => t.ops_role_desk(name),
            None => t.ops_role_staff().to_owned(),
        },
    }
}
