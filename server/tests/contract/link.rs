//! Links by mail: what each is for happens once, together with using it up.

use handpick::{
    account::{Admission, NewAccount},
    engineer::{NewEngineer, Portrait},
    id::{AccountId, EngineerId, MailId},
    lang::{Lang, Localized},
    link::{Invitation, Invited, TokenUse},
    mail::{Letter, NewMail},
};
use jiff::Timestamp;

use crate::{
    scene::at_once,
    support::{Fixture, NOW, WUHAN, WUHAN_ZONE, hours_later},
};

/// Somebody who has not confirmed her address.
async fn signed_up(store: &Fixture, email: &str) -> AccountId {
    let id = AccountId::mint(NOW, &*store.random);
    let new = NewAccount {
        id,
        email: email.parse().expect("an address"),
        name: "Ada Lovelace".to_owned(),
        password_hash: "hash".to_owned(),
        lang: Lang::ZhCn,
        operator: false,
        email_confirmed: false,
        now: NOW,
    };
    store.create_account(new, None).await.expect("stored").expect("a free address");
    id
}

fn letter(store: &Fixture) -> NewMail {
    NewMail {
        id: MailId::mint(NOW, &*store.random),
        to: "ada@example.org".parse().expect("an address"),
        name: String::new(),
        lang: Lang::ZhCn,
        letter: Letter::ConfirmEmail { path: "/confirm/secret".to_owned() },
        now: NOW,
    }
}

async fn issue(store: &Fixture, hash: &str, usage: TokenUse, account: Option<AccountId>, payload: &str) {
    store.issue_token(hash, usage, account, payload, hours_later(1), None).await.expect("stored");
}

async fn invite(store: &Fixture, hash: &str, what: Invitation, until: Timestamp) -> Invited {
    let email = "li@example.org".parse().expect("an address");
    let invited = Invited { what, name: "Li Na".to_owned(), email };
    let payload = serde_json::to_string(&invited).expect("JSON");
    store.issue_token(hash, TokenUse::Invitation, None, &payload, until, None).await.expect("stored");
    invited
}

fn newcomer(store: &Fixture, account: AccountId) -> NewEngineer {
    NewEngineer {
        id: EngineerId::mint(NOW, &*store.random),
        account: Some(account),
        slug: "li-na".to_owned(),
        name: Localized::one(Lang::En, "Li Na".to_owned()),
        place: 1_791_247,
        position: WUHAN,
        zone: WUHAN_ZONE.to_owned(),
        portrait: Portrait::Drawn("f001".to_owned()),
        now: NOW,
    }
}

async fn confirmed_at(store: &Fixture, account: AccountId) -> Option<Timestamp> {
    store.account(account).await.expect("read").expect("there").email_confirmed_at
}

