//! Passwords: Argon2id, away from the async threads, and never a hint whether an
//! account exists.

use std::sync::Arc;

use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use async_trait::async_trait;
use handpick_app::ports::{Passwords, PasswordsBusy};
use tokio::{sync::Semaphore, task::spawn_blocking};

/// Compared with when there is no account, so that "no such account" takes as long
/// as "wrong password". Its bytes are random: no password is known to give them.
pub const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$si+QfuN8AVWxHbybLapdSQ$1QqrWfNtG2JAJhWVpaS7M21m3U+c8+lz9XSSrOyin/k";

#[derive(Debug, thiserror::Error)]
pub enum PasswordError {
    #[error("the password cannot be hashed: {0}")]
    Hash(#[from] argon2::password_hash::Error),
    #[error("the hashing task ended early")]
    Stopped,
}

/// Hashes with the parameters OWASP asks for (19 MiB, two passes, one lane), which
/// are the crate's defaults, as a PHC string.
pub fn hash(password: &str) -> Result<String, PasswordError> {
    Ok(Argon2::default().hash_password(password.as_bytes())?.to_string())
}

/// As [`hash`], with a salt that is no secret: for demo data, which is the same
/// each time.
pub fn hash_with_salt(password: &str, salt: &[u8; 16]) -> Result<String, PasswordError> {
    Ok(Argon2::default().hash_password_with_salt(password.as_bytes(), salt)?.to_string())
}

/// Whether the password is the one that was hashed.
pub fn verify(phc: &str, password: &str) -> bool {
    PasswordHash::new(phc)
        .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
}

/// Hashes on blocking threads, a few at a time: each takes 19 MiB and a core.
#[derive(Clone)]
pub struct Hasher {
    permits: Arc<Semaphore>,
}

impl Hasher {
    pub fn new(at_once: usize) -> Self {
        Self { permits: Arc::new(Semaphore::new(at_once)) }
    }

    pub async fn hash(&self, password: String) -> Result<String, PasswordError> {
        self.run(move || hash(&password)).await?
    }

    /// `phc` is `None` when there is no such account; that takes as long.
    pub async fn verify(&self, phc: Option<String>, password: String) -> bool {
        let exists = phc.is_some();
        let phc = phc.unwrap_or_else(|| NOBODY.to_owned());
        let fits = self.run(move || verify(&phc, &password)).await.unwrap_or(false);
        fits && exists
    }

    /// The permit travels with the work: a request that is given up does not let
    /// another one in while its hash is still being computed.
    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, PasswordError> {
        let permit = self.permits.clone().acquire_owned().await.map_err(|_| PasswordError::Stopped)?;
        let task = spawn_blocking(move || {
            let _permit = permit;
            work()
        });
        task.await.map_err(|_| PasswordError::Stopped)
    }
}

#[async_trait]
impl Passwords for Hasher {
    async fn hash(&self, password: String) -> Result<String, PasswordsBusy> {
        Hasher::hash(self, password).await.map_err(|_| PasswordsBusy)
    }

    async fn verify(&self, phc: Option<String>, password: String) -> Result<bool, PasswordsBusy> {
        Ok(Hasher::verify(self, phc, password).await)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_password_fits_its_hash() {
        let phc = hash("correct horse").expect("hashed");
        assert!(phc.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{phc}");
        assert!(verify(&phc, "correct horse"));
        assert!(!verify(&phc, "Correct horse"));
        assert!(!verify("not a hash", "correct horse"));
    }

    /// The same work for nobody's hash as for anybody's: the same parameters.
    #[test]
    fn nobody_costs_as_much_as_somebody() {
        let parameters = |phc: &str| phc.rsplitn(3, '$').last().map(str::to_owned);
        let somebody = hash("x").expect("hashed");
        assert_eq!(parameters(NOBODY), parameters(&somebody));
        assert_eq!(NOBODY.len(), somebody.len());
        PasswordHash::new(NOBODY).expect("a PHC string");
    }

    #[tokio::test]
    async fn nobody_signs_in_without_an_account() {
        let hasher = Hasher::new(1);
        let phc = hasher.hash("correct horse".to_owned()).await.expect("hashed");
        assert!(hasher.verify(Some(phc.clone()), "correct horse".to_owned()).await);
        assert!(!hasher.verify(Some(phc), "wrong".to_owned()).await);
        assert!(!hasher.verify(None, "correct horse".to_owned()).await);
    }
}
