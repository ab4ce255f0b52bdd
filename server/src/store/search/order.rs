//! How a list of people is sorted, and what lies behind somebody in it.

use handpick::engineer::{Cursor, Edge, Mode, Search, Sort};

use super::{super::sql::Binds, near::place};

/// By a key, then the best, then by id. Whoever has no key comes last.
pub struct Order {
    key: Key,
    edge: Edge,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Key {
    Score,
    Average,
    Distance,
    /// As [`handpick::engineer::Engineer::next_free`]; the only key that may be unknown.
    NextFree(Option<Mode>),
}

impl Order {
    pub fn of(search: &Search) -> Self {
        let key = match search.sort {
            Sort::Distance if place(search).is_some() => Key::Distance,
            Sort::Recommended | Sort::Distance => Key::Score,
            Sort::Rating => Key::Average,
            Sort::NextFree => Key::NextFree(search.mode),
        };
        Self { key, edge: search.edge }
    }

    /// Whether the people of a cell stand in this order in an index.
    pub fn is_indexed_by_cell(&self) -> bool {
        matches!(self.key, Key::Score | Key::Average)
    }

    /// What a row tells of its place in the list.
    pub fn columns(&self) -> String {
        format!("CAST({} AS DOUBLE PRECISION) AS sort_key, score", self.key.column())
    }

    /// After `ORDER BY`: from the edge away, where people are called `id`.
    pub fn text(&self, id: &str) -> String {
        let way = |rises| if rises { "ASC" } else { "DESC" };
        let backwards = self.backwards();
        let ties = format!("score {}, {id} {}", way(backwards), way(!backwards));
        // The engines would put what is unknown in different places.
        let nulls = match (self.key, backwards) {
            (Key::Score, _) => return ties,
            (Key::NextFree(_), false) => "NULLS LAST",
            (Key::NextFree(_), true) => "NULLS FIRST",
            _ => "",
        };
        format!("{} {} {nulls}, {ties}", self.key.column(), way(self.key.rises() != backwards))
    }

    /// The condition to stand behind the edge, where people are called `id`.
    pub fn behind_edge(&self, id: &str, binds: &mut Binds) -> String {
        let (Edge::After(cursor) | Edge::Before(cursor)) = self.edge else { return "true".to_owned() };
        let (backwards, column) = (self.backwards(), self.key.column());
        let beyond = |rises| if rises { ">" } else { "<" };
        let worse = beyond(backwards);
        let (score, last) = (binds.add(cursor.score), binds.add(cursor.id.to_string()));
        let after = format!("{id} {} {last}", beyond(!backwards));
        if self.key == Key::Score {
            return format!("score {worse}= {score} AND (score {worse} {score} OR {after})");
        }
        let tied = format!("(score {worse} {score} OR (score = {score} AND {after}))");
        let Cursor { key: Some(key), .. } = cursor else {
            let or = if backwards { "IS NOT NULL OR" } else { "IS NULL AND" };
            return format!("({column} {or} {tied})");
        };
        let (key, beyond) = (binds.add(key), beyond(self.key.rises() != backwards));
        if matches!(self.key, Key::NextFree(_)) && !backwards {
            return format!("({column} {beyond} {key} OR {column} IS NULL OR ({column} = {key} AND {tied}))");
        }
        // The first half lets an index begin where the page does.
        format!("{column} {beyond}= {key} AND ({column} {beyond} {key} OR {tied})")
    }

    fn backwards(&self) -> bool {
        matches!(self.edge, Edge::Before(_))
    }
}

impl Key {
    const fn column(self) -> &'static str {
        match self {
            Key::Score => "score",
            Key::Average => "average",
            Key::Distance => "km2",
            Key::NextFree(Some(Mode::Visit)) => "next_visit",
            Key::NextFree(Some(Mode::Home)) => "next_home",
            // As the index has it.
            Key::NextFree(_) => {
                "CASE WHEN next_visit IS NULL OR next_home < next_visit THEN next_home ELSE next_visit END"
            }
        }
    }

    /// Whether it grows from one to the next.
    const fn rises(self) -> bool {
        matches!(self, Key::Distance | Key::NextFree(_))
    }
}
