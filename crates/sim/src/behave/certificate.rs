//! The certificates of hosts: those they show to callers, those they use among themselves, and the records of both.

use rand::RngCore;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use sha1::Sha1;
use sha2::{Digest, Sha256};
use x509_parser::certificate::X509Certificate;
use x509_parser::der_parser::der::parse_der;
use x509_parser::prelude::FromDer;

use crate::data::db::Db;
use crate::data::value::{Str, Value};
use crate::dispatch::Cx;
use crate::error::Failure;
use crate::kept::{Installed, OfHost};
use crate::net::tls::{self, Identity};
use crate::pool::{Pool, lock};

/// The only kind of key that XAPI serves with, and its lengths in bits.
const RSA: &str = "1.2.840.113549.1.1.1";
const RSA_BITS: std::ops::RangeInclusive<usize> = 2048..=4096;
/// RSA with SHA-256 and with SHA-512.
const SIGNATURES: [&str; 2] = ["1.2.840.113549.1.1.11", "1.2.840.113549.1.1.13"];
/// Added to the seed, so that certificates among hosts are others than those they show.
const INTERNAL: u64 = 0x1d7e_4a1c_e27f_1ca7;

/// `AB:CD:…`.
pub fn colons(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02X}")).collect::<Vec<_>>().join(":")
}

/// What a certificate is known by.
pub fn fingerprint(der: &[u8]) -> Value {
    Value::from(colons(&Sha256::digest(der)))
}

/// Refuses a certificate that is not valid now; the codes begin with `prefix`.
pub fn assert_in_force(certificate: &X509Certificate<'_>, prefix: &str) -> Result<(), Failure> {
    let now = crate::time::now();
    let validity = certificate.validity();
    let (from, to) = (validity.not_before.timestamp(), validity.not_after.timestamp());
    if now < from {
        return Err(Failure::new(&format!("{prefix}_NOT_VALID_YET"), [rfc3339(now), rfc3339(from)]));
    }
    if now > to {
        return Err(Failure::new(&format!("{prefix}_EXPIRED"), [rfc3339(now), rfc3339(to)]));
    }
    Ok(())
}

