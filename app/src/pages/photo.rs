//! Photos: portraits for everybody, those of a case for who has a part in it.

use axum::{
    extract::Path,
    http::header,
    response::{IntoResponse, Response},
};
use handpick::{
    account::Role,
    case,
    id::{CaseId, DraftId},
    photo::PhotoOwner,
};

use crate::{
    routes::{self, Route},
    web::{Problem, SESSION_VISITOR, Visit},
};

pub fn routes() -> Vec<Route> {
    vec![routes::show("/photos/{id}", Role::Anyone, show)]
}

/// The type is ours, whatever was uploaded: the picture was encoded anew. What one
/// may not see does not exist.
async fn show(visit: Visit, Path(id): Path<String>) -> Result<Response, Problem> {
    let id = id.parse().map_err(|_| Problem::NotFound)?;
    let photo = visit.app.store.photo(id).await?.ok_or(Problem::NotFound)?;
    let mine = match photo.owner {
        PhotoOwner::Engineer(_) => true,
        PhotoOwner::Draft(draft) => fills_in(&visit, draft).await?,
        PhotoOwner::Case(case) => has_part_in(&visit, case).await?,
    };
    if !mine {
        return Err(Problem::NotFound);
    }
    let headers = [
        (header::CONTENT_TYPE, "image/jpeg"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"),
        // A photo never changes, but who may see it does.
        (header::CACHE_CONTROL, "private, max-age=600"),
    ];
    Ok((headers, photo.jpeg).into_response())
}

async fn fills_in(visit: &Visit, draft: DraftId) -> Result<bool, Problem> {
    let visitor: Option<String> = visit.session.get(SESSION_VISITOR).await?;
    let draft = visit.app.store.draft(draft).await?;
    Ok(draft.is_some_and(|draft| Some(draft.owner) == visitor))
}

async fn has_part_in(visit: &Visit, case: CaseId) -> Result<bool, Problem> {
    let Some(viewer) = &visit.viewer else { return Ok(false) };
    let case = visit.app.store.case(case).await?;
    Ok(case.is_some_and(|case| case::access(viewer, &case).is_some()))
}
