//! Tokens: made, shown once, listed, described, and ended at once with what they opened.

use std::time::Duration;

use http::Method;
use serde_json::{Value, json};
use sim::{Config, Sim};
use tests::{ADMIN, Http, PASSWORD, Socket, TestServer};

fn bearer(server: &TestServer, token: &Value) -> Http {
    server.visitor().with("authorization", &format!("Bearer {}", token.as_str().unwrap()))
}

#[tokio::test]
async fn a_token_is_made_over_rest_and_listed_without_its_secret() {
    let server = TestServer::start().await;
    let id = server.user("bob", "b").await;
    let bob = server.signed_in("bob", "b").await;
    let mine = format!("/rest/v0/users/{id}/authentication_tokens");
    let asked = json!({ "description": "backup", "expiresIn": "1h", "client": { "id": "cli" } });
    let made = bob.post(&mine, &asked).await;
    assert_eq!(made.status, 201, "{}", made.text());
    let token = &made.json()["token"];
    assert_eq!((token["description"].as_str(), token["user_id"].as_str()), (Some("backup"), Some(&*id)));
    assert_eq!(token["expiration"].as_u64().unwrap() - token["created_at"].as_u64().unwrap(), 3_600_000);
    assert_eq!(bearer(&server, &token["id"]).get(&mine).await.status, 200);

    let list = bob.get(&mine).await;
    let all = list.json();
    let listed = all.as_array().unwrap().iter().find(|t| t["id"] == token["session"]).unwrap();
    assert_eq!((&listed["client"], &listed["description"]), (&json!({ "id": "cli" }), &json!("backup")));
    assert!(listed["last_uses"]["127.0.0.1"]["timestamp"].is_u64(), "{listed}");
    assert!(!list.text().contains(token["id"].as_str().unwrap()), "the secret is shown once");
    let some = bob.get(&format!("{mine}?filter=description:backup")).await.json();
    assert_eq!(some, json!([listed]));
    assert_eq!(bob.get(&format!("{mine}?limit=1")).await.json().as_array().map(Vec::len), Some(1));
    let wrong = bob.get(&format!("{mine}?limit=x")).await;
    assert_eq!(
        (wrong.status, wrong.json()["data"]["errors"][0]["instancePath"].clone()),
        (422, json!("/limit"))
    );

    let admin = server.admin().await;
    let seen = admin.get(&mine).await.json();
    let seen: Vec<&Value> = seen.as_array().unwrap().iter().map(|t| &t["id"]).collect();
    let theirs = all.as_array().unwrap().iter().map(|t| &t["id"]).collect::<Vec<_>>();
    assert_eq!(seen, theirs, "an administrator sees them");
    let refused = admin.post(&mine, &json!({})).await;
    assert_eq!(refused.status, 422, "but makes none for others: {}", refused.text());
    server.user("eve", "e").await;
    let eve = server.signed_in("eve", "e").await;
    assert_eq!(eve.get(&mine).await.status, 404);
    assert_eq!(eve.post("/rest/v0/users/authentication_tokens", &json!({})).await.status, 201);

    for (path, location) in [("", ""), ("/authentication_tokens?limit=1", "/authentication_tokens?limit=1")] {
        let there = bob.get(&format!("/rest/v0/users/me{path}")).await;
        let expected = format!("/rest/v0/users/{id}{location}");
        assert_eq!((there.status, there.header("location")), (307, &*expected));
    }
}

#[tokio::test]
async fn a_program_that_registers_again_gets_another_secret_for_the_same_token() {
    let mut server = TestServer::start().await;
    let mut rpc = server.rpc_as(ADMIN, PASSWORD).await;
    let asked =
        |expires: &str| json!({ "client": { "id": "cli" }, "description": "d", "expiresIn": expires });
    let first = rpc.call("token.create", asked("1h")).await.unwrap();
    let mut with_it = server.rpc().await;
    with_it.call("session.signIn", json!({ "token": first })).await.unwrap();
    let second = with_it.call("token.create", json!({ "client": { "id": "cli" }, "expiresIn": "2h" })).await;
    let second = second.unwrap();
    assert_ne!(first, second);
    let list = with_it.call("user.getAuthenticationTokens", json!({})).await.unwrap();
    let [token] = &list.as_array().unwrap()[..] else { panic!("{list}") };
    assert_eq!((&token["description"], &token["current"]), (&json!("d"), &json!(true)), "it goes on");
    assert_eq!(bearer(&server, &first).get("/rest/v0/vms").await.status, 401, "the old secret has ended");
    server.pass(Duration::from_secs(3 * 1800));
    assert_eq!(bearer(&server, &second).get("/rest/v0/vms").await.status, 200);
    server.restart().await;
    assert_eq!(bearer(&server, &second).get("/rest/v0/vms").await.status, 200, "it is kept");
    assert_eq!(bearer(&server, &first).get("/rest/v0/vms").await.status, 401);
    server.user("bob", "b").await;
    let theirs = server.rpc_as("bob", "b").await.call("token.create", asked("1h")).await.unwrap();
    assert_eq!(bearer(&server, &second).get("/rest/v0/vms").await.status, 200, "somebody else's is another");
    assert_eq!(bearer(&server, &theirs).get("/rest/v0/vms").await.status, 200);
}

