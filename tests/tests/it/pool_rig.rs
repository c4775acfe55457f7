//! A simulated pool with a server in front of it: what tests of storage and networks ask and look at.

use model::Kind;
use serde_json::{Map, Value, json};
use sim::{Config, Sim};
use tests::{ADMIN, PASSWORD, Socket, TestServer, eventually};

pub struct Rig {
    pub sim: Sim,
    pub server: TestServer,
    pub rpc: Socket,
}

impl Rig {
    pub async fn new(config: Config) -> Self {
        let (sim, server) = (Sim::start(config).await.unwrap(), TestServer::start().await);
        server.add_pool(&sim).await;
        let rpc = server.rpc_as(ADMIN, PASSWORD).await;
        Self { sim, server, rpc }
    }

    /// Calls and answers what comes.
    pub async fn call(&mut self, method: &str, params: Value) -> Value {
        let answer = self.rpc.call(method, params.clone()).await;
        answer.unwrap_or_else(|error| panic!("{method} {params}: {error}"))
    }

    /// Calls something that makes an object, and answers its id when the server knows it.
    pub async fn made(&mut self, method: &str, params: Value) -> String {
        let id = self.call(method, params).await.as_str().unwrap().to_owned();
        self.known(&id).await;
        id
    }

    /// Waits until the server knows an object.
    pub async fn known(&self, id: &str) {
        eventually("the object among those of the server", async || self.server.app().cache.get(id)).await;
    }

    /// Calls and answers why it was refused.
    pub async fn refused(&mut self, method: &str, params: Value) -> Value {
        self.rpc.call(method, params).await.unwrap_err()
    }

    /// The record in the pool.
    pub fn record(&self, class: &str, uuid: &str) -> Value {
        self.found(class, uuid).unwrap_or_else(|| panic!("no {class} {uuid}"))
    }

    /// The record in the pool, if there is one.
    pub fn found(&self, class: &str, uuid: &str) -> Option<Value> {
        self.sim.first().record(class, uuid).map(|record| serde_json::to_value(record).unwrap())
    }

    /// The objects of a kind that the server knows.
    pub fn all(&self, kind: Kind) -> Vec<Value> {
        let app = self.server.app();
        app.cache.of_kind(kind).iter().map(|object| self.object(object.id())).collect()
    }

    /// The object as the server knows it.
    pub fn object(&self, id: &str) -> Value {
        let mut json = Vec::new();
        self.server.app().cache.get(id).unwrap().write_json(&mut json);
        serde_json::from_slice(&json).unwrap()
    }

    /// Waits until the server knows a property to be so.
    pub async fn until(&self, id: &str, property: &str, value: Value) {
        let reached = || Some(()).filter(|()| self.object(id)[property] == value);
        eventually(&format!("{property} = {value}"), async || reached()).await;
    }

    /// The first of a kind with these properties.
    pub fn one(&self, kind: Kind, like: Value) -> Value {
        let like: &Map<String, Value> = like.as_object().unwrap();
        let fits = |object: &Value| like.iter().all(|(name, value)| object[name] == *value);
        let found = self.all(kind).into_iter().find(fits);
        found.unwrap_or_else(|| panic!("no {kind:?} like {}", json!(like)))
    }
}

/// The id of an object.
pub fn id(object: &Value) -> String {
    object["id"].as_str().unwrap().to_owned()
}
