//! Talks to a server's `/feed`: calls up, rows down, over whatever carries text frames both ways.
//!
//! Knows neither a browser nor tokio: [`Client::run`] is given a connection and drives it; when that ends, it is
//! given the next one, and every [`Watch`] goes on where it was.

mod client;
mod core;
mod rows;
mod watch;
mod wire;

pub use crate::{
    client::{Client, End, Started, Transport},
    rows::{Changed, Rows},
    watch::{Update, Watch},
};
pub use api::feed::Hello;

use api::ApiError;

/// Why a call has no answer.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The server refused or failed.
    #[error(transparent)]
    Api(#[from] ApiError),
    /// There is no connection: the call was not made.
    #[error("there is no connection to the server")]
    Away,
    /// The connection ended before the answer came. Whether the call was made is unknown.
    #[error("the connection was lost before the server answered; it may have been done")]
    Lost,
    /// The server answered something else than this version knows.
    #[error("the server's answer to {method} was not understood")]
    Answer {
        method: &'static str,
        #[source]
        source: serde_json::Error,
    },
}
