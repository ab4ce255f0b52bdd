//! People and places with sane defaults.

use handpick::{
    account::NewAccount,
    case::LegState,
    engineer::{Area, Mode, Modes, NewEngineer, Portrait, ProfileEdit, Words},
    geo::Position,
    id::{AccountId, AreaId, BayId, CaseId, EngineerId, LegId, PointId},
    lang::{Lang, Localized},
    point::NewPoint,
    schedule::{Lengths, Whereabouts, Window},
};
use jiff::{SignedDuration, Timestamp};

use super::Fixture;

/// When the tests take place: Monday 2026-11-23, 08:00 in Wuhan.
pub const NOW: Timestamp = Timestamp::constant(1_795_392_000, 0);
pub const WUHAN: Position = Position { lat: 30.58, lon: 114.27 };
/// A district of Guangzhou, 836 km from Wuhan.
pub const TIANHE: Position = Position { lat: 23.13, lon: 113.36 };
pub const WUHAN_ZONE: &str = "Asia/Shanghai";
/// Wuhan's number at GeoNames.
const WUHAN_PLACE: u32 = 1_791_247;

pub fn hours_later(hours: i64) -> Timestamp {
    NOW + SignedDuration::from_hours(hours)
}

impl Fixture {
    /// A signed-up person; the address is made of the name.
    pub async fn new_account(&self, name: &str) -> AccountId {
        let id = AccountId::mint(NOW, &*self.random);
        let account = NewAccount {
            id,
            email: format!("{}@example.org", name.replace(' ', ".")).parse().expect("an address"),
            name: name.to_owned(),
            password_hash: format!("hash of {name}"),
            lang: Lang::En,
            operator: false,
            email_confirmed: true,
            now: NOW,
        };
        self.create_account(account, None).await.expect("stored").expect("a free address");
        id
    }

    /// A service point in Wuhan, open from 9 to 18 on every day, with that many bays.
    pub async fn new_point(&self, bays: usize) -> PointId {
        self.new_point_in(WUHAN, bays).await
    }

    pub async fn new_point_in(&self, position: Position, bays: usize) -> PointId {
        let point = self.point_to_save(position, bays);
        self.save_point(point).await.expect("stored")
    }

    /// A point with a slug of its own, for tests that change it before saving.
    pub fn point_to_save(&self, position: Position, bays: usize) -> NewPoint {
        let id = PointId::mint(NOW, &*self.random);
        NewPoint {
            id,
            slug: format!("point-{id}").to_lowercase(),
            name: Localized::one(Lang::En, format!("Point {id}")),
            address: "1 Zhongshan Avenue".to_owned(),
            place: WUHAN_PLACE,
            position,
            zone: WUHAN_ZONE.to_owned(),
            opening_hours: "Mo-Su 09:00-18:00".to_owned(),
            phone: None,
            bays: (1..=bays).map(|number| (BayId::mint(NOW, &*self.random), number.to_string())).collect(),
        }
    }

    /// The ids of a point's bays, in order.
    pub async fn bay_ids(&self, point: PointId) -> Vec<BayId> {
        self.bays(point).await.expect("read").into_iter().map(|bay| bay.id).collect()
    }

    /// An engineer in Wuhan who has neither windows nor areas.
    pub async fn new_engineer(&self, name: &str) -> EngineerId {
        let id = EngineerId::mint(NOW, &*self.random);
        let engineer = NewEngineer {
            id,
            account: None,
            slug: name.to_lowercase().replace(' ', "-"),
            name: Localized::one(Lang::En, name.to_owned()),
            place: WUHAN_PLACE,
            position: WUHAN,
            zone: WUHAN_ZONE.to_owned(),
            portrait: Portrait::Drawn("f001".to_owned()),
            now: NOW,
        };
        self.create_engineer(engineer).await.expect("stored");
        id
    }

    /// An engineer with an account of the same name.
    pub async fn new_engineer_with_account(&self, name: &str) -> (EngineerId, AccountId) {
        let account = self.new_account(name).await;
        let engineer = self.new_engineer(name).await;
        self.execute(&format!("UPDATE engineers SET account_id = '{account}' WHERE id = '{engineer}'")).await;
        (engineer, account)
    }

    /// An engineer who is at the point from 9 to 18 on every day: slots of 45
    /// minutes, no buffer.
    pub async fn new_engineer_at(&self, point: PointId) -> EngineerId {
        let id = self.new_engineer("Chen Wei").await;
        self.save_profile(id, &profile("Chen Wei", Mode::Visit), NOW).await.expect("stored");
        self.work_every_day(id, Whereabouts::At(point)).await;
        id
    }

    /// An engineer who is on the road from 9 to 18 on every day and takes home
    /// calls within 20 km of the position.
    pub async fn new_engineer_on_the_road(&self, around: Position) -> EngineerId {
        let id = self.new_engineer("Li Na").await;
        let edit = ProfileEdit { areas: vec![self.area(around, 20.0)], ..profile("Li Na", Mode::Home) };
        self.save_profile(id, &edit, NOW).await.expect("stored");
        self.work_every_day(id, Whereabouts::Road).await;
        id
    }

