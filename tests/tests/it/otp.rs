//! One-time codes: switched on, asked for at every door where passwords are, and off again.

use std::time::Duration;

use hmac::{Hmac, Mac};
use http::Method;
use serde_json::{Value, json};
use sha1::Sha1;
use tests::{ADMIN, Http, PASSWORD, Socket, TestServer};

/// What a device would show, from the secret as it was told.
fn code(server: &TestServer, secret: &str) -> String {
    let bits = secret.bytes().flat_map(|c| {
        let five = if c.is_ascii_digit() { c - b'2' + 26 } else { c - b'A' };
        (0..5).rev().map(move |bit| five >> bit & 1)
    });
    let bits: Vec<u8> = bits.collect();
    let key: Vec<u8> =
        bits.chunks_exact(8).map(|byte| byte.iter().fold(0, |all, bit| all << 1 | bit)).collect();
    let step = server.app().clock.now() / 30_000;
    let mut mac = Hmac::<Sha1>::new_from_slice(&key).unwrap();
    mac.update(&step.to_be_bytes());
    let hash = mac.finalize().into_bytes();
    let at = usize::from(hash[19] & 0xf);
    let number = u32::from_be_bytes(hash[at..at + 4].try_into().unwrap()) & 0x7fff_ffff;
    format!("{:06}", number % 1_000_000)
}

/// Switches codes on for somebody; the secret and the recovery codes. The code that confirmed it is used.
async fn switched_on(server: &TestServer, rpc: &mut Socket) -> (String, Vec<String>) {
    let told = rpc.call("user.startOtp", json!({})).await.unwrap();
    let secret = told["secret"].as_str().unwrap().to_owned();
    assert!(told["uri"].as_str().unwrap().starts_with("otpauth://totp/Xenith:bob?secret="));
    let codes = rpc.call("user.confirmOtp", json!({ "otp": code(server, &secret) })).await.unwrap();
    let codes = codes.as_array().unwrap().iter().map(|code| code.as_str().unwrap().to_owned()).collect();
    server.pass(Duration::from_secs(60));
    (secret, codes)
}

async fn sign_in(server: &TestServer, otp: Option<&str>) -> Result<Value, Value> {
    let mut asked = json!({ "email": "bob", "password": "b" });
    if let Some(otp) = otp {
        asked["otp"] = otp.into();
    }
    server.rpc().await.call("session.signIn", asked).await
}

fn said(error: &Value) -> (i64, &str) {
    (error["code"].as_i64().unwrap(), error["data"]["code"].as_str().unwrap_or_default())
}

