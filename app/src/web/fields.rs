use std::borrow::Cow;

use axum::{
    body::Bytes,
    extract::{FromRequest, Request},
    http::Uri,
};

use super::Problem;

/// The fields that say which part of a list: behind or before somebody.
pub const AFTER: &str = "after";
pub const BEFORE: &str = "before";
/// And a page of it. Another question begins anew, without any of them.
pub const PART: [&str; 3] = ["page", AFTER, BEFORE];

/// What a form sent or a query says, in order, names repeated as they were.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fields(Vec<(String, String)>);

/// Most bytes of a plain form: the longest text people may type, in UTF-8 and
/// percent-encoded, fits.
pub const FORM_MAX: usize = 64 * 1024;

/// More fields than any form of ours has.
const FIELDS_MAX: usize = 1_000;

impl Fields {
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let pairs: Vec<(String, String)> =
            serde_urlencoded::from_str(text).map_err(|_| Problem::BadRequest)?;
        Self::collect(pairs)
    }

    /// Fields that did not come as one text.
    pub(super) fn collect(mut pairs: Vec<(String, String)>) -> Result<Self, Problem> {
        // Nobody types a NUL, and not every database takes one.
        for (_, value) in &mut pairs {
            value.retain(|character| character != '\0');
        }
        if pairs.len() > FIELDS_MAX { Err(Problem::BadRequest) } else { Ok(Self(pairs)) }
    }

    pub fn of_query(uri: &Uri) -> Result<Self, Problem> {
        Self::parse(uri.query().unwrap_or_default())
    }

    /// The first field of this name, trimmed; empty when there is none.
    pub fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.trim())
    }

    /// The first field of this name as it came, for texts whose white space counts.
    pub fn raw(&self, name: &str) -> &str {
        self.0.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(key, _)| key == name)
    }

    /// Every field of this name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.trim())
    }

    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        self.remove(name);
        self.0.push((name.to_owned(), value.into()));
    }

    /// One more field of this name, for choices of several.
    pub fn add(&mut self, name: &str, value: impl Into<String>) {
        self.0.push((name.to_owned(), value.into()));
    }

    pub fn remove(&mut self, name: &str) {
        self.0.retain(|(key, _)| key != name);
    }

    /// Every field with its value.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The fields as a query, without those of the given names and without empty ones.
    pub fn query_without(&self, names: &[&str]) -> String {
        let kept = self.0.iter().filter(|(key, value)| !names.contains(&key.as_str()) && !value.is_empty());
        serde_urlencoded::to_string(kept.collect::<Vec<_>>()).unwrap_or_default()
    }

    /// The query with one field set to another value, from the start of the list on,
    /// as a link `?…`.
    pub fn link_with(&self, name: &str, value: &str) -> String {
        let rest = self.query_without(&[&[name], &PART[..]].concat());
        let pair = serde_urlencoded::to_string([(name, value)]).unwrap_or_default();
        if rest.is_empty() { format!("?{pair}") } else { format!("?{rest}&{pair}") }
    }
}

impl<S: Send + Sync> FromRequest<S> for Fields {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let body = Bytes::from_request(request, state).await.map_err(|_| Problem::TooLarge)?;
        Self::parse(std::str::from_utf8(&body).map_err(|_| Problem::BadRequest)?)
    }
}

/// A form as it is shown: what was typed, and what is wrong with it by field name, in
/// the order in which it was found: readers go through a form from top to bottom.
#[derive(Debug, Clone, Default)]
pub struct Filled {
    pub fields: Fields,
    errors: Vec<(Cow<'static, str>, String)>,
    scope: Option<String>,
}

/// The name under which stands what is wrong with no field alone.
const WHOLE: &str = "";

impl Filled {
    pub fn with(fields: Fields) -> Self {
        Self { fields, ..Self::default() }
    }

    /// One of several forms of a page with fields of these names.
    pub fn scoped(self, scope: impl Into<String>) -> Self {
        Self { scope: Some(scope.into()), ..self }
    }

    /// The id of a field: its name, which a scope tells from others on the page.
    pub fn id(&self, name: &str) -> String {
        match &self.scope {
            Some(scope) => format!("{name}-{scope}"),
            None => name.to_owned(),
        }
    }

    pub fn value(&self, name: &str) -> String {
        self.fields.raw(name).to_owned()
    }

    pub fn error(&self, name: &str) -> Option<String> {
        self.errors.iter().find(|(wrong, _)| wrong == name).map(|(_, message)| message.clone())
    }

    pub fn refuse(&mut self, name: impl Into<Cow<'static, str>>, message: impl Into<String>) {
        let name = name.into();
        if self.errors.iter().all(|(wrong, _)| *wrong != name) {
            self.errors.push((name, message.into()));
        }
    }

    /// Refuses the form for something that no field alone can mend.
    pub fn refuse_whole(&mut self, message: impl Into<String>) {
        self.refuse(WHOLE, message);
    }

    /// What is wrong with the form as a whole.
    pub fn error_of_whole(&self) -> Option<String> {
        self.error(WHOLE)
    }

    /// The fields that are wrong, each with what is wrong with it.
    pub fn wrong_fields(&self) -> impl Iterator<Item = (&str, &str)> {
        let errors = self.errors.iter().filter(|(name, _)| name != WHOLE);
        errors.map(|(name, message)| (&**name, message.as_str()))
    }

    pub fn is_sound(&self) -> bool {
        self.errors.is_empty()
    }
}
