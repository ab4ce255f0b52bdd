//! One run: for every engine and size a database, Handpick on it, the floor on it.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    process::Command,
    sync::Arc,
    time::{Duration, Instant},
};

use futures::future::join_all;
use handpick::{
    clock::Clock as _,
    engineer::{Engineer, Mode},
    store::Store,
};
use handpick_app::offer::{Offer, Venue};
use handpick_server::clock::SystemClock;
use jiff::ToSpan as _;

use crate::{
    booking::{self, Booking},
    client::{Connection, Load, Measured, Request, get},
    machine::{Server, free_address},
    page::{Page, TOWNS, day_path, home_path, list_path, suggest_path},
    plot,
    report::{Column, Fixed, Report, Row, Spread},
    size,
    world::{World, create_postgres, postgres_url, settle},
};

/// Connections at once: more than the cores, fewer than would only queue.
const CONNECTIONS: usize = 16;
/// The fixed rate at which latency is promised, per second.
const PROMISED_RATE: f64 = 500.0;
/// The fixed rate at which sizes are compared, per second.
const STEADY_RATE: f64 = 300.0;
/// People on a page, whose months of free times are looked at together.
const ON_A_PAGE: usize = 10;
/// The session of somebody who has none any more: her pages are made for her alone.
const ANYBODY: &str = "AAAAAAAAAAAAAAAAAAAAAQ";
/// Bookings per measurement, where there are free times for them.
const BOOKINGS: usize = 1_500;
/// One of so many bookings is made before the others are measured, as pages are read before.
const ONE_TO_WARM_UP: usize = 5;

#[derive(clap::Args)]
pub struct Run {
    /// The binary to measure
    #[arg(long)]
    handpick: PathBuf,
    /// Sizes of the databases: two as the peer was measured with, two of our own
    #[arg(long, value_delimiter = ',', default_value = "20,200,1000,100000")]
    engineers: Vec<u32>,
    /// Measure on PostgreSQL too
    #[arg(long, env = "HANDPICK_TEST_POSTGRES", hide_env_values = true)]
    postgres: Option<String>,
    /// And on nothing else
    #[arg(long, requires = "postgres")]
    only_postgres: bool,
    /// Seconds per measurement
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u64).range(1..))]
    seconds: u64,
    /// Where databases and pages are kept meanwhile
    #[arg(long)]
    dir: PathBuf,
    /// Measure on databases that were filled before
    #[arg(long)]
    filled: bool,
    /// Where to draw how the times grow with the number of engineers, as SVG
    #[arg(long)]
    plot: Option<PathBuf>,
}

impl Run {
    pub async fn run(self) {
        let mut reports = Vec::new();
        for engineers in self.engineers.clone() {
            if !self.only_postgres {
                let url = format!("sqlite:{}", self.dir.join(format!("bench{engineers}.db")).display());
                eprintln!("bench: SQLite, {engineers} engineers: filling");
                let world = self.fill(url, engineers).await;
                reports.push(self.measure("SQLite", world, engineers).await);
            }
            if let Some(server) = &self.postgres {
                let name = format!("bench{engineers}");
                if !self.filled {
                    create_postgres(server, &name).await;
                }
                let url = postgres_url(server, &name);
                eprintln!("bench: PostgreSQL, {engineers} engineers: filling");
                let world = self.fill(url, engineers).await;
                reports.push(self.measure("PostgreSQL", world, engineers).await);
            }
        }
        if let Some(file) = &self.plot {
            std::fs::write(file, plot::draw(&reports)).expect("write the plot");
        }
    }

    async fn fill(&self, url: String, engineers: u32) -> World {
        match self.filled {
            true => World::open(url).await,
            false => World::fill(&self.handpick, url, engineers).await,
        }
    }

    async fn measure(&self, engine: &'static str, world: World, engineers: u32) -> Report {
        let stage = Stage::prepare(&world).await;
        settle().await;
        eprintln!("bench: {engine}, {engineers} engineers: measuring");
        let mut report = Report::new(engine, engineers, world.filling.clone());
        report.months = stage.months(&world).await;

        let handpick = self.start_handpick(&world).await;
        report.first_answer = handpick.first_answer;
        report.idle_mb = handpick.resident_mb(false);
        stage.copy_pages(&handpick, &self.pages()).await;
        for (name, path, session) in stage.one_of_each() {
            report.bytes.push((name, size::of(handpick.addr, &path, Some(&session)).await));
        }
        let of_handpick = stage.measure(&world, &handpick, &stage.bookings[..2], self.span()).await;
        report.shared = stage.shared(&handpick, self.span()).await;
        report.loaded_mb = handpick.resident_mb(true);
        drop(handpick);

        let floor = self.start_floor(&world).await;
        let of_floor = stage.measure(&world, &floor, &stage.bookings[2..], self.span()).await;
        report.floor_mb = floor.resident_mb(true);
        drop(floor);

        report.rows = of_handpick
            .into_iter()
            .zip(of_floor)
            .map(|((what, handpick), (_, floor))| Row { what, handpick, floor })
            .collect();
        print!("{report}");
        report
    }

