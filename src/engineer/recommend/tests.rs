use jiff::SignedDuration;

use crate::{
    clock::Random,
    engineer::{Engineer, Mode, Modes, Portrait},
    geo::Position,
    id::EngineerId,
    lang::Localized,
    review::Rating,
    tag::CountedTag,
};

use super::*;

const NOW: Timestamp = Timestamp::constant(1_795_392_000, 0);

struct Nth(u128);
impl Random for Nth {
    fn bits(&self) -> u128 {
        self.0
    }
}

/// Somebody well known, 5 km away, without a free time.
fn candidate(number: u128) -> Candidate {
    let engineer = Engineer {
        id: EngineerId::mint(NOW, &Nth(number)),
        slug: format!("engineer-{number}"),
        name: Localized::default(),
        words: Localized::default(),
        portrait: Portrait::Drawn("f001".to_owned()),
        years: 7,
        place: 1,
        position: Position { lat: 0.0, lon: 0.0 },
        zone: "UTC".to_owned(),
        modes: Modes::of([Mode::Visit, Mode::Home]),
        rating: Rating([1, 1, 2, 10, 26]),
        served: 90,
        next_visit: None,
        next_home: None,
        active: true,
        account: None,
        created_at: NOW,
        tags: Vec::new(),
    };
    Candidate { engineer, distance_km: Some(5.0), favourite: false, served_you_at: None }
}

fn newcomer(number: u128) -> Candidate {
    let mut newcomer = candidate(number);
    newcomer.engineer.rating = Rating([0, 0, 0, 0, NEWCOMER_REVIEWS - 1]);
    newcomer.distance_km = Some(40.0);
    newcomer
}

fn search() -> Search {
    Search { need: Some("screen"), mode: Some(Mode::Visit), ..Search::default() }
}

fn ask(candidates: Vec<Candidate>) -> Vec<Pick> {
    recommend(Asker { search: &search(), languages: &["cmn-wuhan", "zh"], now: NOW }, candidates)
}

fn order(picks: &[Pick]) -> Vec<EngineerId> {
    picks.iter().map(|pick| pick.candidate.engineer.id).collect()
}

fn ids(candidates: &[&Candidate]) -> Vec<EngineerId> {
    candidates.iter().map(|candidate| candidate.engineer.id).collect()
}

fn tag(kind: TagKind, key: &'static str, count: u32) -> CountedTag {
    CountedTag { kind, key, count }
}

/// A stream of numbers that look like chance: xorshift.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: u32) -> u32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        u32::try_from(self.0 % u64::from(bound)).expect("below the bound")
    }

    fn anybody(&mut self, number: u128) -> Candidate {
        let mut anybody = candidate(number);
        let most = [5, 60, 600][self.below(3) as usize];
        anybody.engineer.rating = Rating(std::array::from_fn(|_| self.below(most)));
        anybody.distance_km = (self.below(4) > 0).then(|| f64::from(self.below(600)) / 10.0);
        anybody.favourite = self.below(10) == 0;
        anybody.served_you_at = (self.below(5) == 0).then_some(NOW);
        if self.below(2) == 0 {
            anybody.engineer.tags.push(tag(TagKind::Need, "screen", self.below(300)));
        }
        if self.below(2) == 0 {
            anybody.engineer.tags.push(tag(TagKind::Language, "zh", 0));
        }
        let hours = SignedDuration::from_hours(self.below(200).into());
        anybody.engineer.next_visit = (self.below(3) > 0).then(|| NOW + hours);
        anybody
    }

    fn crowd(&mut self) -> Vec<Candidate> {
        let size = 1 + self.below(20);
        (1..=u128::from(size)).map(|number| self.anybody(number)).collect()
    }
}

/// The place of somebody among all, as the score has it.
fn place(id: EngineerId, crowd: &[Candidate]) -> usize {
    let search = search();
    let asker = Asker { search: &search, languages: &["zh"], now: NOW };
    let of = |candidate: &&Candidate| candidate.engineer.id == id;
    let own = score(asker, crowd.iter().find(of).expect("is there"));
    crowd.iter().filter(|other| score(asker, other) > own).count()
}

#[test]
fn a_good_review_never_lowers_the_rank() {
    let mut dice = Dice(7);
    for _ in 0..500 {
        let mut crowd = dice.crowd();
        let id = crowd[0].engineer.id;
        let before = place(id, &crowd);
        for stars in [4, 5, 5, 5] {
            crowd[0].engineer.rating = crowd[0].engineer.rating.plus(stars);
            assert!(place(id, &crowd) <= before);
        }
    }
}

