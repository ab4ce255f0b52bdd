//! Joining by a link from an operator: as an engineer, at a desk, or as an operator.

use axum::{extract::Path, response::Response};
use handpick::{
    engineer::{NewEngineer, Portrait},
    id::{AccountId, EngineerId},
    lang::Localized,
    link::{Invitation, Invited, TokenUse},
    place::Place,
    text,
};
use leptos::prelude::*;

use crate::{
    components::form::{Field, Form},
    pages::login::forms::WhoFields,
    token,
    web::{Fields, Filled, Problem, Visit, redirect},
};

use super::{
    door,
    forms::{page, stale_link},
};

/// The face of somebody who has not chosen one yet.
const FIRST_FACE: &str = "f001";

pub async fn show(visit: Visit, Path(secret): Path<String>) -> Result<Response, Problem> {
    match find(&visit, &secret).await? {
        Some(invited) => {
            let mut fields = Fields::default();
            fields.set("name", invited.name);
            fields.set("email", invited.email.as_str());
            form(&visit, &secret, &invited.what, Filled::with(fields)).await
        }
        None => Ok(stale_link(&visit, "/")),
    }
}

pub async fn accept(
    mut visit: Visit,
    Path(secret): Path<String>,
    fields: Fields,
) -> Result<Response, Problem> {
    let Some(Invited { what: invitation, .. }) = find(&visit, &secret).await? else {
        return Ok(stale_link(&visit, "/"));
    };
    let mut filled = Filled::with(fields);
    let town = town(&visit, &invitation, &mut filled);
    if visit.viewer.is_none() && filled.is_sound() {
        door::enter(&mut visit, &mut filled).await?;
    }
    if !filled.is_sound() {
        return form(&visit, &secret, &invitation, filled).await;
    }
    let account = visit.signed_in()?.account.clone();
    // As she calls herself, not as the operator wrote it.
    let newcomer = town.map(|town| newcomer(&visit, account.id, account.name, town));
    let account = account.id;
    let hash = token::hash(&secret);
    Ok(match visit.app.store.accept_invitation(&hash, account, newcomer, visit.now).await? {
        Some(Invitation::Staff { .. }) => redirect("/desk"),
        Some(Invitation::Operator) => redirect("/ops"),
        Some(Invitation::Engineer { .. }) => redirect("/work"),
        None => stale_link(&visit, "/"),
    })
}

async fn find(visit: &Visit, secret: &str) -> Result<Option<Invited>, Problem> {
    let found = visit.app.store.token(&token::hash(secret), TokenUse::Invitation, visit.now).await?;
    found.map(|(_, payload)| serde_json::from_str(&payload).map_err(Problem::internal)).transpose()
}

/// The home town of a new engineer: search and schedule begin there.
fn town(visit: &Visit, invitation: &Invitation, filled: &mut Filled) -> Option<Place> {
    if !matches!(invitation, Invitation::Engineer { .. }) {
        return None;
    }
    let town = visit.app.places.resolve(filled.fields.get("town")).cloned();
    if town.is_none() {
        filled.refuse("town", visit.t.place_town_unknown());
    }
    town
}

fn newcomer(visit: &Visit, account: AccountId, name: String, town: Place) -> NewEngineer {
    let now = visit.now;
    let id = EngineerId::mint(now, &*visit.app.random);
    NewEngineer {
        id,
        account: Some(account),
        slug: slug(&name, id),
        name: Localized::one(visit.lang(), name),
        place: town.id,
        position: town.position,
        zone: town.zone.to_owned(),
        portrait: Portrait::Drawn(FIRST_FACE.to_owned()),
        now,
    }
}

/// The name in lower-case Latin letters and hyphens; for a name in another script a
/// part of the id.
fn slug(name: &str, id: EngineerId) -> String {
    let slug = text::slug(name);
    if slug.is_empty() { id.to_string().to_lowercase().split_off(16) } else { slug }
}

async fn form(
    visit: &Visit,
    secret: &str,
    invitation: &Invitation,
    filled: Filled,
) -> Result<Response, Problem> {
    let t = visit.t;
    let text = words(visit, invitation).await?;
    let town = matches!(invitation, Invitation::Engineer { .. }).then(|| {
        let filled = filled.clone();
        view! { <Field form=filled name="town" label=t.login_town() hint=t.login_town_hint()/> }
    });
    let action = format!("/invitation/{secret}");
    Ok(page(visit, t.login_invitation_title(), &filled.clone(), || {
        let who = match &visit.viewer {
            Some(viewer) => view! { <p>{t.login_invitation_as(&viewer.account.name)}</p> }.into_any(),
            None => {
                view! { <WhoFields t=t filled=filled.clone() name_hint=t.login_name_hint_work()/> }.into_any()
            }
        };
        view! {
            <Form t=t form=filled class="form card" action=action>
                <p>{text}</p>
                {town}
                {who}
                <button class="button button-wide">{t.login_invitation_accept()}</button>
            </Form>
        }
    }))
}

async fn words(visit: &Visit, invitation: &Invitation) -> Result<String, Problem> {
    let t = visit.t;
    Ok(match invitation {
        Invitation::Engineer { name } => t.login_invitation_engineer(name),
        Invitation::Operator => t.login_invitation_operator().to_owned(),
        Invitation::Staff { point } => {
            let point = visit.app.store.point(*point).await?.ok_or(Problem::NotFound)?;
            t.login_invitation_staff(point.name.text(visit.lang()))
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_is_plain() -> Result<(), handpick::id::BadId> {
        let id: EngineerId = "01JD0000000000000000ABCDEF".parse()?;
        assert_eq!(slug("Chén  Mei-ling", id), "ch-n-mei-ling");
        assert_eq!(slug("Ada Lovelace", id), "ada-lovelace");
        assert_eq!(slug("陈美玲", id), "0000abcdef");
        Ok(())
    }
}
