//! An engineer from a row.

use std::{
    fs::{self, File},
    io::Read as _,
    path::{Component, Path},
};

use handpick::{
    account::{Email, NAME_MAX},
    engineer::{
        AREA_RADIUS_MAX_KM, AREAS_MAX, Area, BIO_MAX, HEADLINE_MAX, Mode, Modes, Portrait, ProfileEdit,
        Words, YEARS_MAX,
    },
    geo::Position,
    id::{AreaId, EngineerId, PhotoId},
    lang::{Lang, Localized},
    photo::{Photo, PhotoOwner, UPLOAD_MAX},
    schedule::{self, Lengths, Whereabouts, Window},
    store::StoreResult,
    tag::TagKind,
};

use super::{
    BadRow, Importer, KnownPoint, Saved,
    row::{Row, localized},
};
use crate::store::roster::{Enlisted, Listed};

/// How many faces are drawn of each kind: `f001` to `f060`, `m001` to `m060`.
const DRAWN: u32 = 60;

/// A face: drawn, or a picture beside the table, already made a JPEG of ours.
enum Face {
    Drawn(Portrait),
    Picture(PhotoId, Vec<u8>),
}

impl Importer<'_> {
    pub(super) async fn load_engineer(
        &mut self,
        mut row: Row<'_>,
        digest: String,
        folder: &Path,
    ) -> StoreResult<Saved> {
        let line = row.line;
        let face = self.face(&mut row, folder).await;
        let (listed, face) = match self.read_engineer(row, digest, face) {
            Ok(read) => read,
            Err(bad) => return Ok(Err(bad)),
        };
        let enlisted = match self.roster.enlist(&listed, self.now).await? {
            Ok(enlisted) => enlisted,
            Err(taken) => return Ok(Err(BadRow { line, reasons: vec![format!("email: {taken}")] })),
        };
        let (id, created) = match enlisted {
            Enlisted::Created(id) => (id, true),
            Enlisted::Updated(id) => (id, false),
        };
        if let Face::Picture(photo, jpeg) = face {
            self.replace_picture(id, photo, jpeg).await?;
        }
        Ok(Ok(created))
    }

    fn read_engineer(
        &self,
        mut row: Row<'_>,
        digest: String,
        face: Option<Face>,
    ) -> Result<(Listed, Face), BadRow> {
        let slug = row.slug();
        let email =
            if row.cell("email").is_empty() { Some(None) } else { row.parsed::<Email>("email").map(Some) };
        let name = name(&mut row);
        let words = words(&mut row);
        let years = row.number("years", 0, YEARS_MAX);
        let products = row.tags("products", TagKind::Product);
        let needs = row.tags("needs", TagKind::Need);
        let languages = row.tags("languages", TagKind::Language);
        let modes = modes(&mut row);
        let point = self.point(&mut row, modes);
        let areas = self.areas(&mut row, modes);
        let home = self.home(point, areas.as_deref());
        let zone = row.zone();
        let lengths = lengths(&mut row);
        let windows = self.windows(&mut row, modes, point);
        if let (Some(windows), Some(lengths)) = (&windows, lengths)
            && let Err(refusal) = schedule::check(windows, lengths)
        {
            row.refuse("hours, slot_minutes", refusal);
        }
        let listed = (|| {
            let (place, position) = home?;
            let (name, face, words) = (name?, face?, words?);
            let signature = name.get(Lang::ZhCn).cloned().unwrap_or_default();
            let portrait = match &face {
                Face::Drawn(portrait) => portrait.clone(),
                Face::Picture(photo, _) => Portrait::Photo(*photo),
            };
            let lang = words.0.keys().next().copied().unwrap_or_default();
            let profile = ProfileEdit {
                name,
                words,
                years: years?,
                place,
                position,
                zone: zone?,
                modes: modes?,
                products: products?,
                needs: needs?,
                languages: languages?,
                areas: areas?,
            };
            let (email, windows, lengths) = (email?, windows?, lengths?);
            let slug = slug?;
            let listed = Listed { slug, email, lang, signature, portrait, profile, windows, lengths, digest };
            Some((listed, face))
        })();
        row.complete(listed)
    }

    /// Where she takes visits; needed when she does.
    fn point(&self, row: &mut Row<'_>, modes: Option<Modes>) -> Option<&KnownPoint> {
        let slug = row.cell("point");
        let known = self.points.get(slug);
        match (known, slug.is_empty(), modes.is_some_and(|modes| modes.has(Mode::Visit))) {
            (None, true, true) => row.refuse("point", "who takes visits needs a point"),
            (None, false, _) => row.refuse("point", format!("there is no point {slug}")),
            _ => {}
        }
        known
    }

    /// `lat,lon,km` for each; needed when she takes home calls.
    fn areas(&self, row: &mut Row<'_>, modes: Option<Modes>) -> Option<Vec<Area>> {
        let home_calls = modes.is_some_and(|modes| modes.has(Mode::Home));
        if row.cell("areas").is_empty() && !home_calls {
            return Some(Vec::new());
        }
        let mut areas = Vec::new();
        let listed = row.list("areas");
        if listed.len() > AREAS_MAX {
            row.refuse("areas", format!("{AREAS_MAX} at most"));
        }
        for text in listed.into_iter().take(AREAS_MAX) {
            match self.area(text) {
                Some(area) => areas.push(area),
                None => row.refuse(
                    "areas",
                    format!("{text:?} is not latitude,longitude,kilometres (at most {AREA_RADIUS_MAX_KM})"),
                ),
            }
        }
        (!areas.is_empty()).then_some(areas)
    }

    fn area(&self, text: &str) -> Option<Area> {
        let numbers: Vec<f64> =
            text.split(',').map(|part| part.trim().parse().ok()).collect::<Option<_>>()?;
        let [lat, lon, radius_km] = numbers[..] else { return None };
        let centre = Position::new(lat, lon)?.coarse();
        let place = self.places.nearest(centre)?.id;
        let id = AreaId::mint(self.now, self.random);
        let sound = (1.0..=AREA_RADIUS_MAX_KM).contains(&radius_km);
        sound.then_some(Area { id, place, centre, radius_km })
    }

    /// Where she is at home, as far as customers know: at her point, or in the middle
    /// of her first area.
    fn home(&self, point: Option<&KnownPoint>, areas: Option<&[Area]>) -> Option<(u32, Position)> {
        let area = areas.and_then(<[Area]>::first).map(|area| (area.place, area.centre));
        point.map(|point| (point.place, point.position)).or(area)
    }

    /// With both modes and no hours of their own for the road, working days
    /// alternate: the first at the point, the next on the road.
    fn windows(
        &self,
        row: &mut Row<'_>,
        modes: Option<Modes>,
        point: Option<&KnownPoint>,
    ) -> Option<Vec<Window>> {
        let hours = row.hours("hours");
        let road = if row.cell("road_hours").is_empty() { None } else { Some(row.hours("road_hours")?) };
        let (hours, modes) = (hours?, modes?);
        let at = point.map_or(Whereabouts::Road, |point| Whereabouts::At(point.id));
        let (visits, calls) = (modes.has(Mode::Visit), modes.has(Mode::Home));
        let week = |hours: &handpick::point::OpeningHours| hours.week(self.today());
        let mut windows: Vec<Window> = match &road {
            Some(road) => {
                let (at_point, on_road) = (week(&hours), week(road));
                at_point
                    .into_iter()
                    .map(|w| window(w, at))
                    .chain(on_road.into_iter().map(|w| window(w, Whereabouts::Road)))
                    .collect()
            }
            None if visits && calls => alternate(&week(&hours), at),
            None if visits => week(&hours).into_iter().map(|w| window(w, at)).collect(),
            None => week(&hours).into_iter().map(|w| window(w, Whereabouts::Road)).collect(),
        };
        windows.sort_by_key(|window| (window.weekday, window.start));
        if windows.is_empty() {
            row.refuse("hours", "there is no hour of work in the week");
        }
        Some(windows)
    }

    /// `f001.webp` is a drawn face; anything else is a file beside the table.
    async fn face(&self, row: &mut Row<'_>, folder: &Path) -> Option<Face> {
        let photo = row.cell("photo");
        if let Some(stem) = drawn(photo) {
            return Some(Face::Drawn(Portrait::Drawn(stem.to_owned())));
        }
        if photo.is_empty() {
            row.refuse("photo", "every engineer has a face: name a picture");
            return None;
        }
        let upload = match read_picture(folder, Path::new(photo)) {
            Ok(upload) => upload,
            Err(why) => {
                row.refuse("photo", format!("{photo}: {why}"));
                return None;
            }
        };
        match self.pictures.portrait(upload).await {
            Ok(jpeg) => Some(Face::Picture(PhotoId::mint(self.now, self.random), jpeg)),
            Err(_) => {
                row.refuse("photo", format!("{photo} is no JPEG, PNG or WebP picture that can be read"));
                None
            }
        }
    }

    async fn replace_picture(&self, engineer: EngineerId, id: PhotoId, jpeg: Vec<u8>) -> StoreResult<()> {
        let owner = PhotoOwner::Engineer(engineer);
        let former = self.store.photos_of(owner).await?;
        self.store.add_photo(Photo { id, owner, jpeg }, self.now).await?;
        for photo in former {
            self.store.remove_photo(photo, owner).await?;
        }
        Ok(())
    }
}

