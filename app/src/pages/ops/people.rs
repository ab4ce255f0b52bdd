//! Everybody who is more than a customer.

use std::collections::HashMap;

use axum::{extract::Path, http::StatusCode, response::Response};
use handpick::{
    account::Viewer,
    engineer::Engineer,
    id::{AccountId, EngineerId, PointId},
};
use leptos::prelude::*;

use crate::{
    catalogue::Messages,
    components::answer::{Answer, AnswerNotice},
    web::{Fields, Filled, Head, Problem, Visit, redirect},
};

use super::{
    Tab, Tabs,
    invitations::OpenInvitations,
    invite::{Invite, InviteForm, Link},
    list::{ActiveBadge, ActiveSwitch, Labels, List, ListQuery, PAGE_SIZE},
};

/// The address of the list.
pub const PATH: &str = "/ops/people";

pub async fn show(visit: Visit) -> Result<Response, Problem> {
    let fields = Fields::of_query(&visit.uri)?;
    let answer = match fields.get("done") {
        "saved" => Some(Answer::success(visit.t.ops_saved())),
        "revoked" => Some(Answer::success(visit.t.ops_revoked())),
        _ => None,
    };
    let invite = Invite::fresh(&visit, fields.get("point"));
    let query = ListQuery::read(PATH, &fields);
    render(&visit, StatusCode::OK, query, answer, invite, None).await
}

pub async fn set_active(
    visit: Visit,
    Path(account): Path<String>,
    fields: Fields,
) -> Result<Response, Problem> {
    let id: AccountId = account.parse().map_err(|_| Problem::NotFound)?;
    let query = ListQuery::read(PATH, &fields);
    if id == visit.signed_in()?.id() {
        let answer = Some(Answer::error(visit.t.ops_not_yourself()));
        let invite = Invite::fresh(&visit, "");
        return render(&visit, StatusCode::UNPROCESSABLE_ENTITY, query, answer, invite, None).await;
    }
    let store = &visit.app.store;
    store.account(id).await?.ok_or(Problem::NotFound)?;
    if fields.get("on") == "1" {
        store.reactivate_account(id).await?;
    } else {
        store.deactivate_account(id, visit.now).await?;
    }
    Ok(redirect(&query.done("saved")))
}

/// The page; `link` is a new invitation, shown once.
pub async fn render(
    visit: &Visit,
    status: StatusCode,
    query: ListQuery,
    answer: Option<Answer>,
    invite: Filled,
    link: Option<String>,
) -> Result<Response, Problem> {
    let list = People::load(visit, query).await?;
    let open = visit.app.store.open_invitations(visit.now).await?;
    let points = list.points.clone();
    let t = visit.t;
    Ok(visit.page_with(status, Head::new(t.ops_people()), || {
        view! {
            <div class="page-head"><h1>{t.ops_people()}</h1><p>{t.ops_people_lead()}</p></div>
            <Tabs t=t current=Tab::People/>
            <AnswerNotice answer=answer/>
            <section class="section" aria-label=t.ops_invite()>
                {link.map(|link| view! { <Link t=t link=link/> })}
                <InviteForm t=t form=invite points=points.clone()/>
            </section>
            <OpenInvitations visit=visit.clone() open=open points=points/>
            <PeopleList visit=visit.clone() list=list/>
        }
    }))
}

/// One page of people, with the faces and points they are shown with.
struct People {
    people: Vec<Viewer>,
    faces: HashMap<EngineerId, Engineer>,
    points: Vec<(PointId, String)>,
    query: ListQuery,
    total: u64,
}

impl People {
    async fn load(visit: &Visit, query: ListQuery) -> Result<Self, Problem> {
        let store = &visit.app.store;
        let (people, total) = store.people(&query.asked, query.page, PAGE_SIZE).await?;
        let ids: Vec<EngineerId> = people.iter().filter_map(|person| person.engineer).collect();
        let faces =
            store.engineers(&ids).await?.into_iter().map(|engineer| (engineer.id, engineer)).collect();
        let name =
            |point: handpick::point::ServicePoint| (point.id, point.name.text(visit.lang()).to_owned());
        let points = store.all_points().await?.into_iter().map(name).collect();
        Ok(Self { people, faces, points, query, total })
    }

