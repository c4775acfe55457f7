//! Seals secrets at rest with XChaCha20-Poly1305 under a key file that only its owner can read.
#![expect(clippy::disallowed_methods, reason = "the key is a file beside the database")]

use std::{
    fs,
    io::{self, Write},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

use base64::{Engine, engine::general_purpose::STANDARD};
use chacha20poly1305::{
    AeadCore, KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, OsRng, Payload},
};

use crate::plain;

/// What is wrong with the key file or with something sealed.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    #[error("cannot read the key file {}: {}", file.display(), plain::reason(why))]
    Read { file: PathBuf, why: io::Error },
    #[error("cannot write the key file {}: {}", file.display(), plain::reason(why))]
    Write { file: PathBuf, why: io::Error },
    #[error("the key file {} is damaged: it must hold 64 hexadecimal digits", file.display())]
    Damaged { file: PathBuf },
    #[error("the key file {} does not belong to this database: put the right one there", file.display())]
    WrongKey { file: PathBuf },
    #[error("a stored secret cannot be read with the key file")]
    Sealed,
}

/// Holds the key.
pub struct Vault(XChaCha20Poly1305);

impl Vault {
    /// Reads the key file, or makes it.
    pub fn open(file: &Path) -> Result<Self, VaultError> {
        let key = match fs::read_to_string(file) {
            Ok(text) => {
                let mut key = [0; 32];
                hex::decode_to_slice(text.trim(), &mut key)
                    .map_err(|_| VaultError::Damaged { file: file.into() })?;
                key.into()
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let key = XChaCha20Poly1305::generate_key(&mut OsRng);
                let text = format!("{}\n", hex::encode(key));
                write_private(file, text.as_bytes())
                    .map_err(|why| VaultError::Write { file: file.into(), why })?;
                key
            }
            Err(why) => return Err(VaultError::Read { file: file.into(), why }),
        };
        Ok(Self(XChaCha20Poly1305::new(&key)))
    }

    /// Seals a secret for one owner: it opens for no other.
    pub fn seal(&self, owner: &str, secret: &str) -> String {
        let nonce = XChaCha20Poly1305::generate_nonce(&mut OsRng);
        let payload = Payload { msg: secret.as_bytes(), aad: owner.as_bytes() };
        let sealed = self.0.encrypt(&nonce, payload).expect("a short text in memory can always be sealed");
        STANDARD.encode([nonce.as_slice(), &sealed].concat())
    }

    /// Opens what was sealed for `owner`.
    pub fn open_sealed(&self, owner: &str, sealed: &str) -> Result<String, VaultError> {
        let bytes = STANDARD.decode(sealed).map_err(|_| VaultError::Sealed)?;
        let (nonce, sealed) = bytes.split_at_checked(24).ok_or(VaultError::Sealed)?;
        let payload = Payload { msg: sealed, aad: owner.as_bytes() };
        let open = self.0.decrypt(XNonce::from_slice(nonce), payload).map_err(|_| VaultError::Sealed)?;
        String::from_utf8(open).map_err(|_| VaultError::Sealed)
    }
}

/// Writes a new file that only its owner can read, wholly or not at all.
pub fn write_private(file: &Path, content: &[u8]) -> io::Result<()> {
    let new = file.with_extension("new");
    let mut writer = fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&new)?;
    writer.write_all(content)?;
    writer.sync_all()?;
    fs::rename(new, file)
}

/// An empty file for its owner alone, if there is none: SQLite would let others read it. What SQLite puts beside it takes
/// after it.
pub fn make_private(file: &Path) -> io::Result<()> {
    match fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(file) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn secrets_open_with_their_key_for_their_owner_only() {
        let folder = std::env::temp_dir().join(format!("xenith-vault-{}", uuid::Uuid::new_v4()));
        fs::create_dir(&folder).unwrap();
        let file = folder.join("key");
        let vault = Vault::open(&file).unwrap();
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        let sealed = vault.seal("a", "secret");
        assert!(!sealed.contains("secret"));
        assert_ne!(sealed, vault.seal("a", "secret"));
        let again = Vault::open(&file).unwrap();
        assert_eq!(again.open_sealed("a", &sealed).unwrap(), "secret");
        assert!(matches!(again.open_sealed("b", &sealed), Err(VaultError::Sealed)));
        assert!(matches!(again.open_sealed("a", "AAAA"), Err(VaultError::Sealed)));
        fs::write(&file, "no key").unwrap();
        assert!(matches!(Vault::open(&file), Err(VaultError::Damaged { .. })));
        fs::remove_dir_all(folder).unwrap();
    }
}
