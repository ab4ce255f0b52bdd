//! A day by time and bay: a table from 48rem, a list on phones. The roles are
//! written out because the list is laid out as blocks.

use handpick::{id::BayId, point::Bay};
use jiff::Timestamp;
use leptos::prelude::*;

use crate::{catalogue::Messages, when::When};

/// One appointment, drawn by the page it stands on.
pub struct Slot {
    pub start: Timestamp,
    pub end: Timestamp,
    pub bay: Option<BayId>,
    /// The customer is here.
    pub here: bool,
    pub face: AnyView,
}

/// A row of the board: everything that starts at one time.
struct Row {
    start: Timestamp,
    now: bool,
    slots: Vec<Slot>,
}

#[component]
pub fn Board(t: Messages, when: When, now: Timestamp, bays: Vec<Bay>, slots: Vec<Slot>) -> impl IntoView {
    let columns = columns(t, bays, &slots);
    let heads = columns.iter().map(|(_, label)| {
        view! { <th scope="col" role="columnheader">{label.clone()}</th> }
    });
    let heads = heads.collect_view();
    let rows = rows(slots, now).into_iter().map(|row| row_view(&when, &columns, row));
    view! {
        <table class="board" role="table" aria-labelledby="board-h">
            <thead role="rowgroup">
                <tr role="row"><th scope="col" role="columnheader">{t.desk_time()}</th>{heads}</tr>
            </thead>
            <tbody role="rowgroup">{rows.collect_view()}</tbody>
        </table>
    }
}

/// The bays in use, and those no longer used that somebody is booked at.
fn columns(t: Messages, bays: Vec<Bay>, slots: &[Slot]) -> Vec<(Option<BayId>, String)> {
    let used = |bay: &Bay| slots.iter().any(|slot| slot.bay == Some(bay.id));
    let bays = bays.into_iter().filter(|bay| bay.active || used(bay));
    let mut columns: Vec<_> = bays.map(|bay| (Some(bay.id), t.desk_bay_label(bay.label))).collect();
    if slots.iter().any(|slot| slot.bay.is_none()) {
        columns.push((None, t.desk_no_bay().to_owned()));
    }
    columns
}

/// By start; a row is now while one of its appointments lasts or its customer is here.
fn rows(mut slots: Vec<Slot>, now: Timestamp) -> Vec<Row> {
    slots.sort_by_key(|slot| slot.start);
    let mut rows: Vec<Row> = Vec::new();
    for slot in slots {
        let is_now = slot.here || (slot.start <= now && now < slot.end);
        match rows.last_mut() {
            Some(row) if row.start == slot.start => {
                row.now |= is_now;
                row.slots.push(slot);
            }
            _ => rows.push(Row { start: slot.start, now: is_now, slots: vec![slot] }),
        }
    }
    rows
}

fn row_view(when: &When, columns: &[(Option<BayId>, String)], row: Row) -> impl IntoView + use<> {
    let mut slots = row.slots;
    let cells = columns.iter().map(|(bay, _)| {
        let here: Vec<_> = slots.extract_if(.., |slot| slot.bay == *bay).map(|slot| slot.face).collect();
        view! { <td role="cell">{here}</td> }
    });
    let cells = cells.collect_view();
    view! {
        <tr role="row" class=row.now.then_some("board-now")>
            <th scope="row" role="rowheader">
                <time datetime=when.machine(row.start)>{when.time(row.start)}</time>
            </th>
            {cells}
        </tr>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slot(start: i64, end: i64) -> Slot {
        let at = |minute: i64| Timestamp::from_second(minute * 60).unwrap();
        Slot { start: at(start), end: at(end), bay: None, here: false, face: ().into_any() }
    }

    #[test]
    fn what_starts_together_stands_in_one_row_and_the_present_is_marked() {
        let now = Timestamp::from_second(50 * 60).unwrap();
        let rows = rows(vec![slot(90, 120), slot(0, 45), slot(45, 90), slot(0, 30)], now);
        let seen: Vec<_> = rows.iter().map(|row| (row.slots.len(), row.now)).collect();
        assert_eq!(seen, [(2, false), (1, true), (1, false)]);
    }
}