/// The fields of a certificate's record that follow from the certificate.
pub fn described(der: &[u8]) -> Option<[(&'static str, Value); 5]> {
    let (_, certificate) = X509Certificate::from_der(der).ok()?;
    let validity = certificate.validity();
    let sha256 = fingerprint(der);
    Some([
        ("not_before", Value::Time(validity.not_before.timestamp())),
        ("not_after", Value::Time(validity.not_after.timestamp())),
        ("fingerprint", sha256.clone()),
        ("fingerprint_sha256", sha256),
        ("fingerprint_sha1", Value::from(colons(&Sha1::digest(der)))),
    ])
}

/// Replaces the record of a host's certificate of some type.
fn record(db: &mut Db, pool: &Pool, host: &Str, kind: &'static str, der: &[u8]) -> Result<(), Failure> {
    for old in db.get("host", host, "certificates")?.items() {
        if db.get("Certificate", old.as_str(), "type")?.as_str() == kind {
            db.delete("Certificate", old.as_str())?;
        }
    }
    let mut fields = vec![("type", Value::from(kind)), ("host", Value::from(host))];
    fields.extend(described(der).into_iter().flatten());
    pool.insert(db, "Certificate", fields).map(drop)
}

/// Makes the records of a host that starts agree with what it serves.
pub fn settle(pool: &Pool, number: usize, identity: &Identity) -> Result<(), Failure> {
    let Ok(number) = pool.member(&pool.hosts[number].reference) else { return Ok(()) };
    let seat = &pool.hosts[number];
    let shown = fingerprint(&identity.der);
    let have = pool.read(|db| {
        let all = db.get("host", &seat.reference, "certificates")?;
        let each = all.items().iter().map(|c| {
            Ok((
                db.get_str("Certificate", c.as_str(), "type")?,
                db.get("Certificate", c.as_str(), "fingerprint")?,
            ))
        });
        each.collect::<Result<Vec<_>, Failure>>()
    })?;
    if !have.iter().any(|(kind, print)| &**kind == "host" && *print == shown) {
        pool.write(|db| record(db, pool, &seat.reference, "host", &identity.der))?;
    }
    if !have.iter().any(|(kind, _)| &**kind == "host_internal") {
        renew_internal(pool, number, 0)?;
    }
    Ok(())
}

/// A new certificate for use among the hosts.
fn renew_internal(pool: &Pool, number: usize, change: u64) -> Result<(), Failure> {
    let seat = &pool.hosts[number];
    let seed = pool.config.seed ^ INTERNAL;
    let made =
        tls::identity(seed, pool.index, number, change, seat.address.ip()).map_err(Failure::internal)?;
    pool.write(|db| record(db, pool, &seat.reference, "host_internal", &made.der))
}

/// What a host shows to callers when it starts: what it did last.
pub fn identity(pool: &Pool, number: usize) -> Result<Identity, Failure> {
    let kept = lock(&pool.kept).host(number);
    match kept.installed {
        Some(Installed { certificate, key, chain }) => serving(&certificate, &key, &chain),
        None => own(pool, number, kept.changes),
    }
}

/// The certificate of a host's own making, after so many changes.
fn own(pool: &Pool, number: usize, changes: u64) -> Result<Identity, Failure> {
    let address = pool.hosts[number].address.ip();
    tls::identity(pool.config.seed, pool.index, number, changes, address).map_err(Failure::internal)
}

/// Shows another certificate to callers from now on.
fn show(pool: &Pool, number: usize, identity: Identity) -> Result<(), Failure> {
    let seat = pool.machines.seat(number).ok_or_else(|| Failure::bare("HOST_NOT_LIVE"))?;
    let host = &pool.hosts[number].reference;
    pool.write(|db| record(db, pool, host, "host", &identity.der))?;
    seat.set_identity(identity);
    Ok(())
}

/// A new certificate of the host's own making.
pub fn renew(pool: &Pool, number: usize) -> Result<(), Failure> {
    let changes = lock(&pool.kept).host(number).changes + 1;
    show(pool, number, own(pool, number, changes)?)?;
    *lock(&pool.kept).host_mut(number) = OfHost { changes, installed: None };
    Ok(())
}

/// The text form.
pub fn pem(der: &[u8]) -> String {
    use base64::Engine;
    let text = base64::engine::general_purpose::STANDARD.encode(der);
    let lines: Vec<&str> = (0..text.len()).step_by(64).map(|at| &text[at..text.len().min(at + 64)]).collect();
    format!("-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n", lines.join("\n"))
}

/// `host.get_server_certificate`.
pub fn get(cx: &Cx, host: &str) -> Result<Value, Failure> {
    let number = cx.pool.member(host)?;
    let seat = cx.pool.machines.seat(number).ok_or_else(|| Failure::new("HOST_OFFLINE", [host]))?;
    Ok(Value::from(pem(&seat.identity().der)))
}

/// `host.reset_server_certificate`.
pub fn reset(cx: &Cx, host: &str) -> Result<Value, Failure> {
    renew(&cx.pool, cx.pool.member(host)?)?;
    Ok(Value::Void)
}

/// `host.emergency_reset_server_certificate`: of the host that is asked.
pub fn emergency_reset(cx: &Cx) -> Result<Value, Failure> {
    renew(&cx.pool, cx.host)?;
    Ok(Value::Void)
}

/// `host.refresh_server_certificate`: the certificate used among the hosts is replaced.
pub fn refresh(cx: &Cx, host: &str) -> Result<Value, Failure> {
    let number = cx.pool.member(host)?;
    let change = cx.pool.random().next_u64();
    renew_internal(&cx.pool, number, change)?;
    Ok(Value::Void)
}

/// `YYYY-MM-DDTHH:MM:SSZ`, as these errors write dates.
fn rfc3339(seconds: i64) -> String {
    let (y, mo, d, h, mi, s) = crate::time::civil(seconds);
    format!("{y:04}-{mo:02}-{d:02}T{h:02}:{mi:02}:{s:02}Z")
}

/// `host.install_server_certificate`.
pub fn install(cx: &Cx, host: &str, certificate: &str, key: &str, chain: &str) -> Result<Value, Failure> {
    let number = cx.pool.member(host)?;
    private_key(key)?;
    assert_usable(&leaf(certificate)?)?;
    show(&cx.pool, number, serving(certificate, key, chain)?)?;
    let [certificate, key, chain] = [certificate, key, chain].map(str::to_owned);
    lock(&cx.pool.kept).host_mut(number).installed = Some(Installed { certificate, key, chain });
    Ok(Value::Void)
}

/// The certificate of a text.
fn leaf(text: &str) -> Result<CertificateDer<'static>, Failure> {
    CertificateDer::from_pem_slice(text.as_bytes()).map_err(|_| Failure::bare("SERVER_CERTIFICATE_INVALID"))
}