#[tokio::test]
async fn a_token_is_described_anew_by_its_owner_only() {
    let mut server = TestServer::start().await;
    server.user("bob", "b").await;
    let mut bob = server.rpc_as("bob", "b").await;
    let secret = bob.call("token.create", json!({ "description": "old" })).await.unwrap();
    let mut with_it = server.rpc().await;
    with_it.call("session.signIn", json!({ "token": secret })).await.unwrap();
    let list = with_it.call("user.getAuthenticationTokens", json!({})).await.unwrap();
    let id = list[0]["id"].clone();
    for (id, given, expected) in [
        (&id, json!("new"), json!("new")),
        (&secret, json!("newer"), json!("newer")),
        (&id, json!(""), Value::Null),
        (&id, json!("last"), json!("last")),
    ] {
        with_it.call("token.set", json!({ "id": id, "description": given })).await.unwrap();
        let list = with_it.call("user.getAuthenticationTokens", json!({})).await.unwrap();
        assert_eq!(list[0]["description"], expected);
    }
    let mut admin = server.rpc_as(ADMIN, PASSWORD).await;
    let refused = admin.call("token.set", json!({ "id": id, "description": "x" })).await.unwrap_err();
    assert_eq!((&refused["code"], &refused["data"]["type"]), (&json!(1), &json!("token")));
    let long = "x".repeat(1001);
    let refused = bob.call("token.set", json!({ "id": id, "description": long })).await.unwrap_err();
    assert_eq!(refused["data"]["errors"][0]["instancePath"], "/description");
    server.restart().await;
    let list = server.rpc_as("bob", "b").await.call("user.getAuthenticationTokens", json!({})).await.unwrap();
    assert_eq!(list[0]["description"], "last");
}

#[tokio::test]
async fn tokens_are_ended_by_name_and_by_pattern() {
    let server = TestServer::start().await;
    let bob = server.user("bob", "b").await;
    let mut rpc = server.rpc_as("bob", "b").await;
    let mut make = async |description: &str| {
        rpc.call("token.create", json!({ "description": description })).await.unwrap()
    };
    let (one, two, three, four) =
        (make("one").await, make("two").await, make("three").await, make("four").await);
    let works = async |token: &Value| bearer(&server, token).get("/rest/v0/vms").await.status == 200;
    let mut rpc = server.rpc_as("bob", "b").await;
    let mut admin = server.rpc_as(ADMIN, PASSWORD).await;

    let nothing = rpc.call("token.deleteOwn", json!({})).await.unwrap_err();
    assert_eq!(
        (&nothing["code"], &nothing["data"]["errors"][0]["keyword"]),
        (&json!(10), &json!("required"))
    );
    assert_eq!(rpc.call("token.delete", json!({ "tokens": [one] })).await.unwrap_err()["code"], 2);
    let pattern = json!({ "description": { "__or": ["one", "nobody's"] } });
    admin.call("token.deleteOwn", json!({ "pattern": pattern })).await.unwrap();
    assert!(works(&one).await, "not the administrator's own");
    rpc.call("token.deleteOwn", json!({ "pattern": pattern })).await.unwrap();
    assert!(!works(&one).await && works(&two).await);
    let pattern = json!({ "__and": [{ "user_id": bob }, { "description": "two" }] });
    admin.call("token.delete", json!({ "pattern": pattern, "tokens": [three, "nowhere"] })).await.unwrap();
    assert!(!works(&two).await && !works(&three).await && works(&four).await);
}

#[tokio::test]
async fn what_a_token_opened_closes_when_an_administrator_ends_it() {
    let (server, sim) = (TestServer::start().await, Sim::start(Config::test()).await.unwrap());
    server.add_pool(&sim).await;
    let mut admin = server.rpc_as(ADMIN, PASSWORD).await;
    let token = admin.call("token.create", json!({ "description": "t" })).await.unwrap();
    let vms = bearer(&server, &token).get("/rest/v0/vms?fields=id&filter=power_state:running").await.json();
    let vm = vms[0]["id"].as_str().unwrap();
    let cookie = format!("token={}", token.as_str().unwrap());
    let with_it = [("cookie", cookie.as_str())];
    let mut feed = Socket::open(server.address(), "/feed", &with_it).await.unwrap();
    let path = format!("/api/consoles/{vm}");
    let mut console = Socket::open(server.address(), &path, &with_it).await.unwrap();
    let mut rpc = server.rpc().await;
    rpc.call("session.signIn", json!({ "token": token })).await.unwrap();
    assert_eq!(feed.next().await.unwrap()["hello"]["user"]["email"], ADMIN);

    admin.call("token.delete", json!({ "pattern": { "description": "t" } })).await.unwrap();
    let soon = Duration::from_secs(1);
    let closed = async |socket: &mut Socket| tokio::time::timeout(soon, socket.closed()).await.unwrap();
    assert_eq!(closed(&mut rpc).await, Some(1008));
    assert_eq!(closed(&mut feed).await, Some(1008));
    assert_eq!(closed(&mut console).await, Some(4001));
    let refused =
        bearer(&server, &token).send(Method::POST, &format!("/rest/v0/vms/{vm}/actions/start"), "").await;
    assert_eq!(refused.status, 401);
}
