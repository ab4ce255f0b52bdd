//! The door: signing in and up, for the pages of this folder and for the last step
//! of a booking.

use handpick::{
    account::{Account, Admission, Email, NAME_MAX, NewAccount, PASSWORD_MAX, PASSWORD_MIN, greeted_as},
    id::{AccountId, MailId},
    link::TokenUse,
    mail::{Letter, NewMail},
    store::StoreResult,
    text::{self, TextRefusal},
};
use jiff::SignedDuration;

use crate::{
    limits::{Limit, Wait, Who},
    token::Token,
    web::{Filled, Problem, SESSION_ACCOUNT, SESSION_GENERATION, SESSION_KNOWN, SESSION_VISITOR, Visit},
};

/// How long a link that confirms an address works.
const CONFIRM_WITHIN: SignedDuration = SignedDuration::from_hours(24);

/// Signs in or up, as the form's field `account` says. Afterwards the visit has its
/// viewer, or the form says what is wrong.
pub async fn enter(visit: &mut Visit, form: &mut Filled) -> Result<(), Problem> {
    match form.fields.get("account") {
        "known" => sign_in(visit, form).await,
        _ => sign_up(visit, form).await,
    }
}

/// What of a form for [`enter`] is wrong at first sight: beside what else its page asks,
/// all of it is told at once.
pub fn check(visit: &Visit, form: &mut Filled) {
    if form.fields.get("account") == "known" {
        read_email(visit, form);
    } else {
        read_name(visit, form);
        read_email(visit, form);
        read_new_password(visit, form, "password");
    }
}

/// Signs in. A wrong address and a wrong password have the same answer after the
/// same work.
pub async fn sign_in(visit: &mut Visit, form: &mut Filled) -> Result<(), Problem> {
    let Some(email) = read_email(visit, form) else { return Ok(()) };
    let password = form.fields.raw("password").to_owned();
    visit.app.limits.take(Limit::Password, &[Who::at(visit.ip)])?;
    let known = visit.app.store.credentials(&email).await?;
    let from = [Who::at(visit.ip), tries(visit, email, known.as_ref()).await?];
    let granted = visit.app.limits.take(Limit::SignIn, &from);
    granted.map_err(|Wait(wait)| Problem::TooManyPasswords { wait })?;
    match verified(visit, known, password).await? {
        Some(admission) => {
            // Only what fails counts.
            visit.app.limits.give_back(Limit::SignIn, &from);
            let_in(visit, admission).await
        }
        None => {
            form.refuse_whole(visit.t.login_wrong());
            Ok(())
        }
    }
}

/// Whose tries a password costs: those of the e-mail address, which strangers can use up
/// from many places; or the account's own, in a browser where it was signed in before and
/// has had no new password since. (The idea is OWASP's "device cookies".)
async fn tries(visit: &Visit, email: Email, known: Option<&(Admission, String)>) -> Result<Who, Problem> {
    let here: Option<Admission> = visit.session.get(SESSION_KNOWN).await?;
    let known = known.map(|(admission, _)| *admission).filter(|known| here == Some(*known));
    Ok(known.map_or(Who::Email(email), |known| Who::Account(known.account)))
}

/// Signs up, and in at once: somebody who books must not have to wait for a mail.
///
/// That leaves one thing to decide: what a stranger hears who signs up with the
/// address of somebody else. If that address has an account, the answer cannot be
/// the account; so whoever asks could learn that it exists. We say no more than that
/// none was made, do the same work, and tell the owner of the address by mail, in
/// both cases: a new account sends one too. Finding out thus costs one of the few
/// sign-ups an address is granted, and never goes unnoticed. Somebody who forgot
/// that she has an account, but not its password, is simply signed in.
pub async fn sign_up(visit: &mut Visit, form: &mut Filled) -> Result<(), Problem> {
    let name = read_name(visit, form);
    let email = read_email(visit, form);
    let password = read_new_password(visit, form, "password");
    let (Some(name), Some(email), Some(password)) = (name, email, password) else { return Ok(()) };
    visit.app.limits.take(Limit::SignUp, &[Who::at(visit.ip), Who::Email(email.clone())])?;
    match visit.app.store.credentials(&email).await? {
        Some(known) => greet_known(visit, form, known, email, password).await,
        None => create(visit, form, name, email, password).await,
    }
}

async fn greet_known(
    visit: &mut Visit,
    form: &mut Filled,
    known: (Admission, String),
    email: Email,
    password: String,
) -> Result<(), Problem> {
    if let Some(admission) = verified(visit, Some(known), password).await? {
        return let_in(visit, admission).await;
    }
    refuse_new(visit, form);
    let Some(owner) = visit.app.store.account_by_email(&email).await? else { return Ok(()) };
    let mail = letter(visit, &owner, Letter::AlreadyRegistered);
    Ok(visit.app.store.queue_mail(mail).await?)
}

