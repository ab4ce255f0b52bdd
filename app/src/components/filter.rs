use handpick::{
    engineer::{Crowd, Mode, Search, Sort},
    tag::{LANGUAGES, NEEDS, PRODUCTS, TagKind},
};
use leptos::prelude::*;

use crate::{
    catalogue::Messages,
    components::{icon::Icon, place_field::PlaceField},
    web::{AGAIN, FILTERS, LIST, PLACE, RATINGS, SearchQuery, Visit},
    when::When,
};

/// Every way to narrow a list of people. Where the page asks for place and product
/// elsewhere, they only travel along.
#[component]
pub fn Filter(visit: Visit, query: SearchQuery, crowd: Crowd, with_place: bool) -> impl IntoView {
    let t = visit.t;
    let left = Left { t, search: query.search.clone(), crowd };
    let action = format!("{}#{LIST}", visit.path());
    let clear = query.without(&FILTERS);
    let count = FILTERS.iter().filter(|name| query.fields.has(name)).count();
    let count = (count > 0).then(|| {
        view! { <span class="filter-count"><span class="visually-hidden">{t.engineers_active()}</span>" "{count}</span> }
    });
    let (kept, place): (&[&str], _) = if with_place {
        (&["name", "sort", AGAIN], Some(view! { <PlaceField visit=visit located=query.located.clone()/> }))
    } else {
        (&["name", "place", "lat", "lon", "product", "sort", AGAIN], None)
    };
    let kept = kept.iter().map(|name| hidden(&query, name)).collect_view();
    let product = with_place.then(|| product_select(t, &left));
    view! {
        <details class="filter">
            <summary><Icon name="filter"/>{t.engineers_filters()}" "{count}</summary>
            <form class="filter-form" method="get" action=action>
                {kept}
                {place}
                {product}
                {mode_choice(t, &left)}
                {rating_choice(t, &query, &left)}
                {language_select(t, &left)}
                {day_field(t, &query)}
                {need_choice(t, &left)}
                <div class="actions">
                    <button class="button">{t.engineers_show()}</button>
                    <a class="button button-plain" href=clear>{t.engineers_clear()}</a>
                </div>
            </form>
        </details>
    }
}

/// What narrows the list now; each can be taken away.
#[component]
pub fn Chosen(t: Messages, query: SearchQuery) -> impl IntoView {
    let chips = chosen(t, &query).into_iter().map(|(words, names)| {
        view! {
            <li>
                <a class="chip chip-remove" href=query.without(names)>
                    {words}" "<Icon name="close"/><span class="visually-hidden">{t.engineers_remove()}</span>
                </a>
            </li>
        }
    });
    let chips = chips.collect_view();
    (!chips.is_empty()).then(|| view! { <ul class="chips" aria-label=t.engineers_chosen()>{chips}</ul> })
}

/// The order of the list, as links.
#[component]
pub fn SortLinks(t: Messages, query: SearchQuery) -> impl IntoView {
    let offered = |sort: &Sort| *sort != Sort::Distance || query.search.near.is_some();
    let links = Sort::ALL.into_iter().filter(offered).map(|sort| {
        let current = (sort == query.search.sort).then_some("true");
        let words = t.word(&format!("sort-{}", sort.as_str()));
        view! { <li><a class="chip" aria-current=current href=query.with("sort", sort.as_str())>{words}</a></li> }
    });
    view! {
        <nav class="sort" aria-label=t.engineers_sort_by()>
            <span aria-hidden="true">{t.engineers_sort()}</span>
            <ul class="chips chips-scroll">{links.collect_view()}</ul>
        </nav>
    }
}

