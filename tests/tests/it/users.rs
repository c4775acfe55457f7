//! Users and sessions come and go, and what they had open closes.

use std::time::Duration;

use http::Method;
use serde_json::{Value, json};
use tests::{ADMIN, PASSWORD, TestServer, eventually};

#[tokio::test]
async fn users_are_created_changed_and_deleted() {
    let server = TestServer::start().await;
    let admin = server.admin().await;
    let created = admin.post("/rest/v0/users", &json!({ "email": "bob", "password": "b" })).await;
    assert_eq!(created.status, 201);
    let id = created.json()["id"].as_str().unwrap().to_owned();
    let again = admin.post("/rest/v0/users", &json!({ "email": "BOB", "password": "c" })).await;
    assert_eq!(
        (again.status, again.json()["error"].as_str()),
        (409, Some("a user named BOB already exists"))
    );
    let wrong =
        admin.post("/rest/v0/users", &json!({ "email": "eve", "password": "", "permission": "root" })).await;
    assert_eq!(wrong.status, 422);

    let path = format!("/rest/v0/users/{id}");
    let seen = eventually("the user in the cache", async || {
        Some(admin.get(&path).await).filter(|a| a.status == 200)
    })
    .await;
    assert_eq!(seen.json()["permission"], "none");
    let renamed =
        admin.send(Method::PATCH, &path, json!({ "email": "rob", "permission": "admin" }).to_string()).await;
    assert_eq!(renamed.status, 204);
    let rob = server.signed_in("rob", "b").await;
    assert_eq!(rob.get("/rest/v0/users").await.status, 200);
    assert_eq!(rob.send(Method::DELETE, &path, "").await.status, 409, "nobody deletes themselves");
    assert_eq!(admin.send(Method::DELETE, &path, "").await.status, 204);
    assert_eq!(rob.get("/rest/v0/users").await.status, 401);
    assert_eq!(admin.send(Method::DELETE, &path, "").await.status, 404);
}

#[tokio::test]
async fn preferences_are_ones_own_and_kept() {
    let mut server = TestServer::start().await;
    let id = server.user("bob", "b").await;
    let eve = server.user("eve", "e").await;
    let mut bob = server.rpc_as("bob", "b").await;
    let key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f bob@host";
    let keys = json!([{ "title": "laptop", "key": key }]);
    let set = json!({ "id": id, "preferences": { "sshKeys": keys, "lang": "fr" } });
    bob.call("user.set", set).await.unwrap();
    let path = format!("/rest/v0/users/{id}");
    let http = server.signed_in("bob", "b").await;
    let body = json!({ "preferences": { "lang": null, "filters": { "VM": { "mine": "tags:bob" } } } });
    assert_eq!(http.send(Method::PATCH, &path, body.to_string()).await.status, 204);
    let expected = json!({ "sshKeys": keys, "filters": { "VM": { "mine": "tags:bob" } } });
    let me = bob.call("session.getUser", json!({})).await.unwrap();
    assert_eq!(me["preferences"], expected);

    let wrong = json!({ "id": id, "preferences": { "sshKeys": [{ "title": "x", "key": "no key" }] } });
    let error = bob.call("user.set", wrong).await.unwrap_err();
    assert_eq!(error["data"]["errors"][0]["instancePath"], "/preferences/sshKeys/0/key");
    let theirs = bob.call("user.set", json!({ "id": eve, "preferences": {} })).await.unwrap_err();
    assert_eq!((&theirs["code"], &theirs["data"]["type"]), (&json!(1), &json!("user")));
    for more in [json!({ "permission": "admin" }), json!({ "email": "x" }), json!({ "password": "x" })] {
        let refused = http.send(Method::PATCH, &path, more.to_string()).await;
        assert_eq!((refused.status, refused.json()["code"].as_str()), (403, Some("forbidden")), "{more}");
    }
    let mut admin = server.rpc_as(ADMIN, PASSWORD).await;
    admin.call("user.set", json!({ "id": id, "preferences": { "filters": null } })).await.unwrap();
    server.restart().await;
    let me = server.rpc_as("bob", "b").await.call("session.getUser", json!({})).await.unwrap();
    assert_eq!(me["preferences"], json!({ "sshKeys": keys }));
}

