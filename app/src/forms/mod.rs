//! Forms, a file each. A form holds what was typed until the server has taken it.

mod add_server;
mod change_password;
mod create_user;
mod edit_server;
mod reset_password;
mod trust_certificate;

pub use add_server::AddServer;
pub use change_password::ChangePassword;
pub use create_user::CreateUser;
pub use edit_server::EditServer;
pub use reset_password::ResetPassword;
pub use trust_certificate::TrustCertificate;

use api::Method;
use leptos::{prelude::*, task::spawn_local};

use crate::live::{Live, said};

/// Whether a form is being sent, and why it was refused.
#[derive(Clone, Copy)]
struct Sending {
    busy: RwSignal<bool>,
    error: RwSignal<Option<String>>,
}

impl Sending {
    fn new() -> Self {
        Self { busy: RwSignal::new(false), error: RwSignal::new(None) }
    }

    /// Sends a call; `done` runs once the server has taken it. A refusal stays in the form.
    fn send<M: Method>(self, live: Live, call: M, done: impl FnOnce(M::Output) + 'static) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.error.set(None);
        spawn_local(async move {
            let answer = live.call(call).await;
            // The form may have been closed while the server was thinking.
            if self.busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(output) => done(output),
                Err(error) => self.error.set(Some(said(&error))),
            }
        });
    }
}

/// What was typed, or nothing.
fn given(text: RwSignal<String>) -> Option<String> {
    Some(text.get_untracked().trim().to_owned()).filter(|t| !t.is_empty())
}
