//! Self-signed certificates: a host's key follows from the seed and a count of changes, so it is the same after a
//! restart.

use std::sync::Arc;

use rand::{RngCore, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rcgen::{CertificateParams, DnType, KeyPair, SanType};
use rustls::ServerConfig;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};

/// PKCS #8 of an Ed25519 key, up to its 32 secret bytes.
const ED25519_PREFIX: [u8; 16] =
    [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];

/// A certificate and how to serve with it.
#[derive(Clone)]
pub struct Identity {
    pub config: Arc<ServerConfig>,
    /// DER of the certificate.
    pub der: Vec<u8>,
}

/// Makes the certificate of a host.
pub fn identity(
    seed: u64,
    pool: usize,
    host: usize,
    change: u64,
    address: std::net::IpAddr,
) -> Result<Identity, String> {
    let text = |what: &str, e: &dyn std::fmt::Display| format!("{what}: {e}");
    let mut secret = [0u8; 32];
    let mix = seed ^ (pool as u64) << 40 ^ (host as u64) << 32 ^ change.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    ChaCha8Rng::seed_from_u64(mix).fill_bytes(&mut secret);
    let pkcs8: Vec<u8> = ED25519_PREFIX.iter().chain(&secret).copied().collect();
    let key_der = PrivatePkcs8KeyDer::from(pkcs8);
    let key =
        KeyPair::from_pkcs8_der_and_sign_algo(&key_der, &rcgen::PKCS_ED25519).map_err(|e| text("key", &e))?;

    let mut params = CertificateParams::default();
    params.distinguished_name.push(DnType::CommonName, address.to_string());
    params.subject_alt_names = vec![SanType::IpAddress(address)];
    params.serial_number = Some(rcgen::SerialNumber::from(mix | 1));
    params.not_before = rcgen::date_time_ymd(2025, 1, 1);
    params.not_after = rcgen::date_time_ymd(2035, 1, 1);
    let certificate = params.self_signed(&key).map_err(|e| text("certificate", &e))?;

    serving(vec![certificate.der().clone()], PrivateKeyDer::Pkcs8(key_der))
        .map_err(|e| text("server configuration", &e))
}

/// How to serve with a certificate, its chain and its key.
pub fn serving(
    chain: Vec<CertificateDer<'static>>,
    key: PrivateKeyDer<'static>,
) -> Result<Identity, rustls::Error> {
    let der = chain.first().map(|certificate| certificate.to_vec()).unwrap_or_default();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(chain, key)?;
    Ok(Identity { config: Arc::new(config), der })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::{IpAddr, Ipv4Addr};

    #[test]
    fn the_certificate_follows_from_the_seed() {
        let home = IpAddr::V4(Ipv4Addr::LOCALHOST);
        let der = |seed, host, change| identity(seed, 0, host, change, home).unwrap().der;
        assert_eq!(der(1, 0, 0), der(1, 0, 0));
        assert_ne!(der(1, 0, 0), der(2, 0, 0));
        assert_ne!(der(1, 0, 0), der(1, 1, 0));
        assert_ne!(der(1, 0, 0), der(1, 0, 1));
    }
}