#[tokio::test]
async fn the_last_administrator_stays() {
    let server = TestServer::start().await;
    let admin = server.admin().await;
    let others: Vec<Value> = server
        .rpc_as(ADMIN, PASSWORD)
        .await
        .call("user.getAll", json!({}))
        .await
        .unwrap()
        .as_array()
        .unwrap()
        .clone();
    for user in others.iter().filter(|u| u["email"] != ADMIN) {
        let path = format!("/rest/v0/users/{}", user["id"].as_str().unwrap());
        assert_eq!(admin.send(Method::DELETE, &path, "").await.status, 204);
    }
    let me = others.iter().find(|u| u["email"] == ADMIN).unwrap()["id"].as_str().unwrap().to_owned();
    let demote = json!({ "permission": "none" }).to_string();
    let refused = admin.send(Method::PATCH, &format!("/rest/v0/users/{me}"), demote).await;
    assert_eq!(refused.status, 409);
}

#[tokio::test]
async fn sockets_close_within_a_second_when_their_session_ends() {
    let server = TestServer::start().await;
    let admin = server.admin().await;
    let id = server.user("bob", "b").await;
    let path = format!("/rest/v0/users/{id}");

    let in_a_second = Duration::from_secs(1);
    let mut by_password = server.rpc_as("bob", "b").await;
    let token = by_password.call("token.create", json!({ "description": "t" })).await.unwrap();
    let mut by_token = server.rpc().await;
    by_token.call("session.signIn", json!({ "token": token })).await.unwrap();
    let body = json!({ "password": "c" }).to_string();
    assert_eq!(admin.send(Method::PATCH, &path, body).await.status, 204);
    for socket in [&mut by_password, &mut by_token] {
        let closed =
            tokio::time::timeout(in_a_second, socket.closed()).await.expect("it closes within a second");
        assert_eq!(closed, Some(1008));
    }

    let mut own = server.rpc_as("bob", "c").await;
    let mut other = server.rpc_as("bob", "c").await;
    let wrong = own.call("user.changePassword", json!({ "oldPassword": "x", "newPassword": "d" })).await;
    assert_eq!(wrong.unwrap_err()["code"], 3);
    own.call("user.changePassword", json!({ "oldPassword": "c", "newPassword": "d" })).await.unwrap();
    assert_eq!(other.closed().await, Some(1008));
    assert_eq!(own.call("session.getUser", json!({})).await.unwrap()["email"], "bob", "one's own stays open");

    assert_eq!(admin.send(Method::DELETE, &path, "").await.status, 204);
    assert_eq!(own.closed().await, Some(1008));
    let mut rpc = server.rpc().await;
    let gone = rpc.call("session.signIn", json!({ "email": "bob", "password": "d" })).await;
    assert_eq!(gone.unwrap_err()["code"], 3);
}

#[tokio::test]
async fn tokens_are_listed_expire_and_are_ended_by_their_owner_only() {
    let server = TestServer::start().await;
    server.user("bob", "b").await;
    let mut bob = server.rpc_as("bob", "b").await;
    let token =
        bob.call("token.create", json!({ "expiresIn": "1h", "client": { "id": "cli" } })).await.unwrap();
    let list = bob.call("user.getAuthenticationTokens", json!({})).await.unwrap();
    assert_eq!(list.as_array().map(Vec::len), Some(1));
    assert!(!list.to_string().contains(token.as_str().unwrap()), "the secret is shown once");
    let id = list[0]["id"].clone();

    let mut admin = server.rpc_as(ADMIN, PASSWORD).await;
    admin.call("token.deleteOwn", json!({ "tokens": [id, token] })).await.unwrap();
    let http = server.visitor().with("authorization", &format!("Bearer {}", token.as_str().unwrap()));
    assert_eq!(http.get("/rest/v0/vms").await.status, 200, "not the administrator's own: it stays");

    let mut with_it = server.rpc().await;
    with_it.call("session.signIn", json!({ "token": token })).await.unwrap();
    server.pass(Duration::from_secs(3601));
    assert_eq!(with_it.closed().await, Some(1008), "what it opened closes with it");
    assert_eq!(http.get("/rest/v0/vms").await.status, 401, "its hour is over");

    let token = bob.call("token.create", json!({})).await.unwrap();
    let mut with_token = server.rpc().await;
    with_token.call("session.signIn", json!({ "token": token })).await.unwrap();
    bob.call("token.deleteOwn", json!({ "tokens": [token] })).await.unwrap();
    assert_eq!(with_token.closed().await, Some(1008));
    let mut again = server.rpc().await;
    assert_eq!(again.call("session.signIn", json!({ "token": token })).await.unwrap_err()["code"], 3);
    for wrong in [json!("1 moon"), json!(5), json!("2 years")] {
        let error = bob.call("token.create", json!({ "expiresIn": wrong })).await.unwrap_err();
        assert_eq!(
            (error["code"].as_i64(), &error["data"]["errors"][0]["instancePath"]),
            (Some(10), &json!("/expiresIn"))
        );
    }
}
