//! Names a content in the address of a file. A module of the build scripts of `app`,
//! which writes such addresses, and of `server`, which knows them again.

use std::hash::{DefaultHasher, Hasher};

pub fn content_hash(bytes: &[u8]) -> String {
    let mut hasher = DefaultHasher::new();
    hasher.write(bytes);
    format!("{:016x}", hasher.finish())
}
