//! What the command line remembers: servers and their tokens, in a file that only its owner may read.

use std::{
    collections::BTreeMap,
    env, fs,
    io::{self, Write},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use crate::failure::Failure;

#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Config {
    /// Names this installation to servers, so that registering again renews a token instead of adding one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_id: Option<String>,
    /// The URL of the server that commands go to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub current: Option<String>,
    /// By URL.
    #[serde(default)]
    pub servers: BTreeMap<String, Registration>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Registration {
    pub token: String,
    /// The SHA-256 fingerprint of the only certificate that is trusted; the system's roots decide when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fingerprint: Option<String>,
}

impl Config {
    /// The file as it stands; an empty configuration when there is none.
    pub fn load() -> Result<Self, Failure> {
        let path = path()?;
        let text = match fs::read(&path) {
            Ok(text) => text,
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(e) => return Err(Failure::Config(format!("cannot read {}: {e}", path.display()))),
        };
        serde_json::from_slice(&text)
            .map_err(|e| Failure::Config(format!("{} is damaged: {e}", path.display())))
    }

    /// Replaces the file in one step, readable by its owner alone.
    pub fn save(&self) -> Result<(), Failure> {
        let path = path()?;
        let text = serde_json::to_vec_pretty(self).map_err(|e| Failure::Config(e.to_string()))?;
        replace(&path, &text).map_err(|e| Failure::Config(format!("cannot write {}: {e}", path.display())))
    }
}

fn path() -> Result<PathBuf, Failure> {
    let absolute = |name| env::var_os(name).map(PathBuf::from).filter(|p| p.is_absolute());
    let base = absolute("XDG_CONFIG_HOME").or_else(|| absolute("HOME").map(|home| home.join(".config")));
    let base = base.ok_or_else(|| {
        Failure::Config("neither XDG_CONFIG_HOME nor HOME says where to keep the configuration".into())
    })?;
    Ok(base.join("xenith").join("config.json"))
}

fn replace(path: &Path, text: &[u8]) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    }
    let draft = path.with_extension(format!("json.{}", std::process::id()));
    let written = fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&draft)
        .and_then(|mut file| file.write_all(text).and_then(|()| file.sync_all()))
        .and_then(|()| fs::rename(&draft, path));
    if written.is_err() {
        // What matters is why writing failed, not whether the draft could be cleared away.
        let _ = fs::remove_file(&draft);
    }
    written
}
