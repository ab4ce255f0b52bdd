//! Inviting people by a link: by mail, and to be handed over.

use axum::{http::StatusCode, response::Response};
use handpick::{
    account::{Email, INVITATION_DAYS, NAME_MAX},
    id::{MailId, PointId},
    link::{Invitation, Invited, TokenUse},
    mail::{Letter, NewMail},
    text,
};
use jiff::ToSpan;
use leptos::prelude::*;

use crate::{
    catalogue::Messages,
    components::{
        answer::Answer,
        form::{Field, Form, Select},
        icon::Icon,
    },
    limits::Limit,
    token::{self, Token},
    web::{Fields, Filled, Problem, Visit},
};

use super::{
    list::ListQuery,
    people::{self, render},
};

/// What was filled in, understood.
pub struct Invite {
    email: Email,
    name: String,
    what: Invitation,
    secret: String,
}

impl Invite {
    /// An empty form, for the desk of `point` if it is one. It carries the secret of
    /// the link it makes, so that sending it twice makes one link and one mail.
    pub fn fresh(visit: &Visit, point: &str) -> Filled {
        let mut fields = Fields::default();
        fields.set("secret", Token::mint(&*visit.app.random).text);
        if !point.is_empty() {
            fields.set("role", "staff");
            fields.set("point", point);
        }
        Filled::with(fields)
    }

    fn read(form: &mut Filled, points: &[PointId], t: Messages) -> Option<Self> {
        let secret = form.fields.get("secret").to_owned();
        let name = text::line(form.fields.raw("name"), NAME_MAX);
        if name.is_err() {
            form.refuse("name", t.ops_invite_name_missing());
        }
        let email = form.fields.get("email").parse::<Email>();
        if email.is_err() {
            form.refuse("email", t.ops_bad_email());
        }
        let point = form.fields.get("point").parse().ok().filter(|point| points.contains(point));
        let what = match (form.fields.get("role"), point) {
            ("engineer", _) => Some(Invitation::Engineer { name: name.clone().unwrap_or_default() }),
            ("staff", Some(point)) => Some(Invitation::Staff { point }),
            ("operator", _) => Some(Invitation::Operator),
            ("staff", None) => {
                form.refuse("point", t.ops_invite_point_missing());
                None
            }
            _ => {
                form.refuse("role", t.ops_invite_role_missing());
                None
            }
        };
        Some(Self { email: email.ok()?, name: name.ok()?, what: what?, secret })
    }
}

pub async fn create(visit: Visit, fields: Fields) -> Result<Response, Problem> {
    if !is_secret(fields.get("secret")) {
        return Err(Problem::BadRequest);
    }
    let t = visit.t;
    let everybody = ListQuery::start(people::PATH);
    let mut form = Filled::with(fields);
    let points: Vec<PointId> = visit.app.store.all_points().await?.iter().map(|point| point.id).collect();
    let Some(invite) = Invite::read(&mut form, &points, t) else {
        return render(&visit, StatusCode::UNPROCESSABLE_ENTITY, everybody, None, form, None).await;
    };
    visit.take(Limit::Invitation)?;
    let Some(path) = issue(&visit, &invite).await? else {
        // Left open in another tab, or gone back to: it stands as it was typed.
        form.fields.set("secret", Token::mint(&*visit.app.random).text);
        form.refuse_whole(t.ops_invite_used());
        return render(&visit, StatusCode::CONFLICT, everybody, None, form, None).await;
    };
    let answer = Some(Answer::success(t.ops_invited(INVITATION_DAYS.into(), invite.name)));
    let link = format!("{}{path}", visit.app.site.public_url);
    render(&visit, StatusCode::OK, everybody, answer, Invite::fresh(&visit, ""), Some(link)).await
}

