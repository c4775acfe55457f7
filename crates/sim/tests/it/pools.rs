//! Several hosts, masters that change, TLS, faults, and state across a restart.

use std::time::{Duration, Instant};

use serde_json::json;
use sim::{Config, Fault, Sim};

use crate::certificates::{SERVED, authority, certificate, fingerprint};
use crate::common::{Client, call, hosts, start};
use rcgen::KeyPair;

#[tokio::test]
async fn members_send_callers_to_the_master() {
    let (sim, client) = start(Config { hosts: 3, ..Config::test() }).await;
    let addresses = sim.first().addresses();
    assert_eq!(
        addresses.iter().map(|a| a.ip().to_string()).collect::<Vec<_>>(),
        ["127.0.0.1", "127.0.0.2", "127.0.0.3"]
    );
    assert!(addresses.iter().all(|a| a.port() == addresses[0].port()));
    for member in &addresses[1..] {
        let login = call(*member, "session.login_with_password", json!(["root", "xenith"])).await;
        assert_eq!(login.unwrap_err(), ["HOST_IS_SLAVE", "127.0.0.1"]);
        let read = call(*member, "VM.get_all", json!([client.session])).await;
        assert_eq!(read.unwrap_err(), ["HOST_IS_SLAVE", "127.0.0.1"]);
    }
    let hosts = client.ok("host.get_all_records", json!([])).await;
    let mut told: Vec<_> =
        hosts.as_object().unwrap().values().map(|h| h["address"].as_str().unwrap()).collect();
    told.sort_unstable();
    assert_eq!(told, ["127.0.0.1", "127.0.0.2", "127.0.0.3"]);
}

#[tokio::test]
async fn another_host_takes_over() {
    let (sim, client) = start(Config { hosts: 3, vms: 30, ..Config::test() }).await;
    let pool = sim.first();
    let addresses = pool.addresses();
    let token = client.ok("event.from", json!([["pool", "vm"], "", 0.0])).await["token"].clone();
    assert_eq!(pool.kill_master(), Ok(1));
    assert!(call(addresses[0], "system.listMethods", json!([])).await.is_err(), "nobody listens");
    assert_eq!(client.address, addresses[0]);
    let client = Client::login(addresses[1]).await;
    let slave = call(addresses[2], "session.login_with_password", json!(["root", "xenith"])).await;
    assert_eq!(slave.unwrap_err(), ["HOST_IS_SLAVE", "127.0.0.2"]);
    // Tokens stay good: what changed since is told.
    let batch = client.ok("event.from", json!([["pool", "vm"], token, 1.0])).await;
    let halted = |e: &&serde_json::Value| e["class"] == "vm" && e["snapshot"]["power_state"] == "Halted";
    let events = batch["events"].as_array().unwrap();
    assert!(events.iter().any(|e| e["class"] == "pool"));
    assert!(events.iter().filter(halted).count() > 3, "VMs of the dead host are halted");
    pool.restart(0).await.unwrap();
    let back = call(addresses[0], "VM.get_all", json!([client.session])).await;
    assert_eq!(back.unwrap_err(), ["HOST_IS_SLAVE", "127.0.0.2"]);
    pool.set_master(0).unwrap();
    assert_eq!(client.refused("VM.get_all", json!([])).await, ["HOST_IS_SLAVE", "127.0.0.1"]);
    let client = Client::login(addresses[0]).await;
    let hosts = client.ok("host.get_all_records", json!([])).await;
    let next =
        hosts.as_object().unwrap().iter().find(|(_, h)| h["address"] == "127.0.0.3").unwrap().0.clone();
    // The session goes with the old master, so what the call answers cannot be read by a second call.
    client.ok("pool.designate_new_master", json!([next])).await;
    assert_eq!(pool.master(), 2);
}

#[tokio::test]
async fn certificates_are_stable_until_changed() {
    let config = Config { tls: true, hosts: 2, ..Config::test() };
    let sim = Sim::start(config.clone()).await.unwrap();
    let pool = sim.first();
    let before = [pool.fingerprint(0).unwrap(), pool.fingerprint(1).unwrap()];
    assert_ne!(before[0], before[1]);
    assert!(sim.url().starts_with("https://127.0.0.1:"));
    let seen = tls_fingerprint(sim.address()).await;
    assert_eq!(seen, before[0], "it is what clients are shown");
    let changed = pool.change_certificate(0).unwrap();
    assert_ne!(changed, before[0]);
    assert_eq!(tls_fingerprint(sim.address()).await, changed);
    sim.shutdown().await;
    let again = Sim::start(config).await.unwrap();
    assert_eq!(again.first().fingerprint(0).unwrap(), before[0], "the same seed, the same certificate");
}

