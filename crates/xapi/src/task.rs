//! Long calls: started as tasks, awaited through the events a watcher feeds in, or by asking when there is none.

use std::collections::{HashMap, VecDeque};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tokio::sync::watch;
use tokio::time::Instant;

use crate::client::Client;
use crate::error::{Error, Result};
use crate::generated::{Task, TaskStatusType};
use crate::params;
use crate::rpc::{Params, read};
use crate::types::Ref;
use crate::xml;

/// How often a task is asked for when nobody brings its events; grows up to the second.
const ASK: (Duration, Duration) = (Duration::from_millis(200), Duration::from_secs(2));
/// How often it is asked for in spite of events, lest a lost one be waited for forever.
const ASK_ANYWAY: Duration = Duration::from_secs(15);
/// How long an unreachable server is waited for before a task is given up.
const PATIENCE: Duration = Duration::from_secs(600);
/// How many ends of tasks are remembered for those who ask a moment later.
const REMEMBERED: usize = 256;

/// The state of a task, as far as those who wait for it care.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Progress {
    /// Pending, success, failure, cancelling or cancelled. Only this says whether it ended.
    pub status: TaskStatusType,
    /// From 0 to 1.
    #[serde(default, deserialize_with = "crate::types::lenient::float")]
    pub progress: f64,
    #[serde(default)]
    result: String,
    #[serde(default)]
    error_info: Vec<String>,
}

impl Progress {
    /// Whether it ended, in whichever way.
    pub fn ended(&self) -> bool {
        matches!(self.status, TaskStatusType::Success | TaskStatusType::Failure | TaskStatusType::Cancelled)
    }
}

/// What is known of a task that somebody waits for.
#[derive(Debug, Clone, PartialEq)]
enum News {
    Nothing,
    Running(Progress),
    Ended(Progress),
    Gone,
}

/// Those who wait for tasks, by reference.
#[derive(Default)]
pub(crate) struct Tasks {
    waiting: Mutex<Waiting>,
    feeders: AtomicUsize,
}

#[derive(Default)]
struct Waiting {
    by_ref: HashMap<String, watch::Sender<News>>,
    ended: VecDeque<(String, Progress)>,
}

impl Tasks {
    /// Takes in the state of a task, as its events bring it.
    pub fn changed(&self, reference: &str, record: &str) {
        let Ok(progress) = serde_json::from_str::<Progress>(record) else { return };
        let mut waiting = self.lock();
        let ended = progress.ended();
        let news = if ended { News::Ended(progress.clone()) } else { News::Running(progress.clone()) };
        match waiting.by_ref.get(reference) {
            Some(sender) => tell(sender, news),
            None if ended => {
                waiting.ended.retain(|(known, _)| known != reference);
                waiting.ended.push_back((reference.to_owned(), progress));
                if waiting.ended.len() > REMEMBERED {
                    waiting.ended.pop_front();
                }
            }
            None => {}
        }
    }

    /// Takes in that a task is no more.
    pub fn gone(&self, reference: &str) {
        if let Some(sender) = self.lock().by_ref.get(reference) {
            tell(sender, News::Gone);
        }
    }

    /// Takes in every task there is: those not among them are gone.
    pub fn listed<'a>(&self, records: impl Iterator<Item = (&'a str, &'a str)>) {
        let awaited: Vec<String> = self.lock().by_ref.keys().cloned().collect();
        if awaited.is_empty() {
            return;
        }
        let records: HashMap<&str, &str> = records.collect();
        for reference in awaited {
            match records.get(reference.as_str()) {
                Some(record) => self.changed(&reference, record),
                None => self.gone(&reference),
            }
        }
    }

    /// While the guard lives, events come in.
    pub fn feeding(client: &Client) -> Feeding {
        client.inner.tasks.feeders.fetch_add(1, Ordering::AcqRel);
        Feeding(client.clone())
    }

    fn fed(&self) -> bool {
        self.feeders.load(Ordering::Acquire) > 0
    }

    fn wait(&self, reference: &str) -> watch::Receiver<News> {
        let mut waiting = self.lock();
        let known = waiting.ended.iter().find(|(known, _)| known == reference);
        let news = known.map_or(News::Nothing, |(_, progress)| News::Ended(progress.clone()));
        waiting.by_ref.entry(reference.to_owned()).or_insert_with(|| watch::Sender::new(news)).subscribe()
    }

    fn forget(&self, reference: &str) {
        self.lock().by_ref.remove(reference);
    }

    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// An end is never taken back by events that come late, nor by the deletion that follows it.
fn tell(sender: &watch::Sender<News>, news: News) {
    sender.send_if_modified(|known| {
        let changes = !matches!(known, News::Ended(_)) && *known != news;
        if changes {
            *known = news;
        }
        changes
    });
}

/// Says that events of tasks come in.
pub(crate) struct Feeding(Client);

impl Drop for Feeding {
    fn drop(&mut self) {
        self.0.inner.tasks.feeders.fetch_sub(1, Ordering::AcqRel);
    }
}

