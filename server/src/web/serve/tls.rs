//! The server's own certificate: read from files, or made at the first start, and read again when it changes.
#![expect(clippy::disallowed_methods, reason = "certificates are files")]

use std::{
    fs, io,
    net::{IpAddr, SocketAddr},
    path::{Path, PathBuf},
    sync::{Arc, PoisonError, RwLock},
    time::{Duration, SystemTime},
};

use rustls::{
    ServerConfig,
    crypto::ring,
    pki_types::{
        CertificateDer, PrivateKeyDer,
        pem::{self, PemObject},
    },
    server::{ClientHello, ResolvesServerCert},
    sign::CertifiedKey,
};
use tokio::time::sleep;
use tokio_rustls::TlsAcceptor;
use tokio_util::sync::CancellationToken;

use crate::{plain, settings::Tls, store::write_private};

/// How often the files are looked at.
const LOOK_EVERY: Duration = Duration::from_secs(10);

#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    #[error("cannot read {}: {}", file.display(), unreadable(why))]
    Read { file: PathBuf, why: pem::Error },
    #[error("the certificate {} and the key {} do not go together: {source}", cert.display(), key.display())]
    Pair { cert: PathBuf, key: PathBuf, source: rustls::Error },
    #[error("cannot make a certificate: {0}")]
    Make(#[from] rcgen::Error),
    #[error("cannot write {}: {}", file.display(), plain::reason(why))]
    Write { file: PathBuf, why: io::Error },
    #[error("TLS cannot be set up: {0}")]
    Setup(rustls::Error),
}

fn unreadable(why: &pem::Error) -> String {
    match why {
        pem::Error::Io(why) => plain::reason(why),
        why => why.to_string(),
    }
}

/// What is needed to speak TLS, if it is to be spoken.
pub fn acceptor(
    settings: &Tls,
    data: &Path,
    listen: SocketAddr,
    stopping: CancellationToken,
) -> Result<Option<TlsAcceptor>, TlsError> {
    let (cert, key) = match settings {
        Tls::Off => return Ok(None),
        Tls::Files { cert, key } => (cert.clone(), key.clone()),
        Tls::SelfSigned => own_pair(data, listen.ip())?,
    };
    let current = Arc::new(Current { pair: RwLock::new(read(&cert, &key)?) });
    tokio::spawn(keep_current(current.clone(), cert, key, stopping));
    let provider = Arc::new(ring::default_provider());
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(TlsError::Setup)?
        .with_no_client_auth()
        .with_cert_resolver(current);
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(Some(TlsAcceptor::from(Arc::new(config))))
}

/// A pair in the data directory, made if there is none.
fn own_pair(data: &Path, listen: IpAddr) -> Result<(PathBuf, PathBuf), TlsError> {
    let (cert, key) = (data.join("tls-cert.pem"), data.join("tls-key.pem"));
    if cert.exists() && key.exists() {
        return Ok((cert, key));
    }
    let mut names = vec!["localhost".to_owned(), "127.0.0.1".into(), "::1".into()];
    names.extend(
        fs::read_to_string("/etc/hostname").map(|n| n.trim().to_owned()).ok().filter(|n| !n.is_empty()),
    );
    if !listen.is_unspecified() && !listen.is_loopback() {
        names.push(listen.to_string());
    }
    let made = rcgen::generate_simple_self_signed(names)?;
    for (file, text) in [(&key, made.signing_key.serialize_pem()), (&cert, made.cert.pem())] {
        write_private(file, text.as_bytes()).map_err(|why| TlsError::Write { file: file.clone(), why })?;
    }
    Ok((cert, key))
}

fn read(cert: &Path, key: &Path) -> Result<Arc<CertifiedKey>, TlsError> {
    let failed = |file: &Path| {
        let file = file.to_owned();
        move |why| TlsError::Read { file, why }
    };
    let chain = CertificateDer::pem_file_iter(cert)
        .and_then(Iterator::collect::<Result<Vec<_>, _>>)
        .map_err(failed(cert))?;
    let secret = PrivateKeyDer::from_pem_file(key).map_err(failed(key))?;
    let pair = CertifiedKey::from_der(chain, secret, &ring::default_provider())
        .map_err(|source| TlsError::Pair { cert: cert.into(), key: key.into(), source })?;
    Ok(Arc::new(pair))
}

/// The pair in use.
#[derive(Debug)]
struct Current {
    pair: RwLock<Arc<CertifiedKey>>,
}

impl ResolvesServerCert for Current {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.pair.read().unwrap_or_else(PoisonError::into_inner).clone())
    }
}

/// A pair that was renewed is used from then on; one that cannot be read leaves the old one in use.
async fn keep_current(current: Arc<Current>, cert: PathBuf, key: PathBuf, stopping: CancellationToken) {
    let changed =
        |file: &Path| fs::metadata(file).and_then(|m| m.modified()).unwrap_or(SystemTime::UNIX_EPOCH);
    let mut known = (changed(&cert), changed(&key));
    loop {
        tokio::select! {
            () = sleep(LOOK_EVERY) => {}
            () = stopping.cancelled() => return,
        }
        let now = (changed(&cert), changed(&key));
        if now == known {
            continue;
        }
        known = now;
        match read(&cert, &key) {
            Ok(pair) => {
                *current.pair.write().unwrap_or_else(PoisonError::into_inner) = pair;
                tracing::info!(file = %cert.display(), "the certificate was renewed");
            }
            Err(error) => tracing::error!(%error, "the renewed certificate is not used"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pair_is_made_once_and_kept() {
        let data = std::env::temp_dir().join(format!("xenith-tls-{}", uuid::Uuid::new_v4()));
        fs::create_dir(&data).unwrap();
        let (cert, key) = own_pair(&data, [127, 0, 0, 1].into()).unwrap();
        let first = read(&cert, &key).unwrap();
        let again = own_pair(&data, [127, 0, 0, 1].into()).unwrap();
        assert_eq!(first.cert, read(&again.0, &again.1).unwrap().cert);
        fs::write(&key, "none").unwrap();
        assert!(matches!(read(&cert, &key), Err(TlsError::Read { .. })));
        fs::remove_dir_all(data).unwrap();
    }
}
