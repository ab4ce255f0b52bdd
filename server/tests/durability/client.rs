//! The clients: what each does over and over until the process is killed.

use std::{io::Write as _, sync::Arc};

use handpick::{
    booking::{Draft, HoldRequest, WAITING_MAX},
    case::{Actor, ActorKind, Leg, LegState, Move},
    clock::Random as _,
    engineer::Mode,
    id::{AccountId, BayId, DraftId, EngineerId, PointId},
    schedule::FreeTime,
    store::Store,
};
use handpick_server::store;
use jiff::{SignedDuration, Timestamp};

use crate::support::{Fixture, NOW, SeededRandom, hours_later};

const CLIENTS: usize = 32;
/// Few people and days, so that clients get in each other's way.
const ENGINEERS: usize = 8;
const DAYS: i64 = 14;
const SLOTS: i64 = 11;

/// One point, its people, and one account per client.
pub async fn prepare(store: &Fixture) {
    let point = store.new_point(ENGINEERS).await;
    for _ in 0..ENGINEERS {
        store.new_engineer_at(point).await;
    }
    let desk = store.new_account("Desk").await;
    store.add_staff(desk, point).await.expect("stored");
    for client in 0..CLIENTS {
        store.new_account(&name(client)).await;
    }
}

fn name(client: usize) -> String {
    format!("Client {client}")
}

/// Who and what there is, found in the database.
struct World {
    store: Arc<dyn Store>,
    point: PointId,
    bays: Vec<BayId>,
    engineers: Vec<EngineerId>,
    desk: AccountId,
}

/// Works until killed.
pub async fn run(url: &str, round: u64) {
    let any = store::open(url, Arc::new(SeededRandom::new(1_000 + round))).await.expect("open the store");
    let store = any.store;
    let point = store.all_points().await.expect("read")[0].id;
    let bays = store.bays(point).await.expect("read").into_iter().map(|bay| bay.id).collect();
    let search = handpick::engineer::Search { page_size: 100, ..Default::default() };
    let engineers =
        store.search(&search).await.expect("read").engineers.into_iter().map(|(e, _)| e.id).collect();
    let desk = account(&*store, "Desk").await;
    let world = Arc::new(World { store, point, bays, engineers, desk });
    let mut clients = tokio::task::JoinSet::new();
    for client in 0..CLIENTS {
        let customer = account(&*world.store, &name(client)).await;
        let seed = round * 1_000 + client as u64;
        let client =
            Client { number: client, customer, random: SeededRandom::new(seed), world: world.clone() };
        clients.spawn(client.work());
    }
    while let Some(ended) = clients.join_next().await {
        ended.expect("clients only end when killed");
    }
}

async fn account(store: &dyn Store, name: &str) -> AccountId {
    let email = format!("{}@example.org", name.replace(' ', ".")).parse().expect("an address");
    store.account_by_email(&email).await.expect("read").expect("prepared").id
}

struct Client {
    number: usize,
    customer: AccountId,
    random: SeededRandom,
    world: Arc<World>,
}

impl Client {
    async fn work(self) {
        loop {
            let open: Vec<Leg> = self.legs().await;
            let waiting = open.iter().filter(|leg| leg.state != LegState::Confirmed).count();
            match (self.pick(10), open.is_empty()) {
                (0..4, _) | (_, true) if waiting < WAITING_MAX => self.book().await,
                (0..6, _) => self.step(&open, "confirm").await,
                (6..8, _) => self.step(&open, "cancel").await,
                _ => self.step(&open, "reschedule").await,
            }
        }
    }

    async fn legs(&self) -> Vec<Leg> {
        let legs = self.world.store.legs_of_customer(self.customer).await.expect("read");
        legs.into_iter().filter(|leg| leg.state.is_open()).collect()
    }

    async fn book(&self) {
        let store = &self.world.store;
        let id = DraftId::mint(NOW, &self.random);
        let engineer = self.world.engineers[self.pick(self.world.engineers.len())];
        let time = self.some_time();
        let draft = Draft {
            id,
            owner: self.number.to_string(),
            engineer,
            mode: Some(Mode::Visit),
            point: Some(self.world.point),
            home: None,
            product: Some("laptop"),
            need: Some("screen"),
            description: "It flickers.".to_owned(),
            hold: None,
            case: None,
            created_at: NOW,
        };
        store.open_draft(&draft).await.expect("stored");
        let bays = self.world.bays.clone();
        let request = HoldRequest { draft: id, time, bays, until: hours_later(1), now: NOW };
        self.say(&format!("try {} book {id} requested {}", self.number, time.start.as_second()));
        if store.hold(request).await.expect("answered").is_err() {
            return self.say(&format!("no {} book", self.number));
        }
        let case = store.request_booking(id, self.customer, NOW).await.expect("answered").expect("held");
        let case = store.case(case).await.expect("read").expect("acknowledged");
        let leg = case.legs[0].id;
        self.say(&format!("ack {} book {leg} requested {}", self.number, time.start.as_second()));
    }

    async fn step(&self, open: &[Leg], verb: &str) {
        let leg = &open[self.pick(open.len())];
        let time = self.some_time();
        let (step, state, start, by) = match verb {
            "confirm" => (Move::Confirm, LegState::Confirmed, leg.start, self.desk()),
            "cancel" => (Move::Cancel { reason: None }, LegState::Cancelled, leg.start, self.myself()),
            _ => {
                let bays = self.world.bays.clone();
                (Move::Reschedule { time, bays }, LegState::Requested, time.start, self.myself())
            }
        };
        let words = format!("{} {verb} {} {} {}", self.number, leg.id, state.as_str(), start.as_second());
        self.say(&format!("try {words}"));
        match self.world.store.move_leg(leg.id, step, by, NOW).await.expect("answered") {
            Ok(_) => self.say(&format!("ack {words}")),
            Err(_) => self.say(&format!("no {} {verb}", self.number)),
        }
    }

    fn desk(&self) -> Actor {
        Actor { kind: ActorKind::Desk, account: Some(self.world.desk), name: "Desk".to_owned() }
    }

    fn myself(&self) -> Actor {
        Actor { kind: ActorKind::Customer, account: Some(self.customer), name: name(self.number) }
    }

    /// Between 45 and 75 minutes from 9 o'clock on one of the next days.
    fn some_time(&self) -> FreeTime {
        let day = 1 + self.pick(DAYS as usize) as i64;
        let slot = self.pick(SLOTS as usize) as i64;
        // The tests' now is 8 o'clock.
        let start: Timestamp = hours_later(24 * day + 1) + SignedDuration::from_mins(45 * slot);
        let end = start + SignedDuration::from_mins(45);
        let buffer = SignedDuration::from_mins(15 * self.pick(3) as i64);
        FreeTime { start, end, busy_until: end + buffer }
    }

    fn pick(&self, among: usize) -> usize {
        (self.random.bits() % among as u128) as usize
    }

    /// One whole line at a time, at once.
    fn say(&self, line: &str) {
        let mut out = std::io::stdout().lock();
        writeln!(out, "{line}").and_then(|()| out.flush()).expect("the parent listens");
    }
}
