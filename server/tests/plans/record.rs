//! Which statements a method of the store sends, as sqlx logs them.

use std::{
    collections::BTreeMap,
    sync::{Mutex, Once, PoisonError},
};

use handpick::store::StoreResult;
use tracing::{
    Event, Id, Instrument as _, Subscriber,
    field::{Field, Visit},
    span::Attributes,
};
use tracing_subscriber::{Layer, layer::Context, prelude::*, registry::LookupSpan};

use crate::support::Fixture;

/// By method, the statements it sent, each once.
pub type Sent = BTreeMap<String, Vec<String>>;

/// Calls methods of one store and remembers what they send.
pub struct Recorder<'s> {
    pub store: &'s Fixture,
    /// Tells this store from others of the process.
    url: String,
}

/// What all recorders have heard: store, method, statement.
static HEARD: Mutex<Vec<(String, String, String)>> = Mutex::new(Vec::new());

impl<'s> Recorder<'s> {
    pub fn new(store: &'s Fixture) -> Self {
        static LISTENING: Once = Once::new();
        LISTENING.call_once(|| tracing_subscriber::registry().with(Listener).init());
        Self { store, url: store.url() }
    }

    /// The answer of a call, which must succeed.
    pub async fn call<T>(&self, method: &'static str, call: impl Future<Output = StoreResult<T>>) -> T {
        let span = tracing::info_span!("call", store = self.url, method);
        call.instrument(span).await.expect(method)
    }

    pub fn sent(self) -> Sent {
        let mut sent = Sent::new();
        let heard = HEARD.lock().unwrap_or_else(PoisonError::into_inner);
        for (_, method, statement) in heard.iter().filter(|(store, ..)| *store == self.url) {
            let statements = sent.entry(method.clone()).or_default();
            if !statements.iter().any(|known| shape(known) == shape(statement)) {
                statements.push(statement.clone());
            }
        }
        sent
    }
}

/// Calls a method of the recorder's store.
macro_rules! call {
    ($recorder:expr, $method:ident($($argument:expr),* $(,)?)) => {
        $recorder.call(stringify!($method), $recorder.store.$method($($argument),*)).await
    };
}
pub(crate) use call;

/// What a statement is, whatever it asks for: on one line, its parameters without
/// numbers, lists of any length alike.
pub fn shape(statement: &str) -> String {
    let mut shape = String::new();
    let mut after_parameter = false;
    for word in statement.split_whitespace() {
        let bare: String = if word.contains('$') {
            word.chars().filter(|char| !char.is_ascii_digit()).collect()
        } else {
            word.to_owned()
        };
        let is_parameter = bare == "$," || bare == "$";
        if after_parameter && bare.starts_with('$') {
            shape.truncate(shape.rfind("$, ").unwrap_or(shape.len()));
        }
        shape += &bare;
        shape.push(' ');
        after_parameter = is_parameter || bare.ends_with("($,");
    }
    shape.trim_end().to_owned()
}

struct Listener;

/// Of which store and method a span is.
#[derive(Default)]
struct Call {
    store: String,
    method: String,
}

impl<S: Subscriber + for<'l> LookupSpan<'l>> Layer<S> for Listener {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let mut call = Call::default();
        attributes.record(&mut call);
        if let Some(span) = context.span(id) {
            span.extensions_mut().insert(call);
        }
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        if event.metadata().target() != "sqlx::query" {
            return;
        }
        let mut statement = Logged::default();
        event.record(&mut statement);
        let Some(span) = context.event_span(event) else { return };
        let extensions = span.extensions();
        let Some(Call { store, method }) = extensions.get() else { return };
        if !method.is_empty() {
            let mut heard = HEARD.lock().unwrap_or_else(PoisonError::into_inner);
            // Several may have been sent together.
            let text = statement.text();
            let statements = text.split(";\n").filter(|statement| can_be_explained(statement));
            heard.extend(statements.map(|statement| (store.clone(), method.clone(), statement.to_owned())));
        }
    }
}

impl Visit for Call {
    fn record_str(&mut self, field: &Field, value: &str) {
        match field.name() {
            "store" => value.clone_into(&mut self.store),
            "method" => value.clone_into(&mut self.method),
            _ => {}
        }
    }

    fn record_debug(&mut self, _: &Field, _: &dyn std::fmt::Debug) {}
}

/// sqlx says a short statement as the summary, and only a longer one whole.
#[derive(Default)]
struct Logged {
    summary: String,
    whole: String,
}

impl Logged {
    fn text(&self) -> String {
        let text = if self.whole.is_empty() { &self.summary } else { &self.whole };
        text.trim().to_owned()
    }
}

/// Not what begins and ends transactions.
fn can_be_explained(statement: &str) -> bool {
    ["SELECT", "INSERT", "UPDATE", "DELETE", "WITH"].iter().any(|verb| statement.starts_with(verb))
}

impl Visit for Logged {
    fn record_str(&mut self, field: &Field, value: &str) {
        match field.name() {
            "summary" => value.clone_into(&mut self.summary),
            "db.statement" => value.clone_into(&mut self.whole),
            _ => {}
        }
    }

    fn record_debug(&mut self, _: &Field, _: &dyn std::fmt::Debug) {}
}