fn name(row: &mut Row<'_>) -> Option<Localized<String>> {
    let name = row.line("name", NAME_MAX);
    let latin = row.optional_line("name_latin", NAME_MAX);
    let name = localized(name?);
    // A name in a script that the pages have no language for is shown in Latin.
    Some(match latin? {
        Some(latin) => name.with(Lang::En, latin),
        None => name,
    })
}

fn words(row: &mut Row<'_>) -> Option<Localized<Words>> {
    let headline = row.line("headline", HEADLINE_MAX);
    let bio = row.optional_paragraphs("bio", BIO_MAX);
    let (headline, bio) = (headline?, bio?.unwrap_or_default());
    Some(Localized::one(Lang::of_text(&headline), Words { headline, bio }))
}

fn modes(row: &mut Row<'_>) -> Option<Modes> {
    let mut modes = Vec::new();
    for word in row.list("modes") {
        match Mode::parse(word) {
            Some(mode @ (Mode::Visit | Mode::Home)) => modes.push(mode),
            _ => row.refuse("modes", format!("{word} is neither visit nor home")),
        }
    }
    (!modes.is_empty()).then(|| Modes::of(modes))
}

/// Travel takes as long as the clean-up where nothing else is said.
fn lengths(row: &mut Row<'_>) -> Option<Lengths> {
    let slot = row.number("slot_minutes", 15, 480);
    let buffer = row.number_or("buffer_minutes", 0, 0, 180);
    let travel = row.number_or("travel_minutes", buffer.unwrap_or(0), 0, 180);
    Some(Lengths { slot: slot?, buffer: buffer?, travel: travel? })
}

