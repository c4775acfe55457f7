//! `/api/TOKEN`: something that a call prepared, to be fetched once, soon, by whoever knows the URL.

use std::{
    collections::HashMap,
    convert::Infallible,
    sync::{Arc, Mutex, PoisonError},
};

use axum::{
    body::Body,
    extract::State,
    http::{HeaderValue, header},
    response::Response,
};

use futures::stream;

use super::rest::{InPath, failure};
use crate::{App, accounts, methods::xo::Listing};

/// How long a prepared answer waits.
const LIVES_MS: u64 = 60_000;
/// At most so many wait; the oldest are forgotten first.
const WAITING: usize = 1_000;

/// What waits to be fetched.
#[derive(Default)]
pub struct OneShots(Mutex<HashMap<String, (u64, Listing)>>);

impl OneShots {
    /// The path where it can be fetched.
    pub fn prepare(&self, listing: Listing, now: u64) -> String {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.retain(|_, (until, _)| *until > now);
        if waiting.len() >= WAITING
            && let Some(oldest) = waiting.iter().min_by_key(|(_, (until, _))| *until).map(|(k, _)| k.clone())
        {
            waiting.remove(&oldest);
        }
        let token = accounts::secret();
        let path = format!("/api/{token}");
        waiting.insert(token, (now + LIVES_MS, listing));
        path
    }

    fn take(&self, token: &str, now: u64) -> Option<Listing> {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.remove(token).filter(|(until, _)| *until > now).map(|(_, listing)| listing)
    }
}

/// Hands it out, without `Content-Length`: some clients cannot deal with one here.
pub async fn fetch(State(app): State<Arc<App>>, InPath(token): InPath<String>) -> Response {
    let Some(listing) = app.one_shots.take(&token, app.clock.now()) else {
        return failure::no_route(&format!("/api/{token}"));
    };
    let lines = stream::iter(listing.lines(&app).map(Ok::<_, Infallible>));
    let mut response = failure::written(200, Body::from_stream(lines));
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}
