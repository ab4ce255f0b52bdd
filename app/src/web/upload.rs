use axum::{
    extract::{FromRequest, Multipart, Request},
    http::StatusCode,
};

use super::{Fields, Problem};

/// A form with files: its plain fields, and the bytes of each file that was chosen.
#[derive(Debug, Default)]
pub struct Upload {
    pub fields: Fields,
    pub files: Vec<Vec<u8>>,
}

impl<S: Send + Sync> FromRequest<S> for Upload {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let mut parts = Multipart::from_request(request, state).await.map_err(|_| Problem::BadRequest)?;
        let mut pairs = Vec::new();
        let mut files = Vec::new();
        while let Some(part) = parts.next_field().await.map_err(refused)? {
            let name = part.name().unwrap_or_default().to_owned();
            if part.file_name().is_none() {
                pairs.push((name, part.text().await.map_err(refused)?));
                continue;
            }
            // A file field in which nothing was chosen comes as an empty file.
            let bytes = part.bytes().await.map_err(refused)?;
            if !bytes.is_empty() {
                files.push(bytes.to_vec());
            }
        }
        Ok(Self { fields: Fields::collect(pairs)?, files })
    }
}

fn refused(error: axum::extract::multipart::MultipartError) -> Problem {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE { Problem::TooLarge } else { Problem::BadRequest }
}
