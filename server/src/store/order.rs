//! How a list of people is sorted, and what lies behind somebody in it.

use handpick::engineer::{Cursor, Edge, Search, Sort};

use super::{
    search::{place, soonest},
    sql::Binds,
};

/// By a key, then the best, then by id. Whoever has no key comes last.
pub struct Order {
    key: &'static str,
    /// The key grows from one to the next.
    rises: bool,
    edge: Edge,
}

impl Order {
    pub fn of(search: &Search) -> Self {
        let (key, rises) = match search.sort {
            Sort::Distance if place(search).is_some() => ("km2", true),
            Sort::Recommended | Sort::Distance => ("score", false),
            Sort::Rating => ("average", false),
            Sort::NextFree => (soonest(search), true),
        };
        Self { key, rises, edge: search.edge }
    }

    /// What a row tells of its place in the list.
    pub fn columns(&self) -> String {
        format!("CAST({} AS DOUBLE PRECISION) AS sort_key, score", self.key)
    }

    /// After `ORDER BY`: from the edge away, where people are called `id`.
    pub fn text(&self, id: &str) -> String {
        let way = |rises| if rises { "ASC" } else { "DESC" };
        let backwards = self.backwards();
        let ties = format!("score {}, {id} {}", way(backwards), way(!backwards));
        if self.is_by_score() {
            return ties;
        }
        // A rising key may be unknown, and the engines would put that in different places.
        let nulls = match (self.rises, backwards) {
            (false, _) => "",
            (true, false) => "NULLS LAST",
            (true, true) => "NULLS FIRST",
        };
        format!("{} {} {nulls}, {ties}", self.key, way(self.rises != backwards))
    }

    /// The condition to stand behind the edge, where people are called `id`.
    pub fn behind_edge(&self, id: &str, binds: &mut Binds) -> String {
        let (Edge::After(cursor) | Edge::Before(cursor)) = self.edge else { return "true".to_owned() };
        let Cursor { key, score, id: last } = cursor;
        let beyond = |rises| if rises { ">" } else { "<" };
        let backwards = self.backwards();
        let (score, last) = (binds.add(score), binds.add(last.to_string()));
        let (better, later) = (beyond(backwards), beyond(!backwards));
        if self.is_by_score() {
            return format!("score {better}= {score} AND (score {better} {score} OR {id} {later} {last})");
        }
        let tied = format!("(score {better} {score} OR (score = {score} AND {id} {later} {last}))");
        let column = self.key;
        let Some(key) = key else {
            let or = if backwards { "IS NOT NULL OR" } else { "IS NULL AND" };
            return format!("({column} {or} {tied})");
        };
        let (key, beyond) = (binds.add(key), beyond(self.rises != backwards));
        let or_never = if backwards { String::new() } else { format!("OR {column} IS NULL") };
        format!("({column} {beyond} {key} {or_never} OR ({column} = {key} AND {tied}))")
    }

    pub fn backwards(&self) -> bool {
        matches!(self.edge, Edge::Before(_))
    }

    fn is_by_score(&self) -> bool {
        self.key == "score"
    }
}
