use async_trait::async_trait;
use handpick::{
    case::{Actor, ActorKind, EventKind},
    id::{AccountId, CaseId, EngineerId, LegId, PointId, ReviewId},
    lang::{Lang, Localized},
    mail::Letter,
    review::{
        NewReview, Outcome, Rating, ReplyRefusal, Review, ReviewFilter, ReviewPage, ReviewRefusal, Reviews,
        Subject, public_name,
    },
    store::{StoreError, StoreResult},
    tag::TagKind,
};
use jiff::Timestamp;
use sqlx::AssertSqlSafe;

use super::{
    again::again,
    engine::{Connection, Row, SqlStore, Writes},
    event::{NewEvent, Timelines},
    letter::Parties,
    rating::{count_outcome, count_stars},
    row::{Columns, Unreadable},
    sql::Binds,
    tag::count_praise,
};

#[async_trait]
impl Reviews for SqlStore {
    async fn review(&self, new: NewReview) -> StoreResult<Result<(), ReviewRefusal>> {
        again(|| review(self, &new)).await
    }

    async fn reply(
        &self,
        review: ReviewId,
        engineer: EngineerId,
        text: &str,
        now: Timestamp,
    ) -> StoreResult<Result<(), ReplyRefusal>> {
        again(|| reply(self, review, engineer, text, now)).await
    }

    async fn reviews(&self, of: Subject, filter: ReviewFilter) -> StoreResult<ReviewPage> {
        let mut binds = Binds::default();
        let text = format!("SELECT COUNT(*) AS total FROM reviews WHERE {}", fitting(of, filter, &mut binds));
        let total = binds.query(text).fetch_one(&mut *self.reader().await?).await?.int("total")?;

        let mut binds = Binds::default();
        let fitting = fitting(of, filter, &mut binds);
        let limit = binds.add(i64::from(filter.page_size));
        let offset = binds.add(i64::from(filter.page) * i64::from(filter.page_size));
        let text = format!(
            "SELECT * FROM reviews WHERE {fitting} ORDER BY created_at DESC, id DESC LIMIT {limit} OFFSET {offset}"
        );
        let rows = binds.query(text).fetch_all(&mut *self.reader().await?).await?;
        let reviews = rows.iter().map(review_from).collect::<Result<Vec<_>, _>>()?;
        Ok(ReviewPage { reviews, total: u64::try_from(total)? })
    }

    async fn ratings_since(&self, of: Subject, starts: &[Timestamp]) -> StoreResult<Vec<Rating>> {
        self.stars_since(of, starts).await
    }

    async fn outcomes(
        &self,
        of: &[EngineerId],
        kind: TagKind,
        key: &'static str,
    ) -> StoreResult<Vec<(EngineerId, Outcome)>> {
        self.outcomes_of(of, kind, key).await
    }

    async fn reviews_of_leg(&self, leg: LegId) -> StoreResult<Vec<Review>> {
        // 'engineer' comes before 'point'.
        let rows = sqlx::query("SELECT * FROM reviews WHERE leg_id = $1 ORDER BY subject")
            .bind(leg.to_string())
            .fetch_all(&mut *self.reader().await?)
            .await?;
        rows.iter().map(review_from).collect()
    }

    async fn wrong_ratings(&self) -> StoreResult<u64> {
        let of_subjects = self.wrongly_counted("engineer").await? + self.wrongly_counted("point").await?;
        Ok(of_subjects + self.wrong_outcomes().await? + self.wrongly_told().await?)
    }
}

async fn review(store: &SqlStore, new: &NewReview) -> StoreResult<Result<(), ReviewRefusal>> {
    let mut tx = store.begin().await?;
    let Some(leg) = leg_served_to(&mut tx, new.leg, new.customer).await? else {
        return Ok(Err(ReviewRefusal::NotServed));
    };
    if !is_confirmed(&mut tx, new.customer).await? {
        return Ok(Err(ReviewRefusal::Unconfirmed));
    }
    let attested = is_attested(&mut tx, &leg).await?;
    for opinion in opinions(new, &leg) {
        if !store.insert_review(&mut tx, new, &leg, attested, opinion).await? {
            return Ok(Err(ReviewRefusal::Already));
        }
        if !attested {
            count_stars(&mut tx, opinion.subject, opinion.stars).await?;
        }
    }
    if !attested {
        let case = (leg.product.as_deref(), leg.need.as_deref());
        count_outcome(&mut tx, leg.engineer, case, new.stars).await?;
        count_praise(&mut tx, leg.engineer, &new.praise).await?;
    }
    let letter = store.tell_of(&mut tx, new).await?;
    store.conclude(tx, letter, leg.event(EventKind::Reviewed, &leg.customer, new.now)).await?;
    Ok(Ok(()))
}

