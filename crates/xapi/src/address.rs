//! Where a server is: `[http://|https://]host[:port]`, https when no scheme is given.

use std::fmt;
use std::str::FromStr;

/// The longest name that DNS has (RFC 1035), in characters.
const LONGEST_HOST: usize = 253;

/// The address of a XAPI server.
///
/// ```
/// # use xapi::Address;
/// let address: Address = "[2001:db8::1]:8443".parse()?;
/// assert_eq!((address.tls(), address.host(), address.port()), (true, "2001:db8::1", 8443));
/// assert_eq!("http://xen1".parse::<Address>()?.to_string(), "http://xen1");
/// # Ok::<(), xapi::AddressError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Address {
    tls: bool,
    host: String,
    port: u16,
}

/// An address that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is not an address: {why}")]
pub struct AddressError {
    text: String,
    why: &'static str,
}

impl Address {
    /// An address from its parts; the host without brackets.
    pub fn new(tls: bool, host: impl Into<String>, port: u16) -> Self {
        Address { tls, host: host.into(), port }
    }

    /// Whether TLS is spoken.
    pub fn tls(&self) -> bool {
        self.tls
    }

    /// Name or IP address, IPv6 without brackets.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The TCP port.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Another host of the same pool: same scheme, same port. IPv6 with or without brackets.
    pub fn with_host(&self, host: &str) -> Address {
        let host = host.trim();
        let host = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
        Address { host: host.to_owned(), ..self.clone() }
    }

    /// The same host and port with TLS if it is without, and without if it is with; the usual port becomes the other
    /// usual one.
    pub(crate) fn with_other_scheme(&self) -> Address {
        let tls = !self.tls;
        let usual = self.port == Address::default_port(self.tls);
        Address { tls, port: if usual { Address::default_port(tls) } else { self.port }, ..self.clone() }
    }

    /// `host:port`, the port always given: the key of certificate pins.
    pub fn authority(&self) -> String {
        format!("{}:{}", self.bracketed(), self.port)
    }

    fn bracketed(&self) -> String {
        if self.host.contains(':') { format!("[{}]", self.host) } else { self.host.clone() }
    }

    fn default_port(tls: bool) -> u16 {
        if tls { 443 } else { 80 }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}", if self.tls { "https" } else { "http" }, self.bracketed())?;
        if self.port == Address::default_port(self.tls) { Ok(()) } else { write!(f, ":{}", self.port) }
    }
}

impl FromStr for Address {
    type Err = AddressError;

    fn from_str(text: &str) -> Result<Self, AddressError> {
        let error = |why| AddressError { text: short(text), why };
        let trimmed = text.trim();
        let (tls, rest) = match trimmed.split_once("://") {
            None => (true, trimmed),
            Some((scheme, rest)) if scheme.eq_ignore_ascii_case("https") => (true, rest),
            Some((scheme, rest)) if scheme.eq_ignore_ascii_case("http") => (false, rest),
            Some(_) => return Err(error("the scheme is neither http nor https")),
        };
        let rest = rest.strip_suffix('/').unwrap_or(rest);
        if rest.contains(['/', '?', '#']) {
            return Err(error("a path is not wanted, only the host and perhaps its port"));
        }
        if rest.contains('@') {
            return Err(error("it holds a user name"));
        }
        let (host, port) = if let Some(inner) = rest.strip_prefix('[') {
            let (host, after) = inner.split_once(']').ok_or_else(|| error("a bracket is not closed"))?;
            if host.parse::<std::net::Ipv6Addr>().is_err() {
                return Err(error("what is in brackets is not an IPv6 address"));
            }
            match after.strip_prefix(':') {
                None if after.is_empty() => (host, None),
                None => return Err(error("something follows the bracket")),
                Some(port) => (host, Some(port)),
            }
        } else if rest.matches(':').count() > 1 {
            if rest.parse::<std::net::Ipv6Addr>().is_err() {
                return Err(error("it is not an IPv6 address"));
            }
            (rest, None)
        } else {
            rest.split_once(':').map_or((rest, None), |(host, port)| (host, Some(port)))
        };
        if host.is_empty() {
            return Err(error("there is no host"));
        }
        if host.len() > LONGEST_HOST {
            return Err(error("the host is longer than 253 characters"));
        }
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ':');
        if !host.chars().all(plain) {
            return Err(error("the host has a character that hosts cannot have"));
        }
        let port = match port {
            None => Address::default_port(tls),
            Some(port) => match port.parse() {
                Ok(port) if port != 0 => port,
                _ => return Err(error("the port is not a number from 1 to 65535")),
            },
        };
        Ok(Address { tls, host: host.to_owned(), port })
    }
}

/// As much of a text as anyone would read.
fn short(text: &str) -> String {
    match text.char_indices().nth(LONGEST_HOST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn readable_addresses() {
        let cases = [
            ("xen1", true, "xen1", 443, "https://xen1"),
            (" xen1.example.org:8443 ", true, "xen1.example.org", 8443, "https://xen1.example.org:8443"),
            ("http://10.0.0.1", false, "10.0.0.1", 80, "http://10.0.0.1"),
            ("HTTPS://10.0.0.1/", true, "10.0.0.1", 443, "https://10.0.0.1"),
            ("http://10.0.0.1:443", false, "10.0.0.1", 443, "http://10.0.0.1:443"),
            ("::1", true, "::1", 443, "https://[::1]"),
            ("http://[fe80::1]:81", false, "fe80::1", 81, "http://[fe80::1]:81"),
        ];
        for (text, tls, host, port, shown) in cases {
            let address: Address = text.parse().unwrap();
            assert_eq!((address.tls(), address.host(), address.port()), (tls, host, port), "{text}");
            assert_eq!(address.to_string(), shown);
            assert_eq!(shown.parse::<Address>().unwrap(), address);
        }
    }

    #[test]
    fn unreadable_addresses() {
        let cases = [
            "", "ftp://x", "x:", "x:0", "x:65536", "x:-1", "[::1", "[x]:1", "1:2:3", "a b", "root@x", "x/y",
            "https://",
        ];
        for text in cases {
            assert!(text.parse::<Address>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_host_is_as_long_as_names_may_be() {
        let host = format!("{}x", "abc.".repeat(63));
        assert_eq!(format!("https://{host}:8443").parse::<Address>().unwrap().host(), host);
        let error = format!("{host}y").parse::<Address>().unwrap_err().to_string();
        assert!(error.ends_with("is not an address: the host is longer than 253 characters"), "{error}");
        let error = "x".repeat(5000).parse::<Address>().unwrap_err().to_string();
        assert!(error.len() < 400, "it is told in short");
    }

    #[test]
    fn what_is_too_much_is_named() {
        for text in ["https://xen1:9620/foo", "xen1/foo", "xen1?x", "[::1]:80/foo"] {
            let error = text.parse::<Address>().unwrap_err();
            assert_eq!(
                error.to_string(),
                format!(
                    "{text:?} is not an address: a path is not wanted, only the host and perhaps its port"
                )
            );
        }
    }

    #[test]
    fn another_host_keeps_scheme_and_port() {
        let address: Address = "http://127.0.0.1:8081".parse().unwrap();
        assert_eq!(address.with_host("127.0.0.2").to_string(), "http://127.0.0.2:8081");
        assert_eq!(address.with_host("[::2]").authority(), "[::2]:8081");
        assert_eq!(address.with_host("::2").authority(), "[::2]:8081");
    }
}
