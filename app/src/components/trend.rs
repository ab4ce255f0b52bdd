use handpick::{
    review::{Month, Subject, Trend, last_months},
    store::StoreResult,
};
use leptos::prelude::*;

use crate::{catalogue::Messages, web::Visit, when};

/// What was given in the last months, as the place counts them.
pub async fn trend(visit: &Visit, of: Subject, zone: &str) -> StoreResult<Option<Trend>> {
    let zone = when::zone(zone);
    let months = last_months(visit.now.to_zoned(zone.clone()).date(), &zone);
    let starts: Vec<_> = months.iter().map(|(_, start)| *start).collect();
    let ratings = visit.app.store.ratings_since(of, &starts).await?;
    let months = months.into_iter().zip(ratings);
    Ok(Trend::of(months.map(|((first, _), rating)| Month { first, rating })))
}

/// The average of stars month by month: a plot, and below it the table that it is made
/// of, which everybody can read.
#[component]
pub fn TrendPlot(t: Messages, trend: Trend) -> impl IntoView {
    let months = trend.months();
    let names = months.iter().map(|month| {
        let name = t.word(&format!("month-short-{}", month.first.month()));
        view! { <th scope="col">{name}</th> }
    });
    let stars = months.iter().map(|month| {
        let average = month.rating.average();
        view! { <td>{average.map_or("–".to_owned(), |average| format!("{average:.1}"))}</td> }
    });
    let reviews = months.iter().map(|month| view! { <td>{t.number(month.rating.count().into())}</td> });
    let (names, stars, reviews) = (names.collect_view(), stars.collect_view(), reviews.collect_view());
    view! {
        <div class="trend">
            <h3>{t.trend_title()}</h3>
            <div class="trend-plot">
                <p class="trend-scale" aria-hidden="true"><span>5</span><span>1</span></p>
                {plot(months)}
            </div>
            <table>
                <caption class="visually-hidden">{t.trend_caption()}</caption>
                <thead><tr><td></td>{names}</tr></thead>
                <tbody>
                    <tr><th scope="row">{t.trend_stars()}</th>{stars}</tr>
                    <tr><th scope="row">{t.trend_reviews()}</th>{reviews}</tr>
                </tbody>
            </table>
        </div>
    }
}

/// A line for each number of stars, a dot for each month, and the way between them.
fn plot(months: &[Month]) -> impl IntoView + use<> {
    let steps = (1..=5u8).map(|stars| {
        let y = percent(height(f64::from(stars)));
        view! { <line class="trend-step" x1="0" x2="100%" y1=y.clone() y2=y></line> }
    });
    let dots = dots(months);
    let way = dots.windows(2).map(|ends| {
        let [(x1, y1), (x2, y2)] = [ends[0], ends[1]].map(|(x, y)| (percent(x), percent(y)));
        view! { <line class="trend-way" x1=x1 y1=y1 x2=x2 y2=y2></line> }
    });
    let circles = dots.iter().map(|(x, y)| view! { <circle cx=percent(*x) cy=percent(*y) r="4.5"></circle> });
    view! {
        <svg aria-hidden="true">
            {steps.collect_view()}{way.collect_view()}{circles.collect_view()}
        </svg>
    }
}

/// Where the dots of the months with reviews stand, in percent of width and height.
fn dots(months: &[Month]) -> Vec<(f64, f64)> {
    let columns = (1..).zip(months).filter_map(|(column, month)| Some((column, month.rating.average()?)));
    #[expect(clippy::cast_precision_loss, reason = "a handful of months")]
    let width = 100.0 / months.len().max(1) as f64;
    columns.map(|(column, average)| (width * (f64::from(column) - 0.5), height(average))).collect()
}

/// How far from the top so many stars are, with room for a dot at both ends.
fn height(stars: f64) -> f64 {
    const ROOM: f64 = 8.0;
    ROOM + (5.0 - stars) / 4.0 * (100.0 - 2.0 * ROOM)
}

fn percent(share: f64) -> String {
    format!("{share:.1}%")
}

#[cfg(test)]
mod tests {
    use handpick::review::Rating;
    use jiff::civil::date;

    use super::*;

    #[test]
    fn dots_stand_over_their_months_and_months_without_reviews_have_none() {
        let month = |month, stars| Month { first: date(2026, month, 1), rating: Rating(stars) };
        let months = [
            month(1, [0, 0, 0, 0, 3]),
            month(2, [0; 5]),
            month(3, [1, 0, 0, 0, 1]),
            month(4, [7, 0, 0, 0, 0]),
        ];
        assert_eq!(dots(&months), [(12.5, 8.0), (62.5, 50.0), (87.5, 92.0)]);
    }
}