/// The filters in force: their words, and the fields that make them.
pub fn chosen(t: Messages, query: &SearchQuery) -> Vec<(String, &'static [&'static str])> {
    let search = &query.search;
    let mut all: Vec<(String, &'static [&'static str])> = Vec::new();
    if !search.named.is_empty() {
        all.push((t.engineers_called(query.fields.get("name")), &["name"]));
    }
    if let Some(mode) = search.mode {
        all.push((t.word(&format!("mode-{}", mode.as_str())).to_owned(), &["mode"]));
    }
    if let Some(product) = search.product {
        all.push((t.tag(TagKind::Product, product).to_owned(), &["product"]));
    }
    if let Some(need) = search.need {
        all.push((t.tag(TagKind::Need, need).to_owned(), &["need"]));
    }
    if let Some(language) = search.language {
        all.push((t.tag(TagKind::Language, language).to_owned(), &["language"]));
    }
    if let Some(least) = search.min_rating {
        all.push((t.engineers_from_rating(format!("{least:.1}")), &["min"]));
    }
    if let Some(day) = search.free_on {
        let when = When::on(t, query.today);
        all.push((t.engineers_free(when.day(day)), &["on"]));
    }
    all
}

/// What can be dropped when nobody fits, the place too: in words, with its fields.
pub fn droppable(t: Messages, query: &SearchQuery) -> Vec<(String, &'static [&'static str])> {
    let filters = chosen(t, query).into_iter().map(|(words, names)| (t.engineers_without(words), names));
    let place = query.search.near.map(|_| (t.engineers_anywhere().to_owned(), PLACE));
    filters.chain(place).collect()
}

/// How many people each choice would leave.
struct Left {
    t: Messages,
    search: Search,
    crowd: Crowd,
}

impl Left {
    /// The number with the search changed so, where it is known.
    fn with(&self, change: impl FnOnce(&mut Search)) -> Option<String> {
        let mut search = self.search.clone();
        change(&mut search);
        let number = self.crowd.fitting(&search);
        let least = if self.crowd.more { "+" } else { "" };
        let known = number > 0 || !self.crowd.more;
        known.then(|| format!("{}{least}", self.t.number(number as u64)))
    }

    /// Whether anybody of the place speaks the language, as far as is known.
    fn any_speaks(&self, language: &'static str) -> bool {
        let search = Search { language: Some(language), ..Search::default() };
        self.crowd.more || self.crowd.fitting(&search) > 0
    }
}

