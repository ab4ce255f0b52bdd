use std::collections::HashMap;

use handpick::{
    engineer::{Engineer, Mode},
    id::{EngineerId, PointId},
    point::ServicePoint,
    schedule::{Schedule, Whereabouts, Window},
};
use jiff::civil::DateTime;
use leptos::prelude::*;

use crate::{
    components::{
        card::{EngineerCard, profile},
        heart::Experts,
    },
    web::Visit,
    when::{When, clock_of},
};

/// Who works here: first who is here today, then everybody.
#[component]
pub fn People(
    visit: Visit,
    point: ServicePoint,
    people: Vec<Engineer>,
    schedules: HashMap<EngineerId, Schedule>,
    experts: Experts,
) -> impl IntoView {
    let t = visit.t;
    let today =
        view! { <HereToday visit=visit.clone() point=point people=people.clone() schedules=schedules/> };
    let cards = people.into_iter().map(|engineer| {
        let expert = experts.has(engineer.id);
        view! {
            <li>
                <EngineerCard
                    visit=visit.clone() engineer=engineer km=None expert=expert
                    mode=Some(Mode::Visit) passed_on="mode=visit"
                />
            </li>
        }
    });
    let cards = cards.collect_view();
    let nobody = cards.is_empty().then(|| view! { <p class="soft">{t.point_nobody()}</p> });
    view! {
        <section class="stack" id="people" aria-labelledby="who">
            <h2 id="who">{t.point_people()}</h2>
            {nobody}
            {today}
            <ul class="engineer-grid engineer-grid-three">{cards}</ul>
        </section>
    }
}

/// Faces and hours of those who are here today or still come.
#[component]
fn HereToday(
    visit: Visit,
    point: ServicePoint,
    people: Vec<Engineer>,
    schedules: HashMap<EngineerId, Schedule>,
) -> impl IntoView {
    let t = visit.t;
    let now = When::new(t, &point.zone, visit.now).local(visit.now).datetime();
    let here = people.into_iter().filter_map(|engineer| {
        let left = left_today(schedules.get(&engineer.id)?, point.id, now);
        (!left.is_empty()).then(|| view! { <li>{one(&visit, &engineer, &left)}</li> })
    });
    let here = here.collect_view();
    (!here.is_empty()).then(|| {
        view! {
            <h3 id="today">{t.point_here_today()}</h3>
            <ul class="here-today" aria-labelledby="today">{here}</ul>
        }
    })
}

fn one(visit: &Visit, engineer: &Engineer, left: &[Window]) -> impl IntoView + use<> {
    let hours = left.iter().map(|window| format!("{}–{}", clock_of(window.start), clock_of(window.end)));
    let hours = hours.collect::<Vec<_>>().join(" · ");
    view! {
        <div class="person person-small">
            <img class="face" src=engineer.portrait.url() alt="" width="512" height="512"/>
            <div>
                <p class="person-name">
                    <a class="card-link" href=profile(engineer, "mode=visit")>
                        {engineer.name.text(visit.lang()).to_owned()}
                    </a>
                </p>
                <p class="person-note">{hours}</p>
            </div>
        </div>
    }
}

/// Her hours at the point on the day of `now`, a local time, that are not over yet.
fn left_today(schedule: &Schedule, point: PointId, now: DateTime) -> Vec<Window> {
    let minute = i32::from(now.hour()) * 60 + i32::from(now.minute());
    let here =
        |window: &&Window| window.whereabouts == Whereabouts::At(point) && i32::from(window.end) > minute;
    let mut left: Vec<_> = schedule.windows_on(now.date()).filter(here).copied().collect();
    left.sort_by_key(|window| window.start);
    left
}

#[cfg(test)]
mod tests {
    use handpick::{
        id::DayOffId,
        schedule::{DayOff, Lengths},
    };
    use jiff::{
        civil::{date, datetime},
        tz::TimeZone,
    };

    use super::*;

    #[test]
    fn who_is_gone_elsewhere_or_away_is_not_here_today() {
        let id = |number: u8| format!("0000000000000000000000000{number}");
        let point: PointId = id(1).parse().expect("an id");
        let other: PointId = id(2).parse().expect("an id");
        let monday = |start, end, whereabouts| Window { weekday: 1, start, end, whereabouts };
        let mut schedule = Schedule {
            zone: TimeZone::UTC,
            windows: vec![
                monday(780, 1080, Whereabouts::At(point)),
                monday(540, 720, Whereabouts::At(point)),
                monday(1080, 1200, Whereabouts::At(other)),
                monday(1200, 1300, Whereabouts::Road),
            ],
            days_off: Vec::new(),
            lengths: Lengths::default(),
        };
        let starts = |schedule: &Schedule, now| {
            let left = left_today(schedule, point, now);
            left.iter().map(|window| window.start).collect::<Vec<_>>()
        };
        let (morning, noon) = (datetime(2026, 11, 23, 8, 0, 0, 0), datetime(2026, 11, 23, 12, 0, 0, 0));
        assert_eq!(starts(&schedule, morning), [540, 780]);
        assert_eq!(starts(&schedule, noon), [780]);
        assert!(starts(&schedule, datetime(2026, 11, 24, 8, 0, 0, 0)).is_empty());
        let day = date(2026, 11, 23);
        let off: DayOffId = id(3).parse().expect("an id");
        schedule.days_off.push(DayOff { id: off, from: day, to: day });
        assert!(starts(&schedule, morning).is_empty());
    }
}