#[test]
fn a_bad_review_never_raises_it() {
    let mut dice = Dice(8);
    for _ in 0..500 {
        let mut crowd = dice.crowd();
        let id = crowd[0].engineer.id;
        let before = place(id, &crowd);
        crowd[0].engineer.rating = crowd[0].engineer.rating.plus(1);
        assert!(place(id, &crowd) >= before);
    }
}

#[test]
fn a_closer_twin_never_ranks_lower() {
    let mut dice = Dice(9);
    for _ in 0..500 {
        let mut crowd = dice.crowd();
        let mut twin = crowd[0].clone();
        let km = f64::from(1 + dice.below(500)) / 10.0;
        (crowd[0].distance_km, twin.distance_km) = (Some(km), Some(km / 2.0));
        // Her id sorts last, which decides between equals.
        twin.engineer.id = EngineerId::mint(NOW, &Nth(u128::MAX));
        let (far, near) = (crowd[0].engineer.id, twin.engineer.id);
        crowd.push(twin);
        let picks = order(&ask(crowd));
        let at = |id| picks.iter().position(|pick| *pick == id).unwrap_or(usize::MAX);
        assert!(at(near) <= at(far));
    }
}

#[test]
fn the_same_question_has_the_same_answer() {
    let mut dice = Dice(10);
    for _ in 0..200 {
        let crowd = dice.crowd();
        let picks = ask(crowd.clone());
        assert_eq!(picks.len(), crowd.len().min(PICKS));
        let mut reversed = crowd;
        reversed.reverse();
        let again = ask(reversed);
        assert_eq!(order(&picks), order(&again));
        for (pick, again) in picks.iter().zip(&again) {
            assert_eq!(pick.reasons, again.reasons);
        }
    }
}

#[test]
fn a_favourite_comes_first() {
    let mut dice = Dice(11);
    for _ in 0..500 {
        let mut crowd = dice.crowd();
        crowd.iter_mut().for_each(|candidate| candidate.favourite = false);
        let chosen = dice.below(u32::try_from(crowd.len()).expect("few")) as usize;
        crowd[chosen].favourite = true;
        let id = crowd[chosen].engineer.id;
        let picks = ask(crowd);
        assert_eq!(picks[0].candidate.engineer.id, id);
        assert_eq!(picks[0].reasons[0], Reason::YourExpert);
    }
}

#[test]
fn one_place_goes_to_newcomers_in_turn() {
    let known: Vec<_> = (1..=4).map(candidate).collect();
    let mut disliked = newcomer(7);
    disliked.engineer.rating = Rating([1, 0, 0, 0, 3]);
    let newcomers = [newcomer(5), newcomer(6), disliked];
    let crowd = [&known[..], &newcomers].concat();
    let on = |hours: i64| {
        let now = NOW + SignedDuration::from_hours(hours);
        let picks = recommend(Asker { search: &search(), languages: &[], now }, crowd.clone());
        assert_eq!(order(&picks)[..2], ids(&[&known[0], &known[1]]));
        assert!(picks[2].reasons.contains(&Reason::Newcomer));
        picks[2].candidate.engineer.id
    };
    let turns = [on(0), on(24), on(48), on(72)];
    let [five, six] = [newcomers[0].engineer.id, newcomers[1].engineer.id];
    assert!(turns == [five, six, five, six] || turns == [six, five, six, five], "{turns:?}");
    // It is midnight in Greenwich: the same answer all day.
    assert_eq!([on(1), on(12), on(23)], [turns[0]; 3]);
}

#[test]
fn who_is_picked_anyway_takes_no_place_from_others() {
    let known: Vec<_> = (1..=4).map(candidate).collect();
    let mut near = newcomer(5);
    near.distance_km = Some(0.0);
    let crowd = [&known[..], &[near.clone(), newcomer(6)]].concat();
    assert_eq!(order(&ask(crowd)), ids(&[&near, &known[0], &known[1]]));
    let few = [&known[..2], &[newcomer(5)]].concat();
    assert_eq!(ask(few).len(), 3);
}

#[test]
fn no_favourite_goes_for_a_newcomer() {
    let mut known: Vec<_> = (1..=3).map(candidate).collect();
    known.iter_mut().for_each(|candidate| candidate.favourite = true);
    let crowd = [&known[..], &[newcomer(5)]].concat();
    assert_eq!(order(&ask(crowd)), ids(&[&known[0], &known[1], &known[2]]));
}

