//! A service point from a row.

use handpick::{
    account::{NAME_MAX, PHONE_MAX},
    booking::ADDRESS_MAX,
    geo::Position,
    id::{BayId, PointId},
    point::NewPoint,
    store::StoreResult,
};

use super::{
    Importer, KnownPoint, Saved,
    row::{Row, localized},
};

const BAYS_MAX: u32 = 50;
/// Farther than this a point is not in its town: somebody swapped two numbers.
const FAR_KM: f64 = 150.0;

impl Importer<'_> {
    pub(super) async fn load_point(&mut self, row: Row<'_>, digest: &str) -> StoreResult<Saved> {
        let point = match self.read_point(row) {
            Ok(point) => point,
            Err(bad) => return Ok(Err(bad)),
        };
        let (slug, place, position) = (point.slug.clone(), point.place, point.position);
        let id = self.store.save_point(point).await?;
        self.roster.note_point(id, digest).await?;
        let known = self.points.insert(slug, KnownPoint { id, place, position });
        Ok(Ok(known.is_none()))
    }

    fn read_point(&self, mut row: Row<'_>) -> Result<NewPoint, super::BadRow> {
        let slug = row.slug();
        let name = row.line("name", NAME_MAX).map(localized);
        let address = row.line("address", ADDRESS_MAX);
        let position = row.position();
        let place = self.place(&mut row, position);
        let zone = row.zone();
        let hours = row.hours("opening_hours").map(|_| row.cell("opening_hours").to_owned());
        let phone = row.optional_line("phone", PHONE_MAX);
        let bays = row.number("bays", 1, BAYS_MAX).map(|count| self.bays(count));
        let point = (|| {
            Some(NewPoint {
                id: PointId::mint(self.now, self.random),
                slug: slug?,
                name: name?,
                address: address?,
                place: place?,
                position: position?,
                zone: zone?,
                opening_hours: hours?,
                phone: phone?,
                bays: bays?,
            })
        })();
        row.complete(point)
    }

    /// The town, by any of its names or its GeoNames id.
    fn place(&self, row: &mut Row<'_>, position: Option<Position>) -> Option<u32> {
        let typed = row.cell("place");
        let by_id = typed.parse().ok().and_then(|id| self.places.get(id));
        let Some(place) = by_id.or_else(|| self.places.resolve(typed)) else {
            row.refuse("place", format!("no town of more than 15,000 people is called {typed:?}"));
            return None;
        };
        let km = position.map_or(0.0, |position| position.distance_km(place.position));
        if km > FAR_KM {
            row.refuse("lat, lon", format!("that is {km:.0} km from {}", place.name));
        }
        Some(place.id)
    }

    /// Bays are known by their position; those that are there keep their id.
    fn bays(&self, count: u32) -> Vec<(BayId, String)> {
        (1..=count).map(|number| (BayId::mint(self.now, self.random), number.to_string())).collect()
    }
}