#[tokio::test]
async fn a_code_is_asked_for_once_it_is_confirmed_and_counts_once() {
    let mut server = TestServer::start().await;
    server.user("bob", "b").await;
    let mut bob = server.rpc_as("bob", "b").await;
    let early = bob.call("user.confirmOtp", json!({ "otp": "123456" })).await.unwrap_err();
    assert_eq!(early["code"], 25, "nothing was begun");
    let told = bob.call("user.startOtp", json!({})).await.unwrap();
    assert!(sign_in(&server, None).await.is_ok(), "not before it is confirmed");
    let wrong = bob.call("user.confirmOtp", json!({ "otp": "no code" })).await.unwrap_err();
    assert_eq!(wrong["data"]["errors"][0]["instancePath"], "/otp");
    let secret = told["secret"].as_str().unwrap();
    let now = code(&server, secret);
    let recovery = bob.call("user.confirmOtp", json!({ "otp": now })).await.unwrap();
    assert_eq!(recovery.as_array().map(Vec::len), Some(10));
    assert_eq!(bob.call("session.getUser", json!({})).await.unwrap()["otp"], true);
    assert_eq!(bob.call("user.startOtp", json!({})).await.unwrap_err()["code"], 25);

    assert_eq!(said(&sign_in(&server, None).await.unwrap_err()), (3, "OTP_REQUIRED"));
    assert_eq!(said(&sign_in(&server, Some(&now)).await.unwrap_err()), (3, "INVALID_OTP"), "it was used");
    server.pass(Duration::from_secs(60));
    let next = code(&server, secret);
    let spaced = format!("{} {}", &next[..3], &next[3..]);
    assert_eq!(sign_in(&server, Some(&spaced)).await.unwrap()["email"], "bob");
    assert_eq!(said(&sign_in(&server, Some(&next)).await.unwrap_err()), (3, "INVALID_OTP"));
    assert_eq!(said(&sign_in(&server, None).await.unwrap_err()).0, -32000, "guessing codes must wait");
    server.restart().await;
    server.pass(Duration::from_secs(60));
    assert_eq!(said(&sign_in(&server, Some(&next)).await.unwrap_err()), (3, "INVALID_OTP"), "that is kept");
    server.pass(Duration::from_secs(60));
    let one = recovery[0].as_str().unwrap().to_uppercase();
    assert!(sign_in(&server, Some(&one)).await.is_ok());
    assert_eq!(said(&sign_in(&server, Some(&one)).await.unwrap_err()), (3, "INVALID_OTP"), "once");
    server.pass(Duration::from_secs(60));
    assert!(sign_in(&server, Some(recovery[9].as_str().unwrap())).await.is_ok());

    let kept = std::fs::read(server.data().join("xenith.db")).unwrap();
    let wal = std::fs::read(server.data().join("xenith.db-wal")).unwrap_or_default();
    for plain in [secret, recovery[5].as_str().unwrap()] {
        let found = [&kept, &wal].iter().any(|f| f.windows(plain.len()).any(|w| w == plain.as_bytes()));
        assert!(!found, "nothing of it is kept readable");
    }
}

#[tokio::test]
async fn the_page_asks_for_the_code_in_a_second_step_without_a_script() {
    let server = TestServer::start().await;
    server.user("bob", "b").await;
    let (secret, _) = switched_on(&server, &mut server.rpc_as("bob", "b").await).await;
    let form = |http: Http| http.with("content-type", "application/x-www-form-urlencoded");
    let visitor = form(server.visitor());
    let first = "username=bob&password=b&remember-me=on&next=%2Fpools";
    let answer = visitor.send(Method::POST, "/signin", first).await;
    assert_eq!((answer.status, answer.header("location")), (303, "/signin-otp?next=%2Fpools"));
    assert!(answer.cookie().is_none(), "nobody is signed in yet");
    let half = answer.header("set-cookie");
    assert!(
        half.starts_with("signin=") && half.contains("Path=/signin-otp; HttpOnly; SameSite=Strict"),
        "{half}"
    );
    let half = visitor.clone().with("cookie", half.split(';').next().unwrap());
    assert_eq!(half.get("/rest/v0/vms").await.status, 401);

    let wrong = half.send(Method::POST, "/signin-otp", "otp=x&next=%2Fpools").await;
    assert_eq!(wrong.header("location"), "/signin-otp?refused=401&next=%2Fpools");
    let wait = half.send(Method::POST, "/signin-otp", "otp=x&next=%2F%2Fevil.example").await;
    assert_eq!(wait.header("location"), "/signin-otp?refused=429&wait=1");
    server.pass(Duration::from_secs(2));
    let second = format!("otp={}&next=%2Fpools", code(&server, &secret));
    let stranger = visitor.send(Method::POST, "/signin-otp", second.clone()).await;
    assert_eq!(
        stranger.header("location"),
        "/signin?refused=403&next=%2Fpools",
        "not without the first step"
    );
    let done = half.send(Method::POST, "/signin-otp", second.clone()).await;
    assert_eq!((done.status, done.header("location")), (303, "/pools"));
    assert!(done.header("set-cookie").contains("Max-Age=2592000"), "remembered, as asked in the first step");
    let bob = server.visitor().with("cookie", &format!("token={}", done.cookie().unwrap()));
    assert_eq!(bob.get("/rest/v0/vms").await.status, 200);
    let again = half.send(Method::POST, "/signin-otp", second).await;
    assert_eq!(again.header("location"), "/signin?refused=403&next=%2Fpools", "once");

    // a script does the same in JSON, or all at once
    let json = server.visitor();
    let answer = json.post("/signin", &json!({ "email": "bob", "password": "b" })).await;
    assert_eq!((answer.status, answer.json()["code"].as_str()), (401, Some("otp_required")));
    let half = json.clone().with("cookie", answer.header("set-cookie").split(';').next().unwrap());
    server.pass(Duration::from_secs(301));
    let late = half.post("/signin-otp", &json!({ "otp": code(&server, &secret) })).await;
    assert_eq!((late.status, late.json()["code"].as_str()), (403, Some("ticket_void")), "it took too long");
    let at_once = json!({ "email": "bob", "password": "b", "otp": code(&server, &secret) });
    assert_eq!(json.post("/signin", &at_once).await.status, 200);
}