    /// Shows or hides a profile, as an operator does together with its account.
    pub async fn show_engineer(&self, engineer: EngineerId, shown: bool) {
        let active = i64::from(shown);
        self.execute(&format!("UPDATE engineers SET active = {active} WHERE id = '{engineer}'")).await;
        if !shown {
            self.execute(&format!("DELETE FROM engineer_reach WHERE engineer_id = '{engineer}'")).await;
        }
    }

    /// What search keeps of people beside their profiles is what these say.
    pub async fn assert_search_sound(&self) {
        let wrong = "SELECT COUNT(*) FROM engineer_reach r JOIN engineers e ON e.id = r.engineer_id
                     WHERE e.active = 0 OR r.tag_bits <> e.tag_bits OR r.average <> e.average
                        OR r.score <> e.score
                        OR r.reviews <> e.stars1 + e.stars2 + e.stars3 + e.stars4 + e.stars5";
        assert_eq!(self.number(wrong).await, 0);
        let wrong_words = "SELECT COUNT(*) FROM names n
                           WHERE LENGTH(n.words) <> (SELECT SUM(LENGTH(o.word) + 1) FROM names o WHERE o.id = n.id)
                              OR EXISTS (SELECT 1 FROM names o WHERE o.id = n.id
                                  AND n.words || ' ' NOT LIKE '% ' || o.word || ' %')";
        assert_eq!(self.number(wrong_words).await, 0);
    }

    /// As if the engineer had served so many cases with each of her tags.
    pub async fn set_served(&self, engineer: EngineerId, count: u32) {
        self.execute(&format!("UPDATE engineer_tags SET count = {count} WHERE engineer_id = '{engineer}'"))
            .await;
        self.execute(&format!(
            "UPDATE engineers SET tags = (SELECT string_agg(t.kind || ' ' || t.key || ' ' || t.count, ',')
                                          FROM engineer_tags t WHERE t.engineer_id = '{engineer}')
             WHERE id = '{engineer}'"
        ))
        .await;
    }

    /// Gives the engineer the same window on every day of the week, from 9 to 18.
    pub async fn work_every_day(&self, engineer: EngineerId, whereabouts: Whereabouts) {
        let windows: Vec<_> =
            (1..=7).map(|weekday| Window { weekday, start: 9 * 60, end: 18 * 60, whereabouts }).collect();
        self.save_schedule(engineer, &windows, Lengths::default(), NOW).await.expect("stored");
    }

    /// A leg that was served to its end, behind the back of bookings: a visit when
    /// there is a point, else a home call.
    pub async fn new_served_leg(
        &self,
        customer: AccountId,
        engineer: EngineerId,
        point: Option<PointId>,
    ) -> LegId {
        let case = self.new_case(customer).await;
        self.new_leg_of(case, 1, engineer, point, LegState::Done).await
    }

    /// A case of a broken laptop screen, without a leg.
    pub async fn new_case(&self, customer: AccountId) -> CaseId {
        let (id, now) = (CaseId::mint(NOW, &*self.random), NOW.as_millisecond());
        self.execute(&format!(
            "INSERT INTO cases (id, draft_id, customer_id, customer_name, product, need, description, created_at)
             SELECT '{id}', '{id}', id, name, 'laptop', 'screen', 'It is dark.', {now}
             FROM accounts WHERE id = '{customer}'"
        ))
        .await;
        id
    }

    pub async fn new_leg_of(
        &self,
        case: CaseId,
        number: i64,
        engineer: EngineerId,
        point: Option<PointId>,
        state: LegState,
    ) -> LegId {
        let id = LegId::mint(NOW, &*self.random);
        let mode = if point.is_some() { Mode::Visit } else { Mode::Home };
        let point = point.map_or("NULL".to_owned(), |id| format!("'{id}'"));
        let [start, end] =
            [hours_later(-2 * number), hours_later(1 - 2 * number)].map(Timestamp::as_millisecond);
        self.execute(&format!(
            "INSERT INTO legs (id, case_id, number, engineer_id, mode, point_id, starts_at, ends_at, busy_until,
                               zone, state, requested_at, answer_by)
             VALUES ('{id}', '{case}', {number}, '{engineer}', '{}', {point}, {start}, {end}, {end},
                     '{WUHAN_ZONE}', '{}', {start}, {start})",
            mode.as_str(),
            state.as_str(),
        ))
        .await;
        id
    }

    pub fn area(&self, centre: Position, radius_km: f64) -> Area {
        let id = AreaId::mint(NOW, &*self.random);
        Area { id, place: WUHAN_PLACE, centre, radius_km }
    }
}

/// A profile as somebody in Wuhan saves it who repairs laptop screens.
pub fn profile(name: &str, mode: Mode) -> ProfileEdit {
    let words = Words { headline: "Screens and batteries".to_owned(), bio: "I like to explain.".to_owned() };
    ProfileEdit {
        name: Localized::one(Lang::En, name.to_owned()),
        words: Localized::one(Lang::En, words),
        years: 7,
        place: WUHAN_PLACE,
        position: WUHAN,
        zone: WUHAN_ZONE.to_owned(),
        modes: Modes::of([mode]),
        products: vec!["laptop"],
        needs: vec!["screen"],
        languages: vec!["zh"],
        areas: Vec::new(),
    }
}