/// A task that was started and not yet awaited.
pub struct Running {
    client: Client,
    method: String,
    reference: Ref<Task>,
    news: watch::Receiver<News>,
    _registered: Registered,
}

struct Registered(Client, String);

impl Drop for Registered {
    fn drop(&mut self) {
        self.0.inner.tasks.forget(&self.1);
    }
}

impl Client {
    /// Starts a call as a task, waits for its end and reads its result. `method` is without `Async.`.
    ///
    /// Merely dropping the future leaves the task running; see [`Client::start_task`] for one that can be cancelled.
    pub async fn run_task<T: DeserializeOwned>(&self, method: &str, params: Params) -> Result<T> {
        self.start_task(method, params).await?.wait().await
    }

    /// Starts a call as a task. `method` is without `Async.`.
    pub async fn start_task(&self, method: &str, params: Params) -> Result<Running> {
        let reference: Ref<Task> = self.call(&format!("Async.{method}"), params).await?;
        Ok(self.watch_task(method, reference))
    }

    /// Waits for a task that exists already, made by whatever means. `method` is what errors name.
    pub fn watch_task(&self, method: &str, reference: Ref<Task>) -> Running {
        let news = self.inner.tasks.wait(reference.as_str());
        let registered = Registered(self.clone(), reference.as_str().to_owned());
        Running { client: self.clone(), method: method.to_owned(), reference, news, _registered: registered }
    }
}

impl Running {
    /// The task's reference.
    pub fn reference(&self) -> &Ref<Task> {
        &self.reference
    }

    /// Asks the server to stop the task; its end still comes by [`Running::wait`].
    pub async fn cancel(&self) -> Result<()> {
        self.client.call("task.cancel", params![self.reference]).await
    }

    /// Waits for the end and reads the result; the task is destroyed afterwards.
    pub async fn wait<T: DeserializeOwned>(mut self) -> Result<T> {
        let end = self.end().await;
        let outcome = end.and_then(|progress| outcome(&self.method, progress));
        if !matches!(outcome, Err(Error::TaskLost { .. })) {
            // The server removes it some time later if this fails.
            let destroyed = self.client.call::<()>("task.destroy", params![self.reference]).await;
            if let Err(why) = destroyed {
                tracing::debug!(task = %self.reference, error = %why, "the task could not be destroyed");
            }
        }
        outcome
    }

    async fn end(&mut self) -> Result<Progress> {
        let mut pause = ASK.0;
        let mut silent_since = None;
        loop {
            let wait = if self.client.inner.tasks.fed() { ASK_ANYWAY } else { pause };
            let news = tokio::time::timeout(
                wait,
                self.news.wait_for(|news| matches!(news, News::Ended(_) | News::Gone)),
            );
            match news.await.map(|news| news.map(|news| news.clone())) {
                Ok(Ok(News::Ended(progress))) => return Ok(progress),
                Ok(Ok(News::Gone)) => return Err(self.lost()),
                Ok(_) | Err(_) => {}
            }
            pause = (pause * 2).min(ASK.1);
            match self.ask().await {
                Ok(Some(progress)) => return Ok(progress),
                Ok(None) => silent_since = None,
                Err(why) if why.is("HANDLE_INVALID") => return Err(self.lost()),
                Err(why) if why.is_transport() => {
                    let since = *silent_since.get_or_insert_with(Instant::now);
                    if since.elapsed() > PATIENCE {
                        return Err(why);
                    }
                }
                Err(why) => return Err(why),
            }
        }
    }

    /// The end of the task, if it ended.
    async fn ask(&self) -> Result<Option<Progress>> {
        let record = self.client.call_bytes("task.get_record", params![self.reference]).await?;
        let progress: Progress = read("task.get_record", &record)?;
        Ok(progress.ended().then_some(progress))
    }

    fn lost(&self) -> Error {
        Error::TaskLost { method: self.method.clone() }
    }
}

impl std::fmt::Debug for Running {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Running")
            .field("method", &self.method)
            .field("task", &self.reference)
            .finish_non_exhaustive()
    }
}

fn outcome<T: DeserializeOwned>(method: &str, end: Progress) -> Result<T> {
    if end.status != TaskStatusType::Success {
        let mut info = end.error_info.into_iter();
        let code = info.next().unwrap_or_else(|| match end.status {
            TaskStatusType::Cancelled => "TASK_CANCELLED".to_owned(),
            _ => "INTERNAL_ERROR".to_owned(),
        });
        return Err(Error::Xapi { method: method.to_owned(), code, params: info.collect() });
    }
    let wrong = |what: String| Error::TaskResult { method: method.to_owned(), what };
    let value = xml::value(&end.result).map_err(wrong)?;
    let nothing = value == Value::String(String::new());
    serde_json::from_value(value).or_else(|why| {
        let unit = if nothing { serde_json::from_value(Value::Null).ok() } else { None };
        unit.ok_or_else(|| wrong(why.to_string()))
    })
}
