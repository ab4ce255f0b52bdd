//! Reviews and what follows from them.

use handpick::{
    review::{NewReview, ReviewFilter, Subject},
    tag::TagKind,
};

use crate::{
    record::{Recorder, call},
    scene::Scene,
    support::{NOW, hours_later},
};

pub async fn tour(recorder: &Recorder<'_>, scene: &Scene) {
    let leg = recorder.store.new_served_leg(scene.customer, scene.engineer, Some(scene.point)).await;
    let new = NewReview {
        leg,
        customer: scene.customer,
        stars: 5,
        text: Some("Very patient.".to_owned()),
        praise: vec!["patient"],
        point: Some((4, None)),
        now: NOW,
    };
    call!(recorder, review(new)).expect("served");
    let reviews = call!(recorder, reviews_of_leg(leg));
    call!(recorder, reply(reviews[0].id, scene.engineer, "Thank you.", NOW)).expect("hers");
    for subject in [Subject::Engineer(scene.engineer), Subject::Point(scene.point)] {
        let all = ReviewFilter { page_size: 10, ..ReviewFilter::default() };
        let some = ReviewFilter { stars: Some(5), praise: Some("patient"), ..all };
        let about = ReviewFilter { product: Some("laptop"), need: Some("screen"), ..all };
        for filter in [all, some, about] {
            call!(recorder, reviews(subject, filter));
        }
        call!(recorder, ratings_since(subject, &[hours_later(-1_440), hours_later(-720)]));
    }
    call!(recorder, outcomes(&[scene.engineer], TagKind::Need, "screen"));
    call!(recorder, wrong_ratings());
}
