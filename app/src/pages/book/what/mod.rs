//! What: the product, what is wrong with it, photos. One form; each of its buttons
//! keeps what was typed. Files are read only after it is clear whose booking it is.

use axum::{
    extract::{Path, Request},
    http::StatusCode,
    response::Response,
};
use handpick::{
    booking::DESCRIPTION_MAX,
    id::PhotoId,
    photo::{PHOTOS_MAX, Photo, PhotoOwner},
    tag::TagKind,
    text::{self, TextRefusal},
};

use crate::{
    ports::NotAPicture,
    web::{Fields, Filled, Problem, Upload, Visit, redirect},
};

use super::{
    draft::{Booking, Step, open},
    frame::Frame,
    time,
};

mod view;

pub async fn show(visit: Visit, Path(id): Path<String>) -> Result<Response, Problem> {
    let booking = match open(&visit, &id).await? {
        Ok(booking) => booking,
        Err(done) => return Ok(done),
    };
    if let Some(back) = booking.sent_back_from(Step::What) {
        return Ok(back);
    }
    let mut fields = Fields::default();
    let product = booking.draft.product.or(view::only_product(&booking.engineer));
    fields.set("product", product.unwrap_or_default());
    fields.set("need", booking.draft.need.unwrap_or_default());
    fields.set("description", booking.draft.description.clone());
    page(&visit, &booking, Filled::with(fields)).await
}

/// Goes on to the last step.
pub async fn save(visit: Visit, Path(id): Path<String>, sent: Request) -> Result<Response, Problem> {
    let (mut booking, upload) = match received(&visit, &id, sent).await? {
        Ok(received) => received,
        Err(done) => return Ok(done),
    };
    let mut filled = write(&visit, &mut booking, upload.fields).await?;
    add(&visit, &booking, upload.files, &mut filled).await?;
    if booking.draft.product.is_none() {
        filled.refuse("product", visit.t.book_product_empty());
    }
    if booking.draft.description.is_empty() {
        filled.refuse("description", visit.t.book_description_empty());
    }
    if !filled.is_sound() {
        return page(&visit, &booking, filled).await;
    }
    match time::keep(&visit, &booking).await? {
        Ok(()) => Ok(redirect(&booking.link(booking.next_step()))),
        Err(refusal) => time::refused(&visit, &booking, refusal).await,
    }
}

pub async fn add_photos(visit: Visit, Path(id): Path<String>, sent: Request) -> Result<Response, Problem> {
    let (mut booking, upload) = match received(&visit, &id, sent).await? {
        Ok(received) => received,
        Err(done) => return Ok(done),
    };
    let mut filled = write(&visit, &mut booking, upload.fields).await?;
    add(&visit, &booking, upload.files, &mut filled).await?;
    stay(&visit, &booking, filled).await
}

pub async fn remove_photo(visit: Visit, Path(id): Path<String>, sent: Request) -> Result<Response, Problem> {
    let (mut booking, upload) = match received(&visit, &id, sent).await? {
        Ok(received) => received,
        Err(done) => return Ok(done),
    };
    let photo: PhotoId = upload.fields.get("photo").parse().map_err(|_| Problem::NotFound)?;
    visit.app.store.remove_photo(photo, PhotoOwner::Draft(booking.draft.id)).await?;
    let mut filled = write(&visit, &mut booking, upload.fields).await?;
    add(&visit, &booking, upload.files, &mut filled).await?;
    stay(&visit, &booking, filled).await
}

/// The form, and the booking as it is when all of it has come: that may take a while, in
/// which another tab goes on.
async fn received(
    visit: &Visit,
    id: &str,
    sent: Request,
) -> Result<Result<(Booking, Upload), Response>, Problem> {
    if let Err(done) = open(visit, id).await? {
        return Ok(Err(done));
    }
    let upload = Upload::read(visit, sent).await?;
    Ok(open(visit, id).await?.map(|booking| (booking, upload)))
}

async fn stay(visit: &Visit, booking: &Booking, filled: Filled) -> Result<Response, Problem> {
    match filled.is_sound() {
        true => Ok(redirect(&format!("{}#photos", booking.link(Step::What)))),
        false => page(visit, booking, filled).await,
    }
}

/// Keeps what was typed, as far as it can be kept. A form that says nothing of the
/// words, such as one with photos only, leaves them as they are.
async fn write(visit: &Visit, booking: &mut Booking, fields: Fields) -> Result<Filled, Problem> {
    let draft = &mut booking.draft;
    if fields.has("product") {
        draft.product = TagKind::Product.find(fields.get("product"));
    }
    if fields.has("need") {
        draft.need = TagKind::Need.find(fields.get("need"));
    }
    let description =
        fields.has("description").then(|| text::paragraphs(fields.raw("description"), DESCRIPTION_MAX));
    let mut filled = Filled::with(fields);
    match description {
        Some(Ok(text)) => draft.description = text,
        Some(Err(TextRefusal::Empty)) => draft.description.clear(),
        Some(Err(TextRefusal::TooLong { max, actual })) => {
            filled.refuse("description", visit.t.book_description_long(max, actual));
        }
        None => {}
    }
    visit.app.store.save_draft(draft).await?;
    Ok(filled)
}

/// Adds the files that are pictures, and says which are not.
async fn add(
    visit: &Visit,
    booking: &Booking,
    files: Vec<Vec<u8>>,
    filled: &mut Filled,
) -> Result<(), Problem> {
    let t = visit.t;
    let owner = PhotoOwner::Draft(booking.draft.id);
    for (number, file) in (1..).zip(files) {
        let jpeg = match visit.app.pictures.photo(file).await {
            Ok(jpeg) => jpeg,
            Err(NotAPicture::Unreadable) => {
                filled.refuse("photos", t.book_not_a_photo(number));
                continue;
            }
            Err(NotAPicture::TooLarge) => {
                filled.refuse("photos", t.book_photo_too_large(number));
                continue;
            }
        };
        let now = visit.now;
        let photo = Photo { id: PhotoId::mint(now, &*visit.app.random), owner, jpeg };
        if !visit.app.store.add_photo(photo, now).await? {
            filled.refuse("photos", t.book_too_many_photos(PHOTOS_MAX as u64));
            break;
        }
    }
    Ok(())
}

async fn page(visit: &Visit, booking: &Booking, filled: Filled) -> Result<Response, Problem> {
    let photos = visit.app.store.photos_of(PhotoOwner::Draft(booking.draft.id)).await?;
    let status = if filled.is_sound() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(Frame::of(visit, booking, Step::What).page(status, || view::form(visit, booking, filled, photos)))
}
