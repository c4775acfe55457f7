//! REST: lists, items, documentation, health.

use serde_json::{Value, json};
use tests::{ADMIN, TestServer, eventually};

#[tokio::test]
async fn lists_are_urls_objects_or_lines_filtered_sorted_and_cut() {
    let server = TestServer::start().await;
    let admin = server.admin().await;
    for name in ["web10", "web2", "db"] {
        server.user(name, "x").await;
    }
    let list = async |query: &str| admin.get(&format!("/rest/v0/users?{query}")).await;
    let names = |list: &Value| -> Vec<String> {
        list.as_array().unwrap().iter().map(|u| u["email"].as_str().unwrap().to_owned()).collect()
    };
    let all = eventually("the users in the cache", async || {
        Some(list("fields=email&sort=email").await.json()).filter(|l| names(l).contains(&"db".to_owned()))
    });
    assert_eq!(names(&all.await), ["admin", "db", ADMIN, "web2", "web10"]);
    let filtered = list("fields=email,permission&filter=email:WEB&sort=-email&limit=1").await.json();
    let href = filtered[0]["href"].as_str().unwrap().to_owned();
    assert_eq!(filtered, json!([{ "email": "web10", "permission": "none", "href": href }]));
    assert_eq!(admin.get(&href).await.json()["email"], "web10");
    let urls = list("filter=email:db").await.json();
    assert!(urls[0].as_str().unwrap().starts_with("/rest/v0/users/"), "{urls}");
    let lines = list("fields=*&ndjson=true&filter=email:web").await;
    assert_eq!(lines.header("content-type"), "application/x-ndjson");
    assert_eq!(lines.text().lines().count(), 2);
    assert!(lines.text().lines().all(|l| serde_json::from_str::<Value>(l).unwrap()["type"] == "user"));
    assert_eq!(list("limit=0").await.json(), json!([]));
    let unknown = list("fields=email,nope").await;
    assert_eq!(unknown.json()["error"], "invalid parameters: fields names a property that no user has: nope");
    let unknown = list("sort=nope.size").await;
    assert_eq!(unknown.json()["error"], "invalid parameters: sort names a property that no user has: nope");
    let twice = list("limit=1&limit=2").await;
    assert_eq!(twice.json()["error"], "invalid parameters: limit is given more than once");
    let optional = admin.get("/rest/v0/vms?fields=startTime,lastSeen").await;
    assert_eq!((optional.status, optional.json()), (200, json!([])), "though there is nobody who has it");
}

#[tokio::test]
async fn every_route_is_documented_and_public_things_are_public() {
    let server = TestServer::start().await;
    let visitor = server.visitor();
    let doc = visitor.get("/rest/v0/docs/openapi.json").await.json();
    for (entry, route) in api::METHODS.iter().flat_map(|e| e.routes.iter().map(move |r| (e, r))) {
        let operation = &doc["paths"][route.path][route.verb.as_str().to_lowercase()];
        assert!(operation["summary"].is_string(), "{} {}", entry.name, route.path);
    }
    for kind in model::Kind::ALL {
        assert!(doc["paths"][format!("/{}", kind.collection())]["get"].is_object(), "{}", kind.collection());
        assert!(doc["paths"][format!("/{}/{{id}}", kind.collection())]["get"].is_object());
    }
    for root in ["/rest/v0", "/rest/v0/"] {
        assert_eq!(visitor.get(root).await.header("location"), "/rest/v0/docs", "{root}");
    }
    for nowhere in ["/rest/v0/nowhere", "/rest/v0/vms/x/nowhere"] {
        let answer = visitor.get(nowhere).await;
        let error = format!("there is nothing at {nowhere}");
        assert_eq!((answer.status, answer.json()), (404, json!({ "code": "no_route", "error": error })));
    }
    let html = visitor.clone().with("accept", "text/html").get("/rest/v0/docs").await;
    assert!(html.text().contains("/vms/{id}/actions/start"));
    assert_eq!(visitor.get("/rest/v0/ping").await.json()["result"], "pong");
    let health = visitor.get("/health").await;
    assert_eq!((health.status, health.json()["database"].as_bool()), (200, Some(true)));
    assert_eq!(health.json()["pools"], json!({ "connected": 0, "connecting": 0, "disconnected": 0 }));
    let metrics = visitor.get("/metrics").await;
    assert!(metrics.header("content-type").starts_with("application/openmetrics-text"));
    assert!(metrics.text().ends_with("# EOF\n") && metrics.text().contains("xenith_objects{type=\"VM\"} 0"));
    let proxied = visitor.with("x-forwarded-for", "10.0.0.1");
    assert_eq!(proxied.get("/metrics").await.status, 401, "somebody else's machine has to sign in");
    let health = proxied.get("/health").await;
    let told = json!({ "status": "ok", "version": env!("CARGO_PKG_VERSION"), "database": true });
    assert_eq!((health.status, health.json()), (200, told), "not how many pools there are");
    let away = |who: tests::Http| who.with("x-forwarded-for", "10.0.0.1");
    assert!(away(server.admin().await).get("/health").await.json()["pools"].is_object());
    server.user("bob", "b").await;
    assert!(away(server.signed_in("bob", "b").await).get("/health").await.json()["pools"].is_null());
}

#[tokio::test]
async fn every_collection_is_closed_to_strangers_and_empty_to_those_without_rights() {
    let server = TestServer::start().await;
    server.user("bob", "b").await;
    let bob = server.signed_in("bob", "b").await;
    let admin = server.admin().await;
    let me = admin.get("/rest/v0/users?fields=id").await.json()[0]["id"].as_str().unwrap().to_owned();
    for kind in model::Kind::ALL {
        let path = format!("/rest/v0/{}", kind.collection());
        assert_eq!(server.visitor().get(&path).await.status, 401);
        assert_eq!(bob.get(&format!("{path}?fields=*")).await.json(), json!([]), "{path}");
        let (theirs, nobodys) =
            (bob.get(&format!("{path}/{me}")).await, bob.get(&format!("{path}/{me}x")).await);
        assert_eq!((theirs.status, nobodys.status), (404, 404));
        assert_eq!(theirs.text(), nobodys.text().replace(&format!("{me}x"), &me), "nothing tells them apart");
    }
}
