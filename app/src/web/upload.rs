use std::{
    io,
    sync::{Arc, Mutex, PoisonError},
    task::Poll,
    time::Duration,
};

use axum::{
    body::{Body, HttpBody as _},
    extract::{
        FromRequest as _, Multipart, Request,
        multipart::{Field, MultipartError},
    },
    http::StatusCode,
};
use futures::{StreamExt as _, stream};
use handpick::photo::{PHOTOS_MAX, UPLOAD_MAX};
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    time::timeout,
};

use crate::limits::Limit;

use super::{FORM_MAX, Fields, Problem, Visit};

/// Most bytes of a form with files.
pub const UPLOAD_FORM_MAX: usize = UPLOAD_MAX * PHOTOS_MAX + FORM_MAX;

/// Most bytes of such forms that are in memory at once, whoever sends them.
pub const UPLOADS_MAX: usize = 4 * UPLOAD_FORM_MAX;

/// How long a form waits for room. Then it gives up what it has: forms of which each has
/// a part would else wait for each other.
const ROOM_WITHIN: Duration = Duration::from_secs(5);

/// How long a form may pause: what it has keeps room from others meanwhile.
const NEXT_WITHIN: Duration = Duration::from_secs(10);

/// Most bytes of a form that are no part of it yet, such as the head of a part; beside
/// what came together.
const UNREAD_MAX: usize = 16 * 1024;

/// A form with files: its plain fields, and the bytes of each file that was chosen.
#[derive(Debug)]
pub struct Upload {
    pub fields: Fields,
    pub files: Vec<Vec<u8>>,
    /// Given back with the files.
    _room: Room,
}

impl Upload {
    /// Reads the form while there is room for what comes: one of which nothing comes keeps
    /// nobody waiting, however large it says it is. Each file counts towards the limit;
    /// whoever has none left is refused before the files are read.
    pub async fn read(visit: &Visit, sent: Request) -> Result<Self, Problem> {
        let mut room = Room::begin(visit, sent.body().size_hint().upper())?;
        let unread = Unread::default();
        let sent = sent.map(|body| unread.bound(body));
        let mut parts = Multipart::from_request(sent, &()).await.map_err(|_| Problem::BadRequest)?;
        let (mut pairs, mut files) = (Vec::new(), Vec::new());
        let mut left = FORM_MAX;
        while let Some(part) = in_time(parts.next_field()).await? {
            unread.clear();
            if part.file_name().is_none() {
                pairs.push(text_of(part, &mut left, &mut room, &unread).await?);
                continue;
            }
            // A file field in which nothing was chosen comes as an empty file.
            let bytes = bytes_of(part, UPLOAD_MAX, &mut room, &unread).await?;
            if bytes.is_empty() {
                continue;
            }
            if files.len() == PHOTOS_MAX {
                return Err(Problem::TooLarge);
            }
            // Of a large form the first file was counted at once.
            if !room.is_large() || !files.is_empty() {
                visit.take(Limit::Upload)?;
            }
            files.push(bytes);
        }
        Ok(Self { fields: Fields::collect(pairs)?, files, _room: room })
    }
}

/// Room for what has come of a form.
#[derive(Debug)]
struct Room {
    /// Where it is taken. What is no larger than a plain form needs none, so nobody who
    /// only writes waits for those who send pictures.
    all: Option<Arc<Semaphore>>,
    taken: Option<OwnedSemaphorePermit>,
}

impl Room {
    fn begin(visit: &Visit, size: Option<u64>) -> Result<Self, Problem> {
        let size = usize::try_from(size.unwrap_or(UPLOAD_FORM_MAX as u64)).unwrap_or(usize::MAX);
        if size > UPLOAD_FORM_MAX {
            return Err(Problem::TooLarge);
        }
        let is_large = size > FORM_MAX;
        if is_large {
            visit.take(Limit::Upload)?;
        }
        Ok(Self { all: is_large.then(|| visit.app.uploads.clone()), taken: None })
    }

    const fn is_large(&self) -> bool {
        self.all.is_some()
    }

    async fn grow(&mut self, bytes: usize) -> Result<(), Problem> {
        let Some(all) = &self.all else { return Ok(()) };
        let bytes = u32::try_from(bytes).map_err(Problem::internal)?;
        let more = timeout(ROOM_WITHIN, all.clone().acquire_many_owned(bytes)).await;
        let more = more.map_err(|_| Problem::Unavailable)?.map_err(Problem::internal)?;
        match &mut self.taken {
            Some(taken) => taken.merge(more),
            None => self.taken = Some(more),
        }
        Ok(())
    }
}

/// Name and text of a plain field, as long as all of them would fit into a plain form.
async fn text_of(
    part: Field<'_>,
    left: &mut usize,
    room: &mut Room,
    unread: &Unread,
) -> Result<(String, String), Problem> {
    let name = part.name().unwrap_or_default().to_owned();
    // There it would say `name=text&`.
    *left = left.checked_sub(name.len() + 2).ok_or(Problem::TooLarge)?;
    let bytes = bytes_of(part, *left, room, unread).await?;
    *left -= bytes.len();
    Ok((name, String::from_utf8(bytes).map_err(|_| Problem::BadRequest)?))
}

/// The bytes of a part, as long as they are no more than `max` and there is room.
async fn bytes_of(
    mut part: Field<'_>,
    max: usize,
    room: &mut Room,
    unread: &Unread,
) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    while let Some(chunk) = in_time(part.chunk()).await? {
        unread.clear();
        if bytes.len() + chunk.len() > max {
            return Err(Problem::TooLarge);
        }
        room.grow(chunk.len()).await?;
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

/// What comes next of a form, if it comes soon.
async fn in_time<T>(next: impl Future<Output = Result<T, MultipartError>>) -> Result<T, Problem> {
    timeout(NEXT_WITHIN, next).await.map_err(|_| Problem::BadRequest)?.map_err(refused)
}

/// How much of a form has come of which its parser has made nothing yet. The parser keeps
/// all of it, and looks through all of it again whenever more comes.
#[derive(Clone, Default)]
struct Unread(Arc<Mutex<(usize, bool)>>);

impl Unread {
    /// The body, which fails when the parser asks for more though it has [`UNREAD_MAX`].
    fn bound(&self, body: Body) -> Body {
        let unread = self.clone();
        let mut body = body.into_data_stream();
        Body::from_stream(stream::poll_fn(move |context| {
            let mut state = unread.0.lock().unwrap_or_else(PoisonError::into_inner);
            let (bytes, asked) = &mut *state;
            if *bytes > UNREAD_MAX {
                if *asked {
                    return Poll::Ready(Some(Err(io::Error::other("a part of a form does not begin"))));
                }
                // It reads all that is there before it looks: once more, when it has.
                *asked = true;
                context.waker().wake_by_ref();
                return Poll::Pending;
            }
            let next = body.poll_next_unpin(context).map_err(io::Error::other);
            if let Poll::Ready(Some(Ok(chunk))) = &next {
                *bytes += chunk.len();
            }
            next
        }))
    }

    fn clear(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = (0, false);
    }
}

fn refused(error: MultipartError) -> Problem {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE { Problem::TooLarge } else { Problem::BadRequest }
}
