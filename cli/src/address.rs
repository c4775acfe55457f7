//! Where a server is: `[http://|https://][TOKEN@]host[:port][/path]`, https when no scheme is given.

use std::fmt;

use http::Uri;

use crate::failure::Failure;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    pub tls: bool,
    /// Without the brackets of an IPv6 address.
    pub host: String,
    pub port: u16,
    /// Where the server sits behind a proxy: empty, or `/path` without a slash at its end.
    pub prefix: String,
    /// The token that the URL carried as its user name. Never displayed.
    pub token: Option<String>,
}

impl Address {
    pub fn parse(text: &str) -> Result<Self, Failure> {
        let wrong = |why: &str| Failure::Usage(format!("{text} is not the address of a server: {why}"));
        let (scheme, rest) = text.split_once("://").unwrap_or(("https", text));
        let tls = match scheme {
            "https" | "wss" => true,
            "http" | "ws" => false,
            _ => return Err(wrong("it must start with http:// or https://")),
        };
        let uri: Uri = format!("http://{rest}").parse().map_err(|_| wrong("it cannot be read"))?;
        let host = uri.host().filter(|h| !h.is_empty()).ok_or_else(|| wrong("it has no host"))?;
        let user = uri.authority().and_then(|a| a.as_str().rsplit_once('@')).map(|(user, _)| user);
        let token = user.map(|u| u.split_once(':').map_or(u, |(name, _)| name).to_owned());
        Ok(Self {
            tls,
            host: host.trim_start_matches('[').trim_end_matches(']').to_owned(),
            port: uri.port_u16().unwrap_or(if tls { 443 } else { 80 }),
            prefix: uri.path().trim_end_matches('/').to_owned(),
            token: token.filter(|t| !t.is_empty()),
        })
    }

    /// `host:port` as a `Host` header and a person write it.
    pub fn authority(&self) -> String {
        let host = if self.host.contains(':') { format!("[{}]", self.host) } else { self.host.clone() };
        match (self.tls, self.port) {
            (true, 443) | (false, 80) => host,
            _ => format!("{host}:{}", self.port),
        }
    }

    /// The WebSocket that takes JSON-RPC.
    pub fn api(&self) -> String {
        let scheme = if self.tls { "wss" } else { "ws" };
        format!("{scheme}://{}{}/api/", self.authority(), self.prefix)
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = if self.tls { "https" } else { "http" };
        write!(f, "{scheme}://{}{}", self.authority(), self.prefix)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_and_written() {
        for (text, shown, api) in [
            ("xo.example.org", "https://xo.example.org", "wss://xo.example.org/api/"),
            ("http://127.0.0.1:8080/", "http://127.0.0.1:8080", "ws://127.0.0.1:8080/api/"),
            ("https://[::1]:8443/xenith/", "https://[::1]:8443/xenith", "wss://[::1]:8443/xenith/api/"),
        ] {
            let address = Address::parse(text).unwrap();
            assert_eq!((address.to_string().as_str(), address.api().as_str()), (shown, api));
        }
        assert_eq!(Address::parse("https://t0ken@host/").unwrap().token.as_deref(), Some("t0ken"));
        assert!(!Address::parse("https://t0ken@host/").unwrap().to_string().contains("t0ken"));
        for wrong in ["ftp://host", "https://", "http://a b"] {
            assert!(matches!(Address::parse(wrong), Err(Failure::Usage(_))), "{wrong}");
        }
    }
}
