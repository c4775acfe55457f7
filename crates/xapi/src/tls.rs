//! Which certificates are trusted: pinned ones, those seen first, or those an authority vouches for.
//!
//! XAPI's certificates are self-signed by default, so the fingerprint (SHA-256 of the DER form) is what is trusted.
//! Every check happens inside the handshake: nothing, least of all credentials, is sent to a server that fails it.

use std::collections::{BTreeMap, HashSet};
use std::fmt;
use std::io;
use std::str::FromStr;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::CryptoProvider;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};
use sha2::{Digest, Sha256};
use tokio::sync::watch;

use crate::address::Address;
use crate::error::{Error, Result};
use crate::net::BoxIo;

/// What to do about a certificate that is not pinned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Trust {
    /// An authority that this machine knows must vouch for it.
    ///
    /// Once a certificate of the pool is pinned, so somebody accepted it, the pool's word counts for its other hosts:
    /// those that it names over a trusted connection are pinned as the pool tells their certificates, or, where it
    /// tells none, when they are first seen. The configured address is never trusted in that way.
    #[default]
    Roots,
    /// It is pinned when it is first seen.
    FirstUse,
}

/// The SHA-256 of a certificate, shown as upper-case hex with colons.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Fingerprint([u8; 32]);

impl Fingerprint {
    /// The fingerprint of a certificate in DER form.
    pub fn of(der: &[u8]) -> Self {
        Fingerprint(Sha256::digest(der).into())
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, byte) in self.0.iter().enumerate() {
            write!(f, "{}{byte:02X}", if at == 0 { "" } else { ":" })?;
        }
        Ok(())
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A text that is no SHA-256 fingerprint.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a SHA-256 fingerprint is 32 bytes in hex, with or without colons")]
pub struct FingerprintError;

impl FromStr for Fingerprint {
    type Err = FingerprintError;

    fn from_str(text: &str) -> Result<Self, FingerprintError> {
        let digits: Vec<u8> = text
            .trim()
            .chars()
            .filter(|c| *c != ':')
            .map(|c| c.to_digit(16).map(|digit| digit as u8))
            .collect::<Option<_>>()
            .ok_or(FingerprintError)?;
        let bytes: Vec<u8> =
            digits.chunks(2).map(|pair| pair.iter().fold(0, |sum, digit| sum << 4 | digit)).collect();
        if digits.len() != 64 {
            return Err(FingerprintError);
        }
        bytes.try_into().map(Fingerprint).map_err(|_| FingerprintError)
    }
}

/// The pinned certificates by `host:port` (see [`Address::authority`]).
pub type Pins = BTreeMap<String, Fingerprint>;

/// The trust of one client: its policy and its pins, which grow as hosts are met.
pub(crate) struct Trusts {
    policy: Trust,
    /// The address that was given, not told by the pool.
    configured: Address,
    pins: watch::Sender<Pins>,
    /// The hosts that the pool named over a trusted connection.
    named: Mutex<HashSet<Address>>,
}

impl Trusts {
    pub fn new(policy: Trust, configured: Address, pins: Pins) -> Self {
        Trusts { policy, configured, pins: watch::Sender::new(pins), named: Mutex::default() }
    }

    /// Whether certificates of the pool were accepted, so that its word counts for its other hosts.
    pub fn vouches(&self) -> bool {
        self.policy == Trust::Roots && self.configured.tls() && !self.pins.borrow().is_empty()
    }

    /// Notes that the pool named one of its hosts.
    pub fn named(&self, address: Address) {
        if address != self.configured {
            self.hosts().insert(address);
        }
    }

    /// Pins the certificate that the pool told of one of its hosts. What is pinned already stays.
    pub fn told(&self, address: &Address, fingerprint: Fingerprint) {
        if *address == self.configured {
            return;
        }
        self.pins.send_if_modified(|pins| {
            let new = !pins.contains_key(&address.authority());
            if new {
                pins.insert(address.authority(), fingerprint);
            }
            new
        });
    }

    fn hosts(&self) -> MutexGuard<'_, HashSet<Address>> {
        self.named.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn pins(&self) -> watch::Receiver<Pins> {
        self.pins.subscribe()
    }

    pub fn pin(&self, address: &Address, fingerprint: Fingerprint) {
        let key = address.authority();
        self.pins.send_if_modified(|pins| pins.insert(key, fingerprint) != Some(fingerprint));
    }

