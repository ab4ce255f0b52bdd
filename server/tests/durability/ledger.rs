//! What the clients said: tried, acknowledged, refused.

use std::{collections::BTreeMap, fmt};

use handpick::id::LegId;

use crate::support::Fixture;

/// A line of a client: what it does, to which leg, and the state that leads to.
///
/// `try <client> <verb> <leg or draft> <state> <start>`, then `ack …` with the same
/// words (a booking now names its leg), or `no <client> <verb>`.
#[derive(Default)]
pub struct Ledger {
    /// Per leg the acknowledged state and start.
    legs: BTreeMap<String, (String, String)>,
    /// Per client what it tried and has no answer for.
    tried: BTreeMap<String, Vec<String>>,
    acknowledged: BTreeMap<String, usize>,
    refused: BTreeMap<String, usize>,
}

impl Ledger {
    pub fn note(&mut self, line: &str) {
        let words: Vec<&str> = line.split(' ').collect();
        match words.as_slice() {
            ["try", client, rest @ ..] => {
                self.tried.insert((*client).to_owned(), rest.iter().map(|word| (*word).to_owned()).collect());
            }
            ["ack", client, verb, leg, state, start] => {
                self.tried.remove(*client);
                self.legs.insert((*leg).to_owned(), ((*state).to_owned(), (*start).to_owned()));
                *self.acknowledged.entry((*verb).to_owned()).or_default() += 1;
            }
            ["no", client, verb] => {
                self.tried.remove(*client);
                *self.refused.entry((*verb).to_owned()).or_default() += 1;
            }
            // A line cut off by the kill acknowledges nothing.
            _ => {}
        }
    }

    pub fn acknowledged(&self) -> usize {
        self.acknowledged.values().sum()
    }

    /// After a kill: every leg stands as last acknowledged, but for those whose
    /// change was under way; these may stand either way, and from now on count as
    /// they stand.
    pub async fn forget_what_was_tried(&mut self, store: &Fixture) {
        let tried: BTreeMap<String, (String, String)> = std::mem::take(&mut self.tried)
            .into_values()
            .filter_map(|words| match <[String; 4]>::try_from(words) {
                Ok([_, leg, state, start]) => Some((leg, (state, start))),
                Err(_) => None,
            })
            .collect();
        for (leg, acknowledged) in &mut self.legs {
            let id: LegId = leg.parse().expect("a leg");
            let now = store.leg(id).await.expect("read").expect("an acknowledged leg is there");
            let stands = (now.state.as_str().to_owned(), now.start.as_second().to_string());
            if stands != *acknowledged {
                assert_eq!(Some(&stands), tried.get(leg), "{leg} was acknowledged as {acknowledged:?}");
                *acknowledged = stands;
            }
        }
    }
}

impl fmt::Display for Ledger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "acknowledged {:?}, refused {:?}", self.acknowledged, self.refused)
    }
}
