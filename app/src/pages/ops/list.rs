//! The frame of the operator's lists: a search, a table, the way to its other pages.

use leptos::prelude::*;

use crate::{catalogue::Messages, components::pages::Pages, web::Fields};

/// Lines on one page of a list.
pub const PAGE_SIZE: u32 = 50;
/// Most characters of what is looked for.
const ASKED_MAX: usize = 80;

/// What of a list is looked at.
#[derive(Debug, Clone)]
pub struct ListQuery {
    /// The address of the list.
    path: &'static str,
    /// What was typed; empty for everything.
    pub asked: String,
    /// Counted from 0.
    pub page: u32,
}

impl ListQuery {
    /// The beginning of everything.
    pub fn start(path: &'static str) -> Self {
        Self { path, asked: String::new(), page: 0 }
    }

    /// Of a query, or of a form that carries it along ([`ActiveSwitch`]).
    pub fn read(path: &'static str, fields: &Fields) -> Self {
        let page: u32 = fields.get("page").parse().unwrap_or(1);
        Self { path, asked: fields.get("q").chars().take(ASKED_MAX).collect(), page: page.max(1) - 1 }
    }

    /// The address of a page of it, counted from 1.
    pub fn link(&self, page: u32) -> String {
        let asked = (!self.asked.is_empty()).then(|| ("q", self.asked.clone()));
        let pairs: Vec<_> = asked.into_iter().chain([("page", page.to_string())]).collect();
        format!("{}?{}", self.path, serde_urlencoded::to_string(pairs).unwrap_or_default())
    }

    /// Back to what was looked at, after something was done there.
    pub fn done(&self, what: &str) -> String {
        format!("{}&done={what}", self.link(self.page + 1))
    }
}

/// What the frame says.
pub struct Labels {
    pub search: &'static str,
    /// When no line matches.
    pub nothing: String,
    pub pages: &'static str,
    /// All but the last, which holds the switch.
    pub columns: Vec<&'static str>,
}

/// A page of the list; `total` are the lines that match.
#[component]
pub fn List(
    t: Messages,
    /// The id of the heading above it.
    heading: &'static str,
    labels: Labels,
    query: ListQuery,
    total: u64,
    rows: Vec<AnyView>,
) -> impl IntoView {
    let links = query.clone();
    let page = query.page;
    let lines = if total == 0 && !query.asked.is_empty() {
        view! { <div class="empty"><p>{labels.nothing}</p></div> }.into_any()
    } else {
        view! { <Table t=t heading=heading columns=labels.columns rows=rows/> }.into_any()
    };
    view! {
        <SearchForm t=t label=labels.search query=query/>
        {lines}
        <Pages
            t=t label=labels.pages page=page page_size=PAGE_SIZE total=total
            link=Box::new(move |page| links.link(page))
        />
    }
}

/// Looks for lines by a part of a name or an address; and the way back to all of them.
#[component]
fn SearchForm(t: Messages, label: &'static str, query: ListQuery) -> impl IntoView {
    let all = (!query.asked.is_empty()).then(|| {
        view! { <p><a class="link" href=query.path>{t.ops_find_all()}</a></p> }
    });
    view! {
        <form class="list-search" method="get" action=query.path role="search">
            <div class="field">
                <label for="q">{label}</label>
                <input id="q" name="q" type="search" value=query.asked maxlength=ASKED_MAX.to_string()/>
            </div>
            <button class="button button-quiet">{t.ops_find()}</button>
        </form>
        {all}
    }
}

#[component]
fn Table(
    t: Messages,
    heading: &'static str,
    columns: Vec<&'static str>,
    rows: Vec<AnyView>,
) -> impl IntoView {
    let columns = columns.into_iter().map(|label| {
        view! { <th scope="col" role="columnheader">{label}</th> }
    });
    view! {
        <div class="table-scroll">
            <table class="table table-stack" role="table" aria-labelledby=heading>
                <thead role="rowgroup">
                    <tr role="row">
                        {columns.collect_view()}
                        <th scope="col" role="columnheader"><span class="visually-hidden">{t.ops_action()}</span></th>
                    </tr>
                </thead>
                <tbody role="rowgroup">{rows}</tbody>
            </table>
        </div>
    }
}

/// Takes a point or a person out of service, or back in.
#[component]
pub fn ActiveSwitch(
    t: Messages,
    action: String,
    active: bool,
    name: String,
    /// Says what follows when it is taken out of service.
    question: String,
    /// What taking it out is called where it stands alone.
    #[prop(optional)]
    label: Option<&'static str>,
    /// Where in the list to come back to.
    #[prop(optional)]
    query: Option<ListQuery>,
) -> impl IntoView {
    let back = query.map(|query| {
        view! {
            <input type="hidden" name="q" value=query.asked/>
            <input type="hidden" name="page" value=(query.page + 1).to_string()/>
        }
    });
    if active {
        let label = label.unwrap_or_else(|| t.ops_deactivate());
        return view! {
            <AskFirst action=action label=label name=name question=question>
                <input type="hidden" name="on" value="0"/>
                {back}
            </AskFirst>
        }
        .into_any();
    }
    view! {
        <form method="post" action=action>
            <input type="hidden" name="on" value="1"/>
            {back}
            <button class="button button-quiet button-small">
                {t.ops_reactivate()}<span class="visually-hidden">{format!(" {name}")}</span>
            </button>
        </form>
    }
    .into_any()
}

/// What one tap should not do: a fold says what follows, and has the button.
#[component]
pub fn AskFirst(
    action: String,
    label: &'static str,
    /// Who or what it is done to, for those who hear the page.
    name: String,
    question: String,
    /// Hidden fields.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let of = format!(" {name}");
    view! {
        <details class="switch">
            <summary>{label}<span class="visually-hidden">{of.clone()}</span></summary>
            <form class="form" method="post" action=action>
                <p>{question}</p>
                {children.map(|children| children())}
                <div class="actions">
                    <button class="button button-danger button-small">
                        {label}<span class="visually-hidden">{of}</span>
                    </button>
                </div>
            </form>
        </details>
    }
}

#[component]
pub fn ActiveBadge(t: Messages, active: bool) -> impl IntoView {
    let (class, word) =
        if active { ("badge badge-accent", t.ops_active()) } else { ("badge", t.ops_inactive()) };
    view! { <span class=class>{word}</span> }
}
