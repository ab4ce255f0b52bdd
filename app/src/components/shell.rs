use handpick::{account::Role, lang::Lang};
use leptos::{html, prelude::*};

use crate::{
    catalogue::Messages,
    components::icon::Icon,
    web::{Fields, Head, Visit},
};

/// The document around every page.
#[component]
pub fn Shell(visit: Visit, head: Head, body: AnyView) -> impl IntoView {
    let t = visit.t;
    let lang = visit.lang();
    let site = &visit.app.site;
    let islands = site.script_url.clone().filter(|_| head.islands);
    let moving_map = site.moving_map_url.clone().filter(|_| head.tiles.is_some());
    let script = |url| {
        view! { <script type="module" nonce=visit.nonce.as_str().to_owned() src=url></script> }.into_any()
    };
    let scripts = islands.into_iter().chain(moving_map).map(script);
    let scripts = scripts.reduce(|one, other| view! { {one}{other} }.into_any());
    let layout = head.layout;
    view! {
        <html lang=lang.tag() dir=lang.dir()>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover"/>
                <meta name="theme-color" media="(prefers-color-scheme: light)" content="#fbf8f3"/>
                <meta name="theme-color" media="(prefers-color-scheme: dark)" content="#14120e"/>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <link rel="stylesheet" href=visit.app.site.style_url.clone()/>
                <HeadTags visit=visit.clone() head=head/>
                {scripts}
            </head>
            <body>
                <a class="skip" href="#main">{t.common_skip()}</a>
                <Header visit=visit.clone()/>
                <main id="main" tabindex="-1" class=layout>{body}</main>
                <Footer t=t/>
                <Dock visit=visit/>
            </body>
        </html>
    }
}

#[component]
fn HeadTags(visit: Visit, head: Head) -> impl IntoView {
    let root = visit.app.site.public_url.clone();
    let title = visit.t.common_brand_title(&head.title);
    let canonical = head.canonical.map(|path| {
        let others = Lang::ALL
            .map(|lang| view! { <link rel="alternate" hreflang=lang.tag() href=format!("{root}{path}?lang={lang}")/> });
        view! {
            <link rel="canonical" href=format!("{root}{path}")/>
            {open_graph("og:url", format!("{root}{path}"))}
            {others.collect_view()}
        }
    });
    let description = head.description.map(|text| {
        view! {
            <meta name="description" content=text.clone()/>
            {open_graph("og:description", text)}
        }
    });
    let image = head.image.map(|path| view! { {open_graph("og:image", format!("{root}{path}"))} });
    // `<` is written as \u003c, so that no text can end the element.
    let json_ld = head.json_ld.map(|data| {
        let text = data.to_string().replace('<', "\\u003c");
        view! { <script type="application/ld+json" inner_html=text></script> }
    });
    view! {
        <title>{title}</title>
        {open_graph("og:title", head.title)}
        {open_graph("og:site_name", "Handpick".to_owned())}
        {description}
        {canonical}
        {image}
        {json_ld}
    }
}

/// Open Graph: what chat programs show of a link.
fn open_graph(property: &'static str, content: String) -> impl IntoView {
    html::meta().attr("property", property).content(content)
}

#[component]
fn Header(visit: Visit) -> impl IntoView {
    let t = visit.t;
    let here = Fields::of_query(&visit.uri).unwrap_or_default();
    let languages = Lang::ALL.into_iter().filter(|lang| *lang != visit.lang()).map(|other| {
        let (tag, href) = (other.tag(), here.link_with("lang", other.tag()));
        view! { <a href=href lang=tag dir=other.dir() hreflang=tag>{other.name()}</a> }
    });
    let languages = languages.collect_view();
    let link = |href: &'static str, label: &'static str| {
        view! { <a href=href aria-current=current(visit.path(), href)>{label}</a> }
    };
    let role = |role, href: &'static str, label: &'static str| {
        visit.viewer.as_ref().filter(|viewer| viewer.may(role)).map(|_| link(href, label))
    };
    let account = if visit.viewer.is_some() {
        link("/me", t.common_nav_me())
    } else {
        link("/login", t.common_nav_sign_in())
    };
    view! {
        <header class="bar">
            <a class="brand" href="/" translate="no">"hand"<b>"pick"</b></a>
            <nav class="bar-nav" aria-label=t.common_nav_main()>
                <a class="bar-wide" href="/engineers" aria-current=current(visit.path(), "/engineers")>
                    {t.common_nav_engineers()}
                </a>
                <a class="bar-wide" href="/points" aria-current=current(visit.path(), "/points")>
                    {t.common_nav_points()}
                </a>
                {role(Role::Engineer, "/work", t.common_nav_work())}
                {role(Role::Staff, "/desk", t.common_nav_desk())}
                {role(Role::Operator, "/ops", t.common_nav_ops())}
                {languages}
                {account}
            </nav>
        </header>
    }
}

#[component]
fn Footer(t: Messages) -> impl IntoView {
    view! {
        <footer class="foot">
            <a href="/engineers">{t.common_nav_engineers()}</a>
            <a href="/points">{t.common_nav_points()}</a>
            <a href="/how-it-works">{t.how_title()}</a>
            <a href="/about">{t.common_nav_about()}</a>
        </footer>
    }
}

/// On phones: the four ways on, in thumb reach.
#[component]
fn Dock(visit: Visit) -> impl IntoView {
    let t = visit.t;
    let path = visit.path();
    let items = ways_on(&visit);
    // A week of work is within work, but has a place of its own.
    let stands_here = items.iter().any(|(href, ..)| *href == path);
    let links = items.map(|(href, icon, label)| {
        let current = current(path, href).filter(|_| href == path || !stands_here);
        view! { <a href=href aria-current=current><Icon name=icon/>{label}</a> }
    });
    view! { <nav class="dock" aria-label=t.common_nav_shortcuts()>{links.collect_view()}</nav> }
}

/// Address, symbol and words of what somebody does here every day.
fn ways_on(visit: &Visit) -> [(&'static str, &'static str, &'static str); 4] {
    let t = visit.t;
    let find = ("/", "search", t.common_nav_find());
    let cases = ("/me#cases", "list", t.common_nav_cases());
    let me = ("/me", "user", t.common_nav_me());
    let may = |role| visit.viewer.as_ref().is_some_and(|viewer| viewer.may(role));
    if may(Role::Engineer) {
        let week = ("/work/week", "calendar", t.work_tab_week());
        [("/work", "list", t.common_nav_work()), week, find, me]
    } else if may(Role::Staff) {
        [("/desk", "point", t.common_nav_desk()), find, cases, me]
    } else {
        [find, ("/me#experts", "heart", t.common_nav_experts()), cases, me]
    }
}

/// How a link tells that it leads where one is: to this page, or to what it is part of.
fn current(path: &str, href: &str) -> Option<&'static str> {
    let beyond = path.strip_prefix(href)?;
    match beyond {
        "" => Some("page"),
        _ => beyond.starts_with('/').then_some("true"),
    }
}
