use axum::http::HeaderValue;
use handpick::clock::Random;

/// What tells a browser that a script is ours: another one for every answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nonce(String);

impl Nonce {
    pub fn mint(random: &dyn Random) -> Self {
        Self(format!("{:032x}", random.bits()))
    }

    /// 32 hexadecimal digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The content security policy of a page whose scripts carry this nonce, and which may
    /// show pictures of one more origin.
    pub fn policy(&self, pictures_from: Option<&str>) -> HeaderValue {
        let (before, pictures_from) = pictures_from.map_or(("", ""), |origin| (" ", origin));
        let policy = format!(
            "default-src 'none'; script-src 'nonce-{}' 'strict-dynamic' 'wasm-unsafe-eval'; \
             style-src 'self'; img-src 'self' blob:{before}{pictures_from}; connect-src 'self'; font-src 'self'; manifest-src 'self'; \
             form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
            self.0
        );
        HeaderValue::from_str(&policy).unwrap_or_else(|_| HeaderValue::from_static("default-src 'none'"))
    }
}
