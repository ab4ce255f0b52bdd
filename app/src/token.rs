//! Secrets in links that are sent by mail. The link holds 128 random bits; the
//! store keeps only their hash, so that whoever reads a backup can use no link.

use std::fmt::Write as _;

use handpick::clock::Random;
use sha2::{Digest, Sha256};

/// A new secret and its hash.
pub struct Token {
    pub text: String,
    pub hash: String,
}

impl Token {
    pub fn mint(random: &dyn Random) -> Self {
        let text = format!("{:032x}", random.bits());
        Self { hash: hash(&text), text }
    }
}

/// The hash of a secret, as the store knows it.
pub fn hash(text: &str) -> String {
    Sha256::digest(text).iter().fold(String::with_capacity(64), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

#[cfg(test)]
mod tests {
    use super::hash;

    #[test]
    fn the_hash_is_that_of_fips_180() {
        assert_eq!(hash("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
