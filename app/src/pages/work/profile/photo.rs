//! Her own photo instead of the drawn face.

use axum::{extract::Request, http::StatusCode, response::Response};
use handpick::{
    engineer::Portrait,
    id::PhotoId,
    photo::{Photo, PhotoOwner, UPLOAD_MAX},
};

use crate::{
    ports::NotAPicture,
    web::{Problem, Upload, Visit, redirect},
};

use super::Page;

pub async fn save(visit: Visit, sent: Request) -> Result<Response, Problem> {
    let upload = Upload::read(&visit, sent).await?;
    let t = visit.t;
    let mut page = Page::load(&visit, None).await?;
    let jpeg = match upload.files.into_iter().next() {
        None => Err(t.profile_no_photo()),
        Some(file) if file.len() > UPLOAD_MAX => Err(t.profile_photo_too_large()),
        Some(file) => visit.app.pictures.portrait(file).await.map_err(|error| match error {
            NotAPicture::Unreadable => t.profile_photo_unreadable(),
            NotAPicture::TooLarge => t.profile_photo_too_large(),
        }),
    };
    let jpeg = match jpeg {
        Ok(jpeg) => jpeg,
        Err(message) => {
            page.photo.refuse("photo", message);
            return Ok(page.render(&visit, StatusCode::UNPROCESSABLE_ENTITY));
        }
    };
    replace(&visit, &page, jpeg).await?;
    Ok(redirect("/work/profile?done=profile"))
}

/// The new one is there before the old one goes: at no time is there none.
async fn replace(visit: &Visit, page: &Page, jpeg: Vec<u8>) -> Result<(), Problem> {
    let store = &visit.app.store;
    let now = visit.now;
    let owner = PhotoOwner::Engineer(page.me.id);
    let id = PhotoId::mint(now, &*visit.app.random);
    store.add_photo(Photo { id, owner, jpeg }, now).await?;
    store.set_portrait(page.me.id, &Portrait::Photo(id)).await?;
    if let Portrait::Photo(old) = page.me.portrait {
        store.remove_photo(old, owner).await?;
    }
    Ok(())
}