    /// Speaks TLS over a fresh connection, or says what is wrong with the certificate.
    pub async fn handshake(&self, address: &Address, io: BoxIo) -> Result<BoxIo> {
        let pinned = self.pins.borrow().get(&address.authority()).copied();
        let provider = provider();
        let rule = match (pinned, self.policy) {
            (Some(expected), _) => Rule::Pinned(expected),
            (None, Trust::FirstUse) => Rule::Any,
            (None, Trust::Roots) if self.vouches() && self.hosts().contains(address) => Rule::Any,
            (None, Trust::Roots) => Rule::Roots(
                roots()
                    .map_err(|why| Error::Tls { address: address.clone(), source: io::Error::other(why) })?,
            ),
        };
        let verifier = Arc::new(Verifier { rule, provider: provider.clone(), seen: Mutex::new(None) });
        let tls_error = |source: io::Error| Error::Tls { address: address.clone(), source };
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|e| tls_error(io::Error::other(e)))?
            .dangerous()
            .with_custom_certificate_verifier(verifier.clone())
            .with_no_client_auth();
        let name = ServerName::try_from(address.host().to_owned())
            .map_err(|e| tls_error(io::Error::new(io::ErrorKind::InvalidInput, e)))?;
        let result = tokio_rustls::TlsConnector::from(Arc::new(config)).connect(name, io).await;
        let seen = verifier.seen.lock().unwrap_or_else(PoisonError::into_inner).take();
        match (result, seen) {
            (Ok(stream), seen) => {
                if let (Rule::Any, Some(Seen { fingerprint, .. })) = (&verifier.rule, seen) {
                    self.pin(address, fingerprint);
                }
                Ok(Box::new(stream))
            }
            (Err(_), Some(Seen { fingerprint: seen, refused: Some(why) })) => Err(match pinned {
                Some(expected) => Error::CertificateChanged { address: address.clone(), expected, seen },
                None => Error::CertificateUntrusted { address: address.clone(), seen, why },
            }),
            (Err(source), _) => Err(tls_error(source)),
        }
    }
}

/// One provider, named: nothing depends on which one other crates install as the process's default.
fn provider() -> Arc<CryptoProvider> {
    static PROVIDER: OnceLock<Arc<CryptoProvider>> = OnceLock::new();
    PROVIDER.get_or_init(|| Arc::new(rustls::crypto::ring::default_provider())).clone()
}

/// The authorities this machine knows, read once.
fn roots() -> Result<Arc<WebPkiServerVerifier>, String> {
    static ROOTS: OnceLock<Result<Arc<WebPkiServerVerifier>, String>> = OnceLock::new();
    let load = || {
        let found = rustls_native_certs::load_native_certs();
        let mut store = RootCertStore::empty();
        let (added, _) = store.add_parsable_certificates(found.certs);
        tracing::debug!(
            added,
            errors = found.errors.len(),
            "read the certificate authorities of this machine"
        );
        WebPkiServerVerifier::builder_with_provider(Arc::new(store), provider())
            .build()
            .map_err(|e| e.to_string())
    };
    ROOTS.get_or_init(load).clone()
}

/// What a handshake demands of the certificate.
#[derive(Debug)]
enum Rule {
    Pinned(Fingerprint),
    Any,
    Roots(Arc<WebPkiServerVerifier>),
}

/// The certificate shown in a handshake, and why it was refused.
#[derive(Debug)]
struct Seen {
    fingerprint: Fingerprint,
    refused: Option<String>,
}

/// Checks one handshake and remembers what it saw.
#[derive(Debug)]
struct Verifier {
    rule: Rule,
    provider: Arc<CryptoProvider>,
    seen: Mutex<Option<Seen>>,
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let fingerprint = Fingerprint::of(end_entity);
        let verdict = match &self.rule {
            Rule::Any => Ok(ServerCertVerified::assertion()),
            Rule::Pinned(expected) if *expected == fingerprint => Ok(ServerCertVerified::assertion()),
            Rule::Pinned(_) => Err(rustls::Error::General("the certificate is not the pinned one".into())),
            Rule::Roots(roots) => {
                roots.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now)
            }
        };
        let refused = verdict.as_ref().err().map(ToString::to_string);
        *self.seen.lock().unwrap_or_else(PoisonError::into_inner) = Some(Seen { fingerprint, refused });
        verdict
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        rustls::crypto::verify_tls12_signature(
            message,
            cert,
            dss,
            &self.provider.signature_verification_algorithms,
        )
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        rustls::crypto::verify_tls13_signature(
            message,
            cert,
            dss,
            &self.provider.signature_verification_algorithms,
        )
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fingerprints_are_read_as_they_are_shown() {
        let fingerprint = Fingerprint::of(b"a certificate");
        let shown = fingerprint.to_string();
        assert_eq!(shown.len(), 95);
        assert_eq!(shown.parse(), Ok(fingerprint));
        assert_eq!(shown.replace(':', "").to_lowercase().parse(), Ok(fingerprint));
        for wrong in ["", "AB", &shown[1..], &format!("{shown}:00"), &shown.replace(['A', 'B'], "G")] {
            assert_eq!(wrong.parse::<Fingerprint>(), Err(FingerprintError), "{wrong}");
        }
    }
}