/// What a TLS client is shown.
pub async fn tls_fingerprint(address: std::net::SocketAddr) -> String {
    use std::sync::{Arc, Mutex};

    use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
    use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
    use rustls::{DigitallySignedStruct, Error, SignatureScheme};
    use sha2::Digest;

    #[derive(Debug, Default)]
    struct Look(Mutex<String>);
    impl ServerCertVerifier for Look {
        fn verify_server_cert(
            &self,
            end_entity: &CertificateDer<'_>,
            _: &[CertificateDer<'_>],
            _: &ServerName<'_>,
            _: &[u8],
            _: UnixTime,
        ) -> Result<ServerCertVerified, Error> {
            let bytes: Vec<_> = sha2::Sha256::digest(end_entity).iter().map(|b| format!("{b:02X}")).collect();
            *self.0.lock().unwrap() = bytes.join(":");
            Ok(ServerCertVerified::assertion())
        }
        fn verify_tls12_signature(
            &self,
            _: &[u8],
            _: &CertificateDer<'_>,
            _: &DigitallySignedStruct,
        ) -> Result<HandshakeSignatureValid, Error> {
            Ok(HandshakeSignatureValid::assertion())
        }
        fn verify_tls13_signature(
            &self,
            message: &[u8],
            cert: &CertificateDer<'_>,
            dss: &DigitallySignedStruct,
        ) -> Result<HandshakeSignatureValid, Error> {
            let provider = rustls::crypto::ring::default_provider();
            rustls::crypto::verify_tls13_signature(
                message,
                cert,
                dss,
                &provider.signature_verification_algorithms,
            )
        }
        fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
            vec![SignatureScheme::ED25519]
        }
    }
    let look = Arc::new(Look::default());
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .dangerous()
        .with_custom_certificate_verifier(look.clone())
        .with_no_client_auth();
    let stream = tokio::net::TcpStream::connect(address).await.unwrap();
    let name = ServerName::IpAddress(address.ip().into());
    tokio_rustls::TlsConnector::from(Arc::new(config)).connect(name, stream).await.unwrap();
    look.0.lock().unwrap().clone()
}