async fn reply(
    store: &SqlStore,
    review: ReviewId,
    engineer: EngineerId,
    text: &str,
    now: Timestamp,
) -> StoreResult<Result<(), ReplyRefusal>> {
    let mut tx = store.begin().await?;
    let Some(leg) = leg_reviewed(&mut tx, review, engineer).await? else {
        return Ok(Err(ReplyRefusal::NotYours));
    };
    let replied =
        sqlx::query("UPDATE reviews SET reply = $2, replied_at = $3 WHERE id = $1 AND reply IS NULL")
            .bind(review.to_string())
            .bind(text)
            .bind(now.as_millisecond())
            .execute(&mut *tx)
            .await?;
    if replied.rows_affected() == 0 {
        return Ok(Err(ReplyRefusal::Already));
    }
    let by = engineer_as_actor(&mut tx, engineer).await?;
    store.conclude(tx, Writes::default(), leg.event(EventKind::Replied, &by, now)).await?;
    Ok(Ok(()))
}

impl SqlStore {
    /// Tells the engineer, who can reply.
    async fn tell_of(&self, conn: &mut Connection, new: &NewReview) -> StoreResult<Writes> {
        let parties = Parties::of(conn, new.leg).await?;
        let (appointment, customer) = (parties.appointment.clone(), parties.customer_name.clone());
        let letter = Letter::Reviewed { appointment, customer, stars: new.stars };
        let mut writes = Writes::default();
        parties.tell_engineer(&mut writes, &*self.random, letter, new.now)?;
        Ok(writes)
    }
}

/// What a review needs to know of the leg it is about.
struct ServedLeg {
    id: LegId,
    case: CaseId,
    engineer: EngineerId,
    point: Option<PointId>,
    mode: String,
    product: Option<String>,
    need: Option<String>,
    customer: Actor,
}

impl ServedLeg {
    fn event<'a>(&self, kind: EventKind, by: &'a Actor, now: Timestamp) -> NewEvent<'a> {
        NewEvent { leg: self.id, timelines: self.timelines(), kind, by, note: None, start: None, now }
    }

    fn timelines(&self) -> Timelines {
        Timelines { case: self.case, engineer: self.engineer, point: self.point }
    }
}

const SERVED_LEG: &str = "SELECT l.id, l.case_id, l.engineer_id, l.point_id, l.mode, c.product, c.need,
                                 c.customer_id, c.customer_name
                          FROM legs l JOIN cases c ON c.id = l.case_id";

/// The leg, when it was served and the account is its customer. What was served
/// stays so: nothing needs a lock.
async fn leg_served_to(
    conn: &mut Connection,
    leg: LegId,
    customer: AccountId,
) -> StoreResult<Option<ServedLeg>> {
    let row = sqlx::query(AssertSqlSafe(format!(
        "{SERVED_LEG} WHERE l.id = $1 AND l.state = 'done' AND c.customer_id = $2"
    )))
    .bind(leg.to_string())
    .bind(customer.to_string())
    .fetch_optional(conn)
    .await?;
    row.as_ref().map(served_leg).transpose()
}

/// Whether its customer alone says that it took place.
async fn is_attested(conn: &mut Connection, leg: &ServedLeg) -> StoreResult<bool> {
    let select = sqlx::query(
        "SELECT COUNT(*) AS said FROM events WHERE case_id = $1 AND leg_id = $2 AND kind = 'attested'",
    );
    let row = select.bind(leg.case.to_string()).bind(leg.id.to_string()).fetch_one(conn).await?;
    Ok(row.int("said")? > 0)
}

async fn is_confirmed(conn: &mut Connection, customer: AccountId) -> StoreResult<bool> {
    let select =
        sqlx::query("SELECT email_confirmed_at FROM accounts WHERE id = $1").bind(customer.to_string());
    Ok(select.fetch_one(conn).await?.maybe_at("email_confirmed_at")?.is_some())
}

/// The leg that the review is about, when it is about this engineer.
async fn leg_reviewed(
    conn: &mut Connection,
    review: ReviewId,
    engineer: EngineerId,
) -> StoreResult<Option<ServedLeg>> {
    let row = sqlx::query(AssertSqlSafe(format!(
        "{SERVED_LEG} WHERE l.id IN (SELECT leg_id FROM reviews
                                     WHERE id = $1 AND subject = 'engineer' AND subject_id = $2)"
    )))
    .bind(review.to_string())
    .bind(engineer.to_string())
    .fetch_optional(conn)
    .await?;
    row.as_ref().map(served_leg).transpose()
}

fn served_leg(row: &Row) -> Result<ServedLeg, StoreError> {
    Ok(ServedLeg {
        id: row.id("id")?,
        case: row.id("case_id")?,
        engineer: row.id("engineer_id")?,
        point: row.maybe_id("point_id")?,
        mode: row.text("mode")?,
        product: row.maybe_text("product")?,
        need: row.maybe_text("need")?,
        customer: Actor {
            kind: ActorKind::Customer,
            account: row.maybe_id("customer_id")?,
            name: row.text("customer_name")?,
        },
    })
}

