//! What the hosts of a pool trust: certificates of authorities, pinned ones, and lists of revoked ones.

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use x509_parser::certificate::X509Certificate;
use x509_parser::prelude::{CertificateRevocationList, FromDer, parse_x509_pem};

use crate::behave::certificate::{assert_in_force, described, fingerprint};
use crate::behave::host;
use crate::data::db::Db;
use crate::data::value::{Str, Value};
use crate::dispatch::Cx;
use crate::error::Failure;
use crate::pool::lock;

/// Names become names of files.
fn assert_name(name: &str, code: &str) -> Result<(), Failure> {
    let safe = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    if name.is_empty() || name.starts_with(['.', '-']) || !name.chars().all(safe) {
        return Err(Failure::new(code, [name]));
    }
    Ok(())
}

/// The certificate of an authority by its name.
fn named(db: &Db, name: &str) -> Result<Option<Str>, Failure> {
    for certificate in db.refs("Certificate") {
        if db.get("Certificate", &certificate, "type")?.as_str() == "ca"
            && db.get("Certificate", &certificate, "name")?.as_str() == name
        {
            return Ok(Some(certificate));
        }
    }
    Ok(None)
}

/// Reads a certificate that is valid now; the codes begin with `prefix`.
fn read(text: &str, prefix: &str, corrupt: &Failure) -> Result<CertificateDer<'static>, Failure> {
    let der = CertificateDer::from_pem_slice(text.as_bytes()).map_err(|_| corrupt.clone())?;
    let (_, certificate) = X509Certificate::from_der(&der).map_err(|_| corrupt.clone())?;
    assert_in_force(&certificate, prefix)?;
    Ok(der)
}

/// `pool.install_ca_certificate` and `pool.certificate_install`.
pub fn install_ca(cx: &Cx, name: &str, text: &str) -> Result<Value, Failure> {
    host::assert_all_reachable(&cx.pool)?;
    assert_name(name, "CERTIFICATE_NAME_INVALID")?;
    cx.pool.write(|db| {
        if named(db, name)?.is_some() {
            return Err(Failure::new("CERTIFICATE_ALREADY_EXISTS", [name]));
        }
        let der = read(text, "CA_CERTIFICATE", &Failure::new("CERTIFICATE_CORRUPT", [name]))?;
        let mut fields = vec![("type", Value::from("ca")), ("name", Value::from(name))];
        fields.extend(described(&der).into_iter().flatten());
        cx.pool.insert(db, "Certificate", fields)
    })?;
    Ok(Value::Void)
}

/// `pool.uninstall_ca_certificate` and `pool.certificate_uninstall`; forced, it minds no certificate that is not there.
pub fn uninstall_ca(cx: &Cx, name: &str, force: bool) -> Result<Value, Failure> {
    host::assert_all_reachable(&cx.pool)?;
    assert_name(name, "CERTIFICATE_NAME_INVALID")?;
    cx.pool.write(|db| match named(db, name)? {
        Some(certificate) => db.delete("Certificate", &certificate),
        None if force => Ok(()),
        None => Err(Failure::new("CERTIFICATE_DOES_NOT_EXIST", [name])),
    })?;
    Ok(Value::Void)
}

/// `pool.certificate_list`: the names.
pub fn list_ca(cx: &Cx) -> Result<Value, Failure> {
    cx.pool.read(|db| {
        let mut names = Vec::new();
        for certificate in db.refs("Certificate") {
            let get = |field| db.get("Certificate", &certificate, field);
            if get("type")?.as_str() == "ca" && !get("name")?.as_str().is_empty() {
                names.push(get("name")?.to_shared());
            }
        }
        Ok(Value::set(names))
    })
}

/// `pool.crl_install`.
pub fn install_crl(cx: &Cx, name: &str, text: &str) -> Result<Value, Failure> {
    host::assert_all_reachable(&cx.pool)?;
    assert_name(name, "CRL_NAME_INVALID")?;
    let corrupt = || Failure::new("CRL_CORRUPT", [name]);
    let (_, pem) = parse_x509_pem(text.as_bytes()).map_err(|_| corrupt())?;
    CertificateRevocationList::from_der(&pem.contents).map_err(|_| corrupt())?;
    let mut kept = lock(&cx.pool.kept);
    if kept.revoked.contains_key(name) {
        return Err(Failure::new("CRL_ALREADY_EXISTS", [name]));
    }
    kept.revoked.insert(name.to_owned(), text.to_owned());
    Ok(Value::Void)
}

/// `pool.crl_uninstall`.
pub fn uninstall_crl(cx: &Cx, name: &str) -> Result<Value, Failure> {
    host::assert_all_reachable(&cx.pool)?;
    assert_name(name, "CRL_NAME_INVALID")?;
    match lock(&cx.pool.kept).revoked.remove(name) {
        Some(_) => Ok(Value::Void),
        None => Err(Failure::new("CRL_DOES_NOT_EXIST", [name])),
    }
}

/// `pool.crl_list`: the names.
pub fn list_crls(cx: &Cx) -> Value {
    Value::set(lock(&cx.pool.kept).revoked.keys().map(String::as_str))
}

/// `pool.certificate_sync`: the hosts hold the same files; that they can be asked is all that can fail.
pub fn sync(cx: &Cx) -> Result<Value, Failure> {
    host::assert_all_reachable(&cx.pool)?;
    Ok(Value::Void)
}

/// `pool.install_trusted_certificate`.
pub fn install_trusted(cx: &Cx, ca: bool, text: &str, purpose: &Value) -> Result<Value, Failure> {
    let der = read(text, "TRUSTED_CERTIFICATE", &Failure::bare("TRUSTED_CERTIFICATE_INVALID"))?;
    let Some(fields) = described(&der) else { return Err(Failure::bare("TRUSTED_CERTIFICATE_INVALID")) };
    if !ca && purpose.items().is_empty() {
        return Err(Failure::bare("CERTIFICATE_LACKS_PURPOSE"));
    }
    let kind = if ca { "ca" } else { "pinned" };
    cx.pool.write(|db| {
        let print = fingerprint(&der);
        for other in db.refs("Certificate") {
            if db.get("Certificate", &other, "type")?.as_str() == kind
                && db.get("Certificate", &other, "fingerprint_sha256")? == print
            {
                return Err(Failure::new("TRUSTED_CERTIFICATE_ALREADY_EXISTS", [print.as_str()]));
            }
        }
        let own = [("type", Value::from(kind)), ("purpose", purpose.clone())];
        cx.pool.insert(db, "Certificate", own.into_iter().chain(fields))
    })?;
    Ok(Value::Void)
}

/// `pool.uninstall_trusted_certificate`.
pub fn uninstall_trusted(cx: &Cx, certificate: &str) -> Result<Value, Failure> {
    cx.pool.write(|db| {
        if !matches!(db.get("Certificate", certificate, "type")?.as_str(), "ca" | "pinned") {
            return Err(Failure::new("NOT_TRUSTED_CERTIFICATE", [certificate]));
        }
        db.delete("Certificate", certificate)
    })?;
    Ok(Value::Void)
}
