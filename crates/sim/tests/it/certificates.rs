//! Certificates: served ones, their records, and what a pool trusts.

use rcgen::{
    BasicConstraints, CertificateParams, CertificateRevocationListParams, IsCa, Issuer, KeyIdMethod, KeyPair,
    KeyUsagePurpose, SerialNumber, date_time_ymd,
};
use serde_json::{Value, json};
use sim::Config;

use crate::common::{Client, hosts, start};

pub const SERVED: &str = include_str!("keys/served.pem");
const OTHER: &str = include_str!("keys/other.pem");
const SHORT: &str = include_str!("keys/short.pem");

/// A certificate signed by its own key, valid for some years.
pub fn certificate(key: &KeyPair, years: [i32; 2]) -> String {
    let mut params = CertificateParams::new(vec!["pool.example".to_owned()]).unwrap();
    params.not_before = date_time_ymd(years[0], 1, 1);
    params.not_after = date_time_ymd(years[1], 1, 1);
    params.self_signed(key).unwrap().pem()
}

async fn records(client: &Client, kind: &str) -> Vec<Value> {
    let all = client.ok("Certificate.get_all_records", json!([])).await;
    all.as_object().unwrap().values().filter(|c| c["type"] == json!(kind)).cloned().collect()
}

/// The SHA-256 of a certificate as its text form holds it.
pub fn fingerprint(pem: &str) -> String {
    use base64::Engine;
    use sha2::Digest;
    let body: String = pem.lines().filter(|line| !line.starts_with("-----")).collect();
    let der = base64::engine::general_purpose::STANDARD.decode(body).unwrap();
    sha2::Sha256::digest(der).iter().map(|b| format!("{b:02X}")).collect::<Vec<_>>().join(":")
}

/// The certificate of an authority, and its list of revoked ones.
pub fn authority(key: &KeyPair) -> (String, String) {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::CrlSign, KeyUsagePurpose::KeyCertSign];
    let list = CertificateRevocationListParams {
        this_update: date_time_ymd(2024, 1, 1),
        next_update: date_time_ymd(2090, 1, 1),
        crl_number: SerialNumber::from(1u64),
        issuing_distribution_point: None,
        revoked_certs: Vec::new(),
        key_identifier_method: KeyIdMethod::Sha256,
    };
    let list = list.signed_by(&Issuer::from_params(&params, key)).unwrap().pem().unwrap();
    (params.self_signed(key).unwrap().pem(), list)
}

#[tokio::test]
async fn a_host_serves_what_is_installed_and_its_record_says_so() {
    let (sim, client) = start(Config { hosts: 2, ..Config::test() }).await;
    let host = hosts(&client).await[1].clone();
    assert_eq!((records(&client, "host").await.len(), records(&client, "host_internal").await.len()), (2, 2));
    let first = client.ok("host.get_server_certificate", json!([host])).await;
    let first = fingerprint(first.as_str().unwrap());
    let recorded = |all: Vec<Value>| {
        let mine: Vec<_> = all.into_iter().filter(|c| c["host"] == json!(host)).collect();
        assert_eq!(mine.len(), 1);
        mine[0].clone()
    };
    let record = recorded(records(&client, "host").await);
    assert_eq!(record["fingerprint"], first.as_str());
    assert_eq!(record["not_before"], "20250101T00:00:00Z");

    let key = KeyPair::from_pem(SERVED).unwrap();
    let good = certificate(&key, [2020, 2090]);
    let install = async |certificate: &str, key: &str, chain: &str| {
        client.call("host.install_server_certificate", json!([host, certificate, key, chain])).await
    };
    let small = KeyPair::generate_for(&rcgen::PKCS_ED25519).unwrap();
    for (certificate, key, code) in [
        ("nonsense", SERVED, "SERVER_CERTIFICATE_INVALID"),
        (good.as_str(), "nonsense", "SERVER_CERTIFICATE_KEY_INVALID"),
        (good.as_str(), OTHER, "SERVER_CERTIFICATE_KEY_MISMATCH"),
        (good.as_str(), SHORT, "SERVER_CERTIFICATE_KEY_RSA_LENGTH_NOT_SUPPORTED"),
        (good.as_str(), &small.serialize_pem(), "SERVER_CERTIFICATE_KEY_ALGORITHM_NOT_SUPPORTED"),
        (&certificate(&key, [2001, 2002]), SERVED, "SERVER_CERTIFICATE_EXPIRED"),
        (&certificate(&key, [2089, 2090]), SERVED, "SERVER_CERTIFICATE_NOT_VALID_YET"),
        (&certificate(&small, [2020, 2090]), SERVED, "SERVER_CERTIFICATE_SIGNATURE_NOT_SUPPORTED"),
    ] {
        assert_eq!(install(certificate, key, "").await.unwrap_err()[0], code);
    }
    assert_eq!(install(&good, SERVED, "nonsense").await.unwrap_err()[0], "SERVER_CERTIFICATE_CHAIN_INVALID");
    install(&good, SERVED, "").await.unwrap();
    let served = client.ok("host.get_server_certificate", json!([host])).await;
    assert_eq!(fingerprint(served.as_str().unwrap()), fingerprint(&good));
    let record = recorded(records(&client, "host").await);
    assert_eq!(record["fingerprint_sha256"], fingerprint(&good));
    assert_eq!(record["not_after"], "20900101T00:00:00Z");
    assert_eq!(client.ok("host.get_certificates", json!([host])).await.as_array().unwrap().len(), 2);

    client.ok("host.reset_server_certificate", json!([host])).await;
    let reset = client.ok("host.get_server_certificate", json!([host])).await;
    let reset = fingerprint(reset.as_str().unwrap());
    assert!(reset != first && reset != fingerprint(&good));

    let before = recorded(records(&client, "host_internal").await);
    client.ok("host.refresh_server_certificate", json!([host])).await;
    assert_ne!(recorded(records(&client, "host_internal").await)["fingerprint"], before["fingerprint"]);
    assert_eq!(recorded(records(&client, "host").await)["fingerprint"], reset.as_str());
    drop(sim);
}

