//! A call of every method of the store, in every way that makes other statements.

mod account;
mod booking;
mod case;
mod engineer;
mod insight;
mod link;
mod point;
mod review;

use crate::{record::Recorder, scene::Scene};

pub async fn everything(recorder: &Recorder<'_>) {
    let scene = Scene::new(recorder.store).await;
    account::tour(recorder, &scene).await;
    booking::tour(recorder, &scene).await;
    case::tour(recorder, &scene).await;
    engineer::tour(recorder, &scene).await;
    insight::tour(recorder).await;
    link::tour(recorder, &scene).await;
    point::tour(recorder, &scene).await;
    review::tour(recorder, &scene).await;
}
