use std::{sync::Arc, time::Duration};

use axum::{
    extract::Request,
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use handpick::store::StoreError;

use crate::pages::problem;

use super::{Visit, redirect};

/// Why a page could not be shown or an action not be done. Nothing was changed.
/// Each has a page that says so in the reader's language and offers a way on.
#[derive(Debug, Clone)]
pub enum Problem {
    NotFound,
    /// Signed in, but in another role.
    Forbidden,
    SignInNeeded {
        /// The form that was sent by somebody signed out meanwhile, to be sent again.
        resume: Option<Arc<Refused>>,
    },
    BadRequest,
    TooLarge,
    /// The address: links of a page carry it along, many times.
    AddressTooLong,
    TooMany {
        wait: Duration,
    },
    /// As before, of passwords for one address: perhaps by somebody else than its owner.
    TooManyPasswords {
        wait: Duration,
    },
    CrossSite,
    Unavailable,
    /// The cause is in the log.
    Internal,
}

/// A form that was refused and can be sent again: its action and its body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    pub action: String,
    pub body: String,
}

impl Problem {
    pub fn internal(cause: impl std::fmt::Display) -> Self {
        tracing::error!(%cause, "a request failed");
        Self::Internal
    }

    pub fn status(&self) -> StatusCode {
        match self {
            Problem::NotFound => StatusCode::NOT_FOUND,
            Problem::Forbidden | Problem::CrossSite => StatusCode::FORBIDDEN,
            Problem::SignInNeeded { .. } => StatusCode::UNAUTHORIZED,
            Problem::BadRequest => StatusCode::BAD_REQUEST,
            Problem::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Problem::AddressTooLong => StatusCode::URI_TOO_LONG,
            Problem::TooMany { .. } | Problem::TooManyPasswords { .. } => StatusCode::TOO_MANY_REQUESTS,
            Problem::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            Problem::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// After how many seconds it is worth another try.
    pub fn wait_seconds(&self) -> Option<u64> {
        match self {
            Problem::TooMany { wait } | Problem::TooManyPasswords { wait } => Some(wait.as_secs().max(1)),
            _ => None,
        }
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        Self::internal(error)
    }
}

impl From<tower_sessions::session::Error> for Problem {
    fn from(error: tower_sessions::session::Error) -> Self {
        Self::internal(error)
    }
}

impl From<crate::limits::Wait> for Problem {
    fn from(wait: crate::limits::Wait) -> Self {
        Self::TooMany { wait: wait.0 }
    }
}

impl From<crate::ports::PasswordsBusy> for Problem {
    fn from(_: crate::ports::PasswordsBusy) -> Self {
        Self::Unavailable
    }
}

/// Carries the problem to [`show_problems`], which knows the reader.
impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// Most bytes of an address that we read; ours have some hundreds.
const ADDRESS_MAX: usize = 8 * 1024;

/// Gives every problem its page.
pub async fn show_problems(visit: Visit, request: Request, next: Next) -> Response {
    let reading = request.method().is_safe();
    // No address of ours has a NUL, and not every database takes one.
    let response = if visit.path().contains("%00") {
        Problem::NotFound.into_response()
    } else if visit.path_and_query().len() > ADDRESS_MAX {
        Problem::AddressTooLong.into_response()
    } else {
        next.run(request).await
    };
    let Some(problem) = response.extensions().get::<Problem>().cloned() else { return response };
    if let (Problem::SignInNeeded { resume: None }, true) = (&problem, reading) {
        let next = serde_urlencoded::to_string([("next", visit.path_and_query())]).unwrap_or_default();
        return redirect(&format!("/login?{next}"));
    }
    let wait = problem.wait_seconds();
    let mut page = problem::show(&visit, problem);
    if let Some(seconds) = wait {
        page.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    page
}
