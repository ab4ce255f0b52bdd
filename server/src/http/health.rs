//! Probes for whoever runs Handpick: alive, and ready to serve.

use std::sync::Arc;

use axum::{Router, extract::State, http::StatusCode, routing::get};
use handpick::store::Store;

pub fn router(store: Arc<dyn Store>) -> Router {
    Router::new().route("/healthz", get(async || "ok")).route("/readyz", get(ready)).with_state(store)
}

/// Ready when the database answers.
async fn ready(State(store): State<Arc<dyn Store>>) -> (StatusCode, &'static str) {
    match store.mail_waiting().await {
        Ok(_) => (StatusCode::OK, "ready"),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer")
        }
    }
}
