//! The most used open-source peer, Easy!Appointments 1.6 (PHP with opcache, MariaDB), as it
//! was measured on a machine of this kind: what it answers in a second.

use crate::{page::Page, report::Report};

/// With so many providers.
struct Peer {
    providers: u32,
    booking_page: f64,
    bookings: f64,
}

const PEERS: [Peer; 2] = [
    Peer { providers: 20, booking_page: 135.0, bookings: 128.0 },
    Peer { providers: 200, booking_page: 33.0, bookings: 24.0 },
];
/// Free times, with however many providers.
const DAY: f64 = 424.0;
const MONTH: f64 = 35.0;

/// How many times as much, where the peer was measured with as many people.
pub fn beside(report: &Report) -> Option<String> {
    let peer = PEERS.iter().find(|peer| peer.providers == report.engineers)?;
    let first_step = report.shared.iter().find(|(what, _)| *what == Page::Day.name())?.1;
    let row = |what: &str| report.rows.iter().find(|row| row.what == what).map(|row| row.handpick.most);
    let (times, requested) = (row(Page::Times.name())?, row("booking, requested")?);
    Some(format!(
        "Beside Easy!Appointments with as many providers: its booking page {:.0} times and free times of a day {:.0} times \
         (ours shared by strangers for a second), of a month {:.0} times (ours made for each reader), bookings {:.0} times.",
        first_step / peer.booking_page,
        first_step / DAY,
        times / MONTH,
        requested / peer.bookings
    ))
}
