use axum::{
    extract::{FromRequest, Multipart, Request, multipart::Field},
    http::StatusCode,
};

use handpick::photo::{PHOTOS_MAX, UPLOAD_MAX};

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
            let bytes = bytes_of(part).await?;
            if !bytes.is_empty() && files.len() == PHOTOS_MAX {
                return Err(Problem::TooLarge);
            }
            if !bytes.is_empty() {
                files.push(bytes);
            }
        }
        Ok(Self { fields: Fields::collect(pairs)?, files })
    }
}

/// The bytes of a file, as long as it is no larger than we take.
async fn bytes_of(mut part: Field<'_>) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    while let Some(chunk) = part.chunk().await.map_err(refused)? {
        if bytes.len() + chunk.len() > UPLOAD_MAX {
            return Err(Problem::TooLarge);
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

fn refused(error: axum::extract::multipart::MultipartError) -> Problem {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE { Problem::TooLarge } else { Problem::BadRequest }
}