    fn roles(&self, t: Messages, person: &Viewer) -> String {
        let point = |id: &PointId| self.points.iter().find(|(known, _)| known == id).map(|(_, name)| name);
        let engineer = person.engineer.map(|_| t.ops_role_engineer().to_owned());
        let desks = person.desks.iter().filter_map(point).map(|name| t.ops_role_desk(name));
        let operator = person.account.operator.then(|| t.ops_role_operator().to_owned());
        let roles: Vec<String> = engineer.into_iter().chain(desks).chain(operator).collect();
        roles.join(t.common_list_separator())
    }
}

#[component]
fn PeopleList(visit: Visit, list: People) -> impl IntoView {
    let t = visit.t;
    let columns = vec![t.ops_person_name(), t.ops_role(), t.ops_state()];
    let nothing = t.ops_find_nobody(&list.query.asked);
    let labels = Labels { search: t.ops_find_person(), nothing, pages: t.ops_people(), columns };
    let row = |person: &Viewer| {
        let face = person.engineer.and_then(|id| list.faces.get(&id)).cloned();
        let (roles, query) = (list.roles(t, person), list.query.clone());
        view! { <Row visit=visit.clone() person=person.clone() face=face roles=roles query=query/> }
            .into_any()
    };
    let rows = list.people.iter().map(row).collect();
    view! {
        <section class="section" aria-labelledby="people-h">
            <h2 id="people-h">{t.ops_people_count(list.total)}</h2>
            <List t=t heading="people-h" query=list.query labels=labels total=list.total rows=rows/>
        </section>
    }
}

#[component]
fn Row(
    visit: Visit,
    person: Viewer,
    face: Option<Engineer>,
    roles: String,
    query: ListQuery,
) -> impl IntoView {
    let t = visit.t;
    let account = &person.account;
    let active = account.deactivated_at.is_none();
    // As she is called on her public page; her account may say it in another script.
    let profile = face.as_ref().map(|engineer| engineer.name.text(visit.lang()).to_owned());
    let name = profile.unwrap_or_else(|| account.name.clone());
    let note = if name == account.name {
        account.email.to_string()
    } else {
        format!("{} · {}", account.name, account.email)
    };
    let switch = view! { <Switch visit=visit person=person name=name.clone() query=query/> };
    let name = match &face {
        Some(engineer) => {
            let href = format!("/engineers/{}", engineer.slug);
            view! { <a href=href>{name}</a> }.into_any()
        }
        None => name.into_any(),
    };
    let face = face.map(|engineer| {
        let url = engineer.portrait.url();
        view! { <img class="face" src=url alt="" width="96" height="96" loading="lazy"/> }
    });
    view! {
        <tr role="row">
            <th scope="row" role="rowheader">
                <div class="person person-small">
                    {face}
                    <div>
                        <p class="person-name">{name}</p>
                        <p class="person-note">{note}</p>
                    </div>
                </div>
            </th>
            <td role="cell" data-label=t.ops_role()>{roles}</td>
            <td role="cell" data-label=t.ops_state()><ActiveBadge t=t active=active/></td>
            <td role="cell">{switch}</td>
        </tr>
    }
}

/// Nobody takes herself out of service.
#[component]
fn Switch(visit: Visit, person: Viewer, name: String, query: ListQuery) -> impl IntoView {
    let t = visit.t;
    let Viewer { account, engineer, .. } = person;
    if visit.viewer.as_ref().map(Viewer::id) == Some(account.id) {
        return view! { <span class="soft">{t.ops_you()}</span> }.into_any();
    }
    let action = format!("/ops/people/{}/active", account.id);
    let active = account.deactivated_at.is_none();
    let question = match engineer {
        Some(_) => t.ops_deactivate_engineer(&name),
        None => t.ops_deactivate_person(&name),
    };
    view! { <ActiveSwitch t=t action=action active=active name=name question=question query=query/> }
        .into_any()
}
