//! TLS towards a server: its certificate has a valid chain, or is the one that was pinned.

use std::sync::{Arc, Mutex};

use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme,
    client::WebPkiServerVerifier,
    client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
    crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature},
    pki_types::{CertificateDer, ServerName, UnixTime},
};
use sha2::{Digest, Sha256};

/// Which certificate to accept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trust {
    /// One that a root certificate of the system vouches for.
    SystemRoots,
    /// This one, by its SHA-256 fingerprint.
    Pinned(String),
    /// Any; the caller pins what was shown.
    FirstUse,
}

/// What the server showed, for messages and for pinning.
pub type Shown = Arc<Mutex<Option<String>>>;

pub fn client_config(trust: Trust) -> Result<(ClientConfig, Shown), Error> {
    let provider = Arc::new(ring::default_provider());
    let shown = Shown::default();
    let roots = match trust {
        Trust::SystemRoots => {
            let mut roots = RootCertStore::empty();
            roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
            (!roots.is_empty())
                .then(|| WebPkiServerVerifier::builder_with_provider(roots.into(), provider.clone()).build())
                .transpose()
                .map_err(|e| Error::General(e.to_string()))?
        }
        _ => None,
    };
    let verifier = Verifier { trust, roots, provider: provider.clone(), shown: shown.clone() };
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier))
        .with_no_client_auth();
    Ok((config, shown))
}

#[derive(Debug)]
struct Verifier {
    trust: Trust,
    roots: Option<Arc<WebPkiServerVerifier>>,
    provider: Arc<CryptoProvider>,
    shown: Shown,
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        certificate: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let fingerprint = fingerprint(certificate);
        if let Ok(mut shown) = self.shown.lock() {
            *shown = Some(fingerprint.clone());
        }
        match &self.trust {
            Trust::FirstUse => Ok(ServerCertVerified::assertion()),
            Trust::Pinned(pin) if *pin == fingerprint => Ok(ServerCertVerified::assertion()),
            Trust::Pinned(_) => Err(CertificateError::ApplicationVerificationFailure.into()),
            Trust::SystemRoots => match &self.roots {
                Some(roots) => roots.verify_server_cert(certificate, intermediates, name, ocsp, now),
                None => Err(CertificateError::UnknownIssuer.into()),
            },
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, certificate, dss, &self.provider.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, certificate, dss, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}

/// `AB:CD:…` of SHA-256 over the certificate.
fn fingerprint(certificate: &[u8]) -> String {
    Sha256::digest(certificate).iter().map(|byte| format!("{byte:02X}")).collect::<Vec<_>>().join(":")
}
