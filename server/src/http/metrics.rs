//! What operators watch, in Prometheus' text format at `/metrics`: at an address of
//! its own, which no proxy of the pages can pass on by mistake.

use std::time::Instant;

use axum::{Router, extract::Request, middleware::Next, response::Response, routing::get};
use metrics_exporter_prometheus::{BuildError, Matcher, PrometheusBuilder, PrometheusHandle};

const DURATION: &str = "handpick_http_request_duration_seconds";
const BUCKETS_SECONDS: [f64; 8] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 2.5];

/// Starts counting for the whole process; once.
pub fn install() -> Result<PrometheusHandle, BuildError> {
    PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Full(DURATION.to_owned()), &BUCKETS_SECONDS)?
        .install_recorder()
}

pub fn router(handle: PrometheusHandle) -> Router {
    Router::new().route("/metrics", get(async move || handle.render()))
}

/// Notes how long each request took, by class of status.
pub async fn measure(request: Request, next: Next) -> Response {
    let began = Instant::now();
    let response = next.run(request).await;
    let class = match response.status().as_u16() / 100 {
        2 => "2xx",
        3 => "3xx",
        4 => "4xx",
        5 => "5xx",
        _ => "1xx",
    };
    metrics::histogram!(DURATION, "status" => class).record(began.elapsed());
    response
}