    fn span(&self) -> Duration {
        Duration::from_secs(self.seconds)
    }

    fn pages(&self) -> PathBuf {
        self.dir.join("pages.json")
    }

    async fn start_handpick(&self, world: &World) -> Server {
        let addr = free_address();
        let mut command = Command::new(&self.handpick);
        command.arg("serve").env("RUST_LOG", "error");
        command.env("HANDPICK_DATABASE_URL", &world.url).env("HANDPICK_ADDR", addr.to_string());
        command.env("HANDPICK_DATA_DIR", self.dir.join("data"));
        // The load stands for many people: each request names the address it is from.
        command.env("HANDPICK_TRUSTED_PROXIES", "127.0.0.1");
        Server::start(&mut command, addr, "/").await
    }

    async fn start_floor(&self, world: &World) -> Server {
        let addr = free_address();
        let mut command = Command::new(std::env::current_exe().expect("this program"));
        command.args(["floor", "--database-url", &world.url, "--addr", &addr.to_string(), "--pages"]);
        command.arg(self.pages());
        Server::start(&mut command, addr, &list_path(TOWNS[0])).await
    }
}

/// Everything that will be asked.
struct Stage {
    engineers: Vec<Engineer>,
    /// Those of them who serve at one point and nowhere else, by slug.
    one_place: Vec<String>,
    /// Drafts whose times are looked at.
    looking: Vec<Booking>,
    /// Four sets: at saturation and at a fixed rate, for Handpick and for the floor.
    bookings: Vec<Vec<Booking>>,
    staff: String,
}

impl Stage {
    async fn prepare(world: &World) -> Self {
        let engineers = world.sample().await;
        let one_place = one_place(&*world.store, &engineers).await;
        let mut all = booking::prepare(&*world.store, &engineers, BOOKINGS * 4 + engineers.len()).await;
        let staff = booking::staff(&*world.store, &all).await;
        let looking = all.split_off(all.len().saturating_sub(engineers.len()));
        let each = all.len() / 4;
        let bookings = (0..4).map(|_| all.split_off(all.len() - each)).collect();
        Self { engineers, one_place, looking, bookings, staff }
    }

    /// Path and session of everything that is read on a page.
    fn reads(&self, page: Page) -> Vec<(String, String)> {
        let anybody = |path| (path, ANYBODY.to_owned());
        match page {
            Page::Home => TOWNS.iter().map(|town| anybody(home_path(town))).collect(),
            Page::List => TOWNS.iter().map(|town| anybody(list_path(town))).collect(),
            Page::Profile => {
                let path = |engineer: &Engineer| format!("/engineers/{}", engineer.slug);
                self.engineers.iter().map(|engineer| anybody(path(engineer))).collect()
            }
            Page::Times => {
                let path = |booking: &Booking| format!("/book/{}/when", booking.draft);
                self.looking.iter().map(|booking| (path(booking), booking.session.clone())).collect()
            }
            Page::Day => self.one_place.iter().map(|slug| anybody(day_path(slug))).collect(),
            Page::Suggest => self.engineers.iter().map(|engineer| anybody(suggest_path(engineer))).collect(),
        }
    }

    /// How many of the pages that strangers share are answered in a second.
    async fn shared(&self, server: &Server, span: Duration) -> Vec<(&'static str, f64)> {
        let mut shared = Vec::new();
        for page in Page::SHARED {
            let requests = self.reads(page).iter().map(|(path, _)| get(path, None)).collect();
            let load = Load { to: server.addr, requests, connections: CONNECTIONS };
            load.saturate(span / 4).await;
            shared.push((page.name(), load.saturate(span / 2).await.per_second));
        }
        shared
    }

    fn one_of_each(&self) -> Vec<(&'static str, String, String)> {
        let pages = Page::ALL.into_iter().filter_map(|page| {
            let (path, session) = self.reads(page).into_iter().next()?;
            Some((page.name(), path, session))
        });
        pages.collect()
    }

    /// The floor will write the same bytes.
    async fn copy_pages(&self, from: &Server, to: &Path) {
        let mut connection = Connection::open(from.addr).await.expect("connect");
        let mut pages = HashMap::new();
        for (path, session) in Page::ALL.into_iter().flat_map(|page| self.reads(page)) {
            let answer = connection.ask(&get(&path, Some(&session))).await.expect("a page");
            assert_eq!(answer.status, 200, "{path}");
            pages.insert(path, String::from_utf8(answer.body).expect("HTML"));
        }
        std::fs::write(to, serde_json::to_string(&pages).expect("JSON")).expect("write the pages");
    }