fn alternate(week: &[(i8, u16, u16)], at: Whereabouts) -> Vec<Window> {
    let mut days: Vec<i8> = week.iter().map(|(weekday, ..)| *weekday).collect();
    days.sort_unstable();
    days.dedup();
    let at_point =
        |weekday: i8| days.iter().position(|day| *day == weekday).is_some_and(|place| place % 2 == 0);
    week.iter().map(|w| window(*w, if at_point(w.0) { at } else { Whereabouts::Road })).collect()
}

fn window((weekday, start, end): (i8, u16, u16), whereabouts: Whereabouts) -> Window {
    Window { weekday, start, end, whereabouts }
}

fn drawn(photo: &str) -> Option<&str> {
    let stem = photo.strip_suffix(".webp").unwrap_or(photo);
    let number = stem.strip_prefix(['f', 'm'])?;
    let known = number.len() == 3 && number.parse().is_ok_and(|number: u32| (1..=DRAWN).contains(&number));
    known.then_some(stem)
}

/// A table can come from somebody else: what it names lies beside it, and ends.
fn read_picture(folder: &Path, photo: &Path) -> Result<Vec<u8>, String> {
    if !photo.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir)) {
        return Err("a picture lies beside the table, or in a folder there".to_owned());
    }
    let file = folder.join(photo);
    let failed = |error: std::io::Error| error.to_string();
    // Asked before it is opened, for a pipe opens when somebody writes to it.
    if !fs::metadata(&file).map_err(failed)?.is_file() {
        return Err("not a file".to_owned());
    }
    let mut bytes = Vec::new();
    let most = UPLOAD_MAX as u64 + 1;
    File::open(&file).and_then(|file| file.take(most).read_to_end(&mut bytes)).map_err(failed)?;
    if bytes.len() > UPLOAD_MAX {
        return Err(format!("larger than {} MB", UPLOAD_MAX / 1024 / 1024));
    }
    Ok(bytes)
}
