//! A server in this process, with its own data and a clock that can be moved.

use std::{
    fs,
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use serde_json::{Value, json};
use sim::Sim;
use xenith_server::{
    App, Server, StartError,
    clock::Clock,
    settings::{Log, Settings, Tls},
};

use crate::{Http, Socket};

/// The administrator that every test server has.
pub const ADMIN: &str = "root@example.org";
pub const PASSWORD: &str = "correct: horse";

/// A running server. What it keeps goes when this goes.
pub struct TestServer {
    server: Option<Server>,
    settings: Settings,
    ahead: Arc<AtomicU64>,
    owns_data: bool,
}

impl TestServer {
    /// With [`ADMIN`] and nothing else.
    pub async fn start() -> Self {
        Self::with(|_| {}).await
    }

    /// The same with other settings.
    pub async fn with(change: impl FnOnce(&mut Settings)) -> Self {
        let mut settings = settings();
        change(&mut settings);
        let mut this = Self { server: None, settings, ahead: Arc::default(), owns_data: true };
        this.run().await.expect("the server starts");
        let server = this.server.as_ref().expect("the server runs");
        let first = server.first_admin().await.expect("a first administrator can be made");
        assert!(first.is_some_and(|password| password.len() == 20));
        this.app().accounts.make_admin(ADMIN, PASSWORD).await.expect("an administrator can be made");
        this
    }

    /// What a start with these settings fails with.
    pub async fn refused(settings: Settings) -> StartError {
        match Server::start(settings, Clock::system()).await {
            Ok(_) => panic!("the server starts"),
            Err(error) => error,
        }
    }

    async fn run(&mut self) -> Result<(), StartError> {
        let ahead = self.ahead.clone();
        let system = Clock::system();
        let clock = Clock::new(move || system.now() + ahead.load(Ordering::Relaxed));
        self.server = Some(Server::start(self.settings.clone(), clock).await?);
        Ok(())
    }

    /// Stops the server, if it runs, and starts it anew over the same data.
    pub async fn restart(&mut self) {
        self.stop().await;
        self.run().await.expect("the server starts again");
    }

    pub async fn stop(&mut self) {
        if let Some(server) = self.server.take() {
            server.stop().await;
        }
    }

    /// Moves the server's clock.
    pub fn pass(&self, time: Duration) {
        let millis = u64::try_from(time.as_millis()).expect("a test's lifetime");
        self.ahead.fetch_add(millis, Ordering::Relaxed);
    }

    pub fn app(&self) -> &Arc<App> {
        &self.server.as_ref().expect("the server runs").app
    }

    pub fn address(&self) -> SocketAddr {
        self.server.as_ref().expect("the server runs").address
    }

    pub fn data(&self) -> &Path {
        &self.settings.data
    }

    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// A client that has not signed in.
    pub fn visitor(&self) -> Http {
        Http::new(self.address())
    }

    /// A client that has signed in with a cookie.
    pub async fn signed_in(&self, email: &str, password: &str) -> Http {
        let answer = self.visitor().post("/signin", &json!({ "email": email, "password": password })).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        let secret = answer.cookie().expect("a cookie");
        self.visitor().with("cookie", &format!("token={secret}"))
    }

    pub async fn admin(&self) -> Http {
        self.signed_in(ADMIN, PASSWORD).await
    }

    /// A connection at `/api/` that has not signed in.
    pub async fn rpc(&self) -> Socket {
        Socket::open(self.address(), "/api/", &[]).await.expect("the door is open")
    }

    /// A connection at `/api/` that has.
    pub async fn rpc_as(&self, email: &str, password: &str) -> Socket {
        let mut rpc = self.rpc().await;
        let user = rpc.call("session.signIn", json!({ "email": email, "password": password })).await;
        assert_eq!(user.map(|u| u["email"].clone()), Ok(Value::from(email)));
        rpc
    }

    /// A user without rights.
    pub async fn user(&self, email: &str, password: &str) -> String {
        let id = self.app().accounts.create_user(email, password, "none").await;
        id.expect("a user can be made").to_string()
    }

    /// Adds a simulated pool and waits until it is connected.
    pub async fn add_pool(&self, sim: &Sim) -> String {
        let mut rpc = self.rpc_as(ADMIN, PASSWORD).await;
        let host = sim.url();
        let asked = json!({ "host": host, "username": "root", "password": "xenith", "allowUnauthorized": true,
            "autoConnect": false });
        let id = rpc.call("server.add", asked).await.expect("a server can be added");
        rpc.call("server.enable", json!({ "id": id })).await.expect("the simulated pool answers");
        id.as_str().expect("an id").to_owned()
    }
}

impl Drop for TestServer {
    fn drop(&mut self) {
        if let Some(server) = self.server.take() {
            server.app.stopping.cancel();
        }
        if self.owns_data {
            // Somebody may have removed it already.
            let _ = fs::remove_dir_all(&self.settings.data);
        }
    }
}

fn settings() -> Settings {
    Settings {
        listen: ([127, 0, 0, 1], 0).into(),
        data: folder(),
        demo: false,
        tls: Tls::Off,
        trusted_proxies: Vec::new(),
        origins: Vec::new(),
        database: None,
        log: Log::default(),
    }
}

/// A folder of its own for each server.
fn folder() -> PathBuf {
    std::env::temp_dir().join(format!("xenith-test-{}", uuid::Uuid::new_v4()))
}
