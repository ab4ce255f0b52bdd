//! People: names that fit where they live, and faces that fit the names.

use std::collections::{HashMap, HashSet, VecDeque};

use handpick::lang::{Lang, Localized};

use super::{
    data::{BadData, Customs, Data, Gender, NameStyle, Order, Portrait},
    dice::Dice,
    fill::slug,
};

/// Years in the trade from which on hair may be grey.
const ELDER_YEARS: u32 = 20;

#[derive(Clone)]
pub struct Person {
    /// The whole name in Han script, of those who have one.
    pub han: Option<String>,
    pub family_han: Option<String>,
    pub latin: String,
    pub given: String,
    pub family: String,
    pub style: String,
    pub gender: Gender,
}

impl Person {
    pub fn new(data: &Data, customs: &Customs, dice: &mut Dice) -> Result<Self, BadData> {
        let (name, _) = dice.pick_weighted(&customs.styles, |(_, weight)| *weight);
        let style = data.names.get(name).ok_or_else(|| BadData::Dangling("regions.toml", name.clone()))?;
        let gender = if dice.chance(0.5) { Gender::Woman } else { Gender::Man };
        let (family, family_latin, _) = dice.pick_weighted(&style.family, |(_, _, weight)| *weight);
        let given = if gender == Gender::Woman { &style.women } else { &style.men };
        let (given, given_latin) = dice.pick(given);
        let han = is_han(family) && is_han(given);
        Ok(Self {
            han: han.then(|| joined(style, family, given)),
            family_han: han.then(|| family.clone()),
            latin: match style.latin_order {
                Order::FamilyFirst => format!("{family_latin} {given_latin}"),
                Order::GivenFirst => format!("{given_latin} {family_latin}"),
            },
            given: given_latin.clone(),
            family: family_latin.clone(),
            style: name.clone(),
            gender,
        })
    }

    /// The name in each script that the pages know.
    pub fn name(&self) -> Localized<String> {
        let latin = Localized::one(Lang::En, self.latin.clone());
        match &self.han {
            Some(han) => latin.with(Lang::ZhCn, han.clone()),
            None => latin,
        }
    }

    /// The name as its owner writes it in a form.
    pub fn signature(&self) -> &str {
        self.han.as_ref().unwrap_or(&self.latin)
    }

    /// A language that goes with the name, wherever its owner lives.
    pub fn mother_tongue(&self) -> Option<&'static str> {
        match self.style.as_str() {
            "zh" | "tw" => Some("zh"),
            "yue" | "yue-hans" => Some("yue"),
            "fa" => Some("fa"),
            "ar" => Some("ar"),
            "ja" => Some("ja"),
            "ko" => Some("ko"),
            "ms" => Some("ms"),
            "de" => Some("de"),
            "fr" => Some("fr"),
            "es" => Some("es"),
            _ => None,
        }
    }

    /// What kind of face goes with the name: see `portraits.toml`.
    fn face(&self) -> &'static str {
        match self.style.as_str() {
            "zh" | "tw" | "yue" | "yue-hans" | "ja" | "ko" | "ms" => "zh",
            "fa" | "ar" => "fa",
            _ => "en",
        }
    }
}

fn joined(style: &NameStyle, family: &str, given: &str) -> String {
    let (first, last) = match style.order {
        Order::FamilyFirst => (family, given),
        Order::GivenFirst => (given, family),
    };
    format!("{first}{}{last}", style.joint)
}

fn is_han(text: &str) -> bool {
    text.chars().all(|letter| ('\u{4e00}'..='\u{9fff}').contains(&letter) || letter == '々')
}

/// Deals portraits so that the same face comes again as late as it can, and in another
/// town.
pub struct Faces<'a> {
    portraits: &'a [Portrait],
    /// What was dealt goes to the end of its pile.
    piles: HashMap<(bool, &'static str, bool), VecDeque<&'a str>>,
    /// Who lives in this town looks so already.
    here: HashSet<&'a str>,
    dice: Dice,
}

impl<'a> Faces<'a> {
    pub fn new(data: &'a Data, dice: Dice) -> Self {
        Self { portraits: &data.portraits, piles: HashMap::new(), here: HashSet::new(), dice }
    }

