//! The outbox: every mail is sent by one, and tried again when that fails.

use handpick::{
    id::MailId,
    lang::Lang,
    mail::{Letter, NewMail},
};
use jiff::{SignedDuration, Timestamp};

use crate::support::{Fixture, NOW, hours_later};

fn mail(store: &Fixture, now: Timestamp) -> NewMail {
    NewMail {
        id: MailId::mint(now, &*store.random),
        to: "ada@example.org".parse().expect("an address"),
        name: "Ada Lovelace".to_owned(),
        lang: Lang::ZhCn,
        letter: Letter::ResetPassword { path: "/reset/secret".to_owned() },
        now,
    }
}

contract! {
    async fn a_mail_is_taken_as_it_was_queued(store: &Fixture) {
        let queued = mail(store, NOW);
        store.queue_mail(queued.clone()).await.expect("queued");
        let [taken] = store.take_mail(NOW, 10).await.expect("taken").try_into().expect("one");
        assert_eq!((taken.id, taken.to, taken.name), (queued.id, queued.to, queued.name));
        assert_eq!((taken.lang, taken.letter, taken.created_at), (queued.lang, queued.letter, NOW));
        assert_eq!(taken.attempts, 1);
    }

    async fn a_taken_mail_is_nobody_elses_for_five_minutes(store: &Fixture) {
        store.queue_mail(mail(store, NOW)).await.expect("queued");
        assert_eq!(store.take_mail(NOW, 10).await.expect("taken").len(), 1);
        let almost = NOW + SignedDuration::from_secs(299);
        assert!(store.take_mail(almost, 10).await.expect("answered").is_empty());
        // Whoever took it has died.
        let [again] = store.take_mail(NOW + SignedDuration::from_mins(5), 10).await.expect("taken")
            .try_into().expect("one");
        assert_eq!(again.attempts, 2);
    }

    async fn a_mail_of_tomorrow_waits(store: &Fixture) {
        store.queue_mail(mail(store, hours_later(24))).await.expect("queued");
        assert!(store.take_mail(NOW, 10).await.expect("answered").is_empty());
        assert_eq!(store.mail_waiting().await.expect("read"), 1);
    }

    async fn a_sent_mail_is_never_taken_again(store: &Fixture) {
        let (first, second) = (mail(store, NOW), mail(store, hours_later(1)));
        let (sent, waiting) = (first.id, second.id);
        store.queue_mail(first).await.expect("queued");
        store.queue_mail(second).await.expect("queued");
        store.mails_sent(&[sent], NOW).await.expect("noted");
        // A late failure of another attempt changes nothing.
        store.mail_failed(sent, "late", NOW).await.expect("noted");
        assert_eq!(store.mail_waiting().await.expect("read"), 1);
        let taken = store.take_mail(hours_later(2), 10).await.expect("taken");
        assert_eq!(taken.iter().map(|mail| mail.id).collect::<Vec<_>>(), [waiting]);
    }

    async fn a_failed_mail_is_tried_when_told(store: &Fixture) {
        let queued = mail(store, NOW);
        let id = queued.id;
        store.queue_mail(queued).await.expect("queued");
        store.take_mail(NOW, 1).await.expect("taken");
        store.mail_failed(id, "451 try later", hours_later(1)).await.expect("noted");
        assert_eq!(store.texts("SELECT last_error FROM mails").await, ["451 try later"]);
        let almost = hours_later(1) - SignedDuration::from_secs(1);
        assert!(store.take_mail(almost, 10).await.expect("answered").is_empty());
        assert_eq!(store.take_mail(hours_later(1), 10).await.expect("taken").len(), 1);
    }

    async fn a_mail_that_is_given_up_is_never_taken_again(store: &Fixture) {
        let queued = mail(store, NOW);
        let id = queued.id;
        store.queue_mail(queued).await.expect("queued");
        store.take_mail(NOW, 1).await.expect("taken");
        store.give_up_mail(id, "550 no such user").await.expect("noted");
        assert_eq!(store.texts("SELECT last_error FROM mails").await, ["550 no such user"]);
        assert!(store.take_mail(hours_later(999), 10).await.expect("answered").is_empty());
        assert_eq!(store.mail_waiting().await.expect("read"), 0);
        assert_eq!(store.texts("SELECT letter FROM mails").await, [""], "it held a link");
    }

    async fn the_oldest_are_taken_first(store: &Fixture) {
        let mails: Vec<_> = (0..3).map(|hour| mail(store, hours_later(hour))).collect();
        for mail in mails.iter().rev() {
            store.queue_mail(mail.clone()).await.expect("queued");
        }
        let taken = store.take_mail(hours_later(9), 2).await.expect("taken");
        assert_eq!(taken.iter().map(|mail| mail.id).collect::<Vec<_>>(), [mails[0].id, mails[1].id]);
    }

    async fn takers_at_the_same_time_share_the_work(store: &Fixture) {
        for _ in 0..20 {
            store.queue_mail(mail(store, NOW)).await.expect("queued");
        }
        let takers: Vec<_> = (0..4)
            .map(|_| {
                let store = store.shared();
                tokio::spawn(async move { store.take_mail(NOW, 20).await.expect("taken") })
            })
            .collect();
        let mut taken = Vec::new();
        for taker in takers {
            taken.extend(taker.await.expect("joined").into_iter().map(|mail| mail.id));
        }
        taken.sort_unstable();
        assert_eq!(taken.len(), 20);
        taken.dedup();
        assert_eq!(taken.len(), 20, "a mail was taken twice");
    }
}
