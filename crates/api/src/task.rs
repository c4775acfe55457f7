//! Calls about XAPI tasks.

use model::{Id, Privilege, Target, objects::Task};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Method, Route, Rule, Verb::*};

/// Cancel a running task.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Cancel {
    pub id: Id<Task>,
}
impl Method for Cancel {
    const NAME: &'static str = "task.cancel";
    const ROUTES: &'static [Route] = &[Route::new(Post, "/tasks/{id}/actions/abort")];
    const RULE: Rule<Self> = Rule::On(Privilege::Administer, |c| Target::of(&c.id));
    type Output = ();
}

/// Forget a finished task.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Destroy {
    pub id: Id<Task>,
}
impl Method for Destroy {
    const NAME: &'static str = "task.destroy";
    const ROUTES: &'static [Route] = &[Route::new(Delete, "/tasks/{id}")];
    const RULE: Rule<Self> = Rule::On(Privilege::Administer, |c| Target::of(&c.id));
    type Output = ();
}
