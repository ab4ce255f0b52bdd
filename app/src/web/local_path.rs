/// The path when it leads to a page of ours, for links that arrive from outside
/// (`next`, `back`): an address such as `//elsewhere.example` would lead away.
pub fn local_path(text: &str) -> Option<&str> {
    let mut bytes = text.bytes();
    let from_root = bytes.next() == Some(b'/') && !matches!(bytes.next(), Some(b'/' | b'\\'));
    let plain = text.len() <= PATH_MAX && text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    (from_root && plain).then_some(text)
}

/// More bytes than any path and query of ours has.
const PATH_MAX: usize = 2_000;

#[cfg(test)]
mod tests {
    use super::local_path;

    #[test]
    fn only_our_own_pages_are_local() {
        for ours in ["/", "/me#cases", "/book/01J?day=2026-11-23&at=10%3A00"] {
            assert_eq!(local_path(ours), Some(ours));
        }
        for foreign in [
            "",
            "me",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "/a\r\nLocation: x",
            "/a\\b",
            "/é",
        ] {
            assert_eq!(local_path(foreign), None, "{foreign:?}");
        }
    }
}
