use handpick::{
    engineer::{Engineer, Mode},
    point::ServicePoint,
};
use leptos::prelude::*;

use crate::{
    components::{
        form::{Field, Form},
        icon::Icon,
        notice::{Notice, Tone},
    },
    web::{Fields, Filled, Visit},
    when::When,
};

use super::{HOME, Places};

/// Towns offered while one is typed.
const TOWNS_SHOWN: usize = 60;

/// Everything the form shows.
#[derive(Clone)]
pub struct PlaceForm {
    pub visit: Visit,
    pub engineer: Engineer,
    pub places: Places,
    pub filled: Filled,
    pub action: String,
    /// What the form carries along unseen.
    pub kept: Fields,
}

impl PlaceForm {
    fn name(&self) -> String {
        self.engineer.name.text(self.visit.lang()).to_owned()
    }

    fn title(&self) -> String {
        let t = self.visit.t;
        match (self.places.points.is_empty(), self.places.areas.is_empty()) {
            (_, true) => t.book_where_title_point().to_owned(),
            (true, _) => t.book_where_title_home(self.name()),
            _ => t.book_where_title(self.name()),
        }
    }

    /// The chosen venue, or the only one, or the nearest point.
    fn chosen(&self) -> String {
        let typed = self.filled.value("venue");
        match self.places.points.first() {
            Some((point, _)) if typed.is_empty() => point.slug.clone(),
            _ => typed,
        }
    }
}

pub fn form(form: PlaceForm) -> impl IntoView {
    let t = form.visit.t;
    let kept = form.kept.pairs().map(|(name, value)| {
        view! { <input type="hidden" name=name.to_owned() value=value.to_owned()/> }
    });
    let kept = kept.collect_view();
    let error = form.filled.error("venue");
    let error = error.map(|error| view! { <p class="field-error" id="venue-error">{error}</p> });
    let choices = (!form.places.points.is_empty()).then(|| view! { <Choices form=form.clone()/> });
    let maps = (!form.places.points.is_empty()).then(|| view! { <Maps form=form.clone()/> });
    let address = (!form.places.areas.is_empty()).then(|| view! { <Address form=form.clone()/> });
    view! {
        <Form t=t form=form.filled.clone() action=form.action.clone()>
            {kept}
            <h1 id="step-title">{form.title()}</h1>
            {error}
            {choices}
            {maps}
            {address}
            <div class="action-bar"><button class="button">{t.book_continue()}</button></div>
        </Form>
    }
}

#[component]
fn Choices(form: PlaceForm) -> impl IntoView {
    let t = form.visit.t;
    let chosen = form.chosen();
    let described = form.filled.error("venue").map(|_| "venue-error");
    let only = form.places.points.len() == 1;
    let points = form.places.points.iter().enumerate().map(|(place, (point, km))| {
        let id = (place == 0).then(|| form.filled.id("venue"));
        let chosen = point.slug == chosen;
        // Her next visit is known, but of several points not at which.
        let from = only.then(|| from_next(&form, Mode::Visit, &point.zone)).flatten();
        let here = here_today(&form, point, from.is_some());
        view! {
            <PointChoice
                visit=form.visit.clone() id=id point=point.clone() here=here from=from km=*km chosen=chosen
            />
        }
    });
    let points = points.collect_view();
    let home = (!form.places.areas.is_empty()).then(|| {
        let from = from_next(&form, Mode::Home, &form.engineer.zone);
        view! {
            <label class="choice">
                <input type="radio" name="venue" value=HOME checked=chosen == HOME required/>
                <span>
                    <Icon name="home"/>
                    <span>
                        <span class="choice-title">{t.book_at_home()}</span>
                        <small>{t.book_town_hint(form.name(), form.places.towns(&form.visit))}</small>
                    </span>
                    <span class="choice-end">{from}</span>
                </span>
            </label>
        }
    });
    view! {
        <fieldset class="choices" aria-describedby=described>
            <legend class="visually-hidden">{t.book_where_legend()}</legend>
            {points}
            {home}
        </fieldset>
    }
}

