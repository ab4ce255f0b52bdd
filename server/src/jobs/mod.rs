//! What happens by itself: mail goes out, holds run out, unanswered requests lapse,
//! forgotten services close, summaries of free times are renewed, old sessions go, old
//! names become findable, questions are saved, ratings counted anew. Every job is safe to
//! run in several processes at once and picks up where a crash left it.

mod clock;
mod insight;
mod outbox;
mod summary;

use std::{
    future::Future,
    sync::Arc,
    time::{Duration, Instant},
};

use handpick::store::StoreError;
use handpick_app::ports::App;
use tokio::{
    sync::oneshot,
    task::{JoinHandle, JoinSet},
};

use crate::mail::Mailer;

/// How often each job looks whether there is something to do.
const MAIL_EVERY: Duration = Duration::from_secs(2);
const SUMMARIES_EVERY: Duration = Duration::from_secs(1);
const MOVES_EVERY: Duration = Duration::from_secs(20);
const SWEEP_EVERY: Duration = Duration::from_secs(60);
const QUESTIONS_EVERY: Duration = Duration::from_secs(60);
/// And so long after the start, which stays light.
const RECOUNT_EVERY: Duration = Duration::from_secs(60 * 60);

/// A job that found work rests this many times as long as the work took: whoever waits for a
/// page comes first, even while a million summaries are due. But it rests no longer than
/// when it finds none: sending mail mostly waits for another machine.
const REST: u32 = 3;

/// Names that were there before names were findable, read in one transaction.
const NAMES_AT_ONCE: u32 = 200;

/// The running jobs. Dropping it ends them.
pub struct Jobs {
    running: JoinSet<()>,
    /// Is never cut short, or what it saved would be saved again.
    questions: JoinHandle<()>,
    stop: oneshot::Sender<()>,
}

impl Jobs {
    /// Ends the jobs, and saves what was only counted in memory.
    pub async fn end(mut self) {
        self.running.shutdown().await;
        drop(self.stop);
        if let Err(error) = self.questions.await {
            tracing::error!(%error, "what people asked in the last minute was not saved");
        }
    }
}

pub fn start(app: App, mailer: Mailer) -> Jobs {
    let mut jobs = JoinSet::new();
    let mailer = Arc::new(mailer);
    let each = app.clone();
    jobs.spawn(every(MAIL_EVERY, "mail", move || {
        let (app, mailer) = (each.clone(), mailer.clone());
        async move { outbox::send(&app, &mailer).await }
    }));
    let each = app.clone();
    jobs.spawn(every(SUMMARIES_EVERY, "summaries", move || {
        let app = each.clone();
        async move { summary::renew(&app).await }
    }));
    let each = app.clone();
    jobs.spawn(every(MOVES_EVERY, "moves", move || {
        let app = each.clone();
        async move { clock::moves(&app).await }
    }));
    let each = app.clone();
    jobs.spawn(async move {
        tokio::time::sleep(RECOUNT_EVERY).await;
        every(RECOUNT_EVERY, "recount", move || {
            let app = each.clone();
            async move { insight::recount(&app).await }
        })
        .await;
    });
    let each = app.clone();
    jobs.spawn(every(SWEEP_EVERY, "sweep", move || {
        let app = each.clone();
        async move { sweep(&app).await }
    }));
    let (stop, stopped) = oneshot::channel();
    let questions = tokio::spawn(save_questions(app, stopped));
    Jobs { running: jobs, questions, stop }
}

/// Once in a while, however many come meanwhile, and once more at the end.
async fn save_questions(app: App, mut stopped: oneshot::Receiver<()>) {
    loop {
        let is_end = tokio::time::timeout(QUESTIONS_EVERY, &mut stopped).await.is_ok();
        if let Err(error) = insight::save_questions(&app).await {
            tracing::error!(%error, "questions were not saved and will be tried again");
        }
        if is_end {
            return;
        }
    }
}

/// Does each job once; for tests, which have their own clock.
pub async fn run_once(app: &App, mailer: &Mailer) -> Result<(), StoreError> {
    clock::moves(app).await?;
    summary::renew(app).await?;
    insight::save_questions(app).await?;
    insight::recount(app).await?;
    sweep(app).await?;
    outbox::send(app, mailer).await?;
    Ok(())
}

async fn sweep(app: &App) -> Result<u64, StoreError> {
    let now = app.now();
    app.limits.sweep();
    let drafts = app.store.sweep_drafts(now).await?;
    let sessions = app.store.delete_expired_sessions(now).await?;
    let names = app.store.read_names(NAMES_AT_ONCE).await?;
    let questions = insight::forget_questions(app).await?;
    Ok(names + drafts + sessions + questions + app.store.forget_old_links(now).await?)
}

/// Runs a job again and again, after a short rest while it finds work. A failure is logged
/// and the job goes on.
async fn every<F, Run>(pause: Duration, name: &'static str, job: F)
where
    F: Fn() -> Run,
    Run: Future<Output = Result<u64, StoreError>>,
{
    loop {
        let began = Instant::now();
        match job().await {
            Ok(0) => tokio::time::sleep(pause).await,
            Ok(done) => {
                tracing::debug!(name, done, "job");
                tokio::time::sleep((began.elapsed() * REST).min(pause)).await;
            }
            Err(error) => {
                tracing::error!(name, %error, "a job failed and will be tried again");
                tokio::time::sleep(pause.max(Duration::from_secs(5))).await;
            }
        }
    }
}
