//! Signing in and out, being throttled, and foreign pages.

use std::time::Duration;

use http::Method;
use serde_json::json;
use tests::{ADMIN, PASSWORD, Socket, TestServer};

#[tokio::test]
async fn json_in_cookie_and_user_out() {
    let server = TestServer::start().await;
    let http = server.visitor();
    assert_eq!(http.get("/rest/v0/users").await.status, 401);
    let answer = http.post("/signin", &json!({ "email": ADMIN.to_uppercase(), "password": PASSWORD })).await;
    assert_eq!((answer.status, &answer.json()["user"]["email"]), (200, &json!(ADMIN)));
    let cookie = answer.header("set-cookie");
    assert!(cookie.contains("; HttpOnly; SameSite=Lax") && !cookie.contains("Secure"), "{cookie}");

    let secret = answer.cookie().unwrap();
    assert_eq!(secret.len(), 43);
    for (name, value) in [
        ("cookie", format!("token={secret}")),
        ("cookie", format!("authenticationToken={secret}; token=stale")),
        ("authorization", format!("Bearer {secret}")),
    ] {
        assert_eq!(
            http.clone().with(name, &value).get("/rest/v0/users").await.status,
            200,
            "{name}: {value}"
        );
    }

    let signed_in = http.with("cookie", &format!("token={secret}"));
    let out = signed_in.send(Method::POST, "/signout", "").await;
    assert_eq!(out.status, 204);
    assert!(out.header("set-cookie").contains("Max-Age=0"));
    assert_eq!(signed_in.get("/rest/v0/users").await.status, 401);
}

#[tokio::test]
async fn a_wrong_parameter_is_named_at_every_door() {
    let server = TestServer::start().await;
    let (http, mut rpc) = (server.visitor(), server.rpc().await);
    for name in ["email", "username", "password", "token"] {
        let mut asked = json!({ "email": "a", "password": "x" });
        asked[name] = json!(5);
        let error = rpc.call("session.signIn", asked.clone()).await.unwrap_err();
        let wrong = &error["data"]["errors"][0];
        assert_eq!((&wrong["instancePath"], &wrong["keyword"]), (&json!(format!("/{name}")), &json!("type")));
        assert_eq!(error["message"], format!("invalid parameters: {name} must be a string"));
    }
    for (asked, said) in [
        (json!({ "email": 5, "password": "x" }), "email must be a string"),
        (json!({ "username": 5, "password": "x" }), "username must be a string"),
        (json!({ "email": "a" }), "'password' is missing"),
    ] {
        let answer = http.post("/signin", &asked).await;
        let expected = format!("invalid parameters: {said}");
        assert_eq!((answer.status, answer.json()["error"].as_str()), (422, Some(&*expected)), "{asked}");
    }
}

#[tokio::test]
async fn a_form_goes_on_to_the_page() {
    let server = TestServer::start().await;
    let http = server.visitor().with("content-type", "application/x-www-form-urlencoded");
    let form =
        |password: &str| format!("username={ADMIN}&password={}&remember-me=on", password.replace(' ', "+"));
    let answer = http.send(Method::POST, "/signin", form(PASSWORD)).await;
    assert_eq!((answer.status, answer.header("location")), (303, "/"));
    assert!(answer.header("set-cookie").contains("Max-Age=2592000"));
    for (next, location) in
        [("%2Fvm%2F1%3Fa%3Db", "/vm/1?a=b"), ("%2F%2Fx.example", "/"), ("%2F%09%2Fx.example", "/")]
    {
        let answer = http.send(Method::POST, "/signin", format!("{}&next={next}", form(PASSWORD))).await;
        assert_eq!((answer.status, answer.header("location")), (303, location));
    }
    let foreign = http.clone().with("origin", "https://x.example");
    let answer = foreign.send(Method::POST, "/signin", form(PASSWORD)).await;
    assert!(answer.status == 403 && answer.cookie().is_none(), "a form of another site");
    let wrong = format!("{}&next=%2Fpools", form("wrong"));
    let answer = http.send(Method::POST, "/signin/local", wrong.clone()).await;
    assert_eq!((answer.status, answer.header("location")), (303, "/signin?refused=401&next=%2Fpools"));
    assert!(answer.cookie().is_none());
    let answer = http.send(Method::POST, "/signin", wrong).await;
    assert_eq!(answer.header("location"), "/signin?refused=429&wait=1&next=%2Fpools");
}

