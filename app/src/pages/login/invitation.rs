//! Joining by a link from an operator: as an engineer, at a desk, or as an operator.
//! Only an account with the address that was invited joins: the operator knows whom
//! that is, and somebody who happens to be signed in does not take another's place.

use axum::{extract::Path, response::Response};
use handpick::{
    account::Email,
    engineer::{NewEngineer, Portrait},
    id::{AccountId, EngineerId},
    lang::Localized,
    link::{Invitation, Invited, TokenUse},
    place::Place,
    text,
};
use leptos::prelude::*;

use crate::{
    components::{
        form::{Field, Form},
        unconfirmed::Unconfirmed,
    },
    pages::login::forms::WhoFields,
    token,
    web::{Fields, Filled, Problem, Visit, redirect},
};

use super::{
    door,
    forms::{others_link, page, stale_link},
};

/// The face of somebody who has not chosen one yet.
const FIRST_FACE: &str = "f001";

pub async fn show(visit: Visit, Path(secret): Path<String>) -> Result<Response, Problem> {
    match find(&visit, &secret).await? {
        Some(invited) if is_another(&visit, &invited) => others(&visit, &secret, &invited),
        Some(invited) if is_unproven(&visit, &invited) => prove(&visit, &invited).await,
        Some(invited) => {
            let mut fields = Fields::default();
            fields.set("name", &*invited.name);
            fields.set("email", invited.email.as_str());
            form(&visit, &secret, &invited, Filled::with(fields)).await
        }
        None => Ok(stale_link(&visit, "/")),
    }
}

pub async fn accept(
    mut visit: Visit,
    Path(secret): Path<String>,
    fields: Fields,
) -> Result<Response, Problem> {
    let Some(invited) = find(&visit, &secret).await? else {
        return Ok(stale_link(&visit, "/"));
    };
    if is_another(&visit, &invited) {
        return others(&visit, &secret, &invited);
    }
    let mut filled = Filled::with(fields);
    let town = town(&visit, &invited.what, &mut filled);
    if visit.viewer.is_none() {
        check_address(&visit, &invited, &mut filled);
    }
    if visit.viewer.is_none() && filled.is_sound() {
        door::enter(&mut visit, &mut filled).await?;
    }
    if !filled.is_sound() {
        return form(&visit, &secret, &invited, filled).await;
    }
    if is_unproven(&visit, &invited) {
        return Ok(redirect(&format!("/invitation/{secret}")));
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

fn is_another(visit: &Visit, invited: &Invited) -> bool {
    visit.viewer.as_ref().is_some_and(|viewer| viewer.account.email != invited.email)
}

fn others(visit: &Visit, secret: &str, invited: &Invited) -> Result<Response, Problem> {
    let email = &visit.signed_in()?.account.email;
    let text = visit.t.login_invitation_other(&invited.name, &invited.email, email);
    Ok(others_link(visit, text, format!("/invitation/{secret}")))
}

/// A link can be handed on: who may do everything has read mail at the address that was
/// invited.
fn is_unproven(visit: &Visit, invited: &Invited) -> bool {
    let unconfirmed = visit.viewer.as_ref().is_some_and(|viewer| viewer.account.email_confirmed_at.is_none());
    invited.what == Invitation::Operator && unconfirmed
}

async fn prove(visit: &Visit, invited: &Invited) -> Result<Response, Problem> {
    let t = visit.t;
    let text = words(visit, &invited.what).await?;
    let account = visit.signed_in()?.account.clone();
    Ok(page(visit, t.login_invitation_title(), &Filled::default(), || {
        let why = t.login_invitation_unproven(&account.email);
        view! {
            <p>{text}</p>
            <Unconfirmed t=t account=account why=why/>
        }
    }))
}

/// Of whoever signs in or up to accept. What is no address at all the door tells.
fn check_address(visit: &Visit, invited: &Invited, filled: &mut Filled) {
    let typed = filled.fields.get("email").parse::<Email>();
    if typed.is_ok_and(|typed| typed != invited.email) {
        filled.refuse("email", visit.t.login_invitation_email(&invited.email));
    }
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

async fn form(visit: &Visit, secret: &str, invited: &Invited, filled: Filled) -> Result<Response, Problem> {
    let t = visit.t;
    let text = words(visit, &invited.what).await?;
    let whom = t.login_invitation_for(&invited.name, &invited.email);
    let town = matches!(invited.what, Invitation::Engineer { .. }).then(|| {
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
                <p>{whom}</p>
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
