use handpick::{
    engineer::Mode,
    review::{Review, ReviewFilter, ReviewPage},
    tag::{CountedTag, TagKind},
};
use leptos::prelude::*;

use crate::{
    catalogue::Messages,
    components::{pages::Pages, rating::Stars},
    web::{Fields, Visit},
    when::When,
};

const PAGE_SIZE: u32 = 10;
/// Later pages than this one are nobody's reading.
const PAGE_MAX: u32 = 1_000;

/// Which reviews are asked for, as the address tells it. What is wrong in it is
/// left out.
#[derive(Debug, Clone)]
pub struct ReviewQuery {
    pub filter: ReviewFilter,
    fields: Fields,
}

impl ReviewQuery {
    /// `kept` travels along in every link.
    pub fn read(asked: &Fields, kept: Fields) -> Self {
        let page: u32 = asked.get("page").parse().unwrap_or(1);
        let filter = ReviewFilter {
            stars: asked.get("stars").parse().ok().filter(|stars| (1..=5).contains(stars)),
            praise: TagKind::Praise.find(asked.get("praise")),
            product: TagKind::Product.find(asked.get("about")),
            need: TagKind::Need.find(asked.get("about")),
            page: page.clamp(1, PAGE_MAX) - 1,
            page_size: PAGE_SIZE,
        };
        let mut fields = kept;
        if let Some(stars) = filter.stars {
            fields.set("stars", stars.to_string());
        }
        if let Some(praise) = filter.praise {
            fields.set("praise", praise);
        }
        let mut query = Self { filter, fields };
        if let Some((_, about)) = query.about() {
            query.fields.set("about", about);
        }
        query
    }

    /// The product or need that they are to be about. No product has the name of a
    /// need, so one field of the address tells both.
    pub fn about(&self) -> Option<(TagKind, &'static str)> {
        let product = self.filter.product.map(|key| (TagKind::Product, key));
        product.or_else(|| self.filter.need.map(|key| (TagKind::Need, key)))
    }

    pub fn with(&self, name: &str, value: &str) -> String {
        format!("{}#reviews", self.fields.link_with(name, value))
    }

    /// The choice taken back.
    fn without(&self, name: &str) -> String {
        format!("?{}#reviews", self.fields.query_without(&[name, "page"]))
    }

    fn all(&self) -> String {
        format!("?{}#reviews", self.fields.query_without(&["stars", "praise", "about"]))
    }
}

/// Which reviews to show: all, or those that praise one thing. The stars are
/// chosen in the distribution, what they are about among what people come for. Nothing,
/// when there is nothing to choose between.
#[component]
pub fn ReviewChoice(t: Messages, query: ReviewQuery, total: u64, praise: Vec<CountedTag>) -> impl IntoView {
    let ReviewFilter { stars, praise: chosen, .. } = query.filter;
    let about = query.about();
    let all = (stars.is_none() && chosen.is_none() && about.is_none()).then_some("true");
    let about = about.map(|(kind, key)| {
        view! { <li><a class="chip" aria-current="true" href=query.without("about")>{t.tag(kind, key)}</a></li> }
    });
    let stars = stars.map(|stars| {
        view! { <li><a class="chip" aria-current="true" href=query.without("stars")>{t.review_stars(stars.into())}</a></li> }
    });
    let chips = praise.into_iter().filter(|tag| tag.count > 0).map(|tag| {
        let current = (chosen == Some(tag.key)).then_some("true");
        let words = t.tag(TagKind::Praise, tag.key);
        view! {
            <li>
                <a class="chip" aria-current=current href=query.with("praise", tag.key)>
                    {words}" "<b>{t.number(tag.count.into())}</b>
                </a>
            </li>
        }
    });
    let chips = chips.collect_view();
    let choice = all.is_none() || !chips.is_empty();
    choice.then(|| {
        view! {
            <nav class="sort" aria-label=t.said_show()>
                <ul class="chips">
                    <li>
                        <a class="chip" aria-current=all href=query.all()>
                            {t.said_all()}" "<b>{t.number(total)}</b>
                        </a>
                    </li>
                    {about}
                    {stars}
                    {chips}
                </ul>
            </nav>
        }
    })
}

