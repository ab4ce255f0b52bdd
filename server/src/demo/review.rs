//! Reviews of what was done, and replies to them.

use std::collections::HashSet;

use handpick::{
    case::{ActorKind, EventKind},
    engineer::Mode,
    id::ReviewId,
    lang::Lang,
    tag::{PRAISE, TagKind},
};
use jiff::Timestamp;

use super::{
    case::{Setting, Told},
    data::{Key, Reviews},
    diary::Booked,
    dice::Dice,
    engineer::Engineer,
    fill::fill,
    point::Point,
    tables::REVIEWS,
    timeline::{Line, push_event},
    words::{texts, word},
    world::World,
};
use crate::store::bulk::{Batch, Value, text};

/// How many of those who were served write a review, and of the reviews of a visit
/// how many are of the point, too.
const WRITE: f64 = 0.72;
const OF_POINT: f64 = 0.5;
/// How many reviews have words, and of those how many are answered.
const WITH_WORDS: f64 = 0.82;
const ANSWERED: f64 = 0.35;

/// What one review says.
struct Opinion {
    subject: &'static str,
    subject_id: String,
    stars: u8,
    text: Option<String>,
    praise: Vec<&'static str>,
    at: Timestamp,
    reply: Option<(String, Timestamp)>,
}

/// Perhaps the customer writes a review, and perhaps the engineer answers it.
/// Returns what she thought of the point.
pub fn review(
    world: &mut World<'_>,
    setting: &Setting<'_, '_>,
    engineer: &mut Engineer,
    booked: &Booked,
    mut told: Told,
    used: &mut HashSet<String>,
    batch: &mut Batch,
) -> Option<(usize, u8)> {
    let at = told.finished? + world.dice.minutes(40, 4 * 24 * 60);
    if at > world.now || !world.dice.chance(WRITE) {
        return None;
    }
    let opinion = of_engineer(world, setting, engineer, booked, &told, used, at);
    engineer.tally.rate(opinion.stars, [(TagKind::Product, told.product), (TagKind::Need, told.need)]);
    for key in &opinion.praise {
        engineer.tally.count(TagKind::Praise, key);
    }
    let replied = opinion.reply.as_ref().map(|(_, at)| *at);
    push(world, setting, booked, &told, opinion, batch);

    let point = booked.at.map(|(point, _)| &setting.points[point]);
    told.events += 1;
    let by = (ActorKind::Customer, &setting.customer.actor);
    let line =
        Line { told: &told, engineer, point, kind: EventKind::Reviewed, by, at, note: None, start: None };
    push_event(world, line, batch);
    if let Some(at) = replied {
        told.events += 1;
        let by = (ActorKind::Engineer, &engineer.actor);
        let line =
            Line { told: &told, engineer, point, kind: EventKind::Replied, by, at, note: None, start: None };
        push_event(world, line, batch);
    }

    let (point, _) = booked.at.filter(|_| world.dice.chance(OF_POINT))?;
    let opinion = of_point(world, setting, &setting.points[point], at);
    let stars = opinion.stars;
    push(world, setting, booked, &told, opinion, batch);
    Some((point, stars))
}

fn of_engineer(
    world: &mut World<'_>,
    setting: &Setting<'_, '_>,
    engineer: &Engineer,
    booked: &Booked,
    told: &Told,
    used: &mut HashSet<String>,
    at: Timestamp,
) -> Opinion {
    let stars = stars(engineer.quality, &mut world.dice);
    let words = world.dice.chance(WITH_WORDS);
    let text = words.then(|| words_of(world, setting, engineer, booked, told, stars, used));
    let replied_at = at + world.dice.minutes(30, 2 * 24 * 60);
    let answers = words && replied_at <= world.now && world.dice.chance(ANSWERED);
    Opinion {
        subject: "engineer",
        subject_id: engineer.id.to_string(),
        stars,
        text,
        praise: praise(stars, &mut world.dice),
        at,
        reply: answers.then(|| (reply(world, setting, stars), replied_at)),
    }
}

fn stars(quality: f64, dice: &mut Dice) -> u8 {
    if dice.chance(quality) { if dice.chance(0.8) { 5 } else { 4 } } else { *dice.pick(&[3, 3, 2, 1]) }
}

/// Up to three keys, in the order of the vocabulary.
fn praise(stars: u8, dice: &mut Dice) -> Vec<&'static str> {
    let most = match stars {
        5 => 3,
        4 => 2,
        _ => return Vec::new(),
    };
    let mut keys: Vec<_> = (0..dice.between(0, most)).map(|_| dice.index(PRAISE.len())).collect();
    keys.sort_unstable();
    keys.dedup();
    keys.into_iter().map(|key| PRAISE[key]).collect()
}

