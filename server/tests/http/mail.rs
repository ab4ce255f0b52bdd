//! Mail on its way: from the outbox to a mail server, in the reader's language.

use std::sync::atomic::Ordering;

use handpick::{
    engineer::Mode,
    id::{CaseId, MailId},
    lang::{Lang, Localized},
    mail::{Appointment, Letter, NewMail},
};
use handpick_app::limits::Limit;
use handpick_server::{jobs, mail::Mailer};
use jiff::SignedDuration;

use crate::{
    smtp::MailServer,
    support::{Fixture, NOW, WUHAN_ZONE, hours_later},
    test_app::TestApp,
};

fn appointment(store: &Fixture) -> Appointment {
    Appointment {
        case: CaseId::mint(NOW, &*store.random),
        engineer: Localized::one(Lang::En, "Chen Wei".to_owned()).with(Lang::ZhCn, "陈伟".to_owned()),
        mode: Mode::Visit,
        point: Some((Localized::one(Lang::En, "Guanggu".to_owned()), "1 Zhongshan Avenue".to_owned())),
        start: hours_later(26),
        end: hours_later(27),
        zone: WUHAN_ZONE.to_owned(),
    }
}

/// Every kind of letter there is.
fn letters(store: &Fixture) -> Vec<Letter> {
    let appointment = || appointment(store);
    let (path, customer, reason) =
        ("/confirm/abc".to_owned(), "Ada".to_owned(), "The part is missing".to_owned());
    vec![
        Letter::ConfirmEmail { path: path.clone() },
        Letter::AlreadyRegistered,
        Letter::ResetPassword { path: path.clone() },
        Letter::Invitation { path: path.clone(), point: None },
        Letter::Invitation { path, point: Some(Localized::one(Lang::En, "Guanggu".to_owned())) },
        Letter::Requested { appointment: appointment() },
        Letter::Confirmed { appointment: appointment() },
        Letter::Proposed { appointment: appointment(), start: hours_later(26) },
        Letter::Declined { appointment: appointment(), reason },
        Letter::Moved { appointment: appointment() },
        Letter::Cancelled { appointment: appointment() },
        Letter::Lapsed { appointment: appointment() },
        Letter::Missed { appointment: appointment() },
        Letter::InviteReview { appointment: appointment() },
        Letter::WorkRequested {
            appointment: appointment(),
            customer: customer.clone(),
            answer_by: hours_later(2),
        },
        Letter::WorkAccepted { appointment: appointment(), customer: customer.clone() },
        Letter::Reviewed { appointment: appointment(), customer: customer.clone(), stars: 4 },
        Letter::WorkMoved { appointment: appointment(), customer: customer.clone() },
        Letter::WorkCancelled { appointment: appointment(), customer },
    ]
}

async fn queue(store: &Fixture, lang: Lang, letter: Letter) {
    let mail = NewMail {
        id: MailId::mint(NOW, &*store.random),
        to: "ada@example.org".parse().expect("an address"),
        name: "Ada Lovelace".to_owned(),
        lang,
        letter,
        now: NOW,
    };
    store.queue_mail(mail).await.expect("queued");
}

/// Body of a mail, its transfer encoding undone.
fn text(mail: &str) -> String {
    let (head, body) = mail.split_once("\n\n").expect("a head and a body");
    let bytes = if head.to_ascii_lowercase().contains("content-transfer-encoding: base64") {
        base64(body)
    } else if head.to_ascii_lowercase().contains("quoted-printable") {
        quoted_printable(body)
    } else {
        body.as_bytes().to_vec()
    };
    String::from_utf8(bytes).expect("UTF-8")
}

fn base64(text: &str) -> Vec<u8> {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let (mut bytes, mut bits, mut held) = (Vec::new(), 0_u32, 0);
    for value in text.bytes().filter_map(|byte| ALPHABET.iter().position(|letter| *letter == byte)) {
        bits = bits << 6 | u32::try_from(value).expect("below 64");
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held & 0xff) as u8);
        }
    }
    bytes
}

fn quoted_printable(text: &str) -> Vec<u8> {
    let joined = text.replace("=\n", "");
    let mut bytes = Vec::new();
    let mut rest = joined.as_bytes();
    while let [first, tail @ ..] = rest {
        rest = tail;
        if let (b'=', [high, low, tail @ ..]) = (*first, tail) {
            let digits = [*high, *low];
            let digits = std::str::from_utf8(&digits).expect("ASCII");
            bytes.push(u8::from_str_radix(digits, 16).expect("hexadecimal"));
            rest = tail;
        } else {
            bytes.push(*first);
        }
    }
    bytes
}