#[tokio::test]
async fn what_changed_survives_a_restart() {
    let folder = std::env::temp_dir().join(format!("xapi-sim-test-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let state = folder.join("state");
    let (sim, client) = start(Config { state: Some(state.clone()), hosts: 2, ..Config::test() }).await;
    // The same place again, so that the locations of consoles stay true.
    let config = Config { state: Some(state.clone()), hosts: 2, listen: sim.address(), ..Config::test() };
    let vm = client.vms("Halted").await[0].clone();
    let kept = client.vms("Running").await[0].clone();
    client.ok("VM.set_name_label", json!([vm, "renamed"])).await;
    client.ok("VM.start", json!([vm, false, false])).await;
    let gone = client.ok("VM.clone", json!([client.vms("Halted").await[0], "short-lived"])).await;
    client.ok("VM.destroy", json!([gone])).await;
    let seeded = client.vms("Halted").await[0].clone();
    client.ok("VM.destroy", json!([seeded])).await;
    // Caught in the middle of something.
    let appliance =
        client.ok("VM_appliance.create", json!([{"name_label": "slow", "name_description": ""}])).await;
    let part = client.ok("VM.clone", json!([client.vms("Halted").await[0], "part"])).await;
    client.ok("VM.set_appliance", json!([part, appliance])).await;
    client.ok("VM.set_start_delay", json!([part, 100_000])).await;
    client.ok("Async.VM_appliance.start", json!([appliance, false])).await;
    client.until("VM", part.as_str().unwrap(), "power_state", json!("Running")).await;
    assert_ne!(client.ok("VM_appliance.get_current_operations", json!([appliance])).await, json!({}));
    client.ok("Async.VM.suspend", json!([kept])).await;
    let token = client.ok("event.from", json!([["vm"], "", 0.0])).await["token"].clone();
    sim.shutdown().await;

    let (sim, client) = start(config.clone()).await;
    let record = client.ok("VM.get_record", json!([vm])).await;
    assert_eq!((&record["name_label"], &record["power_state"]), (&json!("renamed"), &json!("Running")));
    assert_eq!(client.refused("VM.get_uuid", json!([gone])).await[0], "HANDLE_INVALID");
    assert_eq!(client.refused("VM.get_uuid", json!([seeded])).await[0], "HANDLE_INVALID");
    assert_eq!(client.ok("VM.get_current_operations", json!([kept])).await, json!({}));
    assert_eq!(client.ok("VM_appliance.get_current_operations", json!([appliance])).await, json!({}));
    let allowed = client.ok("VM_appliance.get_allowed_operations", json!([appliance])).await;
    assert_eq!(allowed.as_array().unwrap().len(), 3, "{allowed}");
    assert_eq!(client.ok("task.get_all", json!([])).await, json!([]));
    let batch = client.ok("event.from", json!([["vm"], token, 0.0])).await;
    assert!(batch["events"].as_array().unwrap().len() < 5, "an old token does not bring everything again");
    let everything = client.ok("VM.get_all_records", json!([])).await;
    sim.shutdown().await;

    // A restart without changes keeps every word; half a line at the end is no harm.
    let mut text = std::fs::read(&state).unwrap();
    text.extend(b"{\"class\":\"VM\",\"refer");
    std::fs::write(&state, text).unwrap();
    let (sim, client) = start(config.clone()).await;
    assert_eq!(client.ok("VM.get_all_records", json!([])).await, everything);
    sim.shutdown().await;

    let other = Sim::start(Config { seed: 2, ..config }).await.err().unwrap().to_string();
    assert!(other.contains("it was made with"), "{other}");
    std::fs::remove_dir_all(folder).unwrap();
}

#[tokio::test]
async fn what_hosts_keep_beside_the_database_survives_a_restart() {
    let folder = std::env::temp_dir().join(format!("xapi-sim-kept-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let config = Config { state: Some(folder.join("state")), hosts: 3, ..Config::test() };
    let (sim, client) = start(config.clone()).await;
    let hosts = hosts(&client).await;
    let before = sim.first().secret();
    client.ok("session.change_password", json!(["xenith", "another"])).await;
    client.ok("pool.rotate_secret", json!([])).await;
    let secret = sim.first().secret();
    assert_ne!(secret, before);
    // One certificate is installed, one made anew, one installed and replaced again.
    let served = KeyPair::from_pem(SERVED).unwrap();
    let installed = certificate(&served, [2020, 2090]);
    client.ok("host.install_server_certificate", json!([hosts[1], installed, SERVED, ""])).await;
    client.ok("host.install_server_certificate", json!([hosts[2], installed, SERVED, ""])).await;
    client.ok("host.reset_server_certificate", json!([hosts[2]])).await;
    let (authority, list) = authority(&served);
    client.ok("pool.install_ca_certificate", json!(["ca.pem", authority])).await;
    client.ok("pool.crl_install", json!(["kept.crl", list])).await;
    client.ok("pool.crl_install", json!(["gone.crl", list])).await;
    client.ok("pool.crl_uninstall", json!(["gone.crl"])).await;
    let shown = async |client: &Client| {
        let mut shown = Vec::new();
        for host in &hosts {
            shown.push(client.ok("host.get_server_certificate", json!([host])).await);
        }
        (shown, client.ok("Certificate.get_all_records", json!([])).await)
    };
    let certificates = shown(&client).await;
    // Dropped once it is written, as if it were killed, and once shut down, which writes the file anew.
    tokio::time::sleep(Duration::from_millis(1000)).await;
    drop(sim);
    for _ in 0..2 {
        let sim = Sim::start(config.clone()).await.unwrap();
        let address = sim.address();
        let old = call(address, "session.login_with_password", json!(["root", "xenith"])).await;
        assert_eq!(old.unwrap_err()[0], "SESSION_AUTHENTICATION_FAILED");
        let session = call(address, "session.login_with_password", json!(["root", "another"])).await.unwrap();
        let client = Client { address, session: session.as_str().unwrap().to_owned() };
        assert_eq!(sim.first().secret(), secret);
        assert_eq!(shown(&client).await, certificates);
        assert_eq!(fingerprint(certificates.0[1].as_str().unwrap()), fingerprint(&installed));
        assert_eq!(client.ok("pool.certificate_list", json!([])).await, json!(["ca.pem"]));
        assert_eq!(client.ok("pool.crl_list", json!([])).await, json!(["kept.crl"]));
        sim.shutdown().await;
    }
    std::fs::remove_dir_all(folder).unwrap();
}

#[tokio::test]
async fn changes_are_saved_while_it_runs() {
    let folder = std::env::temp_dir().join(format!("xapi-sim-kill-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let config = Config { state: Some(folder.join("state")), ..Config::test() };
    let (sim, client) = start(config.clone()).await;
    let vm = client.ok("VM.get_by_name_label", json!(["web-01"])).await[0].clone();
    client.ok("VM.set_name_label", json!([vm, "kept"])).await;
    tokio::time::sleep(Duration::from_millis(1000)).await;
    // Dropped, not shut down: as if it were killed.
    drop(sim);
    let (_sim, client) = start(config).await;
    assert_eq!(client.ok("VM.get_name_label", json!([vm])).await, "kept");
    std::fs::remove_dir_all(folder).unwrap();
}

#[tokio::test]
async fn faults_do_what_they_say() {
    let (sim, client) = start(Config::test()).await;
    let pool = sim.first();
    let vm = client.vms("Halted").await[0].clone();
    let fault = |spec: &str| pool.add_fault(spec.parse::<Fault>().unwrap());

    fault("fail=VM.start:1:SR_BACKEND_FAILURE_44::no space:");
    let refused = client.refused("VM.start", json!([vm, false, false])).await;
    assert_eq!(refused, ["SR_BACKEND_FAILURE_44", "", "no space", ""]);
    client.ok("VM.start", json!([vm, false, false])).await;

    fault("delay=200");
    let begun = Instant::now();
    client.ok("VM.get_all", json!([])).await;
    assert!(begun.elapsed() >= Duration::from_millis(200));
    pool.clear_faults();

    fault("drop=1");
    let dropped = client.call("VM.set_name_label", json!([vm, "done all the same"])).await;
    assert!(dropped.is_err(), "no answer comes");
    pool.clear_faults();
    assert_eq!(client.ok("VM.get_name_label", json!([vm])).await, "done all the same");

    fault("refuse");
    assert!(client.call("VM.get_all", json!([])).await.is_err());
    pool.clear_faults();

    let token = client.ok("event.from", json!([["vm"], "", 0.0])).await["token"].clone();
    client.ok("VM.hard_shutdown", json!([vm])).await;
    fault("lose-deletions");
    client.ok("VM.destroy", json!([vm])).await;
    let batch = client.ok("event.from", json!([["vm"], token, 0.0])).await;
    assert!(batch["events"].as_array().unwrap().iter().all(|e| e["operation"] != "del"));
    assert_eq!(batch["valid_ref_counts"]["vm"], pool.count("VM"), "the count tells the truth");
    pool.clear_faults();

    fault("kill-sessions=0.05");
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!(client.refused("VM.get_all", json!([])).await[0], "SESSION_INVALID");
}

#[tokio::test]
async fn several_pools_at_ports_in_a_row() {
    // Ports above a free one are free enough to try a few times.
    for _ in 0..20 {
        let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let config = Config { listen: free, pools: 3, vms: 5, ..Config::test() };
        let Ok(sim) = Sim::start(config).await else { continue };
        let ports: Vec<u16> = sim.pools().iter().map(|p| p.addresses()[0].port()).collect();
        assert_eq!(ports, [free.port(), free.port() + 1, free.port() + 2]);
        let mut names = std::collections::HashSet::new();
        for pool in sim.pools() {
            let client = Client::login(pool.addresses()[0]).await;
            let records = client.ok("pool.get_all_records", json!([])).await;
            names.insert(records.as_object().unwrap().values().next().unwrap()["name_label"].to_string());
        }
        assert_eq!(names.len(), 3);
        return;
    }
    panic!("no three ports in a row");
}

#[tokio::test]
async fn impossible_sizes_and_taken_ports_are_refused() {
    let first = Sim::start(Config::test()).await.unwrap();
    let taken = Config { listen: first.address(), ..Config::test() };
    assert!(Sim::start(taken).await.err().unwrap().to_string().contains("cannot listen"));
    assert!(Sim::start(Config { hosts: 0, ..Config::test() }).await.is_err());
}
