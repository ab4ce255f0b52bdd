//! The rows of an engineer's profile and schedule.

use std::collections::BTreeSet;

use handpick::{
    engineer::Mode,
    schedule::{Summary, Whereabouts},
    search::{name_words, words_together},
    tag::{self, TagKind},
};

use super::{
    engineer::Engineer,
    point::{Point, json},
    region::Town,
    tables::{DAYS_OFF, ENGINEER_AREAS, ENGINEER_REACH, ENGINEER_TAGS, ENGINEERS, NAMES, WINDOWS},
};
use crate::store::bulk::{Batch, maybe_text, text};

/// Writes the engineer once everything about her is known.
pub fn push_profile(
    town: &Town<'_>,
    points: &[Point],
    engineer: &Engineer,
    summary: &Summary,
    batch: &mut Batch,
) {
    push_engineer(town, engineer, summary, batch);
    push_names(engineer, batch);
    push_tags(engineer, batch);
    push_areas(engineer, batch);
    push_reach(points, engineer, batch);
    push_schedule(engineer, batch);
}

fn push_engineer(town: &Town<'_>, engineer: &Engineer, summary: &Summary, batch: &mut Batch) {
    let rating = engineer.tally.rating;
    let [one, two, three, four, five] = rating.0;
    let lengths = engineer.lengths;
    batch.push(
        &ENGINEERS,
        [
            text(engineer.id),
            maybe_text(Some(engineer.actor.account)),
            engineer.slug.clone().into(),
            json(&engineer.person.name()).into(),
            engineer.words.clone().into(),
            engineer.portrait.clone().into(),
            engineer.years.into(),
            town.place.id.into(),
            engineer.position.lat.into(),
            engineer.position.lon.into(),
            town.place.zone.to_owned().into(),
            engineer.modes.0.into(),
            tag_bits(engineer).into(),
            told_tags(engineer).into(),
            i64::from(lengths.slot).into(),
            i64::from(lengths.buffer).into(),
            i64::from(lengths.travel).into(),
            engineer.tally.served.into(),
            one.into(),
            two.into(),
            three.into(),
            four.into(),
            five.into(),
            rating.average().unwrap_or(0.0).into(),
            rating.shrunk().into(),
            summary.next_visit.map(|at| at.as_millisecond()).into(),
            summary.next_home.map(|at| at.as_millisecond()).into(),
            summary.visit_days.into(),
            summary.home_days.into(),
            summary.refresh_at.as_millisecond().into(),
            engineer.created_at.as_millisecond().into(),
        ],
    );
}

fn push_names(engineer: &Engineer, batch: &mut Batch) {
    let words = name_words(&engineer.person.name());
    let all = words_together(&words);
    for word in words {
        batch.push(&NAMES, [text(engineer.id), word.into(), "engineer".into(), all.clone().into()]);
    }
}

fn push_tags(engineer: &Engineer, batch: &mut Batch) {
    for (kind, key) in tags(engineer) {
        let count = served(engineer, kind, key);
        let outcome = engineer.tally.outcomes.get(&(kind, key)).copied().unwrap_or_default();
        let (reviews, favourable) = (outcome.count(), outcome.favourable());
        let (kind, key) = (kind.as_str().into(), key.into());
        let row = [text(engineer.id), kind, key, count.into(), reviews.into(), favourable.into()];
        batch.push(&ENGINEER_TAGS, row);
    }
}

/// As the store tells them, in one text.
fn told_tags(engineer: &Engineer) -> String {
    let tag = |(kind, key): (TagKind, &'static str)| {
        format!("{} {key} {}", kind.as_str(), served(engineer, kind, key))
    };
    tags(engineer).into_iter().map(tag).collect::<Vec<_>>().join(",")
}

fn served(engineer: &Engineer, kind: TagKind, key: &'static str) -> u32 {
    engineer.tally.tags.get(&(kind, key)).copied().unwrap_or(0)
}

fn tag_bits(engineer: &Engineer) -> i64 {
    tag::bits(tags(engineer))
}

fn tags(engineer: &Engineer) -> BTreeSet<(TagKind, &'static str)> {
    let of = |kind: TagKind, keys: &[&'static str]| keys.iter().map(|key| (kind, *key)).collect::<Vec<_>>();
    let mut tags: BTreeSet<_> = engineer.tally.tags.keys().copied().collect();
    tags.extend(of(TagKind::Product, &engineer.products));
    tags.extend(of(TagKind::Need, &engineer.needs));
    tags.extend(of(TagKind::Language, &engineer.languages));
    tags
}

fn push_areas(engineer: &Engineer, batch: &mut Batch) {
    for area in &engineer.areas {
        batch.push(
            &ENGINEER_AREAS,
            [
                text(area.id),
                text(engineer.id),
                area.place.into(),
                area.centre.lat.into(),
                area.centre.lon.into(),
                area.radius_km.into(),
            ],
        );
    }
}

fn push_reach(points: &[Point], engineer: &Engineer, batch: &mut Batch) {
    let visits = engineer.points().into_iter().map(|point| {
        let point = &points[point];
        (Mode::Visit, point.position, 0.0, point.id.to_string())
    });
    let areas =
        engineer.areas.iter().map(|area| (Mode::Home, area.centre, area.radius_km, area.id.to_string()));
    let (rating, tag_bits) = (engineer.tally.rating, tag_bits(engineer));
    for (mode, position, radius_km, source) in visits.chain(areas) {
        batch.push(
            &ENGINEER_REACH,
            [
                text(engineer.id),
                mode.as_str().into(),
                position.lat.into(),
                position.lon.into(),
                position.cell().into(),
                radius_km.into(),
                source.into(),
                tag_bits.into(),
                rating.average().unwrap_or(0.0).into(),
                rating.shrunk().into(),
                rating.count().into(),
            ],
        );
    }
}

fn push_schedule(engineer: &Engineer, batch: &mut Batch) {
    for shift in &engineer.shifts {
        let window = shift.window;
        let point = match window.whereabouts {
            Whereabouts::At(point) => Some(point),
            Whereabouts::Road => None,
        };
        batch.push(
            &WINDOWS,
            [
                text(engineer.id),
                i64::from(window.weekday).into(),
                i64::from(window.start).into(),
                i64::from(window.end).into(),
                maybe_text(point),
            ],
        );
    }
    for off in &engineer.days_off {
        batch.push(&DAYS_OFF, [text(off.id), text(engineer.id), text(off.from), text(off.to)]);
    }
}
