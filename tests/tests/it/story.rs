//! One story that must come out the same on every database, with restarts between its chapters.

use http::Method;
use serde_json::json;
use tests::{ADMIN, PASSWORD, Postgres, TestServer};
use xenith_server::store::{Pin, ServerRow};

#[tokio::test]
async fn on_sqlite() {
    story(None).await;
}

#[tokio::test]
async fn on_postgresql() {
    let Some(postgres) = Postgres::start() else {
        eprintln!("there is no PostgreSQL here: set XENITH_TEST_POSTGRES to the URL of an empty database");
        return;
    };
    story(Some(postgres.url().to_owned())).await;
}

async fn story(database: Option<String>) {
    let mut server = TestServer::with(|s| s.database = database).await;
    let signed_in = server.visitor().post("/signin", &json!({ "email": ADMIN, "password": PASSWORD })).await;
    let cookie = format!("token={}", signed_in.cookie().unwrap());
    let admin = |server: &TestServer| server.visitor().with("cookie", &cookie);
    let created = admin(&server).post("/rest/v0/users", &json!({ "email": "bob", "password": "b" })).await;
    let bob = format!("/rest/v0/users/{}", created.json()["id"].as_str().unwrap());
    let taken = admin(&server).post("/rest/v0/users", &json!({ "email": "Bob", "password": "b" })).await;
    assert_eq!(taken.status, 409);
    let token = server.rpc_as("bob", "b").await.call("token.create", json!({})).await.unwrap();
    let by_token = |server: &TestServer| {
        server.visitor().with("authorization", &format!("Bearer {}", token.as_str().unwrap()))
    };

    let row = ServerRow {
        id: "s1".into(),
        host: "https://pool.example".into(),
        label: None,
        username: "root".into(),
        password: "the pool's secret".into(),
        allow_unauthorized: true,
        enabled: false,
        read_only: true,
        pool_id: None,
        created_at: 1,
    };
    let store = server.app().store.clone();
    store.insert_server(&row).await.unwrap();
    let twin = ServerRow { id: "s2".into(), ..row.clone() };
    assert!(store.insert_server(&twin).await.is_err(), "one row per address");
    let pin = |fingerprint: &str| Pin { address: "pool.example:443".into(), fingerprint: fingerprint.into() };
    store.pin("s1", &pin("AA")).await.unwrap();
    store.pin("s1", &pin("BB")).await.unwrap();
    store.note_pool("s1", "p1").await.unwrap();
    let members = |last: &str| ["10.0.0.1".to_owned(), last.to_owned()];
    store.note_members("s1", &members("10.0.0.2")).await.unwrap();
    store.note_members("s1", &members("10.0.0.3")).await.unwrap();

    server.restart().await;
    assert_eq!(admin(&server).get("/rest/v0/users").await.status, 200, "a browser's session survives");
    assert_eq!(by_token(&server).get("/rest/v0/vms").await.status, 200, "a token survives");
    let store = server.app().store.clone();
    let kept = ServerRow { pool_id: Some("p1".into()), ..row.clone() };
    assert_eq!(store.servers().await.unwrap(), std::slice::from_ref(&kept), "its password can be read again");
    assert_eq!(store.pins("s1").await.unwrap(), [pin("BB")]);
    assert_eq!(store.members("s1").await.unwrap(), members("10.0.0.3"));
    let changed = ServerRow { label: Some("Pool".into()), password: "new".into(), enabled: false, ..kept };
    store.update_server(&changed).await.unwrap();
    let change = json!({ "password": "c", "email": "rob" }).to_string();
    assert_eq!(admin(&server).send(Method::PATCH, &bob, change).await.status, 204);
    assert_eq!(by_token(&server).get("/rest/v0/vms").await.status, 401, "a new password ends sessions");

    server.restart().await;
    assert_eq!(by_token(&server).get("/rest/v0/vms").await.status, 401, "for good");
    assert_eq!(server.app().store.servers().await.unwrap(), [changed]);
    let refused = server.visitor().post("/signin", &json!({ "email": "bob", "password": "c" })).await;
    assert_eq!(refused.status, 401);
    server.signed_in("rob", "c").await;
    assert_eq!(admin(&server).send(Method::DELETE, &bob, "").await.status, 204);
    server.app().store.delete_server("s1").await.unwrap();

    server.restart().await;
    assert_eq!(server.app().store.servers().await.unwrap(), []);
    assert_eq!(server.app().store.pins("s1").await.unwrap(), []);
    assert!(server.app().store.members("s1").await.unwrap().is_empty());
    let users: Vec<String> = server.app().accounts.users().into_iter().map(|u| u.email).collect();
    assert_eq!(users, ["admin", ADMIN]);
    assert_eq!(server.app().accounts.sessions(None, None).len(), 1, "the administrator's browser alone");
}
