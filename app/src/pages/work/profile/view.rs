use handpick::{
    account::NAME_MAX,
    engineer::{AREAS_MAX, BIO_MAX, Engineer, HEADLINE_MAX, Mode},
    lang::Lang,
    photo::UPLOAD_MAX,
    tag::TagKind,
};
use leptos::prelude::*;

use crate::{
    catalogue::Messages,
    components::{
        answer::AnswerNotice,
        card::EngineerCard,
        choice::{Chips, Choice, Choices},
        form::{Field, Form, TextArea},
    },
    pages::work::tabs::{Tab, Tabs},
    web::{Filled, Visit},
};

use super::{
    Page,
    form::{TAGS, area_name},
};

pub fn page(visit: Visit, page: Page) -> impl IntoView {
    let t = visit.t;
    let Page { me, form, photo, answer, .. } = page;
    let region = visit.app.places.get(me.place).map_or_else(String::new, |town| t.region(town));
    let public = format!("/engineers/{}", me.slug);
    view! {
        <div class="page-head">
            <h1>{t.work_tab_profile()}</h1>
            <p>{t.profile_lead()}</p>
            <p><a href=public>{t.profile_see()}</a></p>
        </div>
        <Tabs t=t current=Tab::Profile slug=me.slug.clone()/>
        <AnswerNotice answer=answer/>
        <div class="beside section">
            <div class="stack">
                <PhotoForm visit=visit.clone() me=me.clone() form=photo/>
                <Form t=t form=form.clone() action="/work/profile">
                    <WhoIAm t=t form=form.clone() region=region/>
                    <WhatIDo t=t form=form.clone()/>
                    <Areas t=t form=form/>
                    <div class="action-bar"><button class="button">{t.profile_save()}</button></div>
                </Form>
            </div>
            <aside class="stack beside-sticky" aria-labelledby="preview-h">
                <h2 id="preview-h">{t.profile_preview()}</h2>
                <EngineerCard visit=visit engineer=me km=None/>
            </aside>
        </div>
    }
}

#[component]
fn PhotoForm(visit: Visit, me: Engineer, form: Filled) -> impl IntoView {
    let t = visit.t;
    let error = form.error("photo");
    let described = if error.is_some() { "photo-hint photo-error" } else { "photo-hint" };
    let error = error.map(|error| view! { <p class="field-error" id="photo-error">{error}</p> });
    view! {
        <Form t=t form=form.clone() class="card form" action="/work/photo" files=true>
            <div class="person person-large">
                <img class="face" src=me.portrait.url() alt=t.profile_photo_now() width="192" height="192"/>
                <div class="field">
                    <label for="photo">{t.profile_photo()}</label>
                    <input
                        id="photo" type="file" name="photo" accept="image/jpeg,image/png,image/webp" required
                        aria-invalid=error.is_some().then_some("true") aria-describedby=described
                    />
                    <p class="field-hint" id="photo-hint">{t.profile_photo_hint(UPLOAD_MAX / (1024 * 1024))}</p>
                    {error}
                </div>
            </div>
            <div class="actions"><button class="button button-quiet">{t.profile_photo_save()}</button></div>
        </Form>
    }
}

#[component]
fn WhoIAm(t: Messages, form: Filled, region: String) -> impl IntoView {
    let languages = Lang::ALL.map(|lang| {
        let field = |part: &str| format!("{part}-{lang}");
        view! {
            <fieldset class="group">
                <legend>{t.word(&format!("profile-in-{lang}").to_lowercase())}</legend>
                <Field form=form.clone() name=field("name") label=t.profile_name() required=false maxlength=NAME_MAX/>
                <Field
                    form=form.clone() name=field("headline") label=t.profile_headline() required=false
                    maxlength=HEADLINE_MAX
                />
                <TextArea form=form.clone() name=field("bio") label=t.profile_bio() required=false maxlength=BIO_MAX/>
            </fieldset>
        }
    });
    view! {
        <section class="card stack" aria-labelledby="who-h">
            <h2 id="who-h">{t.profile_who()}</h2>
            {languages.collect_view()}
            <div class="field-row">
                <Field form=form.clone() name="years" kind="number" label=t.profile_years() hint=t.profile_years_hint()/>
                <Field form=form.clone() name="town" label=t.profile_town() hint=t.profile_town_hint(region)/>
            </div>
        </section>
    }
}

#[component]
fn WhatIDo(t: Messages, form: Filled) -> impl IntoView {
    let modes = Mode::BOOKABLE.map(|mode| {
        let (icon, title, hint) = match mode {
            Mode::Home => ("home", t.profile_mode_home(), t.profile_mode_home_hint()),
            _ => ("point", t.profile_mode_visit(), t.profile_mode_visit_hint()),
        };
        Choice { value: mode.as_str(), icon, title: title.to_owned(), hint: hint.to_owned() }
    });
    let tags = TAGS.map(|kind| {
        let legend = match kind {
            TagKind::Product => t.profile_products(),
            TagKind::Need => t.profile_needs(),
            _ => t.profile_languages(),
        };
        let words: Vec<(String, String)> =
            kind.keys().iter().map(|key| ((*key).to_owned(), t.tag(kind, key).to_owned())).collect();
        view! { <Chips form=form.clone() name=kind.as_str() legend=legend options=words/> }
    });
    view! {
        <section class="card stack" aria-labelledby="what-h">
            <h2 id="what-h">{t.profile_what()}</h2>
            {tags.collect_view()}
            <Choices form=form.clone() name="mode" legend=t.profile_modes() options=modes.to_vec()/>
        </section>
    }
}

#[component]
fn Areas(t: Messages, form: Filled) -> impl IntoView {
    let used = |row: &usize| !form.value(&area_name(*row, "town")).is_empty();
    let rows = (0..AREAS_MAX).filter(used).count() + 1;
    let rows = (0..rows.min(AREAS_MAX)).map(|row| {
        view! {
            <div class="field-row">
                <Field
                    form=form.clone() name=area_name(row, "town") label=t.profile_area_town() required=false
                />
                <Field
                    form=form.clone() name=area_name(row, "km") kind="number" label=t.profile_area_km()
                    required=false
                />
            </div>
        }
    });
    view! {
        <section class="card stack" aria-labelledby="areas-h">
            <h2 id="areas-h">{t.profile_areas()}</h2>
            <p class="soft small">{t.profile_areas_hint()}</p>
            {rows.collect_view()}
        </section>
    }
}
