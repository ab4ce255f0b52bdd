use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::text::is_format;

/// An e-mail address in the form we compare: trimmed, lower case.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Email(String);

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an e-mail address")]
pub struct NotAnEmail;

impl Email {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Email {
    type Err = NotAnEmail;

    /// Accepts what the HTML `email` input accepts in practice: one `@`, a dotted
    /// host, no white space, at most 254 characters (RFC 5321). Whether it exists
    /// only a confirmation mail can tell.
    fn from_str(raw: &str) -> Result<Self, NotAnEmail> {
        let text = raw.trim().to_lowercase();
        let (user, host) = text.split_once('@').ok_or(NotAnEmail)?;
        let plain =
            |c: char| !c.is_whitespace() && !c.is_control() && !is_format(c) && !"<>(),;:\\\"[]@".contains(c);
        let dotted = user.split('.').all(|part| !part.is_empty());
        let labels_ok = host
            .split('.')
            .all(|label| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-'))
            && !host.split('.').any(|label| label.starts_with('-') || label.ends_with('-'));
        let ok = dotted
            && user.chars().all(plain)
            && host.contains('.')
            && labels_ok
            && text.len() <= 254
            && user.len() <= 64;
        if ok { Ok(Self(text)) } else { Err(NotAnEmail) }
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_folded_or_refused() {
        assert_eq!(
            "  Li.Na@Example.ORG ".parse::<Email>().map(|e| e.to_string()),
            Ok("li.na@example.org".into())
        );
        for bad in [
            "",
            "a",
            "a@b",
            "a@@b.c",
            "a b@c.d",
            "a@b..c",
            "a@b.c\r\nBcc: x@y.z",
            "<a@b.c>",
            "a..b@c.d",
            ".a@b.c",
            "a@-b.c",
            "a\u{202e}b@c.d",
        ] {
            assert_eq!(bad.parse::<Email>(), Err(NotAnEmail), "{bad:?}");
        }
    }
}