contract! {
    async fn a_link_is_good_in_time_and_for_one_thing(store: &Fixture) {
        let ada = store.new_account("Ada").await;
        let (reset, confirm) = (TokenUse::ResetPassword, TokenUse::ConfirmEmail);
        let mail = letter(store);
        store.issue_token("h1", reset, Some(ada), "", hours_later(1), Some(mail)).await.expect("stored");
        assert_eq!(store.mail_waiting().await.expect("read"), 1);
        assert_eq!(store.token("h1", reset, NOW).await.expect("read"), Some((Some(ada), String::new())));
        for (hash, usage, now) in [("h1", confirm, NOW), ("h2", reset, NOW), ("h1", reset, hours_later(1))] {
            assert_eq!(store.token(hash, usage, now).await.expect("read"), None, "{hash} {usage:?} {now}");
        }
    }

    async fn a_link_issued_twice_is_one_link_and_one_mail(store: &Fixture) {
        let ada = signed_up(store, "ada@example.org").await;
        let usage = TokenUse::ConfirmEmail;
        for _ in 0..2 {
            let mail = Some(letter(store));
            store.issue_token("h", usage, Some(ada), "", hours_later(1), mail).await.expect("stored");
        }
        assert_eq!(store.mail_waiting().await.expect("read"), 1);
        assert!(store.confirm_email("h", ada, NOW).await.expect("answered"));
        issue(store, "h", usage, Some(ada), "").await;
        assert!(!store.confirm_email("h", ada, NOW).await.expect("answered"), "used up for good");
    }

    async fn an_address_is_confirmed_by_its_own_account(store: &Fixture) {
        let (ada, eve) = (signed_up(store, "ada@example.org").await, signed_up(store, "eve@example.org").await);
        issue(store, "h", TokenUse::ConfirmEmail, Some(ada), "").await;
        issue(store, "reset", TokenUse::ResetPassword, Some(ada), "").await;
        assert!(!store.confirm_email("h", eve, NOW).await.expect("answered"), "not hers");
        assert!(!store.confirm_email("h", ada, hours_later(1)).await.expect("answered"), "too late");
        assert!(!store.confirm_email("reset", ada, NOW).await.expect("answered"), "for something else");
        assert_eq!((confirmed_at(store, ada).await, confirmed_at(store, eve).await), (None, None));
        // None of that has used it up.
        assert!(store.confirm_email("h", ada, NOW).await.expect("answered"));
        assert_eq!((confirmed_at(store, ada).await, confirmed_at(store, eve).await), (Some(NOW), None));
    }

    async fn a_password_is_reset_once(store: &Fixture) {
        let ada = signed_up(store, "ada@example.org").await;
        store.create_session("s", "{}", Some(ada), hours_later(1)).await.expect("stored");
        for hash in ["h1", "h2"] {
            issue(store, hash, TokenUse::ResetPassword, Some(ada), "").await;
        }
        issue(store, "nobody", TokenUse::ResetPassword, None, "").await;
        let reset = async |hash, now| store.reset_password(hash, "new", now).await.expect("answered");
        assert_eq!(reset("nobody", NOW).await, None);
        assert_eq!(reset("h1", hours_later(1)).await, None, "too late");
        assert!(store.session("s", NOW).await.expect("read").is_some(), "nothing has changed");

        let admission = reset("h1", NOW).await.expect("in time");
        assert_eq!(admission, Admission { account: ada, generation: 1 });
        let email = "ada@example.org".parse().expect("an address");
        let known = store.credentials(&email).await.expect("read");
        assert_eq!(known, Some((admission, "new".to_owned())));
        assert!(store.session("s", NOW).await.expect("read").is_none());
        assert_eq!(confirmed_at(store, ada).await, Some(NOW), "whoever reads the mail owns the address");
        assert_eq!((reset("h1", NOW).await, reset("h2", NOW).await), (None, None), "older links end too");
    }

    async fn an_invitation_makes_of_an_account_what_it_says(store: &Fixture) {
        let li = store.new_account("Li Na").await;
        let point = store.new_point(1).await;
        invite(store, "staff", Invitation::Staff { point }, hours_later(1)).await;
        invite(store, "boss", Invitation::Operator, hours_later(1)).await;
        let name = "Li Na".to_owned();
        for hash in ["engineer", "again"] {
            invite(store, hash, Invitation::Engineer { name: name.clone() }, hours_later(1)).await;
        }
        for hash in ["staff", "boss", "engineer", "again"] {
            let newcomer = Some(newcomer(store, li));
            let accepted = store.accept_invitation(hash, li, newcomer, NOW).await.expect("answered");
            assert!(accepted.is_some(), "{hash}");
        }
        let viewer = store.viewer(li).await.expect("read").expect("there");
        assert!(viewer.account.operator && viewer.staffs(point) && viewer.engineer.is_some());
        assert_eq!(store.number("SELECT COUNT(*) FROM engineers").await, 1, "nobody is an engineer twice");
    }

    async fn an_invitation_accepted_by_many_at_once_is_one_persons(store: &Fixture) {
        invite(store, "h", Invitation::Operator, hours_later(1)).await;
        let mut racers = Vec::new();
        for number in 0..8 {
            racers.push((store.shared(), store.new_account(&format!("Racer {number}")).await));
        }
        let races = racers.into_iter().map(|(store, account)| async move {
            store.accept_invitation("h", account, None, NOW).await.expect("answered")
        });
        let winners = at_once(races).await.into_iter().flatten().count();
        assert_eq!(winners, 1);
        assert_eq!(store.number("SELECT COUNT(*) FROM accounts WHERE operator = 1").await, 1);
    }

    async fn an_open_invitation_can_be_revoked(store: &Fixture) {
        let li = store.new_account("Li Na").await;
        let first = invite(store, "first", Invitation::Operator, hours_later(1)).await;
        let second = invite(store, "second", Invitation::Operator, hours_later(2)).await;
        issue(store, "reset", TokenUse::ResetPassword, Some(li), "").await;
        let open = async |now| {
            let open = store.open_invitations(now).await.expect("read");
            open.into_iter().map(|one| (one.hash, one.invited)).collect::<Vec<_>>()
        };
        let (first, second) = (("first".to_owned(), first), ("second".to_owned(), second));
        assert_eq!(open(NOW).await, [second.clone(), first.clone()]);
        assert_eq!(open(hours_later(1)).await, std::slice::from_ref(&second), "the first is too old");

        store.revoke_invitation("second", NOW).await.expect("revoked");
        store.revoke_invitation("reset", NOW).await.expect("answered");
        assert_eq!(open(NOW).await, [first]);
        assert_eq!(store.accept_invitation("second", li, None, NOW).await.expect("answered"), None);
        assert!(store.token("reset", TokenUse::ResetPassword, NOW).await.expect("read").is_some());
        store.accept_invitation("first", li, None, NOW).await.expect("answered").expect("still open");
        assert!(open(NOW).await.is_empty());
    }

    async fn only_old_links_are_forgotten(store: &Fixture) {
        for (hash, hours) in [("old", 1), ("due", 2), ("young", 3)] {
            let until = hours_later(hours);
            store.issue_token(hash, TokenUse::ResetPassword, None, "", until, None).await.expect("stored");
        }
        assert_eq!(store.forget_old_links(hours_later(2)).await.expect("swept"), 2);
        assert_eq!(store.number("SELECT COUNT(*) FROM tokens").await, 1);
    }
}