#[component]
fn PointChoice(
    visit: Visit,
    /// Of the first one, to which what is wrong with the choice leads.
    id: Option<String>,
    point: ServicePoint,
    here: Option<String>,
    from: Option<String>,
    km: Option<f64>,
    chosen: bool,
) -> impl IntoView {
    let t = visit.t;
    let rating = point.rating.average().map(|average| {
        t.book_point_rated(format!("{average:.1}"), t.common_reviews(point.rating.count().into()))
    });
    let km = km.map(|km| t.common_km(format!("{km:.1}")));
    let (km, end) = if from.is_some() { (km, from) } else { (None, km) };
    let about: Vec<String> = [Some(point.address.clone()), km, here, rating].into_iter().flatten().collect();
    view! {
        <label class="choice">
            <input id=id type="radio" name="venue" value=point.slug.clone() checked=chosen required/>
            <span>
                <Icon name="point"/>
                <span>
                    <span class="choice-title">{point.name.text(visit.lang()).to_owned()}</span>
                    <small>{about.join(" · ")}</small>
                </span>
                <span class="choice-end">{end}</span>
            </span>
        </label>
    }
}

/// Where the points are: links to a map of somebody else's.
#[component]
fn Maps(form: PlaceForm) -> impl IntoView {
    let lang = form.visit.lang();
    let links = form.places.points.iter().map(|(point, _)| {
        let (lat, lon) = (point.position.lat, point.position.lon);
        let href = format!("https://www.openstreetmap.org/?mlat={lat}&mlon={lon}#map=17/{lat}/{lon}");
        view! { <a class="link" href=href rel="noreferrer">{point.name.text(lang).to_owned()}</a> }
    });
    view! {
        <p class="actions"><Icon name="pin"/>{form.visit.t.book_on_the_map()} {links.collect_view()}</p>
    }
}

/// The address of a home call; hidden while another place is chosen.
#[component]
fn Address(form: PlaceForm) -> impl IntoView {
    let t = form.visit.t;
    let towns = form.places.towns(&form.visit);
    let promise = t.book_address_private(form.name());
    view! {
        <div class="stack only-home">
            <Notice tone=Tone::Info><p>{promise}</p></Notice>
            <Field
                form=form.filled.clone()
                name="address"
                label=t.book_address()
                hint=t.book_address_hint()
                required=form.places.points.is_empty()
                autocomplete="street-address"
                maxlength=handpick::booking::ADDRESS_MAX
            />
            <Field
                form=form.filled.clone()
                name="town"
                label=t.book_town()
                hint=t.book_town_hint(form.name(), towns)
                required=form.places.points.is_empty()
                autocomplete="address-level2"
                list="towns"
            />
            <datalist id="towns">{towns_within(&form)}</datalist>
        </div>
    }
}

fn towns_within(form: &PlaceForm) -> impl IntoView + use<> {
    let lang = form.visit.lang();
    let towns = form.visit.app.places.all().iter().filter(|town| form.places.reaches(town.position));
    let options =
        towns.take(TOWNS_SHOWN).map(|town| view! { <option value=town.label(lang).to_owned()></option> });
    options.collect_view()
}

/// "from Fri 27 Nov 09:45", in the zone of the place.
fn from_next(form: &PlaceForm, mode: Mode, zone: &str) -> Option<String> {
    let (t, now) = (form.visit.t, form.visit.now);
    let next = form.engineer.next_free(Some(mode)).filter(|at| *at > now);
    next.map(|at| t.book_next_from(When::new(t, zone, now).at_narrow(at)))
}

/// "here today 09:00–12:00, 13:30–18:00". That she is away today is said only where
/// nothing says from when on she is `expected`.
fn here_today(form: &PlaceForm, point: &ServicePoint, expected: bool) -> Option<String> {
    let t = form.visit.t;
    let today = When::new(t, &form.engineer.zone, form.visit.now).today();
    let words: Vec<String> = form.places.hours_at(point.id, today);
    match (words.is_empty(), expected) {
        (false, _) => Some(t.book_here_today(words.join(t.common_list_separator()))),
        (true, false) => Some(t.book_away_today().to_owned()),
        (true, true) => None,
    }
}
