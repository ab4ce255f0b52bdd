//! Letters about an appointment, written as facts into the outbox by the
//! transaction that changed it: once when it commits, never when it does not.

use handpick::{
    account::{Email, greeted_as},
    clock::Random,
    id::{LegId, MailId},
    lang::{Lang, Localized},
    mail::{Appointment, Letter, NewMail},
    schedule::FreeTime,
    store::{StoreError, StoreResult},
};
use jiff::Timestamp;
use sqlx::AssertSqlSafe;

use super::{
    engine::{Connection, Row, Writes},
    mail::insert_mail,
    row::{Columns as _, Unreadable},
};

/// Who hears of an appointment, and what it is now.
pub struct Parties {
    pub appointment: Appointment,
    /// As the engineer knows the customer.
    pub customer_name: String,
    customer: Option<Contact>,
    engineer: Option<Contact>,
}

struct Contact {
    email: Email,
    name: String,
    lang: Lang,
}

/// What [`Parties::between`] reads of the accounts of both sides, `ca` and `ea`.
pub const CONTACTS: &str = "
    ca.email AS customer_email, ca.name AS customer_called, ca.lang AS customer_lang,
    ca.email_confirmed_at AS customer_confirmed,
    ea.email AS engineer_email, ea.name AS engineer_called, ea.lang AS engineer_lang,
    ea.email_confirmed_at AS engineer_confirmed";

/// Reads these columns of the leg `$1`, which is `l`, of its case `c` and its engineer
/// `e`, and those of both sides.
pub fn select_leg(columns: &str) -> String {
    format!(
        "SELECT {columns}, c.customer_name, e.name AS engineer_name,
             p.name AS point_name, p.address AS point_address, {CONTACTS}
         FROM legs l
         JOIN cases c ON c.id = l.case_id
         JOIN engineers e ON e.id = l.engineer_id
         LEFT JOIN points p ON p.id = l.point_id
         LEFT JOIN accounts ca ON ca.id = c.customer_id AND ca.deactivated_at IS NULL
         LEFT JOIN accounts ea ON ea.id = e.account_id AND ea.deactivated_at IS NULL
         WHERE l.id = $1"
    )
}

impl Parties {
    pub async fn of(conn: &mut Connection, leg: LegId) -> StoreResult<Self> {
        let select = select_leg("l.*");
        let row = sqlx::query(AssertSqlSafe(select)).bind(leg.to_string()).fetch_one(conn).await?;
        Self::of_leg(&row)
    }

    /// Of a row of [`select_leg`].
    pub fn of_leg(row: &Row) -> StoreResult<Self> {
        Self::between(row, appointment(row)?)
    }

    /// Of a row with `customer_name` and [`CONTACTS`].
    pub fn between(row: &Row, appointment: Appointment) -> StoreResult<Self> {
        Ok(Self {
            appointment,
            customer_name: row.text("customer_name")?,
            customer: contact(row, "customer")?,
            engineer: contact(row, "engineer")?,
        })
    }

    /// Tells of the appointment as at that time.
    pub fn moved_to(&mut self, time: FreeTime) {
        (self.appointment.start, self.appointment.end) = (time.start, time.end);
    }

    /// Nobody who walked in without an account gets mail.
    pub fn tell_customer(
        &self,
        writes: &mut Writes,
        random: &dyn Random,
        letter: Letter,
        now: Timestamp,
    ) -> StoreResult<()> {
        post(writes, random, self.customer.as_ref(), letter, now)
    }

    /// Nor does an engineer without one.
    pub fn tell_engineer(
        &self,
        writes: &mut Writes,
        random: &dyn Random,
        letter: Letter,
        now: Timestamp,
    ) -> StoreResult<()> {
        post(writes, random, self.engineer.as_ref(), letter, now)
    }
}

fn post(
    writes: &mut Writes,
    random: &dyn Random,
    to: Option<&Contact>,
    letter: Letter,
    now: Timestamp,
) -> StoreResult<()> {
    let Some(Contact { email, name, lang }) = to else { return Ok(()) };
    let (id, to, name) = (MailId::mint(now, random), email.clone(), name.clone());
    insert_mail(writes, &NewMail { id, to, name, lang: *lang, letter, now })
}

fn appointment(row: &Row) -> StoreResult<Appointment> {
    Ok(Appointment {
        case: row.id("case_id")?,
        engineer: row.json("engineer_name")?,
        mode: row.mode("mode")?,
        point: point(row)?,
        start: row.at("starts_at")?,
        end: row.at("ends_at")?,
        zone: row.text("zone")?,
    })
}

/// Name and address of the service point, when there is one.
pub fn point(row: &Row) -> StoreResult<Option<(Localized<String>, String)>> {
    let Some(address) = row.maybe_text("point_address")? else { return Ok(None) };
    Ok(Some((row.json("point_name")?, address)))
}

fn contact(row: &Row, who: &str) -> StoreResult<Option<Contact>> {
    let column = |what: &str| format!("{who}_{what}");
    let Some(email) = row.maybe_text(&column("email"))? else { return Ok(None) };
    let lang = row.text(&column("lang"))?;
    Ok(Some(Contact {
        email: email.parse()?,
        name: greeted_as(row.text(&column("called"))?, row.maybe_at(&column("confirmed"))?),
        lang: lang.parse().map_err(|()| StoreError::from(Unreadable::new(&column("lang"), lang)))?,
    }))
}