async fn create(
    visit: &mut Visit,
    form: &mut Filled,
    name: String,
    email: Email,
    password: String,
) -> Result<(), Problem> {
    let now = visit.now;
    let id = AccountId::mint(now, &*visit.app.random);
    let password_hash = visit.app.passwords.hash(password).await?;
    let lang = visit.lang();
    let new =
        NewAccount { id, email, name, password_hash, lang, operator: false, email_confirmed: false, now };
    // Taken: a second submit was faster, or the account is deactivated.
    if visit.app.store.create_account(new, None).await?.is_err() {
        refuse_new(visit, form);
        return Ok(());
    }
    if let Some(account) = visit.app.store.account(id).await? {
        send_confirmation(visit, &account).await?;
    }
    let_in(visit, Admission { account: id, generation: 0 }).await
}

/// No account was made: whoever has been here before is one choice from signing in.
fn refuse_new(visit: &Visit, form: &mut Filled) {
    form.refuse_whole(visit.t.login_not_made());
    form.fields.set("account", "known");
}

/// Sends a link that confirms the account's address.
pub async fn send_confirmation(visit: &Visit, account: &Account) -> StoreResult<()> {
    let token = Token::mint(&*visit.app.random);
    let path = format!("/confirm/{}", token.text);
    let mail = letter(visit, account, Letter::ConfirmEmail { path });
    let until = visit.now + CONFIRM_WITHIN;
    let usage = TokenUse::ConfirmEmail;
    visit.app.store.issue_token(&token.hash, usage, Some(account.id), "", until, Some(mail)).await
}

/// A mail to the account, in its language.
pub fn letter(visit: &Visit, to: &Account, letter: Letter) -> NewMail {
    let now = visit.now;
    let id = MailId::mint(now, &*visit.app.random);
    let name = greeted_as(to.name.clone(), to.email_confirmed_at);
    NewMail { id, to: to.email.clone(), name, lang: to.lang, letter, now }
}

/// The session goes on under a new id, known to nobody from before; what it
/// remembers, such as the secret of its drafts, stays.
pub async fn let_in(visit: &mut Visit, admission: Admission) -> Result<(), Problem> {
    let Admission { account, generation } = admission;
    visit.session.cycle_id().await?;
    if visit.viewer.as_ref().is_some_and(|before| before.id() != account) {
        // Somebody else now: the drafts of the one before stay hers.
        visit.session.remove_value(SESSION_VISITOR).await?;
    }
    visit.session.insert(SESSION_ACCOUNT, account.to_string()).await?;
    visit.session.insert(SESSION_GENERATION, generation).await?;
    let viewer = visit.app.store.viewer(account).await?;
    visit.becomes(viewer.filter(|viewer| viewer.admission() == admission));
    Ok(())
}

/// Who comes in with this password, if it is the one.
pub async fn verified(
    visit: &Visit,
    known: Option<(Admission, String)>,
    password: String,
) -> Result<Option<Admission>, Problem> {
    // Longer than any we took: nothing to hash, whoever asks.
    if password.chars().count() > PASSWORD_MAX {
        return Ok(None);
    }
    let (admission, hash) = known.unzip();
    let right = visit.app.passwords.verify(hash, password).await?;
    Ok(admission.filter(|_| right))
}

/// The person's name as typed, or what is wrong with it.
pub fn read_name(visit: &Visit, form: &mut Filled) -> Option<String> {
    let name = text::line(form.fields.get("name"), NAME_MAX);
    match &name {
        Err(TextRefusal::Empty) => form.refuse("name", visit.t.login_name_empty()),
        Err(TextRefusal::TooLong { max, .. }) => form.refuse("name", visit.t.login_name_long(max)),
        Ok(_) => {}
    }
    name.ok()
}

pub fn read_email(visit: &Visit, form: &mut Filled) -> Option<Email> {
    let email = form.fields.get("email").parse().ok();
    if email.is_none() {
        form.refuse("email", visit.t.login_email_bad());
    }
    email
}

/// A new password; white space counts.
pub fn read_new_password(visit: &Visit, form: &mut Filled, field: &'static str) -> Option<String> {
    let password = form.fields.raw(field).to_owned();
    match password.chars().count() {
        0..PASSWORD_MIN => form.refuse(field, visit.t.login_password_short(PASSWORD_MIN)),
        PASSWORD_MIN..=PASSWORD_MAX => return Some(password),
        _ => form.refuse(field, visit.t.login_password_long(PASSWORD_MAX)),
    }
    None
}
