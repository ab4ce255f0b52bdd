//! What operators learn: questions are counted up, however many processes count them,
//! and are forgotten in time; of recounts the last one is kept.

use handpick::{
    engineer::Mode,
    insight::{Asked, Counts, KINDS_MAX, Question, Recount},
};
use jiff::civil::{Date, date};

use crate::support::{Fixture, NOW, hours_later};

const TODAY: Date = Date::constant(2026, 11, 23);

const WUHAN: Question = Question {
    place: Some(1_791_247),
    product: Some("laptop"),
    need: Some("water"),
    language: Some("cmn-wuhan"),
    mode: Some(Mode::Home),
};

fn asked(day: Date, question: Question, asked: u64, nobody: u64, few: u64) -> Asked {
    Asked { day, question, counts: Counts { asked, nobody, few } }
}

fn of_place(place: u32) -> Question {
    Question { place: Some(place), ..Question::default() }
}

contract! {
    async fn counts_of_a_kind_add_up(store: &Fixture) {
        let other = Question { mode: None, ..WUHAN };
        let first = [asked(TODAY, WUHAN, 3, 1, 2), asked(TODAY, other, 1, 0, 0)];
        store.add_questions(&first).await.expect("kept");
        store.add_questions(&[asked(TODAY, WUHAN, 4, 0, 1)]).await.expect("kept");
        let yesterday = date(2026, 11, 22);
        store.add_questions(&[asked(yesterday, WUHAN, 10, 10, 0)]).await.expect("kept");
        let mut today = store.questions_since(TODAY).await.expect("read");
        today.sort_unstable_by_key(|(question, _)| *question);
        let (seven, one) = (Counts { asked: 7, nobody: 1, few: 3 }, Counts { asked: 1, nobody: 0, few: 0 });
        assert_eq!(today, [(other, one), (WUHAN, seven)]);
        let both = store.questions_since(yesterday).await.expect("read");
        let of_wuhan: Vec<_> = both.iter().filter(|(question, _)| *question == WUHAN).collect();
        assert_eq!(of_wuhan, [&(WUHAN, Counts { asked: 17, nobody: 11, few: 3 })], "one of both days");
        assert!(store.questions_since(date(2026, 11, 24)).await.expect("read").is_empty());
    }

    async fn a_question_of_nothing_is_kept_as_one(store: &Fixture) {
        let nothing = Question::default();
        store.add_questions(&[asked(TODAY, nothing, 2, 2, 0)]).await.expect("kept");
        let kept = store.questions_since(TODAY).await.expect("read");
        assert_eq!(kept, [(nothing, Counts { asked: 2, nobody: 2, few: 0 })]);
        store.add_questions(&[]).await.expect("nothing to keep");
    }

    async fn as_many_kinds_as_are_counted_can_be_kept_at_once(store: &Fixture) {
        let all: Vec<_> =
            (0..=KINDS_MAX).zip(1..).map(|(_, place)| asked(TODAY, of_place(place), 1, 1, 0)).collect();
        store.add_questions(&all).await.expect("kept");
        assert_eq!(store.questions_since(TODAY).await.expect("read").len(), KINDS_MAX + 1);
    }

    async fn processes_that_save_at_the_same_time_lose_and_repeat_nothing(store: &Fixture) {
        let all: Vec<_> = (1..=50).map(|place| asked(TODAY, of_place(place), 2, 1, 1)).collect();
        let savers: Vec<_> = (0..4)
            .map(|_| {
                let (store, all) = (store.shared(), all.clone());
                tokio::spawn(async move {
                    for _ in 0..5 {
                        store.add_questions(&all).await.expect("kept");
                    }
                })
            })
            .collect();
        for saver in savers {
            saver.await.expect("joined");
        }
        let kept = store.questions_since(TODAY).await.expect("read");
        assert_eq!(kept.len(), 50, "each kind has one line");
        let twenty = Counts { asked: 40, nobody: 20, few: 20 };
        assert!(kept.iter().all(|(_, counts)| *counts == twenty), "{kept:?}");
    }

    async fn what_is_old_is_forgotten(store: &Fixture) {
        let days = [date(2026, 8, 25), date(2026, 8, 26), TODAY];
        for (day, place) in days.into_iter().zip(1..) {
            store.add_questions(&[asked(day, of_place(place), 1, 0, 0)]).await.expect("kept");
        }
        assert_eq!(store.forget_questions(date(2026, 8, 26)).await.expect("forgotten"), 1);
        assert_eq!(store.forget_questions(date(2026, 8, 26)).await.expect("forgotten"), 0);
        let kept = store.questions_since(date(2026, 1, 1)).await.expect("read");
        let mut places: Vec<_> = kept.iter().filter_map(|(question, _)| question.place).collect();
        places.sort_unstable();
        assert_eq!(places, [2, 3]);
    }

    async fn the_last_recount_is_kept(store: &Fixture) {
        assert_eq!(store.last_recount().await.expect("read"), None);
        for recount in [Recount { at: NOW, wrong: 2 }, Recount { at: hours_later(24), wrong: 0 }] {
            store.note_recount(recount).await.expect("noted");
            assert_eq!(store.last_recount().await.expect("read"), Some(recount));
        }
    }
}
