//! Which variables there are.

use std::ffi::OsString;

/// All that any of our programs looks at, besides those of builds and tests.
const KNOWN: &[&str] = &[
    "XENITH_CONFIG",
    "XENITH_LISTEN",
    "XENITH_DATA",
    "XENITH_DEMO",
    "XENITH_DEMO_PUBLIC",
    "XENITH_TLS_CERT",
    "XENITH_TLS_KEY",
    "XENITH_TLS_SELF_SIGNED",
    "XENITH_TRUSTED_PROXIES",
    "XENITH_ORIGINS",
    "XENITH_DATABASE_URL",
    "XENITH_LOG",
    "XENITH_LOG_JSON",
    super::PASSWORD_VARIABLE,
    // `xenith`, the command
    "XENITH_URL",
    "XENITH_TOKEN",
    "XENITH_FINGERPRINT",
];

/// Those that look like ours and mean nothing. They are no reason not to start: Kubernetes gives every program
/// variables named after the services beside it.
pub fn unknown(names: impl IntoIterator<Item = OsString>) -> Vec<String> {
    let names = names.into_iter().filter_map(|name| name.into_string().ok());
    names.filter(|name| name.starts_with("XENITH_") && !KNOWN.contains(&name.as_str())).collect()
}
