//! Serving: the layers around the pages, and an orderly start and end.

mod address;
mod health;
mod listen;
mod metrics;
mod origin;
mod patient;
mod pictures;
mod remembered;
mod session;

use std::{net::SocketAddr, sync::Arc, time::Duration};

use axum::{
    Router,
    extract::{DefaultBodyLimit, Request},
    http::{HeaderName, HeaderValue, StatusCode, header},
    middleware,
};
use handpick::{
    clock::{Clock, Random},
    map::Atlas,
    place::Gazetteer,
    search::Lexicon,
};
use handpick_app::{
    ports::{App, Machine, Site},
    questions::Questions,
    routes,
    seats::Seats,
    web::{FORM_MAX, UPLOADS_MAX, show_problems, visit_layer},
};
use tokio::{net::TcpListener, sync::Semaphore, task::JoinSet};
use tower_http::{
    catch_panic::CatchPanicLayer, compression::CompressionLayer, set_header::SetResponseHeaderLayer,
    timeout::TimeoutLayer,
};

use crate::{
    commands::{CommandError, Ended, open_store},
    config::Config,
    jobs,
    limits::CountedLimits,
    password::Hasher,
    store::AnyStore,
    tiles::tiles,
};

use listen::Patience;

pub use pictures::Reencoder;

/// No page takes this long; whoever waits longer is told so instead.
const SLOWEST_ANSWER: Duration = Duration::from_secs(30);

/// Opens the database, starts the jobs and serves until told to stop.
pub async fn serve(config: &Config) -> Ended {
    let store = open_store(config).await?;
    let (clock, random) = (Arc::new(crate::clock::SystemClock), Arc::new(crate::clock::SystemRandom));
    let app = app(config, &store, clock, random)?;
    let mailer = crate::mail::Mailer::new(config)?;
    let jobs = jobs::start(app.clone(), mailer);
    let listener = bind(config.addr).await?;
    let watched = match config.metrics_addr {
        Some(addr) => Some(watch(addr).await?),
        None => None,
    };
    tracing::info!("serving {} on {}", config.public_url, config.addr);
    let stop = told_to_stop(app.stopping.clone());
    listen::serve(listener, router(app, config), Patience::default(), stop).await;
    drop(watched);
    jobs.end().await;
    tracing::info!("stopped");
    Ok(std::process::ExitCode::SUCCESS)
}

async fn bind(addr: SocketAddr) -> Result<TcpListener, CommandError> {
    let listener = TcpListener::bind(addr).await;
    listener.map_err(|why| CommandError::File {
        what: format!("cannot listen on {addr} (HANDPICK_ADDR takes another address)"),
        why,
    })
}

/// Starts counting, and shows the counts at an address of their own until dropped.
async fn watch(addr: SocketAddr) -> Result<JoinSet<()>, CommandError> {
    let listener = bind(addr).await?;
    let counters = metrics::install().map_err(CommandError::refused)?;
    let mut watched = JoinSet::new();
    let router = metrics::router(counters);
    watched.spawn(listen::serve(listener, router, Patience::default(), std::future::pending()));
    tracing::info!("metrics on {addr}");
    Ok(watched)
}

/// Everything the pages can reach.
pub fn app(
    config: &Config,
    store: &AnyStore,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
) -> Result<App, CommandError> {
    let places = Gazetteer::parse(crate::PLACES).map_err(CommandError::refused)?;
    let atlas = Atlas::parse(crate::COAST).map_err(CommandError::refused)?;
    let lexicon = Lexicon::load().map_err(CommandError::refused)?;
    let tiles = tiles(config).map_err(CommandError::refused)?;
    let hashing_at_once = std::thread::available_parallelism().map_or(1, usize::from);
    Ok(App::from(Machine {
        store: store.store.clone(),
        clock,
        random,
        places: Arc::new(places),
        atlas: Arc::new(atlas),
        lexicon: Arc::new(lexicon),
        passwords: Arc::new(Hasher::new(hashing_at_once)),
        pictures: Arc::new(Reencoder::default()),
        limits: Arc::new(CountedLimits::new()),
        uploads: Arc::new(Semaphore::new(UPLOADS_MAX)),
        changes: store.changes.clone(),
        questions: Questions::default(),
        seats: Seats::default(),
        stopping: tokio::sync::watch::Sender::new(false),
        site: Arc::new(Site {
            public_url: config.public_url.clone(),
            style_url: crate::site::style_url().to_owned(),
            script_url: crate::site::script_url().map(str::to_owned),
            moving_map_url: crate::site::moving_map_url().map(str::to_owned),
            tiles,
            contact: config.contact.clone(),
        }),
    }))
}

/// The pages with all their layers, static files and the probes of operators.
pub fn router(app: App, config: &Config) -> Router {
    let sessions = session::layer(&app, config.is_https());
    let proxies: Arc<[std::net::IpAddr]> = config.trusted_proxies.clone().into();
    let pages = routes::router()
        .layer(DefaultBodyLimit::max(FORM_MAX))
        .layer(middleware::from_fn(origin::own_pages_only))
        .layer(middleware::from_fn_with_state(app.clone(), show_problems))
        .layer(middleware::from_fn_with_state(app.clone(), visit_layer))
        .layer(sessions)
        .layer(middleware::from_fn(move |request: Request, next| {
            address::establish(proxies.clone(), request, next)
        }))
        .layer(middleware::from_fn_with_state((app.clone(), Arc::default()), remembered::remember))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, SLOWEST_ANSWER))
        .layer(CatchPanicLayer::new())
        .layer(CompressionLayer::new().quality(tower_http::CompressionLevel::Fastest))
        .with_state(app.clone());
    let router = Router::new()
        .merge(crate::site::router())
        .merge(health::router(app.store.clone()))
        .fallback_service(pages);
    let router = match config.is_https() {
        // For a year browsers do not even try without encryption.
        true => router.layer(constant_header(header::STRICT_TRANSPORT_SECURITY, "max-age=31536000")),
        false => router,
    };
    router
        .layer(middleware::from_fn(metrics::measure))
        .layer(constant_header(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(constant_header(header::REFERRER_POLICY, "same-origin"))
        .layer(constant_header(HeaderName::from_static("cross-origin-opener-policy"), "same-origin"))
        .layer(constant_header(
            HeaderName::from_static("permissions-policy"),
            "geolocation=(self), camera=(), microphone=(), payment=()",
        ))
}

fn constant_header(name: HeaderName, value: &'static str) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
}

/// Waits for the signal to stop, and ends the live pages then. A second signal ends
/// everything at once: what was acknowledged is on the disk.
async fn told_to_stop(stopping: tokio::sync::watch::Sender<bool>) {
    signal().await;
    tracing::info!("stopping: open requests may finish; once more to stop at once");
    stopping.send_replace(true);
    tokio::spawn(async {
        signal().await;
        std::process::exit(130);
    });
}

/// Ctrl-C or SIGTERM.
async fn signal() {
    let interrupt = tokio::signal::ctrl_c();
    match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        Ok(mut terminate) => tokio::select! {
            _ = interrupt => {}
            _ = terminate.recv() => {}
        },
        Err(_) => {
            let _ = interrupt.await;
        }
    }
}