#[tokio::test]
async fn a_password_with_a_colon_works_with_basic_and_costs_a_hash_once() {
    let server = TestServer::start().await;
    // root@example.org:correct: horse
    let basic = "Basic cm9vdEBleGFtcGxlLm9yZzpjb3JyZWN0OiBob3JzZQ==";
    let http = server.visitor().with("authorization", basic);
    for _ in 0..50 {
        assert_eq!(http.get("/rest/v0/users").await.status, 200);
    }
    server.app().accounts.make_admin(ADMIN, "another").await.unwrap();
    let refused = http.get("/rest/v0/users").await;
    assert_eq!(refused.status, 401);
    assert!(refused.header("www-authenticate").starts_with("Basic"));
}

#[tokio::test]
async fn guessing_is_slowed_down_and_locks_nobody_out_elsewhere() {
    let server = TestServer::with(|s| s.trusted_proxies = vec!["127.0.0.1".parse().unwrap()]).await;
    let from = |address: &str| server.visitor().with("x-forwarded-for", address);
    let guess = |password: &str| json!({ "email": ADMIN, "password": password });

    let first = from("10.0.0.1").post("/signin", &guess("wrong")).await;
    assert_eq!((first.status, first.json()["code"].as_str()), (401, Some("invalid_credentials")));
    let second = from("10.0.0.1").post("/signin", &guess(PASSWORD)).await;
    assert_eq!((second.status, second.header("retry-after")), (429, "1"), "{}", second.text());
    assert!(second.text().contains("try again in 1 s"));
    assert_eq!(from("10.0.0.2").post("/signin", &guess(PASSWORD)).await.status, 200);

    server.pass(Duration::from_secs(2));
    assert_eq!(from("10.0.0.1").post("/signin", &guess("wrong again")).await.status, 401);
    assert_eq!(from("10.0.0.1").post("/signin", &guess(PASSWORD)).await.header("retry-after"), "2");
    server.pass(Duration::from_secs(3));
    assert_eq!(from("10.0.0.1").post("/signin", &guess(PASSWORD)).await.status, 200);

    for n in 0..12 {
        let body = json!({ "email": format!("nobody{n}"), "password": "x" });
        from("10.0.0.3").post("/signin", &body).await;
    }
    assert_eq!(
        from("10.0.0.3").post("/signin", &guess(PASSWORD)).await.status,
        429,
        "an address waits as well"
    );
}

#[tokio::test]
async fn what_foreign_pages_send_is_refused_at_every_door() {
    let server = TestServer::start().await;
    let admin = server.admin().await;
    let ours = format!("http://{}", server.address());
    for origin in ["http://evil.example", "null", "https://127.0.0.1", "http://127.0.0.1:1", ""] {
        let foreign = admin.clone().with("origin", origin);
        for (method, path) in
            [(Method::POST, "/signin"), (Method::POST, "/signout"), (Method::POST, "/rest/v0/users")]
        {
            let answer = foreign.send(method, path, "{}").await;
            assert_eq!(
                (answer.status, answer.json()["code"].as_str()),
                (403, Some("foreign_origin")),
                "{origin}"
            );
        }
        for path in ["/api/", "/feed"] {
            let refused = Socket::open(server.address(), path, &[("origin", origin)]).await;
            assert_eq!(refused.err(), Some(403), "{origin} at {path}");
        }
    }
    assert!(Socket::open(server.address(), "/api/", &[("origin", &ours)]).await.is_ok());
    let answer = admin.with("origin", &ours).send(Method::POST, "/signout", "").await;
    assert_eq!(answer.status, 204);
}

#[tokio::test]
async fn behind_a_trusted_proxy_with_tls_the_cookie_is_secure() {
    let server = TestServer::with(|s| s.trusted_proxies = vec!["127.0.0.0/8".parse().unwrap()]).await;
    let http = server.visitor().with("x-forwarded-proto", "https").with("host", "xenith.example");
    let body = json!({ "email": ADMIN, "password": PASSWORD });
    let answer = http.clone().with("origin", "https://xenith.example").post("/signin", &body).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert!(answer.header("set-cookie").ends_with("; Secure"));
    assert_eq!(answer.header("strict-transport-security"), "max-age=31536000");
    let plain = http.with("origin", "http://xenith.example").post("/signin", &body).await;
    assert_eq!(plain.status, 403);
}
