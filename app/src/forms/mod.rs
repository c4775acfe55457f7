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

use api::{ApiError, Method, ParamError};
use leptos::{prelude::*, task::spawn_local};

use crate::live::{Live, said};

/// Whether a form is being sent, and why it was refused.
#[derive(Clone, Copy)]
struct Sending {
    busy: RwSignal<bool>,
    /// What no field can say.
    error: RwSignal<Option<String>>,
    wrong: RwSignal<Vec<ParamError>>,
    /// The parameters that have a field.
    asked: StoredValue<Vec<&'static str>>,
}

impl Sending {
    fn new() -> Self {
        Self {
            busy: RwSignal::new(false),
            error: RwSignal::new(None),
            wrong: RwSignal::new(Vec::new()),
            asked: StoredValue::new(Vec::new()),
        }
    }

    /// What is wrong with a parameter, for the field that asks for it.
    fn wrong(self, parameter: &'static str) -> Signal<Option<String>> {
        self.asked.update_value(|asked| asked.push(parameter));
        Signal::derive(move || {
            let of = |error: &&ParamError| parameter_of(error) == parameter;
            self.wrong.with(|wrong| wrong.iter().find(of).map(|error| error.message.clone()))
        })
    }

    fn refuse(self, error: &client::Error) {
        if let client::Error::Api(ApiError::InvalidParameters { errors }) = error {
            let asked = |error: &ParamError| self.asked.with_value(|a| a.contains(&parameter_of(error)));
            if errors.iter().all(asked) {
                return self.wrong.set(errors.clone());
            }
        }
        self.error.set(Some(said(error)));
    }

    /// Sends a call; `done` runs once the server has taken it. A refusal stays in the form.
    fn send<M: Method>(self, live: Live, call: M, done: impl FnOnce(M::Output) + 'static) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.error.set(None);
        self.wrong.set(Vec::new());
        spawn_local(async move {
            let answer = live.call(call).await;
            // The form may have been closed while the server was thinking.
            if self.busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(output) => done(output),
                Err(error) => self.refuse(&error),
            }
        });
    }
}

/// The name of the parameter that is wrong.
fn parameter_of(error: &ParamError) -> &str {
    error.path.trim_start_matches('/')
}

/// What was typed, or nothing.
fn given(text: RwSignal<String>) -> Option<String> {
    Some(text.get_untracked().trim().to_owned()).filter(|t| !t.is_empty())
}
