//! What goes wrong with a pool, in sentences for people.

use api::{ApiError, sentence};
use xapi::Error;

use crate::plain;

/// Why a pool cannot be reached or did not do what it was asked, as a sentence.
pub fn reason(error: &Error) -> String {
    match error.other_scheme() {
        Some(other) if other.tls() => {
            return format!("Nothing answers there without TLS. Perhaps it is {other}.");
        }
        Some(other) => return format!("No TLS is spoken there. Perhaps it is {other}."),
        None => {}
    }
    match error {
        Error::Xapi { code, params, .. } => sentence(code, params),
        Error::Connect { address, source } if is_lookup(source) => {
            format!(
                "The name {} is not known. Perhaps it is mistyped, or no name server answers.",
                address.host()
            )
        }
        Error::Connect { address, source } => {
            format!("Nothing can be reached at {}: {}.", address.authority(), plain::text(source))
        }
        Error::Tls { address, source } => {
            format!(
                "No encrypted connection to {} could be made: {}.",
                address.authority(),
                plain::text(source)
            )
        }
        Error::CertificateChanged { address, .. } => format!(
            "{} shows another certificate than the trusted one, so nothing was sent to it. Accept it if the change \
             was yours.",
            address.authority()
        ),
        Error::CertificateUntrusted { address, .. } => format!(
            "Nobody this machine trusts vouches for the certificate of {}. Accept it if you know it.",
            address.authority()
        ),
        Error::Timeout { after, .. } => format!("There was no answer within {} s.", after.as_secs()),
        Error::Http { .. } | Error::Io { .. } => "The connection broke off.".into(),
        Error::Status { status, .. } => format!("The pool answered with the HTTP status {status}."),
        Error::NotXapi { address, .. } => {
            format!("What answers at {} is not a pool of XCP-ng or XenServer.", address.authority())
        }
        Error::OtherPool { address, .. } => {
            format!("{} belongs to another pool now, which is not touched.", address.authority())
        }
        Error::NoMaster { address } => {
            format!("No master of the pool was found from {}.", address.authority())
        }
        Error::TaskLost { .. } => "The task went away before it was known how it ended.".into(),
        Error::Location { .. } => "The pool names no usable address for the console.".into(),
        Error::Closed => "The pool was disconnected.".into(),
        Error::Decode { .. } | Error::TaskResult { .. } => {
            "The pool's answer could not be understood.".into()
        }
        other => format!("{other}."),
    }
}

/// The error that a call about the pool called `pool` fails with.
pub fn api_error(pool: &str, error: &Error) -> ApiError {
    match error {
        Error::Xapi { code, params, .. } => ApiError::Xapi { code: code.clone(), params: params.clone() },
        Error::Encode { .. } | Error::Decode { .. } | Error::TaskResult { .. } => {
            tracing::error!(error = %chain(error), "a pool was not understood");
            ApiError::Unavailable { reason: reason(error) }
        }
        _ => ApiError::PoolUnavailable { pool: pool.into(), reason: reason(error) },
    }
}

/// The error and what caused it, for the log.
pub fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text = format!("{text}: {cause}");
        source = cause.source();
    }
    text
}

/// Whether a name was not found; the standard library tells it by these words alone.
fn is_lookup(source: &std::io::Error) -> bool {
    source.to_string().starts_with("failed to lookup address information")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_are_sentences() {
        let address: xapi::Address = "https://10.0.0.1".parse().unwrap();
        let source = std::io::Error::from_raw_os_error(111);
        let refused = Error::Connect { address: address.clone(), source };
        assert_eq!(reason(&refused), "Nothing can be reached at 10.0.0.1:443: connection refused.");
        let source = std::net::ToSocketAddrs::to_socket_addrs("no-such.invalid:1").unwrap_err();
        let unheard = Error::Connect { address: "no-such.invalid".parse().unwrap(), source };
        assert!(
            reason(&unheard).starts_with("The name no-such.invalid is not known."),
            "{}",
            reason(&unheard)
        );
        let code = Error::Xapi { method: "m".into(), code: "SR_FULL".into(), params: vec![] };
        assert_eq!(reason(&code), "The storage repository is full.");
        assert_eq!(api_error("p", &code), ApiError::Xapi { code: "SR_FULL".into(), params: vec![] });
        assert!(matches!(api_error("p", &refused), ApiError::PoolUnavailable { .. }));
    }
}
