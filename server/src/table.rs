//! Routes a call to its function: permission, parameters, access, run, log. The only place that does these.
//! Knows no kind of object and no protocol.

use std::{any::TypeId, collections::HashMap, panic::AssertUnwindSafe, pin::Pin, sync::OnceLock};

use api::{ApiError, Entry, Method, ParamError};
use futures::{FutureExt, future::BoxFuture};
use model::{Id, objects::Task};
use serde_json::{Map, Value};

use crate::Cx;

/// What a call came to.
pub enum Answer {
    /// It answers nothing.
    Nothing,
    /// JSON.
    Json(String),
    /// It takes its time, and each door decides whether to wait; in the end it is JSON, or nothing.
    Started(Started<Option<String>>),
}

/// A long call under way.
pub struct Started<T> {
    /// The pool's task, an object like any other.
    pub task: Id<Task>,
    /// The end. It need not be awaited: what was started goes on without.
    pub done: BoxFuture<'static, Result<T, ApiError>>,
}

impl<T: Send + 'static> Started<T> {
    /// What comes after it, whoever waits for the end or does not.
    pub fn then<U, F>(self, next: impl FnOnce(Result<T, ApiError>) -> F + Send + 'static) -> Started<U>
    where
        U: Send + 'static,
        F: Future<Output = Result<U, ApiError>> + Send + 'static,
    {
        let Self { task, done } = self;
        let end = tokio::spawn(async move { next(done.await).await });
        let done = async move { end.await.unwrap_or(Err(ApiError::Internal)) };
        Started { task, done: Box::pin(done) }
    }
}

type Run = Box<dyn Fn(Cx, Map<String, Value>) -> BoxFuture<'static, Result<Answer, ApiError>> + Send + Sync>;

struct Row {
    entry: Entry,
    schema: OnceLock<Value>,
    run: Run,
}

/// Which function answers which call.
#[derive(Default)]
pub struct Table(HashMap<&'static str, Row>);

impl Table {
    /// `handler` answers `M`.
    pub fn on<M: Method, F>(self, handler: fn(Cx, M) -> F) -> Self
    where
        F: Future<Output = Result<M::Output, ApiError>> + Send + 'static,
    {
        self.with::<M, _>(move |cx, call| {
            let run = handler(cx, call);
            Box::pin(async move { Ok(written(&run.await?)?.map_or(Answer::Nothing, Answer::Json)) })
        })
    }

    /// `handler` answers `M` with JSON that it wrote itself.
    pub fn on_raw<M: Method, F>(self, handler: fn(Cx, M) -> F) -> Self
    where
        F: Future<Output = Result<String, ApiError>> + Send + 'static,
    {
        self.with::<M, _>(move |cx, call| {
            let run = handler(cx, call);
            Box::pin(async move { Ok(Answer::Json(run.await?)) })
        })
    }

    /// `handler` starts the task that answers the long call `M`.
    pub fn on_task<M: Method, F>(self, handler: fn(Cx, M) -> F) -> Self
    where
        F: Future<Output = Result<Started<M::Output>, ApiError>> + Send + 'static,
    {
        assert!(M::LONG, "{} is not declared as long", M::NAME);
        self.with::<M, _>(move |cx, call| {
            let run = handler(cx, call);
            Box::pin(async move {
                let Started { task, done } = run.await?;
                let done = Box::pin(async move { written(&done.await?) });
                Ok(Answer::Started(Started { task, done }))
            })
        })
    }

    fn with<M: Method, F>(mut self, run: F) -> Self
    where
        F: Fn(Cx, M) -> Pin<Box<dyn Future<Output = Result<Answer, ApiError>> + Send>>
            + Send
            + Sync
            + 'static,
    {
        let run: Run = Box::new(move |cx, params| {
            let call = match parse::<M>(params) {
                Ok(call) => call,
                Err(error) => return futures::future::err(error).boxed(),
            };
            if let Err(error) = cx.check(&call.access()) {
                return futures::future::err(error).boxed();
            }
            run(cx, call)
        });
        let row = Row { entry: Entry::of::<M>(), schema: OnceLock::new(), run };
        assert!(self.0.insert(M::NAME, row).is_none(), "{} is answered twice", M::NAME);
        self
    }

    /// The calls that have an answer.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.0.keys().copied()
    }

    /// Makes a call.
    pub async fn call(&self, cx: Cx, name: &str, params: Map<String, Value>) -> Result<Answer, ApiError> {
        let row = self.0.get(name).ok_or_else(|| ApiError::unknown_method(name))?;
        let caller = cx.caller.clone();
        let result = self.run(row, cx, params).await;
        match &result {
            Ok(_) => tracing::debug!(call = name, user.name = %caller.name, "call"),
            Err(ApiError::Internal) => {
                tracing::error!(call = name, user.name = %caller.name, "call failed inside")
            }
            Err(error) => tracing::info!(call = name, user.name = %caller.name, %error, "call refused"),
        }
        result
    }

    async fn run(&self, row: &Row, cx: Cx, params: Map<String, Value>) -> Result<Answer, ApiError> {
        cx.caller.may_call(&row.entry)?;
        let schema = row.schema.get_or_init(|| row.entry.params_schema());
        let errors = api::check(schema, &params);
        if !errors.is_empty() {
            return Err(ApiError::InvalidParameters { errors });
        }
        let run = AssertUnwindSafe(async { (row.run)(cx, params).await });
        run.catch_unwind().await.unwrap_or(Err(ApiError::Internal))
    }
}

fn parse<M: Method>(params: Map<String, Value>) -> Result<M, ApiError> {
    serde_path_to_error::deserialize(Value::Object(params)).map_err(|error| {
        let path = error.path().to_string();
        let name = if path == "." { "" } else { &path };
        ApiError::parameter(ParamError::wrong(name, "type", error.inner().to_string()))
    })
}

/// Nothing for `()`.
fn written<T: serde::Serialize + 'static>(output: &T) -> Result<Option<String>, ApiError> {
    if TypeId::of::<T>() == TypeId::of::<()>() {
        return Ok(None);
    }
    serde_json::to_string(output).map(Some).map_err(|error| {
        tracing::error!(%error, "an answer cannot be written as JSON");
        ApiError::Internal
    })
}