    async fn measure(
        &self,
        world: &World,
        server: &Server,
        bookings: &[Vec<Booking>],
        span: Duration,
    ) -> Vec<(&'static str, Column)> {
        let mut columns = Vec::new();
        for page in Page::ALL {
            let requests: Arc<[Request]> =
                self.reads(page).iter().map(|(path, session)| get(path, Some(session))).collect();
            let load = Load { to: server.addr, requests, connections: CONNECTIONS };
            load.saturate(span / 4).await;
            let most = load.saturate(span).await;
            let half = load.at_rate(most.per_second / 2.0, span).await;
            let promised = load.at_rate(PROMISED_RATE, span).await;
            let steady = load.at_rate(STEADY_RATE, span).await;
            let fixed = Some(Fixed { promised, steady });
            columns.push((page.name(), Column { most: most.per_second, half, fixed, failed: most.failed }));
        }
        columns.extend(self.book(world, server, bookings).await);
        columns
    }

    /// Each half of a booking, and a whole one: as if one of each had been made after
    /// the other. Times of a whole one are the sums of its halves'; of the 99th
    /// percentiles that is more than it can be.
    async fn book(
        &self,
        world: &World,
        server: &Server,
        bookings: &[Vec<Booking>],
    ) -> Vec<(&'static str, Column)> {
        let (first, others) = bookings[0].split_at(bookings[0].len() / ONE_TO_WARM_UP);
        self.book_all(world, server, first, [None; 2]).await;
        let [requested, confirmed] = self.book_all(world, server, others, [None; 2]).await;
        let most = [requested.per_second, confirmed.per_second];
        let whole = 1.0 / (1.0 / most[0] + 1.0 / most[1]);
        let rates = most.map(|most| Some(most / 2.0));
        let [requested_half, confirmed_half] = self.book_all(world, server, &bookings[1], rates).await;
        let both = Measured {
            per_second: whole / 2.0,
            p50: requested_half.p50 + confirmed_half.p50,
            p99: requested_half.p99 + confirmed_half.p99,
            failed: requested_half.failed + confirmed_half.failed,
        };
        let column = |most, half, failed| Column { most, half, fixed: None, failed };
        vec![
            ("booking, requested", column(most[0], requested_half, requested.failed)),
            ("booking, confirmed", column(most[1], confirmed_half, confirmed.failed)),
            ("booking, requested and confirmed", column(whole, both, requested.failed + confirmed.failed)),
        ]
    }

    /// All are requested, then all are confirmed, each at its rate or as fast as it goes.
    async fn book_all(
        &self,
        world: &World,
        server: &Server,
        bookings: &[Booking],
        [requests, confirmations]: [Option<f64>; 2],
    ) -> [Measured; 2] {
        let load = |requests| Load { to: server.addr, requests, connections: CONNECTIONS };
        let requested = load(booking::requests(bookings)).each_once(requests).await;
        let posts = booking::confirmations(&*world.store, bookings, &self.staff).await;
        let confirmed = load(posts).each_once(confirmations).await;
        [requested, confirmed]
    }

    /// A month of somebody's free times at a point, one after the other; and of as many
    /// people as stand on a page, asked for at once.
    async fn months(&self, world: &World) -> [Spread; 2] {
        let store = &*world.store;
        let mut people = Vec::new();
        for engineer in &self.engineers {
            let points = store.points_of(engineer.id).await.expect("points");
            people.extend(points.first().map(|point| (engineer, Venue::Point(point.id))));
        }
        let mut alone = Vec::new();
        for (engineer, venue) in &people {
            alone.push(took(month(store, engineer, *venue)).await);
        }
        // A server at work has its connections.
        months_of(store, &people[..people.len().min(ON_A_PAGE)]).await;
        let mut together = Vec::new();
        for page in people.chunks_exact(ON_A_PAGE) {
            together.push(took(months_of(store, page)).await);
        }
        [Spread::of(&mut alone), Spread::of(&mut together)]
    }
}

async fn one_place(store: &dyn Store, engineers: &[Engineer]) -> Vec<String> {
    let mut slugs = Vec::new();
    for engineer in engineers.iter().filter(|engineer| !engineer.modes.has(Mode::Home)) {
        if store.points_of(engineer.id).await.expect("points").len() == 1 {
            slugs.push(engineer.slug.clone());
        }
    }
    slugs
}

async fn months_of(store: &dyn Store, people: &[(&Engineer, Venue)]) {
    join_all(people.iter().map(|(engineer, venue)| month(store, engineer, *venue))).await;
}

async fn month(store: &dyn Store, engineer: &Engineer, venue: Venue) {
    let offer = Offer::load(store, engineer, venue, SystemClock.now()).await;
    let offer = offer.expect("an offer").expect("an offer");
    let to = offer.today().saturating_add(1.month());
    offer.days(store, offer.today(), to).await.expect("days");
}

async fn took(work: impl Future) -> Duration {
    let began = Instant::now();
    work.await;
    began.elapsed()
}