#[tokio::test]
async fn a_password_alone_opens_no_door_and_a_token_every_one() {
    let server = TestServer::start().await;
    server.user("bob", "b").await;
    let mut bob = server.rpc_as("bob", "b").await;
    // bob:b, which is remembered as right before codes are switched on
    let basic = server.visitor().with("authorization", "Basic Ym9iOmI=");
    assert_eq!(basic.get("/rest/v0/vms").await.status, 200);
    switched_on(&server, &mut bob).await;
    let refused = basic.get("/rest/v0/vms").await;
    assert_eq!((refused.status, refused.json()["code"].as_str()), (401, Some("otp_required")));
    let token = bob.call("token.create", json!({})).await.unwrap();
    let bearer = server.visitor().with("authorization", &format!("Bearer {}", token.as_str().unwrap()));
    assert_eq!(bearer.get("/rest/v0/vms").await.status, 200);
    let mut rpc = server.rpc().await;
    assert!(rpc.call("session.signIn", json!({ "token": token })).await.is_ok());
}

#[tokio::test]
async fn codes_are_switched_off_by_whoever_proves_themselves_or_by_an_administrator() {
    let server = TestServer::start().await;
    let id = server.user("bob", "b").await;
    let mut bob = server.rpc_as("bob", "b").await;
    assert_eq!(bob.call("user.disableOtp", json!({ "password": "b" })).await.unwrap_err()["code"], 25);
    let (secret, recovery) = switched_on(&server, &mut bob).await;
    assert_eq!(bob.call("user.disableOtp", json!({})).await.unwrap_err()["code"], 10);
    let wrong = bob.call("user.disableOtp", json!({ "password": "x" })).await.unwrap_err();
    assert_eq!(wrong["code"], 3);
    let wait = bob.call("user.disableOtp", json!({ "password": "b" })).await.unwrap_err();
    assert_eq!(wait["data"]["code"], "THROTTLED");
    server.pass(Duration::from_secs(2));
    bob.call("user.disableOtp", json!({ "otp": code(&server, &secret) })).await.unwrap();
    assert!(sign_in(&server, None).await.is_ok());

    switched_on(&server, &mut bob).await;
    let old = bob.call("user.disableOtp", json!({ "otp": recovery[0] })).await.unwrap_err();
    assert_eq!(said(&old), (3, "INVALID_OTP"), "of the codes before");
    server.pass(Duration::from_secs(2));
    bob.call("user.disableOtp", json!({ "password": "b" })).await.unwrap();

    switched_on(&server, &mut bob).await;
    assert_eq!(bob.call("user.resetOtp", json!({ "id": id })).await.unwrap_err()["code"], 2);
    let mut admin = server.rpc_as(ADMIN, PASSWORD).await;
    admin.call("user.resetOtp", json!({ "id": id })).await.unwrap();
    assert!(sign_in(&server, None).await.is_ok());
    switched_on(&server, &mut bob).await;
    server.app().accounts.make_admin("bob", "b").await.unwrap();
    assert!(sign_in(&server, None).await.is_ok(), "as on the command line of the server");
}
