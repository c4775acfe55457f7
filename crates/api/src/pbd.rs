//! Calls about how hosts reach storage.

use model::{Id, Privilege, Target, objects::Pbd};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Method, Route, Rule, Verb::*};

/// Connect a host to a storage repository.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Connect {
    pub id: Id<Pbd>,
}
impl Method for Connect {
    const NAME: &'static str = "pbd.connect";
    const ROUTES: &'static [Route] = &[Route::new(Post, "/pbds/{id}/actions/plug")];
    const RULE: Rule<Self> = Rule::On(Privilege::Administer, |c| Target::of(&c.id));
    const LONG: bool = true;
    type Output = ();
}

/// Disconnect a host from a storage repository of which it uses no disk.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Disconnect {
    pub id: Id<Pbd>,
}
impl Method for Disconnect {
    const NAME: &'static str = "pbd.disconnect";
    const ROUTES: &'static [Route] = &[Route::new(Post, "/pbds/{id}/actions/unplug")];
    const RULE: Rule<Self> = Rule::On(Privilege::Administer, |c| Target::of(&c.id));
    const LONG: bool = true;
    type Output = ();
}

/// Forget how a host reaches a storage repository that it is disconnected from.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Delete {
    pub id: Id<Pbd>,
}
impl Method for Delete {
    const NAME: &'static str = "pbd.delete";
    const RULE: Rule<Self> = Rule::On(Privilege::Administer, |c| Target::of(&c.id));
    type Output = ();
}
