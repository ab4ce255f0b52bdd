use crate::id::BayId;

use super::*;
use ActorKind::{Customer, Desk, Engineer, System};
use LegState as S;

const KINDS: [ActorKind; 4] = [Customer, Engineer, Desk, System];
const MODES: [Mode; 3] = [Mode::Online, Mode::Visit, Mode::Home];
const WAITING: &[S] = &[S::Requested, S::Proposed];
const MOVABLE: &[S] = &[S::Requested, S::Proposed, S::Confirmed];

fn bay() -> BayId {
    "01ARZ3NDEKTSV4RRFFQ69G5FAV".parse().expect("an id")
}

fn standing(state: S, mode: Mode) -> Standing {
    let proposed_start = (state == S::Proposed).then_some(START + minutes(600));
    let end = START + minutes(60);
    Standing { state, mode, start: START, end, proposed_start, walk_in: false }
}

/// The rule as a person would write it down: who makes the move, from which states,
/// where it leads, and an instant at which nothing stands in its way.
struct Rule {
    step: Move,
    who: ActorKind,
    from: &'static [S],
    to: Option<S>,
    when: Timestamp,
}

fn rules(mode: Mode) -> Vec<Rule> {
    let host = if mode == Mode::Visit { Desk } else { Engineer };
    let (start_from, bays): (&[S], _) =
        if mode == Mode::Visit { (&[S::Arrived], vec![bay()]) } else { (&[S::Confirmed], vec![]) };
    let close_from: &[S] = match mode {
        Mode::Visit => &[S::Confirmed, S::Arrived, S::InService],
        _ => &[S::Confirmed, S::InService],
    };
    let decline_from = if mode == Mode::Visit { WAITING } else { MOVABLE };
    let early = START - minutes(24 * 60);
    let other = time(START + minutes(120));
    let note = || "note".to_owned();
    let rule = |step, who, from, to, when| Rule { step, who, from, to: Some(to), when };
    vec![
        rule(Move::Confirm, host, &[S::Requested], S::Confirmed, early),
        rule(Move::Propose { time: other, bays: bays.clone() }, host, WAITING, S::Proposed, early),
        rule(Move::AcceptProposal, Customer, &[S::Proposed], S::Confirmed, early),
        rule(Move::Decline { reason: note() }, host, decline_from, S::Declined, early),
        rule(Move::Cancel { reason: None }, Customer, MOVABLE, S::Cancelled, early),
        rule(Move::Reschedule { time: other, bays }, Customer, MOVABLE, S::Requested, early),
        Rule {
            step: Move::AssignBay { bay: bay() },
            who: Desk,
            from: &[S::Requested, S::Confirmed, S::Arrived],
            to: None,
            when: early,
        },
        rule(Move::CheckIn, Desk, &[S::Confirmed], S::Arrived, START),
        rule(Move::NoShow, host, &[S::Confirmed], S::NoShow, START + minutes(15)),
        rule(Move::Attest, Customer, &[S::NoShow], S::Done, START + minutes(15)),
        rule(Move::Start, Engineer, start_from, S::InService, START),
        rule(Move::Finish { done: note(), next: None }, Engineer, &[S::InService], S::Done, START),
        rule(Move::Close, System, close_from, S::Done, START + minutes(13 * 60)),
        rule(Move::Lapse, System, WAITING, S::Lapsed, START + minutes(600)),
    ]
}

#[test]
fn every_move_by_everybody_from_every_state() {
    let mut allowed = 0;
    for mode in MODES {
        for Rule { step, who, from, to, when } in rules(mode) {
            for (state, by) in S::ALL.into_iter().flat_map(|state| KINDS.map(|by| (state, by))) {
                let at_a_counter = matches!(step, Move::AssignBay { .. } | Move::CheckIn);
                let may = by == who && (mode == Mode::Visit || !at_a_counter);
                // A visit for which nobody was checked in did not take place.
                let unseen = step == Move::Close && mode == Mode::Visit && state == S::Confirmed;
                let to = if unseen { Some(S::NoShow) } else { to };
                let wanted = match (may, from.contains(&state)) {
                    (false, _) => Err(MoveRefusal::NotYours),
                    (true, false) => Err(MoveRefusal::WrongState(state)),
                    (true, true) => Ok(to.unwrap_or(state)),
                };
                allowed += usize::from(wanted.is_ok());
                let answer = check_move(standing(state, mode), by, &step, when);
                assert_eq!(answer, wanted, "{step:?} by {by:?} from {state:?} ({mode:?})");
            }
        }
    }
    // A rule that is dropped from both sides would go unnoticed.
    assert_eq!(allowed, 25 + 2 * 21);
}