async fn engineer_as_actor(conn: &mut Connection, engineer: EngineerId) -> StoreResult<Actor> {
    let row = sqlx::query("SELECT account_id, name FROM engineers WHERE id = $1")
        .bind(engineer.to_string())
        .fetch_one(&mut *conn)
        .await?;
    let name: Localized<String> = row.json("name")?;
    let name = name.text(Lang::default()).to_owned();
    Ok(Actor { kind: ActorKind::Engineer, account: row.maybe_id("account_id")?, name })
}

/// What a customer says of one subject.
#[derive(Clone, Copy)]
struct Opinion<'a> {
    subject: Subject,
    stars: u8,
    text: Option<&'a str>,
    praise: &'a [&'static str],
}

/// Of the engineer; and of the service point, when one was visited and judged.
fn opinions<'a>(new: &'a NewReview, leg: &ServedLeg) -> Vec<Opinion<'a>> {
    let of_engineer = Opinion {
        subject: Subject::Engineer(leg.engineer),
        stars: new.stars.clamp(1, 5),
        text: new.text.as_deref(),
        praise: &new.praise,
    };
    let of_point = leg.point.zip(new.point.as_ref()).map(|(point, (stars, text))| Opinion {
        subject: Subject::Point(point),
        stars: (*stars).clamp(1, 5),
        text: text.as_deref(),
        praise: &[],
    });
    [of_engineer].into_iter().chain(of_point).collect()
}

impl SqlStore {
    /// `false` when there is a review of this subject for this leg already.
    async fn insert_review(
        &self,
        conn: &mut Connection,
        new: &NewReview,
        leg: &ServedLeg,
        attested: bool,
        opinion: Opinion<'_>,
    ) -> StoreResult<bool> {
        let (subject, subject_id) = columns(opinion.subject);
        let inserted = sqlx::query(
            "INSERT INTO reviews (id, leg_id, subject, subject_id, customer_id, author, stars, text, praise,
                                  mode, product, need, attested, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
             ON CONFLICT (leg_id, subject) DO NOTHING",
        )
        .bind(ReviewId::mint(new.now, &*self.random).to_string())
        .bind(leg.id.to_string())
        .bind(subject)
        .bind(subject_id)
        .bind(new.customer.to_string())
        .bind(public_name(&leg.customer.name))
        .bind(i64::from(opinion.stars))
        .bind(opinion.text)
        .bind(opinion.praise.join(" "))
        .bind(&leg.mode)
        .bind(&leg.product)
        .bind(&leg.need)
        .bind(i64::from(attested))
        .bind(new.now.as_millisecond())
        .execute(&mut *conn)
        .await?;
        Ok(inserted.rows_affected() == 1)
    }
}

fn fitting(of: Subject, filter: ReviewFilter, binds: &mut Binds) -> String {
    let (subject, id) = columns(of);
    let mut text = format!("subject_id = {} AND subject = {}", binds.add(id), binds.add(subject));
    if let Some(stars) = filter.stars {
        text += &format!(" AND stars = {}", binds.add(i64::from(stars)));
    }
    for (column, key) in [("product", filter.product), ("need", filter.need)] {
        if let Some(key) = key {
            text += &format!(" AND {column} = {}", binds.add(key));
        }
    }
    if let Some(praise) = filter.praise {
        text += &format!(" AND ' ' || praise || ' ' LIKE {}", binds.add(format!("% {praise} %")));
    }
    text
}

/// The columns `subject` and `subject_id`.
pub(super) fn columns(of: Subject) -> (&'static str, String) {
    match of {
        Subject::Engineer(id) => ("engineer", id.to_string()),
        Subject::Point(id) => ("point", id.to_string()),
    }
}

fn review_from(row: &Row) -> Result<Review, StoreError> {
    let subject = match row.text("subject")?.as_str() {
        "engineer" => Subject::Engineer(row.id("subject_id")?),
        "point" => Subject::Point(row.id("subject_id")?),
        other => return Err(Unreadable::new("subject", other).into()),
    };
    let word = |kind: TagKind, column: &str| -> Result<_, StoreError> {
        Ok(row.maybe_text(column)?.and_then(|key| kind.find(&key)))
    };
    Ok(Review {
        id: row.id("id")?,
        leg: row.id("leg_id")?,
        subject,
        stars: u8::try_from(row.int("stars")?)?,
        text: row.maybe_text("text")?,
        praise: row.text("praise")?.split(' ').filter_map(|key| TagKind::Praise.find(key)).collect(),
        author: row.text("author")?,
        attested: row.int("attested")? > 0,
        mode: row.mode("mode")?,
        product: word(TagKind::Product, "product")?,
        need: word(TagKind::Need, "need")?,
        created_at: row.at("created_at")?,
        reply: row.maybe_text("reply")?.zip(row.maybe_at("replied_at")?),
    })
}