/// One page of reviews, latest first.
#[component]
pub fn ReviewList(
    visit: Visit,
    page: ReviewPage,
    query: ReviewQuery,
    /// Whose reply stands under a review.
    #[prop(into)]
    name: String,
    /// Where it happened: days are told in this zone.
    #[prop(into)]
    zone: String,
    /// All are visits to the point of this page, which need not say so.
    #[prop(optional)]
    of_point: bool,
) -> impl IntoView {
    let t = visit.t;
    let when = When::new(t, &zone, visit.now);
    if page.reviews.is_empty() {
        return view! { <p class="soft">{t.said_none()}</p> }.into_any();
    }
    let reviews = page.reviews.iter().map(|review| {
        let served = (!of_point && !review.attested).then(|| served(t, review.mode));
        view! { <li>{one(t, &when, &name, served, review)}</li> }
    });
    let reviews = reviews.collect_view();
    let ReviewFilter { page: number, page_size, .. } = query.filter;
    view! {
        <ul class="reviews">{reviews}</ul>
        <Pages
            t=t label=t.said_more() page=number page_size=page_size total=page.total
            link=Box::new(move |page| query.with("page", &page.to_string()))
        />
    }
    .into_any()
}

fn one(
    t: Messages,
    when: &When,
    name: &str,
    served: Option<&'static str>,
    review: &Review,
) -> impl IntoView + use<> {
    let stars = review.stars;
    let praise = review.praise.iter().map(|key| view! { <li class="tag">{t.tag(TagKind::Praise, key)}</li> });
    let praise = praise.collect_view();
    let praise =
        (!praise.is_empty()).then(|| view! { <ul class="tags" aria-label=t.said_praise()>{praise}</ul> });
    let text = review.text.clone().map(|text| view! { <p class="review-text">{text}</p> });
    let reply = review.reply.as_ref().map(|(text, at)| {
        let day = when.calendar_day(when.local(*at).date());
        view! {
            <blockquote class="review-reply">
                <footer>{t.said_replied(name)}" · "<time datetime=when.machine(*at)>{day}</time></footer>
                <p>{text.clone()}</p>
            </blockquote>
        }
    });
    let day = when.calendar_day(when.local(review.created_at).date());
    view! {
        <article class="review">
            <div class="review-head">
                <Stars score=f64::from(stars) small=true/>
                <span class="visually-hidden">{t.review_stars(stars.into())}</span>
                {served.map(|words| view! { " "<span class="badge badge-accent">{words}</span> })}
            </div>
            {review.attested.then(|| view! { <p class="soft small">{t.said_attested()}</p> })}
            {text}
            {praise}
            <p class="review-by">
                <span>{review.author.clone()}</span>" "
                {about(t, review).map(|about| view! { <span>{about}</span>" " })}
                <time datetime=when.machine(review.created_at)>{day}</time>
            </p>
            {reply}
        </article>
    }
}

fn served(t: Messages, mode: Mode) -> &'static str {
    match mode {
        Mode::Visit => t.said_served_visit(),
        Mode::Home => t.said_served_home(),
        Mode::Online => t.said_served_online(),
    }
}

/// "laptop, screen".
fn about(t: Messages, review: &Review) -> Option<String> {
    let product = review.product.map(|key| t.tag(TagKind::Product, key));
    let need = review.need.map(|key| t.tag(TagKind::Need, key));
    let words: Vec<_> = product.into_iter().chain(need).collect();
    (!words.is_empty()).then(|| words.join(t.common_list_separator()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(query: &str) -> ReviewQuery {
        let asked = Fields::parse(query).expect("a query");
        ReviewQuery::read(&asked, Fields::parse("need=screen").expect("a query"))
    }

    #[test]
    fn wrong_filters_are_left_out() {
        let all = ReviewFilter { page_size: PAGE_SIZE, ..ReviewFilter::default() };
        for query in ["", "stars=0", "stars=6", "stars=x&praise=rude&about=unicorn", "page=-1", "page=0"] {
            assert_eq!(read(query).filter, all, "{query}");
        }
    }

    #[test]
    fn links_keep_what_was_asked_before() {
        let query = read("stars=5&page=3");
        assert_eq!(query.with("page", "4"), "?need=screen&stars=5&page=4#reviews");
        assert_eq!(query.all(), "?need=screen#reviews");
        assert_eq!(query.without("stars"), "?need=screen#reviews");
    }

    #[test]
    fn reviews_are_about_a_product_or_a_need() {
        let battery = read("about=battery&stars=5");
        assert_eq!((battery.filter.product, battery.filter.need), (None, Some("battery")));
        assert_eq!(battery.with("about", "laptop"), "?need=screen&stars=5&about=laptop#reviews");
        assert_eq!(read("about=laptop").about(), Some((TagKind::Product, "laptop")));
        let both = TagKind::Product.keys().iter().find(|key| TagKind::Need.find(key).is_some());
        assert_eq!(both, None);
    }
}