/// How to serve with what is installed.
fn serving(certificate: &str, key: &str, chain: &str) -> Result<Identity, Failure> {
    let key = private_key(key)?;
    let mut served = vec![leaf(certificate)?];
    if !chain.is_empty() {
        let broken = || Failure::bare("SERVER_CERTIFICATE_CHAIN_INVALID");
        for link in CertificateDer::pem_slice_iter(chain.as_bytes()) {
            let link = link.map_err(|_| broken())?;
            X509Certificate::from_der(&link).map_err(|_| broken())?;
            served.push(link);
        }
        if served.len() == 1 {
            return Err(broken());
        }
    }
    tls::serving(served, key).map_err(|error| match error {
        rustls::Error::InconsistentKeys(_) => Failure::bare("SERVER_CERTIFICATE_KEY_MISMATCH"),
        _ => Failure::bare("SERVER_CERTIFICATE_KEY_INVALID"),
    })
}

fn assert_usable(der: &[u8]) -> Result<(), Failure> {
    let (_, certificate) =
        X509Certificate::from_der(der).map_err(|_| Failure::bare("SERVER_CERTIFICATE_INVALID"))?;
    assert_in_force(&certificate, "SERVER_CERTIFICATE")?;
    let signed = certificate.signature_algorithm.algorithm.to_id_string();
    if !SIGNATURES.contains(&signed.as_str()) {
        return Err(Failure::bare("SERVER_CERTIFICATE_SIGNATURE_NOT_SUPPORTED"));
    }
    Ok(())
}

/// Reads an RSA key of a length that is allowed.
fn private_key(text: &str) -> Result<PrivateKeyDer<'static>, Failure> {
    let invalid = || Failure::bare("SERVER_CERTIFICATE_KEY_INVALID");
    let key = PrivateKeyDer::from_pem_slice(text.as_bytes()).map_err(|_| invalid())?;
    let outer = |der: &[u8]| -> Option<(String, Vec<u8>)> {
        let (_, key) = parse_der(der).ok()?;
        let parts = key.as_sequence().ok()?;
        let algorithm = parts.get(1)?.as_sequence().ok()?.first()?.as_oid().ok()?.to_id_string();
        Some((algorithm, parts.get(2)?.as_slice().ok()?.to_vec()))
    };
    let inner = match &key {
        PrivateKeyDer::Pkcs1(der) => der.secret_pkcs1_der().to_vec(),
        PrivateKeyDer::Pkcs8(der) => {
            let (algorithm, inner) = outer(der.secret_pkcs8_der()).ok_or_else(invalid)?;
            if algorithm != RSA {
                return Err(Failure::new("SERVER_CERTIFICATE_KEY_ALGORITHM_NOT_SUPPORTED", [algorithm]));
            }
            inner
        }
        _ => return Err(invalid()),
    };
    let numbers = |der: &[u8]| -> Option<(u32, usize)> {
        let (_, key) = parse_der(der).ok()?;
        let parts = key.as_sequence().ok()?;
        let modulus = parts.get(1)?.as_slice().ok()?;
        let zeros = modulus.iter().take_while(|b| **b == 0).count();
        Some((parts.first()?.as_u32().ok()?, (modulus.len() - zeros) * 8))
    };
    let (version, bits) = numbers(&inner).ok_or_else(invalid)?;
    if version != 0 {
        return Err(Failure::bare("SERVER_CERTIFICATE_KEY_RSA_MULTI_NOT_SUPPORTED"));
    }
    if !RSA_BITS.contains(&bits) {
        return Err(Failure::new("SERVER_CERTIFICATE_KEY_RSA_LENGTH_NOT_SUPPORTED", [bits.to_string()]));
    }
    Ok(key)
}
