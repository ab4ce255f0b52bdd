//! Between HTTP and pages: who asks, what they sent, what they get.

mod fields;
mod local_path;
mod locate;
mod names;
mod nonce;
mod problem;
mod render;
pub mod schema_org;
mod search;
mod upload;
mod visit;

pub use fields::{AFTER, BEFORE, FORM_MAX, Fields, Filled, PART};
pub use local_path::local_path;
pub use locate::{Located, Spot};
pub use nonce::Nonce;
pub use problem::{Problem, Refused, show_problems};
pub use render::{ForStrangers, Head, redirect};
pub use search::{AGAIN, FILTERS, LIST, MAP, NEAR_KM, PAGE_SIZE, PLACE, RATINGS, SearchQuery};
pub use upload::{UPLOAD_FORM_MAX, UPLOADS_MAX, Upload};
pub use visit::{
    ClientIp, SESSION_ACCOUNT, SESSION_GENERATION, SESSION_KNOWN, SESSION_VISITOR, Visit, asked_lang,
    visit_layer,
};