    /// From here on people live in another town.
    pub fn leave_town(&mut self) {
        self.here.clear();
    }

    /// The form kept in the database.
    pub fn deal(&mut self, person: &Person, years: u32) -> String {
        let elder = years >= ELDER_YEARS && self.dice.chance(0.5);
        let aged = if elder { self.top_of_pile(person, true) } else { None };
        let file = aged.or_else(|| self.top_of_pile(person, false)).unwrap_or("f001.webp");
        format!("drawn:{}", file.trim_end_matches(".webp"))
    }

    /// The next one that is new here. There are few elders: when they are out, one has
    /// kept her colour; in a big town others look like a neighbour.
    fn top_of_pile(&mut self, person: &Person, elder: bool) -> Option<&'a str> {
        let (gender, face) = (person.gender, person.face());
        let pile = self.piles.entry((gender == Gender::Woman, face, elder)).or_default();
        if pile.is_empty() {
            let fits = |portrait: &&Portrait| {
                portrait.gender == gender
                    && portrait.elder == elder
                    && portrait.fits.iter().any(|fit| fit == face)
            };
            pile.extend(self.portraits.iter().filter(fits).map(|portrait| portrait.file.as_str()));
            self.dice.shuffle(pile.make_contiguous());
        }
        let at = match pile.iter().position(|file| !self.here.contains(file)) {
            None if elder => return None,
            new => new.unwrap_or(0),
        };
        let file = pile.remove(at)?;
        pile.push_back(file);
        self.here.insert(file);
        Some(file)
    }
}

/// Slugs that nobody has yet.
#[derive(Default)]
pub struct Slugs(HashMap<String, u32>);

impl Slugs {
    /// The slug of `name`, with a number where it is taken.
    pub fn take(&mut self, name: &str) -> String {
        let wanted = slug(name);
        let times = self.0.entry(wanted.clone()).or_default();
        *times += 1;
        match *times {
            1 => wanted,
            number => format!("{wanted}-{number}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faces_fit_names() {
        let data = Data::read().expect("the files are sound");
        let mut dice = Dice::new(1);
        let mut faces = Faces::new(&data, dice.fork(0));
        for region in &data.regions.region {
            let person = Person::new(&data, &region.customs, &mut dice).expect("a known style");
            let years = u32::try_from(dice.between(1, 30)).expect("small");
            let stem = faces.deal(&person, years);
            let file = format!("{}.webp", stem.trim_start_matches("drawn:"));
            let portrait = data.portraits.iter().find(|portrait| portrait.file == file).expect("listed");
            assert!(portrait.gender == person.gender);
            assert!(portrait.fits.iter().any(|fit| fit == person.face()), "{stem} for {}", person.latin);
            assert!(!portrait.elder || years >= ELDER_YEARS);
        }
    }

    #[test]
    fn nobody_looks_like_a_neighbour_while_there_are_faces() {
        let data = Data::read().expect("the files are sound");
        let mut dice = Dice::new(2);
        let mut faces = Faces::new(&data, dice.fork(0));
        let home = &data.regions.region[0].customs;
        for _ in 0..8 {
            faces.leave_town();
            let people = (0..25).map(|_| Person::new(&data, home, &mut dice).expect("a known style"));
            let dealt: Vec<String> = people.map(|person| faces.deal(&person, ELDER_YEARS)).collect();
            assert_eq!(dealt.iter().collect::<HashSet<_>>().len(), dealt.len(), "{dealt:?}");
        }
    }

    #[test]
    fn chinese_names_have_no_gap() {
        let data = Data::read().expect("the files are sound");
        let home = &data.regions.region[0].customs;
        let person = Person::new(&data, home, &mut Dice::new(3)).expect("a known style");
        let name = person.name();
        assert!(name.text(Lang::ZhCn).chars().count() <= 4 && !name.text(Lang::ZhCn).contains(' '));
        assert!(name.text(Lang::En).is_ascii());
    }

    #[test]
    fn taken_slugs_get_a_number() {
        let mut slugs = Slugs::default();
        let taken = ["Wang Wei", "wang wei", "Wang-Wei", "Li"].map(|name| slugs.take(name));
        assert_eq!(taken, ["wang-wei", "wang-wei-2", "wang-wei-3", "li"]);
    }
}