#[test]
fn the_end_is_the_end() {
    let ends = [S::Done, S::Declined, S::Cancelled, S::NoShow, S::Lapsed];
    for Rule { step, who, from, when, .. } in rules(Mode::Visit) {
        for end in ends.into_iter().filter(|end| !from.contains(end)) {
            assert!(!end.is_open());
            let answer = check_move(standing(end, Mode::Visit), who, &step, when);
            assert_eq!(answer, Err(MoveRefusal::WrongState(end)));
        }
    }
}

/// Asks just before and at the instant in which the answer changes.
fn changes_at(
    edge: Timestamp,
    before: Result<S, MoveRefusal>,
    at: Result<S, MoveRefusal>,
    ask: impl Fn(Timestamp) -> Result<S, MoveRefusal>,
) {
    assert_eq!(ask(edge - MS), before);
    assert_eq!(ask(edge), at);
}

#[test]
fn what_nobody_finishes_is_over_twelve_hours_after_its_end() {
    let ask = |now| check_move(standing(S::InService, Mode::Home), System, &Move::Close, now);
    changes_at(START + minutes(60 + 12 * 60), Err(MoveRefusal::TooEarly), Ok(S::Done), ask);
}

#[test]
fn a_request_is_confirmed_before_it_starts() {
    let ask = |now| check_move(standing(S::Requested, Mode::Visit), Desk, &Move::Confirm, now);
    changes_at(START, Ok(S::Confirmed), Err(MoveRefusal::TooLate), ask);
}

#[test]
fn a_proposal_is_accepted_before_its_own_start() {
    let ask = |now| check_move(standing(S::Proposed, Mode::Visit), Customer, &Move::AcceptProposal, now);
    changes_at(START + minutes(600), Ok(S::Confirmed), Err(MoveRefusal::TooLate), ask);
}

#[test]
fn what_is_confirmed_can_be_changed_until_two_hours_before() {
    let other = time(START + minutes(1_000));
    let steps = [
        (Move::Cancel { reason: None }, S::Cancelled),
        (Move::Reschedule { time: other, bays: vec![] }, S::Requested),
    ];
    for (step, to) in steps {
        let ask = |now| check_move(standing(S::Confirmed, Mode::Visit), Customer, &step, now);
        changes_at(START - minutes(120) + MS, Ok(to), Err(MoveRefusal::TooLate), ask);
        // What nobody has answered yet can be taken back at any time.
        for state in WAITING {
            assert_eq!(check_move(standing(*state, Mode::Visit), Customer, &step, START), Ok(to));
        }
    }
}

#[test]
fn a_home_call_can_be_moved_until_two_hours_before_and_cancelled_until_it_begins() {
    let ask = |step: Move| move |now| check_move(standing(S::Confirmed, Mode::Home), Customer, &step, now);
    let move_it = Move::Reschedule { time: time(START + minutes(1_000)), bays: vec![] };
    changes_at(START - minutes(120) + MS, Ok(S::Requested), Err(MoveRefusal::TooLate), ask(move_it));
    assert_eq!(ask(Move::Cancel { reason: None })(START + minutes(10)), Ok(S::Cancelled));
    let begun = standing(S::InService, Mode::Home);
    let late = check_move(begun, Customer, &Move::Cancel { reason: None }, START);
    assert_eq!(late, Err(MoveRefusal::WrongState(S::InService)));
}

#[test]
fn a_home_call_is_called_off_before_it_begins() {
    let decline = Move::Decline { reason: "Ill.".to_owned() };
    let ask = |now| check_move(standing(S::Confirmed, Mode::Home), Engineer, &decline, now);
    changes_at(START, Ok(S::Declined), Err(MoveRefusal::TooLate), ask);
}