/// As [`Token::mint`] makes them; the form brings back the one it was given.
fn is_secret(text: &str) -> bool {
    text.len() == 32 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// Remembers the link and sends it; the path of the link. `None` when this form has made
/// another invitation, or one that is over, and nothing was sent.
async fn issue(visit: &Visit, invite: &Invite) -> Result<Option<String>, Problem> {
    let store = &visit.app.store;
    let now = visit.now;
    let path = format!("/invitation/{}", invite.secret);
    let point = match invite.what {
        Invitation::Staff { point } => store.point(point).await?.map(|point| point.name),
        _ => None,
    };
    let mail = NewMail {
        id: MailId::mint(now, &*visit.app.random),
        to: invite.email.clone(),
        name: invite.name.clone(),
        lang: visit.lang(),
        letter: Letter::Invitation { path: path.clone(), point },
        now,
    };
    let (what, name, email) = (invite.what.clone(), invite.name.clone(), invite.email.clone());
    let payload = serde_json::to_string(&Invited { what, name, email }).map_err(Problem::internal)?;
    let until = now.checked_add((24 * i64::from(INVITATION_DAYS)).hours()).map_err(Problem::internal)?;
    let hash = token::hash(&invite.secret);
    store.issue_token(&hash, TokenUse::Invitation, None, &payload, until, Some(mail)).await?;
    let stands = store.token(&hash, TokenUse::Invitation, now).await?;
    Ok(stands.filter(|(_, stands)| *stands == payload).map(|_| path))
}

/// The link, to be copied; it is not shown again.
#[component]
pub fn Link(t: Messages, link: String) -> impl IntoView {
    view! {
        <div class="notice">
            <Icon name="info"/>
            <div>
                <div class="field">
                    <label for="link">{t.ops_link()}</label>
                    <input id="link" readonly value=link aria-describedby="link-hint"/>
                    <p class="field-hint" id="link-hint">{t.ops_link_hint()}</p>
                </div>
            </div>
        </div>
    }
}

#[component]
pub fn InviteForm(t: Messages, form: Filled, points: Vec<(PointId, String)>) -> impl IntoView {
    let roles = [
        ("engineer", t.ops_role_engineer()),
        ("staff", t.ops_role_staff()),
        ("operator", t.ops_role_operator()),
    ];
    let roles: Vec<_> = roles.map(|(value, label)| (value.to_owned(), label.to_owned())).into();
    let points = points.into_iter().map(|(id, name)| (id.to_string(), name));
    // Nobody lands at the first desk of the list because it is the first.
    let none = (String::new(), t.ops_choose_one().to_owned());
    let points: Vec<_> = std::iter::once(none).chain(points).collect();
    let open = !form.is_sound() || !form.value("point").is_empty();
    view! {
        <details class="filter" id="invite" open=open>
            <summary>{t.ops_invite()}</summary>
            <Form t=t form=form.clone() class="filter-form" action="/ops/invitations">
                <input type="hidden" name="secret" value=form.value("secret")/>
                <Field form=form.clone() name="name" label=t.ops_person_name() autocomplete="off" maxlength=NAME_MAX/>
                <Field form=form.clone() name="email" kind="email" label=t.ops_email() autocomplete="off"/>
                <Select form=form.clone() name="role" label=t.ops_role() options=roles/>
                <Select form=form name="point" label=t.ops_invite_point() hint=t.ops_invite_point_hint() options=points/>
                <div class="actions"><button class="button">{t.ops_invite_do()}</button></div>
            </Form>
        </details>
    }
}

#[cfg(test)]
mod tests {
    use handpick::lang::Lang;

    use super::*;

    const T: Messages = Messages(Lang::En);

    fn read(typed: &[(&str, &str)]) -> (Option<Invite>, Filled) {
        let mut fields = Fields::default();
        for (name, value) in [("name", "Li Na"), ("email", "li@example.org")].iter().chain(typed) {
            fields.set(name, *value);
        }
        let mut form = Filled::with(fields);
        let points = ["01ARZ3NDEKTSV4RRFFQ69G5FAV".parse().unwrap()];
        (Invite::read(&mut form, &points, T), form)
    }

    #[test]
    fn an_invitation_says_as_what() {
        let what = |typed: &[(&str, &str)]| read(typed).0.map(|invite| invite.what);
        assert_eq!(what(&[("role", "engineer")]), Some(Invitation::Engineer { name: "Li Na".into() }));
        assert_eq!(what(&[("role", "operator")]), Some(Invitation::Operator));
        let point = ("point", "01ARZ3NDEKTSV4RRFFQ69G5FAV");
        assert!(matches!(what(&[("role", "staff"), point]), Some(Invitation::Staff { .. })));
    }

    #[test]
    fn what_is_missing_is_said_beside_its_field() {
        let other = ("point", "01ARZ3NDEKTSV4RRFFQ69G5FAW");
        for (typed, wrong) in [
            (vec![("role", "engineer"), ("email", "li")], "email"),
            (vec![("role", "engineer"), ("name", " ")], "name"),
            (vec![("role", "staff"), other], "point"),
            (vec![("role", "king")], "role"),
        ] {
            let (invite, form) = read(&typed);
            assert!(invite.is_none(), "{typed:?}");
            assert_eq!(form.wrong_fields().map(|(name, _)| name).collect::<Vec<_>>(), [wrong]);
        }
    }

    #[test]
    fn only_a_secret_of_ours_is_taken() {
        assert!(is_secret("0123456789abcdef0123456789abcdef"));
        for bad in ["", "0123", "0123456789ABCDEF0123456789ABCDEF", "../../../../../../../../../../etc"] {
            assert!(!is_secret(bad), "{bad}");
        }
    }
}
