use crate::{
    account::{Account, Viewer},
    id::{AccountId, EngineerId, PointId},
    lang::{Lang, Localized},
};

use super::*;

/// Identifiers that differ in their last character.
fn id<T: std::str::FromStr>(last: char) -> T {
    let Ok(id) = format!("01ARZ3NDEKTSV4RRFFQ69G5FA{last}").parse() else { panic!("no id") };
    id
}

fn viewer(account: char) -> Viewer {
    let account = Account {
        id: id(account),
        email: "somebody@example.org".parse().expect("an address"),
        name: "Somebody".to_owned(),
        phone: None,
        lang: Lang::En,
        generation: 0,
        operator: false,
        email_confirmed_at: None,
        deactivated_at: None,
        created_at: START,
    };
    Viewer { account, engineer: None, desks: Vec::new() }
}

const CUSTOMER: char = 'A';

fn customer() -> Viewer {
    viewer(CUSTOMER)
}

fn engineer(engineer: char) -> Viewer {
    Viewer { engineer: Some(id::<EngineerId>(engineer)), ..viewer('B') }
}

fn staff(point: char) -> Viewer {
    Viewer { desks: vec![id::<PointId>(point)], ..viewer('C') }
}

fn operator() -> Viewer {
    let mut operator = viewer('D');
    operator.account.operator = true;
    operator
}

/// A leg of engineer E; a visit is at point P.
fn leg(mode: Mode, state: LegState) -> Leg {
    let point = PointRef {
        id: id('P'),
        slug: "p".to_owned(),
        name: Localized::default(),
        address: "1 Main Street".to_owned(),
        position: Position { lat: 0.0, lon: 0.0 },
    };
    Leg {
        id: id('1'),
        case: id('2'),
        number: 1,
        engineer: EngineerRef {
            id: id('E'),
            slug: "e".to_owned(),
            name: Localized::default(),
            portrait: Portrait::Drawn("f001".to_owned()),
        },
        mode,
        point: (mode == Mode::Visit).then_some(point),
        bay: None,
        start: START,
        end: START + minutes(45),
        busy_until: START + minutes(45),
        zone: "UTC".to_owned(),
        state,
        proposed: None,
        requested_at: START,
        answer_by: START,
        reason: None,
        done_note: None,
        next_note: None,
        reviewed: false,
        customer: Some(id::<AccountId>(CUSTOMER)),
        customer_name: "Ada".to_owned(),
        product: None,
        need: None,
        description: String::new(),
    }
}

fn case(legs: Vec<Leg>) -> Case {
    Case {
        id: id('2'),
        customer: Some(id(CUSTOMER)),
        customer_name: "Ada".to_owned(),
        customer_phone: None,
        engineer_phone: None,
        product: None,
        need: None,
        description: String::new(),
        created_at: START,
        photos: Vec::new(),
        legs,
        events: Vec::new(),
    }
}

fn event(kind: EventKind) -> Event {
    Event {
        case: id('2'),
        number: 1,
        leg: id('1'),
        at: START,
        kind,
        actor: ActorKind::Customer,
        actor_name: "Ada".to_owned(),
        note: None,
        start: None,
    }
}

#[test]
fn who_has_a_part_in_a_case_sees_it() {
    for state in LegState::ALL {
        let visit = case(vec![leg(Mode::Visit, state)]);
        let home = case(vec![leg(Mode::Home, state)]);
        assert_eq!(access(&customer(), &visit), Some(Access::Customer));
        assert_eq!(access(&customer(), &home), Some(Access::Customer));
        let kept = !matches!(state, LegState::Declined | LegState::Cancelled | LegState::Lapsed);
        assert_eq!(access(&engineer('E'), &visit), kept.then_some(Access::Engineer), "{state:?}");
        assert_eq!(access(&staff('P'), &visit), kept.then_some(Access::Desk), "{state:?}");
        assert_eq!(access(&engineer('E'), &home), kept.then_some(Access::Engineer), "{state:?}");
    }
}

#[test]
fn nobody_else_does() {
    for state in LegState::ALL {
        let visit = case(vec![leg(Mode::Visit, state)]);
        let home = case(vec![leg(Mode::Home, state)]);
        for stranger in [viewer('X'), engineer('F'), staff('Q'), operator()] {
            assert_eq!(access(&stranger, &visit), None);
            assert_eq!(access(&stranger, &home), None);
        }
        assert_eq!(access(&staff('P'), &home), None);
    }
}