#[test]
fn a_time_that_has_come_is_not_asked_for() {
    let other = START + minutes(300);
    let (time, bays) = (time(other), vec![]);
    let propose = Move::Propose { time, bays: bays.clone() };
    let ask = |now| check_move(standing(S::Requested, Mode::Home), Engineer, &propose, now);
    changes_at(other, Ok(S::Proposed), Err(MoveRefusal::TooLate), ask);
    let reschedule = Move::Reschedule { time, bays };
    let ask = |now| check_move(standing(S::Requested, Mode::Home), Customer, &reschedule, now);
    changes_at(other, Ok(S::Requested), Err(MoveRefusal::TooLate), ask);
}

#[test]
fn a_walk_in_is_taken_back_by_the_desk_until_she_is_served() {
    let cancel = Move::Cancel { reason: None };
    for (state, by) in S::ALL.into_iter().flat_map(|state| KINDS.map(|by| (state, by))) {
        let walk_in = Standing { walk_in: true, ..standing(state, Mode::Visit) };
        let wanted = match (by, state) {
            (Desk, S::Arrived) => Ok(S::Cancelled),
            (Desk, _) => Err(MoveRefusal::WrongState(state)),
            _ => Err(MoveRefusal::NotYours),
        };
        assert_eq!(check_move(walk_in, by, &cancel, START + minutes(30)), wanted, "{by:?} from {state:?}");
    }
    let invited = standing(S::Arrived, Mode::Visit);
    assert_eq!(check_move(invited, Desk, &cancel, START), Err(MoveRefusal::NotYours));
}

#[test]
fn service_begins_an_hour_early_at_most() {
    let hour_before = START - minutes(60);
    let ask = |now| check_move(standing(S::Confirmed, Mode::Visit), Desk, &Move::CheckIn, now);
    changes_at(hour_before, Err(MoveRefusal::TooEarly), Ok(S::Arrived), ask);
    let ask = |now| check_move(standing(S::Confirmed, Mode::Home), Engineer, &Move::Start, now);
    changes_at(hour_before, Err(MoveRefusal::TooEarly), Ok(S::InService), ask);
    // Who has arrived is served whenever the engineer is ready.
    let ask = |now| check_move(standing(S::Arrived, Mode::Visit), Engineer, &Move::Start, now);
    assert_eq!(ask(hour_before - MS), Ok(S::InService));
}

#[test]
fn nobody_is_missed_before_a_quarter_of_an_hour() {
    for (mode, host) in [(Mode::Visit, Desk), (Mode::Home, Engineer)] {
        let ask = |now| check_move(standing(S::Confirmed, mode), host, &Move::NoShow, now);
        changes_at(START + minutes(15), Err(MoveRefusal::TooEarly), Ok(S::NoShow), ask);
    }
}

#[test]
fn the_customer_says_for_a_week_that_it_took_place() {
    for mode in [Mode::Visit, Mode::Home] {
        let ask = |now| check_move(standing(S::NoShow, mode), Customer, &Move::Attest, now);
        let until = START + minutes(60) + minutes(7 * 24 * 60);
        assert_eq!(ask(START + minutes(15)), Ok(S::Done), "as soon as it counts as missed");
        assert_eq!(ask(until), Ok(S::Done));
        assert_eq!(ask(until + SignedDuration::from_millis(1)), Err(MoveRefusal::TooLate));
    }
}

#[test]
fn what_nobody_answers_lapses_when_its_time_has_come() {
    let ask = |now| check_move(standing(S::Requested, Mode::Visit), System, &Move::Lapse, now);
    changes_at(START, Err(MoveRefusal::TooEarly), Ok(S::Lapsed), ask);
    let ask = |now| check_move(standing(S::Proposed, Mode::Visit), System, &Move::Lapse, now);
    changes_at(START + minutes(600), Err(MoveRefusal::TooEarly), Ok(S::Lapsed), ask);
}

#[test]
fn words_of_the_database_are_read_back() {
    for state in S::ALL {
        assert_eq!(S::parse(state.as_str()), Some(state));
    }
    for kind in EventKind::ALL {
        assert_eq!(EventKind::parse(kind.as_str()), Some(kind));
    }
    for kind in KINDS {
        assert_eq!(ActorKind::parse(kind.as_str()), Some(kind));
    }
    assert_eq!(S::parse("lost"), None);
}