#[tokio::test]
async fn the_record_is_that_of_the_certificate_shown_over_tls() {
    let sim = sim::Sim::start(Config { tls: true, ..Config::test() }).await.unwrap();
    let pool = sim.first();
    let shown = crate::pools::tls_fingerprint(sim.address()).await;
    let uuids = pool.uuids("Certificate");
    let recorded = |shown: &str| {
        pool.uuids("Certificate").iter().any(|uuid| {
            let record = pool.record("Certificate", uuid).unwrap();
            record["type"] == "host" && record["fingerprint"] == shown
        })
    };
    assert_eq!(uuids.len(), 2);
    assert!(recorded(&shown));
    let changed = pool.change_certificate(0).unwrap();
    assert_eq!(crate::pools::tls_fingerprint(sim.address()).await, changed);
    assert!(recorded(&changed) && !recorded(&shown));
}

#[tokio::test]
async fn authorities_and_revocations_are_kept_by_name() {
    let (sim, client) = start(Config { hosts: 2, ..Config::test() }).await;
    let key = KeyPair::from_pem(SERVED).unwrap();
    let (authority, list) = authority(&key);
    let install =
        async |name: &str, text: &str| client.call("pool.install_ca_certificate", json!([name, text])).await;
    assert_eq!(install("../x", &authority).await.unwrap_err(), ["CERTIFICATE_NAME_INVALID", "../x"]);
    assert_eq!(install("ca.pem", "text").await.unwrap_err(), ["CERTIFICATE_CORRUPT", "ca.pem"]);
    install("ca.pem", &authority).await.unwrap();
    assert_eq!(install("ca.pem", &authority).await.unwrap_err(), ["CERTIFICATE_ALREADY_EXISTS", "ca.pem"]);
    assert_eq!(client.ok("pool.certificate_list", json!([])).await, json!(["ca.pem"]));
    let record = records(&client, "ca").await[0].clone();
    assert_eq!(
        (&record["name"], &record["fingerprint"]),
        (&json!("ca.pem"), &json!(fingerprint(&authority)))
    );
    client.ok("pool.uninstall_ca_certificate", json!(["ca.pem"])).await;
    let gone = client.refused("pool.uninstall_ca_certificate", json!(["ca.pem"])).await;
    assert_eq!(gone, ["CERTIFICATE_DOES_NOT_EXIST", "ca.pem"]);
    client.ok("pool.uninstall_ca_certificate", json!(["ca.pem", true])).await;
    assert!(records(&client, "ca").await.is_empty());

    assert_eq!(client.refused("pool.crl_install", json!(["x.crl", "text"])).await, ["CRL_CORRUPT", "x.crl"]);
    client.ok("pool.crl_install", json!(["x.crl", list])).await;
    assert_eq!(
        client.refused("pool.crl_install", json!(["x.crl", list])).await,
        ["CRL_ALREADY_EXISTS", "x.crl"]
    );
    assert_eq!(client.ok("pool.crl_list", json!([])).await, json!(["x.crl"]));
    client.ok("pool.crl_uninstall", json!(["x.crl"])).await;
    assert_eq!(client.refused("pool.crl_uninstall", json!(["x.crl"])).await, ["CRL_DOES_NOT_EXIST", "x.crl"]);

    let pool = client.ok("pool.get_all", json!([])).await[0].clone();
    let trust = json!([pool, false, authority, ["licensing"]]);
    client.ok("pool.install_trusted_certificate", trust.clone()).await;
    let again = client.refused("pool.install_trusted_certificate", trust).await;
    assert_eq!(again, ["TRUSTED_CERTIFICATE_ALREADY_EXISTS".to_owned(), fingerprint(&authority)]);
    assert_eq!(records(&client, "pinned").await[0]["purpose"], json!(["licensing"]));
    let all = client.ok("Certificate.get_all_records", json!([])).await;
    for (reference, record) in all.as_object().unwrap() {
        let removed = client.call("pool.uninstall_trusted_certificate", json!([pool, reference])).await;
        match record["type"].as_str().unwrap() {
            "pinned" => assert!(removed.is_ok()),
            _ => assert_eq!(removed.unwrap_err(), ["NOT_TRUSTED_CERTIFICATE", reference.as_str()]),
        }
    }
    // Files go to every host, so every host must be there.
    sim.first().stop(1);
    let host = hosts(&client).await[1].clone();
    assert_eq!(install("ca.pem", &authority).await.unwrap_err(), ["CANNOT_CONTACT_HOST", host.as_str()]);
}

