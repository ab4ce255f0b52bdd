//! Accounts: signing in, links by mail, sessions, favourites, roles.

use handpick::{
    account::{Admission, EmailTaken, NewAccount},
    id::{AccountId, MailId},
    lang::Lang,
    link::TokenUse,
    mail::{Letter, NewMail},
};

use crate::support::{Fixture, NOW, hours_later};

fn sign_up(store: &Fixture, email: &str) -> NewAccount {
    NewAccount {
        id: AccountId::mint(NOW, &*store.random),
        email: email.parse().expect("an address"),
        name: "Ada Lovelace".to_owned(),
        password_hash: "hash".to_owned(),
        lang: Lang::ZhCn,
        operator: false,
        email_confirmed: false,
        now: NOW,
    }
}

fn letter(store: &Fixture, to: &str) -> NewMail {
    NewMail {
        id: MailId::mint(NOW, &*store.random),
        to: to.parse().expect("an address"),
        name: "Ada Lovelace".to_owned(),
        lang: Lang::ZhCn,
        letter: Letter::ConfirmEmail { path: "/confirm/secret".to_owned() },
        now: NOW,
    }
}

contract! {
    async fn an_account_is_found_by_id_and_by_address(store: &Fixture) {
        let new = sign_up(store, "ada@example.org");
        let (id, email) = (new.id, new.email.clone());
        let mail = letter(store, "ada@example.org");
        store.create_account(new, Some(mail)).await.expect("stored").expect("a free address");
        let account = store.account(id).await.expect("read").expect("there");
        assert_eq!((account.id, &account.email), (id, &email));
        assert_eq!((account.name.as_str(), account.phone.as_deref()), ("Ada Lovelace", None));
        assert_eq!((account.lang, account.operator), (Lang::ZhCn, false));
        assert_eq!((account.created_at, account.email_confirmed_at, account.deactivated_at), (NOW, None, None));
        assert_eq!(store.account_by_email(&email).await.expect("read").map(|found| found.id), Some(id));
        assert_eq!(store.mail_waiting().await.expect("read"), 1);

        let stranger = AccountId::mint(NOW, &*store.random);
        assert!(store.account(stranger).await.expect("read").is_none());
        let nobody = "nobody@example.org".parse().expect("an address");
        assert!(store.account_by_email(&nobody).await.expect("read").is_none());
    }

    async fn a_taken_address_is_refused_and_changes_nothing(store: &Fixture) {
        let first = sign_up(store, "ada@example.org");
        let (id, email) = (first.id, first.email.clone());
        store.create_account(first, None).await.expect("stored").expect("a free address");
        let second = NewAccount { name: "Eve".to_owned(), ..sign_up(store, "ada@example.org") };
        let mail = letter(store, "ada@example.org");
        assert_eq!(store.create_account(second, Some(mail)).await.expect("answered"), Err(EmailTaken));
        let account = store.account_by_email(&email).await.expect("read").expect("there");
        assert_eq!((account.id, account.name.as_str()), (id, "Ada Lovelace"));
        assert_eq!(store.mail_waiting().await.expect("read"), 0);
    }

    async fn what_an_account_says_of_itself_can_be_changed(store: &Fixture) {
        let (ada, bob) = (store.new_account("Ada").await, store.new_account("Bob").await);
        store.save_account(ada, "Ada King", Some("+44 20"), Lang::ZhCn).await.expect("saved");
        let account = store.account(ada).await.expect("read").expect("there");
        assert_eq!((account.name.as_str(), account.phone.as_deref()), ("Ada King", Some("+44 20")));
        assert_eq!(account.lang, Lang::ZhCn);
        assert_eq!(store.account(bob).await.expect("read").expect("there").name, "Bob");
    }

    async fn a_new_password_ends_every_session_of_the_account(store: &Fixture) {
        let (ada, bob) = (store.new_account("Ada").await, store.new_account("Bob").await);
        for (session, account) in [("a1", Some(ada)), ("a2", Some(ada)), ("b", Some(bob)), ("nobody", None)] {
            let created = store.create_session(session, "{}", account, hours_later(1)).await.expect("stored");
            assert!(created);
        }
        let old = Admission { account: ada, generation: 0 };
        let new = store.set_password(old, "another hash").await.expect("saved").expect("in time");
        let email = "ada@example.org".parse().expect("an address");
        let credentials = store.credentials(&email).await.expect("read");
        assert_eq!(credentials, Some((new, "another hash".to_owned())));
        for (session, lives) in [("a1", false), ("a2", false), ("b", true), ("nobody", true)] {
            assert_eq!(store.session(session, NOW).await.expect("read").is_some(), lives, "{session}");
        }
        // A request that was under way must not bring its session back.
        store.save_session("a1", "{}", Some(ada), hours_later(2)).await.expect("answered");
        assert!(store.session("a1", NOW).await.expect("read").is_none());
    }

    async fn a_new_password_ends_older_links_to_change_it(store: &Fixture) {
        let (ada, bob) = (store.new_account("Ada").await, store.new_account("Bob").await);
        let (reset, confirm) = (TokenUse::ResetPassword, TokenUse::ConfirmEmail);
        for (hash, usage, account) in [("a", reset, ada), ("c", confirm, ada), ("b", reset, bob)] {
            store.issue_token(hash, usage, Some(account), "", hours_later(1), None).await.expect("stored");
        }
        let old = Admission { account: ada, generation: 0 };
        store.set_password(old, "another hash").await.expect("saved").expect("in time");
        for (hash, usage, lives) in [("a", reset, false), ("c", confirm, true), ("b", reset, true)] {
            assert_eq!(store.token(hash, usage, NOW).await.expect("read").is_some(), lives, "{hash}");
        }
    }

    async fn a_password_is_changed_only_by_who_knew_the_last_one(store: &Fixture) {
        let ada = store.new_account("Ada").await;
        let first = Admission { account: ada, generation: 0 };
        let second = store.set_password(first, "hers").await.expect("saved").expect("in time");
        assert_eq!(second.account, ada);
        assert_ne!(second.generation, first.generation);
        assert_eq!(store.set_password(first, "a thief's").await.expect("answered"), None);
        let email = "ada@example.org".parse().expect("an address");
        let credentials = store.credentials(&email).await.expect("read");
        assert_eq!(credentials, Some((second, "hers".to_owned())));
        store.deactivate_account(ada, NOW).await.expect("saved");
        store.reactivate_account(ada).await.expect("saved");
        assert_eq!(store.set_password(second, "a thief's").await.expect("answered"), None);
        let viewer = store.viewer(ada).await.expect("read").expect("there");
        assert!(viewer.account.generation > second.generation);
    }

    async fn a_deactivated_account_cannot_be_used(store: &Fixture) {
        let ada = store.new_account("Ada").await;
        let email = "ada@example.org".parse().expect("an address");
        store.create_session("s", "{}", Some(ada), hours_later(1)).await.expect("stored");
        store.deactivate_account(ada, NOW).await.expect("saved");
        assert!(store.credentials(&email).await.expect("read").is_none());
        assert!(store.viewer(ada).await.expect("read").is_none());
        assert!(store.session("s", NOW).await.expect("read").is_none());
        assert_eq!(store.account(ada).await.expect("read").expect("kept").deactivated_at, Some(NOW));

        store.reactivate_account(ada).await.expect("saved");
        assert!(store.credentials(&email).await.expect("read").is_some());
        assert!(store.viewer(ada).await.expect("read").is_some());
    }

    async fn whoever_is_not_let_in_is_not_booked_either(store: &Fixture) {
        let (engineer, account) = store.new_engineer_with_account("Chen Wei").await;
        let (other, _) = store.new_engineer_with_account("Li Na").await;
        let active = async |id| store.engineer(id).await.expect("read").expect("there").active;
        store.deactivate_account(account, NOW).await.expect("saved");
        assert_eq!((active(engineer).await, active(other).await), (false, true));
        store.reactivate_account(account).await.expect("saved");
        assert!(active(engineer).await);
    }

    async fn a_viewer_knows_all_roles(store: &Fixture) {
        let customer = store.new_account("Ada").await;
        let viewer = store.viewer(customer).await.expect("read").expect("there");
        assert_eq!((viewer.engineer, viewer.desks.len(), viewer.account.operator), (None, 0, false));

        let (engineer, account) = store.new_engineer_with_account("Chen Wei").await;
        let (east, west) = (store.new_point(1).await, store.new_point(1).await);
        for point in [east, west, east] {
            store.add_staff(account, point).await.expect("saved");
        }
        store.make_operator(account).await.expect("saved");
        let viewer = store.viewer(account).await.expect("read").expect("there");
        assert_eq!((viewer.id(), viewer.engineer, viewer.account.operator), (account, Some(engineer), true));
        assert_eq!(viewer.desks.len(), 2);
        assert!(viewer.staffs(east) && viewer.staffs(west));

        store.remove_staff(account, east).await.expect("saved");
        assert_eq!(store.viewer(account).await.expect("read").expect("there").desks, [west]);
    }

    async fn people_are_more_than_customers(store: &Fixture) {
        store.new_account("Ada").await;
        let (engineer, chen) = store.new_engineer_with_account("Chen Wei").await;
        let (desk, boss) = (store.new_account("Desk").await, store.new_account("Zora").await);
        let mut points = [store.new_point(0).await, store.new_point(0).await];
        points.sort_unstable();
        for point in points {
            store.add_staff(desk, point).await.expect("saved");
        }
        store.make_operator(boss).await.expect("saved");
        store.execute(&format!("UPDATE accounts SET name = 'Zöra' WHERE id = '{boss}'")).await;
        let names = r#"{"en":"Min Feng","zh-CN":"冯敏"}"#;
        store.execute(&format!("UPDATE engineers SET name = '{names}' WHERE id = '{engineer}'")).await;
        // Also those who can be let in again.
        store.deactivate_account(boss, NOW).await.expect("saved");
        let (people, total) = store.people("", 0, 50).await.expect("read");
        assert_eq!(people.iter().map(|one| one.id()).collect::<Vec<_>>(), [chen, desk, boss]);
        assert_eq!(total, 3);
        for (page, wanted) in [(0, vec![chen, desk]), (1, vec![boss]), (2, vec![]), (u32::MAX, vec![])] {
            let (people, total) = store.people("", page, 2).await.expect("read");
            assert_eq!(people.iter().map(|one| one.id()).collect::<Vec<_>>(), wanted, "page {page}");
            assert_eq!(total, 3);
        }
        for (asked, wanted) in [("EN w", vec![chen]), ("MIN f", vec![chen]), ("冯", vec![chen]), ("zh", vec![]), ("ZöR", vec![boss]), ("zora@", vec![boss]), ("ada", vec![]), ("%", vec![]), ("_", vec![])] {
            let (people, total) = store.people(asked, 0, 50).await.expect("read");
            assert_eq!(people.iter().map(|one| one.id()).collect::<Vec<_>>(), wanted, "{asked}");
            assert_eq!(total, wanted.len() as u64);
        }
        let staff = store.staff_of(points[1]).await.expect("read");
        assert_eq!(staff.iter().map(|one| one.id()).collect::<Vec<_>>(), [desk]);
        assert_eq!(staff[0].desks, points, "with all her desks");
        assert_eq!(people[0].engineer, Some(engineer));
        assert_eq!(people[1].desks, points);
    }

    async fn a_favourite_said_twice_is_one(store: &Fixture) {
        let (ada, bob) = (store.new_account("Ada").await, store.new_account("Bob").await);
        let (chen, li) = (store.new_engineer("Chen").await, store.new_engineer("Li").await);
        for (engineer, now) in [(chen, NOW), (li, hours_later(1)), (chen, hours_later(2))] {
            store.set_favourite(ada, engineer, true, now).await.expect("saved");
        }
        assert_eq!(store.favourites(ada).await.expect("read"), [li, chen]);
        assert!(store.favourites(bob).await.expect("read").is_empty());
        for _ in 0..2 {
            store.set_favourite(ada, li, false, NOW).await.expect("saved");
        }
        assert_eq!(store.favourites(ada).await.expect("read"), [chen]);
    }

    async fn a_session_lasts_until_it_expires_or_ends(store: &Fixture) {
        let ada = store.new_account("Ada").await;
        assert!(store.create_session("s", "one", None, hours_later(1)).await.expect("stored"));
        assert!(!store.create_session("s", "stolen", Some(ada), hours_later(9)).await.expect("refused"));
        let kept = store.session("s", NOW).await.expect("read");
        assert_eq!(kept, Some(("one".to_owned(), hours_later(1))));

        store.save_session("s", "two", Some(ada), hours_later(2)).await.expect("saved");
        let saved = store.session("s", hours_later(1)).await.expect("read");
        assert_eq!(saved, Some(("two".to_owned(), hours_later(2))));
        assert_eq!(store.session("s", hours_later(2)).await.expect("read"), None);

        store.delete_session("s").await.expect("deleted");
        assert_eq!(store.session("s", NOW).await.expect("read"), None);
    }

    async fn only_expired_sessions_are_swept(store: &Fixture) {
        for (session, hours) in [("old", 1), ("due", 2), ("young", 3)] {
            store.create_session(session, "", None, hours_later(hours)).await.expect("stored");
        }
        assert_eq!(store.delete_expired_sessions(hours_later(2)).await.expect("swept"), 2);
        assert!(store.session("young", hours_later(2)).await.expect("read").is_some());
    }
}
