//! Who is at the door: the client's address, its session, and whether a browser was sent here by a page of ours.

use std::{convert::Infallible, net::IpAddr, sync::Arc};

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, Method, Uri, header, request::Parts},
};
use base64::{Engine, engine::general_purpose::STANDARD};

use crate::{
    App,
    accounts::Live,
    settings::{Settings, Tls},
};

/// Where a request came from, as far as trusted proxies tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Client {
    pub address: IpAddr,
    /// Whether it reached us, or the trusted proxy before us, over TLS.
    pub secure: bool,
    /// Whether it came straight from this machine, past no proxy.
    pub local: bool,
}

impl Client {
    /// Looks through trusted proxies, from the nearest on.
    pub fn of(settings: &Settings, peer: IpAddr, headers: &HeaderMap) -> Self {
        let peer = peer.to_canonical();
        let own_tls = settings.tls != Tls::Off;
        if !settings.trusts(peer) {
            let proxied = ["x-forwarded-for", "forwarded", "via"].iter().any(|h| headers.contains_key(*h));
            return Self { address: peer, secure: own_tls, local: peer.is_loopback() && !proxied };
        }
        let hops = headers.get_all("x-forwarded-for").into_iter().filter_map(|v| v.to_str().ok());
        let hops: Vec<IpAddr> =
            hops.flat_map(|v| v.split(',')).filter_map(|hop| hop.trim().parse().ok()).collect();
        let address = hops.into_iter().rev().find(|hop| !settings.trusts(*hop)).unwrap_or(peer);
        let proto = headers.get("x-forwarded-proto").and_then(|v| v.to_str().ok());
        let secure = proto.map_or(own_tls, |p| p.split(',').next_back().is_some_and(|p| p.trim() == "https"));
        Self { address: address.to_canonical(), secure, local: false }
    }
}

/// The session that a request carries, if it is one that lives.
pub struct Visitor(pub Option<Arc<Live>>);

impl FromRequestParts<Arc<App>> for Visitor {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Infallible> {
        let client = client(parts);
        Ok(Self(secrets(&parts.headers).find_map(|secret| app.accounts.authenticate(secret, client.address))))
    }
}

/// Where a request came from; the front of the router has found it out.
pub fn client(parts: &Parts) -> Client {
    let nowhere = Client { address: IpAddr::from([0, 0, 0, 0]), secure: false, local: false };
    parts.extensions.get::<Client>().copied().unwrap_or(nowhere)
}

/// What may be a session's secret, the most explicit first.
pub fn secrets(headers: &HeaderMap) -> impl Iterator<Item = &str> {
    let bearer = authorization(headers, "Bearer").into_iter();
    bearer.chain(cookies(headers, "authenticationToken")).chain(cookies(headers, "token"))
}

/// A user name and a password. Only the first colon separates them.
pub fn basic(headers: &HeaderMap) -> Option<(String, String)> {
    let decoded = STANDARD.decode(authorization(headers, "Basic")?).ok()?;
    let (name, password) = std::str::from_utf8(&decoded).ok()?.split_once(':')?;
    Some((name.to_owned(), password.to_owned()))
}

fn authorization<'a>(headers: &'a HeaderMap, scheme: &str) -> Option<&'a str> {
    let (named, rest) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    named.eq_ignore_ascii_case(scheme).then(|| rest.trim())
}

/// The values of a cookie.
pub fn cookies<'a>(headers: &'a HeaderMap, name: &'a str) -> impl Iterator<Item = &'a str> {
    let all = headers.get_all(header::COOKIE).into_iter().filter_map(|v| v.to_str().ok());
    all.flat_map(|v| v.split(';')).filter_map(move |pair| {
        let (key, value) = pair.trim().split_once('=')?;
        (key == name && !value.is_empty()).then_some(value)
    })
}

/// What a request begins with.
pub struct Head<'a> {
    pub method: &'a Method,
    pub uri: &'a Uri,
    pub headers: &'a HeaderMap,
}

/// Whether a request could have been made by a foreign page in a browser of one of our users: it says where it
/// comes from, that is not us, and it could do something.
pub fn is_foreign(settings: &Settings, client: Client, head: &Head<'_>) -> bool {
    let Head { method, uri, headers } = head;
    let upgrade = headers.contains_key(header::UPGRADE);
    if method.is_safe() && !upgrade {
        return false;
    }
    let Some(origin) = headers.get(header::ORIGIN) else { return false };
    let Ok(origin) = origin.to_str() else { return true };
    if settings.origins.iter().any(|ours| ours.is(origin)) {
        return false;
    }
    let forwarded = if client.local { None } else { trusted_host(settings, headers) };
    // HTTP/2 has no `Host`: it is in the URI.
    let asked = || uri.authority().map(|a| a.as_str()).or_else(|| headers.get(header::HOST)?.to_str().ok());
    let Some(host) = forwarded.or_else(asked) else { return true };
    let scheme = if client.secure { "https" } else { "http" };
    let Some((theirs, place)) = origin.split_once("://") else { return true };
    !theirs.eq_ignore_ascii_case(scheme) || !same_place(place, host, scheme)
}