/// A text that this engineer's page does not have yet, if one turns up soon.
fn words_of(
    world: &mut World<'_>,
    setting: &Setting<'_, '_>,
    engineer: &Engineer,
    booked: &Booked,
    told: &Told,
    stars: u8,
    used: &mut HashSet<String>,
) -> String {
    const TRIES: usize = 4;
    let mut template = "";
    for _ in 0..TRIES {
        template = self::template(world, setting, engineer, booked.mode, told.need, stars);
        if !used.contains(template) {
            break;
        }
    }
    used.insert(template.to_owned());
    let lang = world.lang_of(setting.town);
    let vocabulary = &texts(world.data, lang).words;
    let person = &engineer.person;
    let name = if lang == Lang::ZhCn { person.signature() } else { &person.given };
    let family = person.family_han.as_deref().unwrap_or(&person.family);
    let values = [
        ("name", name),
        ("family", family),
        ("product", word(&vocabulary.product, told.product)),
        ("need", word(&vocabulary.need, told.need)),
        ("job", word(&vocabulary.job, told.need)),
    ];
    fill(template, &values)
}

fn template<'a>(
    world: &mut World<'a>,
    setting: &Setting<'_, '_>,
    engineer: &Engineer,
    mode: Mode,
    need: &'static str,
    stars: u8,
) -> &'a str {
    let texts = reviews(world, setting);
    let in_dialect = |engineer: &Engineer| {
        let fits = |text: &&super::data::Dialect| {
            text.stars == stars && engineer.languages.contains(&text.language.0)
        };
        world.data.reviews.dialect.iter().filter(fits).map(|text| text.text.as_str()).collect::<Vec<_>>()
    };
    let dialect = if setting.town.is_chinese() { in_dialect(engineer) } else { Vec::new() };
    if !dialect.is_empty() && world.dice.chance(0.1) {
        return dialect[world.dice.index(dialect.len())];
    }
    if let Some(of_need) = texts.need5.get(&Key(need)).filter(|_| stars == 5 && world.dice.chance(0.35)) {
        return world.dice.pick(of_need).as_str();
    }
    let plain = format!("stars{stars}");
    let in_mode = format!("{plain}_{}", mode.as_str());
    let pools = [plain, in_mode].map(|pool| texts.reviews.get(&pool).map_or(&[][..], Vec::as_slice));
    let number = world.dice.index(pools[0].len() + pools[1].len());
    pools.into_iter().flatten().nth(number).map_or("", String::as_str)
}

fn reviews<'a>(world: &World<'a>, setting: &Setting<'_, '_>) -> &'a Reviews {
    if setting.town.is_chinese() { &world.data.reviews.zh } else { &world.data.reviews.en }
}

fn reply(world: &mut World<'_>, setting: &Setting<'_, '_>, stars: u8) -> String {
    let replies = &reviews(world, setting).reply;
    world.dice.pick(if stars >= 4 { &replies.good } else { &replies.bad }).clone()
}

fn of_point(world: &mut World<'_>, setting: &Setting<'_, '_>, point: &Point, at: Timestamp) -> Opinion {
    let stars = stars(point.quality, &mut world.dice);
    let texts = &reviews(world, setting).point;
    let pool = match stars {
        4 | 5 => &texts.good,
        3 => &texts.middle,
        _ => &texts.bad,
    };
    let text = world.dice.chance(0.6).then(|| world.dice.pick(pool).clone());
    let subject_id = point.id.to_string();
    Opinion { subject: "point", subject_id, stars, text, praise: Vec::new(), at, reply: None }
}

fn push(
    world: &mut World<'_>,
    setting: &Setting<'_, '_>,
    booked: &Booked,
    told: &Told,
    opinion: Opinion,
    batch: &mut Batch,
) {
    let (reply, replied_at) = opinion.reply.unzip();
    batch.push(
        &REVIEWS,
        [
            text(world.ids.next(ReviewId::mint)),
            text(told.leg),
            opinion.subject.into(),
            opinion.subject_id.into(),
            text(setting.customer.actor.account),
            setting.customer.public.clone().into(),
            i64::from(opinion.stars).into(),
            opinion.text.into(),
            opinion.praise.join(" ").into(),
            booked.mode.as_str().into(),
            Value::from(Some(told.product.to_owned())),
            Value::from(Some(told.need.to_owned())),
            opinion.at.as_millisecond().into(),
            reply.into(),
            replied_at.map(Timestamp::as_millisecond).into(),
        ],
    );
}
