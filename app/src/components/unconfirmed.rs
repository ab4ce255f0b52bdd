//! Somebody whose address nobody has confirmed yet, and a way to get the link again.

use handpick::account::Account;
use leptos::prelude::*;

use crate::{
    catalogue::Messages,
    components::notice::{Notice, Tone},
};

/// `why` says what it is good for. Nothing for an address that is confirmed.
#[component]
pub fn Unconfirmed(t: Messages, account: Account, why: String) -> impl IntoView {
    account.email_confirmed_at.is_none().then(|| {
        view! {
            <Notice tone=Tone::Warn>
                <p><strong>{t.me_unconfirmed_title()}</strong></p>
                <p>{why}</p>
                <form method="post" action="/me/confirm">
                    <button class="button button-quiet button-small">{t.me_unconfirmed_again()}</button>
                </form>
            </Notice>
        }
    })
}