#[tokio::test]
async fn every_letter_reaches_a_mail_server_in_both_languages() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let server = MailServer::start().await;
            let app = TestApp::new(store);
            let mailer = Mailer::new(&app.config_with_smtp(&server.url)).expect("a mailer");
            for lang in Lang::ALL {
                for letter in letters(store) {
                    queue(store, lang, letter).await;
                }
            }
            let count = letters(store).len() * Lang::ALL.len();
            while store.mail_waiting().await.expect("read") > 0 {
                jobs::run_once(&app.app, &mailer).await.expect("run");
            }
            let mails = server.taken();
            assert_eq!(mails.len(), count);
            assert!(mails.iter().all(|mail| mail.contains("To: \"Ada Lovelace\" <ada@example.org>")));
            let mut subjects =
                mails.iter().flat_map(|mail| mail.lines()).filter(|line| line.starts_with("Subject:"));
            assert!(subjects.all(|line| !line.contains("Ada")), "a customer is called what she likes");
            let texts: Vec<String> = mails.iter().map(|mail| text(mail)).collect();
            let about: Vec<_> = texts.iter().filter(|text| text.contains("/cases/")).collect();
            assert_eq!(about.len(), 26);
            for text in about {
                // The customer knows it by its engineer, the engineer by its customer.
                let to_engineer = ["For: Ada", "客户：Ada"].iter().any(|facts| text.contains(facts));
                let of = |name: &str| to_engineer || text.contains(name);
                let english = text.contains("Beijing time") && of("Chen Wei") && text.contains("24 Nov");
                let chinese = text.contains("北京时间") && of("陈伟") && text.contains("11月24日");
                assert!(english != chinese, "{text}");
                assert!(text.contains("10:00–11:00"), "{text}");
                assert!(text.contains("http://handpick.test/cases/"), "{text}");
            }
        })
        .await;
}

#[tokio::test]
async fn a_mailbox_is_not_flooded() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let server = MailServer::start().await;
            let app = TestApp::new(store);
            let mailer = Mailer::new(&app.config_with_smtp(&server.url)).expect("a mailer");
            let (most, _) = Limit::Letter.quota_of_email();
            for _ in 0..most + 3 {
                queue(store, Lang::En, Letter::Cancelled { appointment: appointment(store) }).await;
            }
            let customer = "Ada".to_owned();
            let work = Letter::WorkCancelled { appointment: appointment(store), customer };
            queue(store, Lang::En, work).await;
            queue(store, Lang::En, Letter::ResetPassword { path: "/reset/abc".to_owned() }).await;
            while store.mail_waiting().await.expect("read") > 0 {
                jobs::run_once(&app.app, &mailer).await.expect("run");
            }
            let mails = server.taken();
            assert_eq!(mails.len() as u32, most + 2);
            assert!(mails.iter().any(|mail| text(mail).contains("/reset/abc")), "a way in is never closed");
            assert!(mails.iter().any(|mail| text(mail).contains("/work?day=")), "nor work kept from anybody");
        })
        .await;
}

#[tokio::test]
async fn a_mail_turned_away_is_sent_later() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let server = MailServer::start().await;
            let app = TestApp::new(store);
            let mailer = Mailer::new(&app.config_with_smtp(&server.url)).expect("a mailer");
            queue(store, Lang::En, Letter::AlreadyRegistered).await;
            for minutes in [1, 2, 4] {
                server.busy.store(true, Ordering::SeqCst);
                jobs::run_once(&app.app, &mailer).await.expect("run");
                server.busy.store(false, Ordering::SeqCst);
                app.clock.advance(SignedDuration::from_mins(minutes) - SignedDuration::from_secs(1));
                jobs::run_once(&app.app, &mailer).await.expect("run");
                assert!(server.taken().is_empty(), "not before its time");
                app.clock.advance(SignedDuration::from_secs(1));
            }
            jobs::run_once(&app.app, &mailer).await.expect("run");
            jobs::run_once(&app.app, &mailer).await.expect("run");
            assert_eq!(server.taken().len(), 1);
            assert_eq!(store.mail_waiting().await.expect("read"), 0);
        })
        .await;
}

#[tokio::test]
async fn a_mail_turned_away_for_five_days_is_given_up() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let server = MailServer::start().await;
            let app = TestApp::new(store);
            let mailer = Mailer::new(&app.config_with_smtp(&server.url)).expect("a mailer");
            queue(store, Lang::En, Letter::AlreadyRegistered).await;
            server.busy.store(true, Ordering::SeqCst);
            for waiting in [1, 1, 1, 1, 1, 0] {
                jobs::run_once(&app.app, &mailer).await.expect("run");
                assert_eq!(store.mail_waiting().await.expect("read"), waiting);
                app.clock.advance(SignedDuration::from_hours(24));
            }
            server.busy.store(false, Ordering::SeqCst);
            jobs::run_once(&app.app, &mailer).await.expect("run");
            assert!(server.taken().is_empty());
        })
        .await;
}

#[tokio::test]
async fn without_a_mail_server_mail_is_written_down() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let app = TestApp::new(store);
            let config = app.config();
            let mailer = Mailer::new(&config).expect("a mailer");
            queue(store, Lang::ZhCn, Letter::Confirmed { appointment: appointment(store) }).await;
            jobs::run_once(&app.app, &mailer).await.expect("run");
            let folder = std::fs::read_dir(handpick_server::mail::folder(&config)).expect("a folder");
            let files: Vec<_> = folder.map(|entry| entry.expect("an entry").path()).collect();
            assert_eq!(files.len(), 1);
            assert!(files[0].extension().is_some_and(|extension| extension == "eml"));
            let mail = std::fs::read_to_string(&files[0]).expect("a mail").replace("\r\n", "\n");
            assert!(text(&mail).contains("您的预约已经确认"));
        })
        .await;
}
