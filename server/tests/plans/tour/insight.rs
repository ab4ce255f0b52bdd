//! What operators learn.

use handpick::insight::{Asked, Counts, Question, Recount, day_of, first_of};

use crate::{
    record::{Recorder, call},
    support::NOW,
};

pub async fn tour(recorder: &Recorder<'_>) {
    let question = Question { place: Some(1), need: Some("water"), ..Question::default() };
    let asked = [Asked { day: day_of(NOW), question, counts: Counts::of(0) }];
    call!(recorder, add_questions(&asked));
    call!(recorder, questions_since(first_of(30, day_of(NOW))));
    call!(recorder, forget_questions(first_of(90, day_of(NOW))));
    call!(recorder, note_recount(Recount { at: NOW, wrong: 0 }));
    call!(recorder, last_recount()).expect("noted");
}
