//! Sessions in our own database, each with its account, so that a changed password
//! ends them all.

use std::{fmt, sync::Arc};

use async_trait::async_trait;
use handpick::{
    clock::{Clock, Random},
    store::{Store, StoreError},
};
use handpick_app::{ports::App, web::SESSION_ACCOUNT};
use jiff::Timestamp;
use time::{Duration, OffsetDateTime};
use tower_sessions::{
    Expiry, SessionManagerLayer, SessionStore,
    cookie::SameSite,
    session::{Id, Record},
    session_store::{Error, Result},
};

/// Signed in for a month after the last change of the session.
const LIFETIME: Duration = Duration::days(30);

pub fn layer(app: &App, https: bool) -> SessionManagerLayer<StoredSessions> {
    let store =
        StoredSessions { store: app.store.clone(), clock: app.clock.clone(), random: app.random.clone() };
    // The prefix `__Host-` makes browsers insist on Secure, Path=/ and no Domain.
    let name = if https { "__Host-session" } else { "session" };
    SessionManagerLayer::new(store)
        .with_name(name)
        .with_secure(https)
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        .with_path("/")
        .with_expiry(Expiry::OnInactivity(LIFETIME))
}

#[derive(Clone)]
pub struct StoredSessions {
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
}

impl fmt::Debug for StoredSessions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("StoredSessions")
    }
}

#[async_trait]
impl SessionStore for StoredSessions {
    async fn create(&self, record: &mut Record) -> Result<()> {
        loop {
            record.id = Id(i128::from_le_bytes(self.random.bits().to_le_bytes()));
            let (id, data, account, expires_at) = columns(record)?;
            if self.store.create_session(&id, &data, account, expires_at).await.map_err(backend)? {
                return Ok(());
            }
        }
    }

    async fn save(&self, record: &Record) -> Result<()> {
        let (id, data, account, expires_at) = columns(record)?;
        self.store.save_session(&id, &data, account, expires_at).await.map_err(backend)
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let found = self.store.session(&id.to_string(), self.clock.now()).await.map_err(backend)?;
        let Some((data, expires_at)) = found else { return Ok(None) };
        let data = serde_json::from_str(&data).map_err(|error| Error::Decode(error.to_string()))?;
        let expiry_date = OffsetDateTime::from_unix_timestamp(expires_at.as_second())
            .map_err(|error| Error::Decode(error.to_string()))?;
        Ok(Some(Record { id: *id, data, expiry_date }))
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        self.store.delete_session(&id.to_string()).await.map_err(backend)
    }
}

type Columns = (String, String, Option<handpick::id::AccountId>, Timestamp);

fn columns(record: &Record) -> Result<Columns> {
    let data = serde_json::to_string(&record.data).map_err(|error| Error::Encode(error.to_string()))?;
    let account = record.data.get(SESSION_ACCOUNT).and_then(|value| value.as_str()?.parse().ok());
    let expires_at = Timestamp::from_second(record.expiry_date.unix_timestamp())
        .map_err(|error| Error::Encode(error.to_string()))?;
    Ok((record.id.to_string(), data, account, expires_at))
}

fn backend(error: StoreError) -> Error {
    Error::Backend(error.to_string())
}
