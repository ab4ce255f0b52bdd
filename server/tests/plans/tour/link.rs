//! Links by mail.

use handpick::link::{Invitation, Invited, TokenUse};

use super::account::mail;
use crate::{
    record::{Recorder, call},
    scene::Scene,
    support::{NOW, hours_later},
};

pub async fn tour(recorder: &Recorder<'_>, scene: &Scene) {
    let invited = Invited {
        what: Invitation::Staff { point: scene.point },
        name: "Li Na".to_owned(),
        email: "li@example.org".parse().expect("an address"),
    };
    let invitation = serde_json::to_string(&invited).expect("JSON");
    let links = [
        ("confirm", TokenUse::ConfirmEmail, ""),
        ("reset", TokenUse::ResetPassword, ""),
        ("invite", TokenUse::Invitation, invitation.as_str()),
        ("again", TokenUse::Invitation, invitation.as_str()),
    ];
    for (hash, usage, payload) in links {
        let account = payload.is_empty().then_some(scene.customer);
        let mail = Some(mail(recorder.store));
        call!(recorder, issue_token(hash, usage, account, payload, hours_later(1), mail));
    }
    call!(recorder, token("confirm", TokenUse::ConfirmEmail, NOW)).expect("good");
    call!(recorder, confirm_email("confirm", scene.customer, NOW));
    call!(recorder, reset_password("reset", "hash", NOW)).expect("good");
    call!(recorder, open_invitations(NOW));
    call!(recorder, accept_invitation("invite", scene.customer, None, NOW)).expect("good");
    call!(recorder, revoke_invitation("again", NOW));
    call!(recorder, forget_old_links(hours_later(24 * 365)));
}
