//! Changes of a pool that belong together: all of them are made, or none.

use api::ApiError;
use serde::de::DeserializeOwned;
use xapi::{Params, params};

use crate::pools::PoolHandle;

/// What was changed so far, and how it is put back.
pub struct Steps {
    pool: PoolHandle,
    back: Vec<(String, Params)>,
}

impl Steps {
    pub fn new(pool: &PoolHandle) -> Self {
        Self { pool: pool.clone(), back: Vec::new() }
    }

    /// Makes a call. When it fails, what was changed before is put back.
    pub async fn call<R: DeserializeOwned>(&mut self, method: &str, params: Params) -> Result<R, ApiError> {
        let done = self.pool.change(method, params).await;
        self.kept(done).await
    }

    /// The same for a call that takes its time, about the object with a reference.
    pub async fn long<R>(&mut self, method: &str, params: Params, about: &str) -> Result<R, ApiError>
    where
        R: DeserializeOwned + Send + 'static,
    {
        let started = self.pool.start(method, params, about).await;
        let done = match started {
            Ok(started) => started.done.await,
            Err(error) => Err(error),
        };
        self.kept(done).await
    }

    /// A result on which it depends whether what was changed before stays.
    pub async fn kept<R>(&mut self, done: Result<R, ApiError>) -> Result<R, ApiError> {
        if done.is_err() {
            self.undo().await;
        }
        done
    }

    /// How the last change is put back.
    pub fn back(&mut self, method: &str, params: Params) {
        self.back.push((method.to_owned(), params));
    }

    /// Sets a field, with a method that takes the reference and the value. What it was before is only known as of a
    /// moment ago, so that it is set even where it seems so already.
    pub async fn set<T: serde::Serialize>(
        &mut self,
        method: &str,
        reference: &str,
        before: T,
        after: T,
    ) -> Result<(), ApiError> {
        self.call::<()>(method, params![reference, after]).await?;
        self.back(method, params![reference, before]);
        Ok(())
    }

    /// Sets or removes a key of a map, `class.map`.
    pub async fn key(
        &mut self,
        (class, map): (&str, &str),
        reference: &str,
        key: &str,
        (before, after): (Option<&str>, Option<&str>),
    ) -> Result<(), ApiError> {
        let (add, remove) = (format!("{class}.add_to_{map}"), format!("{class}.remove_from_{map}"));
        self.call::<()>(&remove, params![reference, key]).await?;
        if let Some(before) = before {
            self.back(&add, params![reference, key, before]);
        }
        if let Some(after) = after {
            self.call::<()>(&add, params![reference, key, after]).await?;
            self.back(&remove, params![reference, key]);
        }
        Ok(())
    }

    /// Puts everything back, what was changed last first.
    pub async fn undo(&mut self) {
        while let Some((method, params)) = self.back.pop() {
            if let Err(error) = self.pool.change::<serde_json::Value>(&method, params).await {
                tracing::warn!(%error, method, "a change could not be put back");
            }
        }
    }
}
