//! Days without work.

use axum::{extract::Path, http::StatusCode, response::Response};
use handpick::{
    id::DayOffId,
    schedule::{DAYS_OFF_MAX, DayOff},
};
use jiff::civil::Date;

use crate::{
    catalogue::Messages,
    pages::work::myself,
    web::{Fields, Filled, Problem, Visit, redirect},
};

use super::Page;

/// Most days off at a stretch.
const DAYS_MAX: i32 = 366;

/// An empty form. It carries the id of what it adds, so that sending it twice adds
/// it once.
pub fn fresh(visit: &Visit) -> Filled {
    let mut fields = Fields::default();
    fields.set("id", DayOffId::mint(visit.now, &*visit.app.random).to_string());
    Filled::with(fields)
}

pub async fn add(visit: Visit, fields: Fields) -> Result<Response, Problem> {
    let mut page = Page::load(&visit, None).await?;
    let id = fields.get("id").parse().map_err(|_| Problem::BadRequest)?;
    let mut form = Filled::with(fields);
    let today = visit.now.to_zoned(page.schedule.zone.clone()).date();
    if is_full(&page.schedule.days_off, id, today) {
        form.refuse_whole(visit.t.schedule_days_off_full(DAYS_OFF_MAX));
    }
    let Some((from, to)) = read(&mut form, today, visit.t) else {
        page.day_off = form;
        return Ok(page.render(&visit, StatusCode::UNPROCESSABLE_ENTITY));
    };
    visit.app.store.add_day_off(page.me.id, &DayOff { id, from, to }, visit.now).await?;
    Ok(redirect("/work/schedule?done=days-off"))
}

/// Whether as many others as may be have not ended.
fn is_full(days_off: &[DayOff], id: DayOffId, today: Date) -> bool {
    days_off.iter().filter(|off| off.to >= today && off.id != id).count() >= DAYS_OFF_MAX
}

pub async fn remove(visit: Visit, Path(id): Path<String>) -> Result<Response, Problem> {
    let id: DayOffId = id.parse().map_err(|_| Problem::NotFound)?;
    let me = myself(&visit).await?;
    visit.app.store.remove_day_off(me.id, id, visit.now).await?;
    Ok(redirect("/work/schedule?done=days-off"))
}

/// First and last day; only the first one typed is one day.
fn read(form: &mut Filled, today: Date, t: Messages) -> Option<(Date, Date)> {
    let Ok(from) = form.fields.get("off-from").parse::<Date>() else {
        form.refuse("off-from", t.schedule_day_missing());
        return None;
    };
    let to = match form.fields.get("off-to") {
        "" => Ok(from),
        typed => typed.parse::<Date>(),
    };
    let Ok(to) = to else {
        form.refuse("off-to", t.schedule_day_missing());
        return None;
    };
    let days = from.until(to).map_or(i32::MAX, |span| span.get_days());
    if days < 0 || to < today {
        form.refuse("off-to", t.schedule_days_backwards());
    } else if days > DAYS_MAX {
        form.refuse("off-to", t.schedule_days_too_many());
    }
    form.is_sound().then_some((from, to))
}

#[cfg(test)]
mod tests {
    use handpick::lang::Lang;
    use jiff::civil::date;

    use super::*;

    fn days(from: &str, to: &str) -> Option<(Date, Date)> {
        let mut fields = Fields::default();
        fields.set("off-from", from);
        fields.set("off-to", to);
        read(&mut Filled::with(fields), date(2026, 11, 21), Messages(Lang::En))
    }

    #[test]
    fn days_off_lie_ahead_and_run_forwards() {
        let day = date(2026, 12, 24);
        assert_eq!(days("2026-12-24", ""), Some((day, day)));
        assert_eq!(days("2026-12-24", "2026-12-27"), Some((day, date(2026, 12, 27))));
        assert!(days("2026-11-20", "2026-11-22").is_some(), "has begun, has not ended");
        for (from, to) in [
            ("", "2026-12-24"),
            ("2026-12-24", "2026-12-23"),
            ("2026-11-20", ""),
            ("2026-12-24", "soon"),
            ("2026-12-24", "2029-01-01"),
        ] {
            assert_eq!(days(from, to), None, "{from} to {to}");
        }
    }
}
