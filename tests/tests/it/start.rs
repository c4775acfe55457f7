//! Starting, refusing to start, and stopping.

use std::{fs, os::unix::fs::PermissionsExt, time::Instant};

use tests::{ADMIN, PASSWORD, TestServer};
use xenith_server::{StartError, settings::Tls, store::Store};

#[tokio::test]
async fn a_first_start_makes_an_administrator_and_tells_the_password_once() {
    let server = TestServer::start().await;
    // The harness makes its own administrator; the first one is there all the same.
    let names: Vec<String> = server.app().accounts.users().into_iter().map(|u| u.email).collect();
    assert_eq!(names, ["admin", ADMIN]);
    let mode = |name: &str| fs::metadata(server.data().join(name)).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode("key"), 0o600);
    assert_eq!(fs::metadata(server.data()).unwrap().permissions().mode() & 0o777, 0o700);
}

#[tokio::test]
async fn secrets_are_nowhere_on_the_disk() {
    let server = TestServer::start().await;
    let admin = server.admin().await;
    let token = admin.get("/rest/v0/sessions?fields=*").await.text();
    assert!(!token.contains("hash"));
    for entry in fs::read_dir(server.data()).unwrap().flatten() {
        let content = fs::read(entry.path()).unwrap();
        let found = content.windows(PASSWORD.len()).any(|w| w == PASSWORD.as_bytes());
        assert!(!found, "the password is in {}", entry.path().display());
    }
}

#[tokio::test]
async fn what_cannot_start_says_why_in_one_sentence() {
    let server = TestServer::start().await;
    let mut other = server.settings().clone();
    let error = TestServer::refused(other.clone()).await;
    assert!(matches!(error, StartError::InUse { .. }), "{error}");

    other.data = server.data().join("other");
    other.listen = server.address();
    let error = TestServer::refused(other.clone()).await;
    assert!(error.to_string().starts_with(&format!("cannot listen on {}", server.address())), "{error}");

    other.listen.set_port(0);
    let file = server.data().join("file");
    fs::write(&file, "").unwrap();
    other.data = file.join("below");
    let error = TestServer::refused(other.clone()).await;
    assert!(error.to_string().contains(&other.data.display().to_string()), "{error}");
}

#[tokio::test]
async fn a_key_that_is_not_the_databases_own_is_refused_and_nothing_changes() {
    let mut server = TestServer::start().await;
    server.stop().await;
    let key = server.data().join("key");
    let right = fs::read(&key).unwrap();
    fs::remove_file(&key).unwrap();
    let error = Store::open(server.data(), None).await.map(drop).unwrap_err();
    assert!(error.to_string().contains("does not belong to this database"), "{error}");
    fs::write(&key, right).unwrap();
    server.restart().await;
    server.admin().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_a_certificate_of_its_own_it_speaks_tls_only() {
    let server = TestServer::with(|s| s.tls = Tls::SelfSigned).await;
    let cert = fs::read_to_string(server.data().join("tls-cert.pem")).unwrap();
    assert!(cert.starts_with("-----BEGIN CERTIFICATE-----"));
    let curl = |scheme: &str| {
        let url = format!("{scheme}://localhost:{}/health", server.address().port());
        let file = server.data().join("tls-cert.pem");
        let out = std::process::Command::new("curl")
            .args(["-s", "--noproxy", "*", "--cacert"])
            .arg(file)
            .arg(url)
            .output();
        String::from_utf8(out.unwrap().stdout).unwrap()
    };
    let https = tokio::task::block_in_place(|| curl("https"));
    assert!(https.contains("\"status\":\"ok\""), "{https}");
    assert!(!tokio::task::block_in_place(|| curl("http")).contains("ok"));
}

#[tokio::test]
async fn a_stop_closes_sockets_with_a_reason_and_is_quick() {
    let mut server = TestServer::start().await;
    let mut rpc = server.rpc_as(ADMIN, PASSWORD).await;
    let begun = Instant::now();
    let (closed, ()) = tokio::join!(rpc.closed(), server.stop());
    assert_eq!(closed, Some(1001));
    assert!(begun.elapsed().as_secs() < 5);
}