#[tokio::test]
async fn all_hosts_join_a_directory_or_none() {
    let (_sim, client) = start(Config { hosts: 2, ..Config::test() }).await;
    let pool = client.ok("pool.get_all", json!([])).await[0].clone();
    let credentials = json!({"user": "admin", "pass": "secret"});
    let join = async |service: &str, kind: &str, config: &Value| {
        client.call("pool.enable_external_auth", json!([pool, config, service, kind])).await
    };
    assert_eq!(join("corp.example", "LDAP", &credentials).await.unwrap_err(), ["AUTH_UNKNOWN_TYPE", "LDAP"]);
    let nameless = join("corp", "AD", &credentials).await.unwrap_err();
    assert_eq!(nameless[0], "POOL_AUTH_ENABLE_FAILED_DOMAIN_LOOKUP_FAILED");
    let without = join("corp.example", "AD", &json!({})).await.unwrap_err();
    assert_eq!(without[0], "POOL_AUTH_ENABLE_FAILED_WRONG_CREDENTIALS");
    join("corp.example", "AD", &credentials).await.unwrap();
    for host in hosts(&client).await {
        let record = client.ok("host.get_record", json!([host])).await;
        assert_eq!(
            (&record["external_auth_type"], &record["external_auth_service_name"]),
            (&json!("AD"), &json!("corp.example"))
        );
        assert!(!record["external_auth_configuration"].to_string().contains("secret"));
    }
    assert_eq!(join("corp.example", "AD", &credentials).await.unwrap_err()[0], "POOL_AUTH_ALREADY_ENABLED");
    let one = hosts(&client).await[1].clone();
    client.ok("host.disable_external_auth", json!([one])).await;
    client.ok("pool.detect_nonhomogeneous_external_auth", json!([pool])).await;
    let told = client.ok("message.get_all_records", json!([])).await;
    let odd = |m: &&Value| m["name"] == "EXTAUTH_IN_POOL_IS_NON_HOMOGENEOUS";
    assert_eq!(told.as_object().unwrap().values().filter(odd).count(), 1);
    client.ok("pool.disable_external_auth", json!([pool])).await;
    assert_eq!(
        client.refused("pool.initialize_wlb", json!(["x", "u", "p", "u", "p"])).await[0],
        "WLB_URL_INVALID"
    );
    assert_eq!(client.refused("pool.retrieve_wlb_configuration", json!([])).await, ["WLB_NOT_INITIALIZED"]);
}
