//! What it takes to be a call.

use model::{Access, Privilege, Target};
use schemars::JsonSchema;
use serde::{Serialize, de::DeserializeOwned};

/// One call. The parameters are the type that implements it.
pub trait Method: Serialize + DeserializeOwned + JsonSchema + Send + Sync + 'static {
    /// `namespace.verb`, as in Xen Orchestra where it has such a call.
    const NAME: &'static str;
    /// Its REST faces, if any, below `/rest/v0`.
    const ROUTES: &'static [Route] = &[];
    /// Who may call it.
    const RULE: Rule<Self>;
    /// Whether it changes nothing, neither here nor in a pool.
    const READS: bool = false;
    /// Whether it takes as long as a pool needs: its handler starts a task, and each door decides whether
    /// to wait for it.
    const LONG: bool = false;
    /// What it answers in the end.
    type Output: Serialize + DeserializeOwned + JsonSchema + Send + 'static;

    /// What is needed beside [`Method::RULE`], on other objects that the parameters name.
    fn also(&self) -> Vec<(Privilege, Target)> {
        Vec::new()
    }

    /// What this very call needs.
    fn access(&self) -> Access {
        match (Self::RULE.of(self), self.also()) {
            (Access::On(mut needs), also) => {
                needs.extend(also);
                Access::On(needs)
            }
            (Access::SignedIn, also) if !also.is_empty() => Access::On(also),
            (access, _) => access,
        }
    }
}

/// Who may make a call.
pub enum Rule<M> {
    /// Nobody needs to be signed in.
    Anyone,
    SignedIn,
    /// An administrator of Xenith itself.
    Admin,
    /// Whoever holds a privilege on the object that the parameters name.
    On(Privilege, fn(&M) -> Target),
}

impl<M> Rule<M> {
    pub fn of(&self, call: &M) -> Access {
        match self {
            Self::Anyone => Access::Anyone,
            Self::SignedIn => Access::SignedIn,
            Self::Admin => Access::Admin,
            Self::On(needs, object) => Access::On(vec![(*needs, object(call))]),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    Get,
    Post,
    Put,
    Patch,
    Delete,
}

impl Verb {
    /// As HTTP writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

/// A REST face of a call. `fixed` are parameters that the path itself decides, as JSON.
#[derive(Clone, Copy, Debug)]
pub struct Route {
    pub verb: Verb,
    pub path: &'static str,
    pub fixed: &'static [(&'static str, &'static str)],
    /// The status of a success that has a body: 200, or 201 for a creation.
    pub status: u16,
}

impl Route {
    pub const fn new(verb: Verb, path: &'static str) -> Self {
        Self { verb, path, fixed: &[], status: 200 }
    }

    /// The path decides these parameters (values as JSON text).
    pub const fn with(self, fixed: &'static [(&'static str, &'static str)]) -> Self {
        Self { fixed, ..self }
    }

    /// It creates something: 201.
    pub const fn created(self) -> Self {
        Self { status: 201, ..self }
    }
}