#[test]
fn a_case_of_nobody_is_not_everybodys() {
    let walk_in = Case { customer: None, ..case(vec![leg(Mode::Visit, LegState::Arrived)]) };
    assert_eq!(access(&customer(), &walk_in), None);
    assert_eq!(access(&staff('P'), &walk_in), Some(Access::Desk));
}

#[test]
fn every_leg_gives_a_part_in_the_case() {
    let mut second = leg(Mode::Visit, LegState::Requested);
    (second.number, second.engineer.id) = (2, id('F'));
    let both = case(vec![leg(Mode::Home, LegState::Done), second]);
    assert_eq!(access(&engineer('E'), &both), Some(Access::Engineer));
    assert_eq!(access(&engineer('F'), &both), Some(Access::Engineer));
    assert_eq!(access(&staff('P'), &both), Some(Access::Desk));
}

#[test]
fn what_was_called_off_or_lapsed_is_seen_by_who_had_agreed_to_it() {
    use EventKind::{Arrived, Confirmed, ProposalAccepted, Proposed, Requested, Rescheduled};
    for (kinds, kept) in [
        (&[Requested][..], false),
        (&[Requested, Rescheduled], false),
        (&[Requested, Proposed], false),
        (&[Requested, Confirmed], true),
        (&[Requested, Confirmed, Rescheduled], true),
        (&[Requested, ProposalAccepted], true),
        (&[Arrived], true),
    ] {
        for ended in [LegState::Cancelled, LegState::Lapsed] {
            let mut case = case(vec![leg(Mode::Visit, ended)]);
            case.events = kinds.iter().map(|kind| event(*kind)).collect();
            assert_eq!(access(&engineer('E'), &case), kept.then_some(Access::Engineer), "{kinds:?}");
            assert_eq!(access(&staff('P'), &case), kept.then_some(Access::Desk), "{kinds:?}");
            assert_eq!(access(&customer(), &case), Some(Access::Customer), "{kinds:?}");
        }
    }
}

/// Declined by one, the case goes on with another.
#[test]
fn who_declined_has_no_part_in_what_comes_after() {
    let mut second = leg(Mode::Visit, LegState::Confirmed);
    (second.number, second.engineer.id) = (2, id('F'));
    second.point.as_mut().expect("a visit").id = id('Q');
    let case = case(vec![leg(Mode::Visit, LegState::Declined), second]);
    assert_eq!(access(&engineer('E'), &case), None);
    assert_eq!(access(&staff('P'), &case), None);
    assert_eq!(access(&engineer('F'), &case), Some(Access::Engineer));
    assert_eq!(access(&staff('Q'), &case), Some(Access::Desk));
}

#[test]
fn the_number_for_a_home_call_is_shown_with_the_address() {
    for state in LegState::ALL {
        let (home, visit) = (leg(Mode::Home, state), leg(Mode::Visit, state));
        assert_eq!(may_see_phone(&engineer('E'), &home), may_see_address(&engineer('E'), &home), "{state:?}");
        for serving in [staff('P'), engineer('E')] {
            assert_eq!(may_see_phone(&serving, &visit), state.is_open(), "{state:?}");
        }
        for other in [viewer('X'), engineer('F'), staff('Q'), operator()] {
            assert!(!may_see_phone(&other, &visit) && !may_see_phone(&other, &home), "{state:?}");
        }
    }
    assert!(!may_see_phone(&engineer('E'), &leg(Mode::Home, LegState::Requested)));
}

/// Invariant 6 of the design.
#[test]
fn an_address_is_shown_to_the_engineer_from_confirmation_to_the_end() {
    for mode in [Mode::Online, Mode::Visit, Mode::Home] {
        for state in LegState::ALL {
            let leg = leg(mode, state);
            let home = mode == Mode::Home;
            let under_way = matches!(state, LegState::Confirmed | LegState::InService);
            assert_eq!(may_see_address(&engineer('E'), &leg), home && under_way, "{mode:?} {state:?}");
            assert_eq!(may_see_address(&customer(), &leg), home);
            for other in [viewer('X'), engineer('F'), staff('P'), operator()] {
                assert!(!may_see_address(&other, &leg), "{mode:?} {state:?}");
            }
        }
    }
}

#[test]
fn the_leg_that_goes_on_is_current() {
    let numbered = |number, state| Leg { number, ..leg(Mode::Visit, state) };
    let current = |legs| case(legs).current().map(|leg| leg.number);
    let (done, open) = (LegState::Done, LegState::Confirmed);
    assert_eq!(current(vec![numbered(1, done), numbered(2, open), numbered(3, done)]), Some(2));
    assert_eq!(current(vec![numbered(1, done), numbered(2, done)]), Some(2));
    assert_eq!(current(vec![]), None);
}