#[test]
fn reasons_are_facts() {
    let mut known = candidate(1);
    let tomorrow = NOW + SignedDuration::from_hours(26);
    known.engineer.next_visit = Some(tomorrow);
    known.engineer.next_home = Some(NOW);
    known.engineer.tags = vec![tag(TagKind::Need, "screen", 41), tag(TagKind::Language, "zh", 0)];
    let similar = Reason::Similar { kind: TagKind::Need, key: "screen", count: 41, outcome: None };
    let speaks = Reason::Speaks { language: "zh" };
    let near = Reason::Near { km: 5.0 };
    let favourable = Reason::Favourable { percent: 90, reviews: 40 };
    assert_eq!(
        ask(vec![known.clone()])[0].reasons,
        [similar.clone(), near.clone(), speaks, favourable.clone()]
    );

    known.engineer.tags = vec![tag(TagKind::Product, "screen", 41), tag(TagKind::Language, "yue", 0)];
    let soon = Reason::FreeSoon { at: tomorrow };
    assert_eq!(ask(vec![known.clone()])[0].reasons, [near, favourable.clone(), soon]);

    known.engineer.next_visit = Some(NOW + SignedDuration::from_hours(49));
    known.distance_km = None;
    assert_eq!(ask(vec![known.clone()])[0].reasons, [favourable]);

    known.served_you_at = Some(NOW - SignedDuration::from_hours(24));
    known.favourite = true;
    known.engineer.rating = Rating::default();
    let served = Reason::ServedYou { at: NOW - SignedDuration::from_hours(24) };
    assert_eq!(ask(vec![known])[0].reasons, [Reason::YourExpert, served, Reason::Newcomer]);
}

#[test]
fn without_a_need_a_case_of_the_same_product_is_alike() {
    let product = |need| Search { product: Some("laptop"), need, ..search() };
    let reasons = |search: &Search| {
        let mut known = candidate(1);
        known.engineer.tags = vec![tag(TagKind::Product, "laptop", 7)];
        recommend(Asker { search, languages: &[], now: NOW }, vec![known]).remove(0).reasons
    };
    let similar = Reason::Similar { kind: TagKind::Product, key: "laptop", count: 7, outcome: None };
    assert_eq!(reasons(&product(None))[0], similar);
    assert!(!reasons(&product(Some("screen"))).contains(&similar), "she repaired other things");
}

#[test]
fn each_pick_is_told_her_own_outcome() {
    let mut known = [1, 2, 3].map(candidate);
    for candidate in &mut known[..2] {
        candidate.engineer.tags = vec![tag(TagKind::Need, "screen", 41)];
    }
    let [first, second, third] = known.each_ref().map(|candidate| candidate.engineer.id);
    let outcome = |reviews| Outcome { reviews, favourable: reviews - 1 };
    let mut picks = ask(known.to_vec());
    picks.iter_mut().for_each(|pick| pick.add_outcome(&[(third, outcome(9)), (second, outcome(38))]));
    let told = |id| {
        let pick = picks.iter().find(|pick| pick.candidate.engineer.id == id).expect("picked");
        pick.reasons.iter().find_map(|reason| match reason {
            Reason::Similar { outcome, .. } => Some(*outcome),
            _ => None,
        })
    };
    assert_eq!([first, second, third].map(told), [Some(None), Some(Some(outcome(38))), None]);
}

#[test]
fn at_most_four_reasons_are_given_the_strongest_first() {
    let mut dice = Dice(12);
    for _ in 0..500 {
        for pick in ask(dice.crowd()) {
            assert!(pick.reasons.len() <= 4);
            let places: Vec<_> = pick.reasons.iter().map(strength).collect();
            assert!(places.is_sorted(), "{:?}", pick.reasons);
        }
    }
}

/// 0 is the strongest.
fn strength(reason: &Reason) -> usize {
    match reason {
        Reason::YourExpert => 0,
        Reason::ServedYou { .. } => 1,
        Reason::Similar { .. } => 2,
        Reason::Near { .. } => 3,
        Reason::Speaks { .. } => 4,
        Reason::Newcomer | Reason::Favourable { .. } => 5,
        Reason::FreeSoon { .. } => 6,
    }
}

#[test]
fn the_most_local_language_is_named() {
    let mut known = candidate(1);
    known.engineer.tags = vec![tag(TagKind::Language, "zh", 0), tag(TagKind::Language, "cmn-wuhan", 0)];
    let reasons = ask(vec![known]).remove(0).reasons;
    assert!(reasons.contains(&Reason::Speaks { language: "cmn-wuhan" }));
}

#[test]
fn a_language_that_nobody_asked_for_counts_half() {
    let mut speaker = candidate(1);
    speaker.engineer.tags = vec![tag(TagKind::Language, "yue", 0)];
    let adds = |language| {
        let search = Search { language, ..search() };
        let asker = Asker { search: &search, languages: &["yue"], now: NOW };
        score(asker, &speaker) - score(asker, &candidate(1))
    };
    let most = Part::Language.most();
    assert!((adds(Some("yue")) - most).abs() < 1e-9);
    assert!((adds(None) - most / 2.0).abs() < 1e-9);
}

#[test]
fn nobody_is_recommended_when_nobody_fits() {
    assert!(ask(Vec::new()).is_empty());
}
