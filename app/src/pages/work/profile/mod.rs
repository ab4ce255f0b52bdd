//! What an engineer says of herself to those who choose.

mod form;
mod photo;
mod view;

use axum::{http::StatusCode, response::Response};
use handpick::{
    account::Role,
    engineer::{Area, Engineer},
    id::AreaId,
};

use crate::{
    components::answer::Answer,
    routes::{self, Route},
    web::{Fields, Filled, Head, Problem, Visit, redirect},
};

use super::myself;

pub fn routes() -> Vec<Route> {
    vec![
        routes::show("/work/profile", Role::Engineer, show),
        routes::act("/work/profile", Role::Engineer, save),
        routes::upload("/work/photo", Role::Engineer, photo::save),
    ]
}

async fn show(visit: Visit) -> Result<Response, Problem> {
    let query = Fields::of_query(&visit.uri)?;
    let answer = (query.get("done") == "profile").then(|| Answer::success(visit.t.profile_saved()));
    let page = Page::load(&visit, answer).await?;
    Ok(page.render(&visit, StatusCode::OK))
}

async fn save(visit: Visit, fields: Fields) -> Result<Response, Problem> {
    let mut page = Page::load(&visit, None).await?;
    let mut form = Filled::with(fields);
    let (engineer, areas, places) = (&page.me, &page.areas, &visit.app.places);
    let reading = form::Reading { t: visit.t, places, engineer, areas };
    let mint = || AreaId::mint(visit.now, &*visit.app.random);
    let Some(edit) = form::read(&mut form, &reading, mint) else {
        page.form = form;
        return Ok(page.render(&visit, StatusCode::UNPROCESSABLE_ENTITY));
    };
    visit.app.store.save_profile(page.me.id, &edit, visit.now).await?;
    Ok(redirect("/work/profile?done=profile"))
}

/// Everything the page shows.
struct Page {
    me: Engineer,
    areas: Vec<Area>,
    form: Filled,
    photo: Filled,
    answer: Option<Answer>,
}

impl Page {
    async fn load(visit: &Visit, answer: Option<Answer>) -> Result<Self, Problem> {
        let me = myself(visit).await?;
        let areas = visit.app.store.areas(me.id).await?;
        let form = form::fill(&me, &areas, &visit.app.places, visit.lang());
        Ok(Self { me, areas, form, photo: Filled::default(), answer })
    }

    fn render(self, visit: &Visit, status: StatusCode) -> Response {
        let head = Head::new(visit.t.work_tab_profile());
        visit.page_with(status, head, || view::page(visit.clone(), self))
    }
}