/// Only a trusted proxy may rename the host.
fn trusted_host<'a>(settings: &Settings, headers: &'a HeaderMap) -> Option<&'a str> {
    if settings.trusted_proxies.is_empty() {
        return None;
    }
    headers.get("x-forwarded-host")?.to_str().ok()
}

fn same_place(a: &str, b: &str, scheme: &str) -> bool {
    let port = if scheme == "https" { ":443" } else { ":80" };
    let plain = |place: &str| place.strip_suffix(port).unwrap_or(place).to_ascii_lowercase();
    plain(a) == plain(b)
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "the settings under test come from a file")]
mod tests {
    use super::*;

    fn settings(file: &str) -> Settings {
        let path = std::env::temp_dir().join(format!("xenith-guard-{}.toml", uuid::Uuid::new_v4()));
        std::fs::write(&path, format!("data = '/tmp'\n{file}")).unwrap();
        let flags = crate::settings::Flags { config: Some(path.clone()), ..Default::default() };
        let settings = Settings::read(&flags).unwrap();
        std::fs::remove_file(path).unwrap();
        settings
    }

    fn headers(list: &[(&'static str, &str)]) -> HeaderMap {
        list.iter().map(|(n, v)| (n.parse().unwrap(), v.parse().unwrap())).collect::<HeaderMap>()
    }

    #[test]
    fn only_trusted_proxies_tell_who_the_client_is() {
        let told =
            headers(&[("x-forwarded-for", "6.6.6.6, 1.2.3.4, 10.0.0.2"), ("x-forwarded-proto", "https")]);
        let of = |file: &str, peer: &str| Client::of(&settings(file), peer.parse().unwrap(), &told);
        let trusting = of("trusted_proxies = ['10.0.0.0/8']", "10.0.0.1");
        assert_eq!((trusting.address, trusting.secure), ("1.2.3.4".parse().unwrap(), true));
        let not = of("", "10.0.0.1");
        assert_eq!((not.address, not.secure, not.local), ("10.0.0.1".parse().unwrap(), false, false));
        assert!(!of("", "127.0.0.1").local, "it passed a proxy");
        assert!(Client::of(&settings(""), "::1".parse().unwrap(), &headers(&[])).local);
    }

    fn asks(
        with: &Settings,
        client: Client,
        method: Method,
        uri: &str,
        list: &[(&'static str, &str)],
    ) -> bool {
        let (uri, headers) = (uri.parse().unwrap(), headers(list));
        is_foreign(with, client, &Head { method: &method, uri: &uri, headers: &headers })
    }

    #[test]
    fn foreign_pages_are_told_from_ours() {
        let plain = Client { address: [127, 0, 0, 1].into(), secure: false, local: true };
        let secure = Client { secure: true, ..plain };
        let with = settings("origins = ['https://other.example']");
        let foreign = |client, origin: &str, host: &str| {
            asks(&with, client, Method::POST, "/", &[("origin", origin), ("host", host)])
        };
        for (client, origin, host) in [
            (plain, "http://x.example", "x.example"),
            (plain, "http://X.example:80", "x.example"),
            (plain, "http://127.0.0.1:8080", "127.0.0.1:8080"),
            (plain, "http://[::1]:8080", "[::1]:8080"),
            (secure, "https://x.example", "x.example:443"),
            (plain, "https://other.example", "x.example"),
        ] {
            assert!(!foreign(client, origin, host), "{origin} to {host}");
        }
        for (client, origin, host) in [
            (plain, "null", "x.example"),
            (plain, "http://y.example", "x.example"),
            (plain, "http://x.example:81", "x.example"),
            (plain, "http://x.example.evil", "x.example"),
            (plain, "http://evil-x.example", "x.example"),
            (plain, "https://x.example", "x.example"),
            (secure, "http://x.example", "x.example"),
            (plain, "x.example", "x.example"),
            (plain, "", "x.example"),
        ] {
            assert!(foreign(client, origin, host), "{origin} to {host}");
        }
        let from_y = ("origin", "http://y.example");
        let at_x = ("host", "x.example");
        assert!(!asks(&with, plain, Method::POST, "/", &[at_x]), "no browser");
        assert!(
            !asks(&with, plain, Method::GET, "/", &[from_y, at_x]),
            "reading is harmless: no CORS header is sent"
        );
        assert!(asks(&with, plain, Method::GET, "/", &[from_y, at_x, ("upgrade", "websocket")]));
        let over_http2 =
            |origin| asks(&with, secure, Method::POST, "https://x.example/", &[("origin", origin)]);
        assert!(!over_http2("https://x.example") && over_http2("https://y.example"));
    }

    #[test]
    fn credentials_are_found_wherever_they_stand() {
        let all =
            headers(&[("cookie", "a=b; token=t; authenticationToken=x"), ("authorization", "bearer y")]);
        assert_eq!(secrets(&all).collect::<Vec<_>>(), ["y", "x", "t"]);
        let basic_header = format!("Basic {}", STANDARD.encode("u:p:q"));
        assert_eq!(basic(&headers(&[("authorization", &basic_header)])), Some(("u".into(), "p:q".into())));
        assert_eq!(basic(&headers(&[("authorization", "Basic ???")])), None);
    }
}
