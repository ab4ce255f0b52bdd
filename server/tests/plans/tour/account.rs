//! Accounts, their sessions, and what waits to be mailed to them.

use handpick::{
    account::{Admission, NewAccount},
    id::{AccountId, MailId},
    lang::Lang,
    mail::{Letter, NewMail},
};

use crate::{
    record::{Recorder, call},
    scene::Scene,
    support::{Fixture, NOW, hours_later},
};

pub async fn tour(recorder: &Recorder<'_>, scene: &Scene) {
    let store = recorder.store;
    let id = AccountId::mint(NOW, &*store.random);
    let email = "grace@example.org".parse().expect("an address");
    let new = NewAccount {
        id,
        email,
        name: "Grace Hopper".to_owned(),
        password_hash: "hash".to_owned(),
        lang: Lang::En,
        operator: false,
        email_confirmed: false,
        now: NOW,
    };
    let email = new.email.clone();
    call!(recorder, create_account(new, Some(mail(store)))).expect("a free address");
    call!(recorder, account(id));
    call!(recorder, account_by_email(&email));
    call!(recorder, credentials(&email));
    call!(recorder, viewer(scene.desk));
    call!(recorder, save_account(id, "Grace", Some("+1 555 0100"), Lang::ZhCn));
    call!(recorder, set_password(Admission { account: id, generation: 0 }, "another"));
    call!(recorder, deactivate_account(id, NOW));
    call!(recorder, reactivate_account(id));
    call!(recorder, people("", 0, 50));
    call!(recorder, people("grace", 1, 50));
    call!(recorder, staff_of(scene.point));
    call!(recorder, add_staff(id, scene.point));
    call!(recorder, remove_staff(id, scene.point));
    call!(recorder, make_operator(id));
    call!(recorder, set_favourite(id, scene.engineer, true, NOW));
    call!(recorder, favourites(id));
    call!(recorder, set_favourite(id, scene.engineer, false, NOW));
    sessions(recorder, id).await;
    outbox(recorder).await;
}

async fn sessions(recorder: &Recorder<'_>, account: AccountId) {
    call!(recorder, create_session("session", "{}", Some(account), hours_later(1)));
    call!(recorder, save_session("session", "{}", Some(account), hours_later(2)));
    call!(recorder, session("session", NOW));
    call!(recorder, delete_session("session"));
    call!(recorder, delete_expired_sessions(NOW));
}

async fn outbox(recorder: &Recorder<'_>) {
    let mail = mail(recorder.store);
    let id = mail.id;
    call!(recorder, queue_mail(mail));
    call!(recorder, mail_waiting());
    call!(recorder, take_mail(NOW, 10));
    call!(recorder, mail_failed(id, "nobody answers", hours_later(1)));
    call!(recorder, give_up_mail(id, "nobody answers"));
    call!(recorder, mails_sent(&[id], NOW));
}

pub fn mail(store: &Fixture) -> NewMail {
    NewMail {
        id: MailId::mint(NOW, &*store.random),
        to: "grace@example.org".parse().expect("an address"),
        name: String::new(),
        lang: Lang::En,
        letter: Letter::AlreadyRegistered,
        now: NOW,
    }
}
