//! Every declared call: it has one answer, and it is closed to whoever may not make it.

use http::Method;
use tests::TestServer;

#[tokio::test]
async fn every_declared_call_has_exactly_one_answer() {
    let server = TestServer::start().await;
    let declared: Vec<&str> = api::METHODS.iter().map(|m| m.name).collect();
    let mut answered: Vec<&str> = server.app().table.names().collect();
    answered.sort_unstable();
    let mut sorted = declared.clone();
    sorted.sort_unstable();
    assert_eq!(answered, sorted, "every declared call has exactly one answer");
}

#[tokio::test]
async fn every_route_is_closed_to_strangers_and_to_those_without_rights() {
    let server = TestServer::start().await;
    server.user("bob", "b").await;
    let bob = server.signed_in("bob", "b").await;
    for (entry, route) in api::METHODS.iter().flat_map(|e| e.routes.iter().map(move |r| (e, r))) {
        let path = format!("/rest/v0{}", route.path.replace("{id}", "x").replace("{userId}", "y"));
        let method: Method = route.verb.as_str().parse().unwrap();
        let body = "{}";
        let stranger = server.visitor().send(method.clone(), &path, body).await;
        assert_eq!(stranger.status, 401, "{method} {path}");
        let refused = bob.send(method.clone(), &path, body).await;
        let expected: &[u16] = match entry.permission {
            api::Permission::Admin => &[403],
            // what names nobody is about oneself
            _ if !route.path.contains('{') && !entry.on_object => &[201],
            _ => &[404, 422],
        };
        assert!(expected.contains(&refused.status), "{method} {path}: {} {}", refused.status, refused.text());
    }
}
