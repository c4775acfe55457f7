//! What tests through the front door stand on: a server with a database of its own on a free port, a simulated
//! pool beside it, and clients that say exactly what they are told to.

mod http;
mod postgres;
mod server;
mod socket;

pub use http::{Answer, Http};
pub use postgres::Postgres;
pub use server::{ADMIN, PASSWORD, TestServer};
pub use socket::Socket;

/// Waits until `done` answers something, at most ten seconds.
pub async fn eventually<T>(what: &str, mut done: impl AsyncFnMut() -> Option<T>) -> T {
    for _ in 0..500 {
        if let Some(done) = done().await {
            return done;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("{what} did not come to be within ten seconds");
}