/// What stands beside a tag, or beside none of them: how many people it would leave.
type Beside<'a> = &'a dyn Fn(Option<&'static str>) -> Option<String>;

/// The products as a list to choose one from.
pub fn product_options(t: Messages, chosen: Option<&'static str>, left: Beside<'_>) -> impl IntoView + use<> {
    let options = PRODUCTS.iter().map(|key| {
        let words = counted(t, t.tag(TagKind::Product, key), left(Some(key)));
        view! { <option value=*key selected=chosen == Some(*key)>{words}</option> }
    });
    view! { <option value="">{counted(t, t.engineers_any_product(), left(None))}</option>{options.collect_view()} }
}

/// The needs as chips, one of which can be chosen.
pub fn need_chips(
    t: Messages,
    chosen: Option<&'static str>,
    any: &'static str,
    left: Beside<'_>,
) -> impl IntoView + use<> {
    let needs = NEEDS
        .iter()
        .map(|key| chip("need", key, t.tag(TagKind::Need, key), left(Some(key)), chosen == Some(*key)));
    let any = chip("need", "", any, left(None), chosen.is_none());
    view! { <div class="chips">{any}{needs.collect_view()}</div> }
}

/// The words of an option, with how many people it would leave.
fn counted(t: Messages, words: &str, left: Option<String>) -> String {
    match left {
        Some(number) => t.engineers_counted(words, number),
        None => words.to_owned(),
    }
}

fn hidden(query: &SearchQuery, name: &'static str) -> impl IntoView + use<> {
    let value = query.fields.get(name).to_owned();
    (!value.is_empty()).then(|| view! { <input type="hidden" name=name value=value/> })
}

/// A choice, with how many people it would leave.
fn chip(
    name: &'static str,
    value: &'static str,
    words: &str,
    left: Option<String>,
    on: bool,
) -> impl IntoView + use<> {
    let words = words.to_owned();
    let left = left.map(|left| view! { " "<b>{left}</b> });
    view! {
        <label class="chip">
            <input type="radio" name=name value=value checked=on/>
            <span>{words}{left}</span>
        </label>
    }
}

fn mode_choice(t: Messages, left: &Left) -> impl IntoView + use<> {
    let chosen = left.search.mode;
    let mode = |mode: Mode| {
        let words = t.word(if mode == Mode::Visit { "mode-visit" } else { "mode-home" });
        let left = left.with(|search| search.mode = Some(mode));
        chip("mode", mode.as_str(), words, left, chosen == Some(mode))
    };
    let any = left.with(|search| search.mode = None);
    view! {
        <fieldset class="group">
            <legend>{t.engineers_how()}</legend>
            <div class="chips">
                {chip("mode", "", t.engineers_any(), any, chosen.is_none())}{mode(Mode::Visit)}{mode(Mode::Home)}
            </div>
        </fieldset>
    }
}

fn rating_choice(t: Messages, query: &SearchQuery, left: &Left) -> impl IntoView + use<> {
    let chosen = query.fields.get("min").to_owned();
    let steps = RATINGS.iter().map(|step| {
        let shown = if step.contains('.') { (*step).to_owned() } else { format!("{step}.0") };
        let left = left.with(|search| search.min_rating = step.parse().ok());
        chip("min", step, &t.engineers_from_rating(shown), left, chosen == **step)
    });
    let any = left.with(|search| search.min_rating = None);
    view! {
        <fieldset class="group">
            <legend>{t.engineers_rating()}</legend>
            <div class="chips">{chip("min", "", t.engineers_any(), any, chosen.is_empty())}{steps.collect_view()}</div>
        </fieldset>
    }
}

fn need_choice(t: Messages, left: &Left) -> impl IntoView + use<> {
    let with = |need| left.with(|search| search.need = need);
    view! {
        <fieldset class="group filter-wide">
            <legend>{t.engineers_need()}</legend>
            {need_chips(t, left.search.need, t.engineers_any(), &with)}
        </fieldset>
    }
}

fn product_select(t: Messages, left: &Left) -> impl IntoView + use<> {
    let with = |product| left.with(|search| search.product = product);
    view! {
        <div class="field">
            <label for="filter-product">{t.engineers_product()}</label>
            <select id="filter-product" name="product">{product_options(t, left.search.product, &with)}</select>
        </div>
    }
}

fn language_select(t: Messages, left: &Left) -> impl IntoView + use<> {
    let chosen = left.search.language;
    // Nobody looks for her own among thirty that nobody here speaks.
    let spoken = LANGUAGES.iter().filter(|key| chosen == Some(**key) || left.any_speaks(key));
    let options = spoken.map(|key| {
        let number = left.with(|search| search.language = Some(*key));
        let words = counted(t, t.tag(TagKind::Language, key), number);
        view! { <option value=*key selected=chosen == Some(*key)>{words}</option> }
    });
    let any = counted(t, t.engineers_any_language(), left.with(|search| search.language = None));
    view! {
        <div class="field">
            <label for="filter-language">{t.engineers_language()}</label>
            <select id="filter-language" name="language">
                <option value="">{any}</option>
                {options.collect_view()}
            </select>
        </div>
    }
}

fn day_field(t: Messages, query: &SearchQuery) -> impl IntoView + use<> {
    view! {
        <div class="field">
            <label for="filter-on">{t.engineers_free_on()}</label>
            <input
                id="filter-on"
                type="date"
                name="on"
                value=query.fields.get("on").to_owned()
                min=query.today.to_string()
                max=query.last_day().to_string()
            />
        </div>
    }
}
