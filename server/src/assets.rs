//! The page inside the binary: scripts, styles and static files, with their compressed variants.
//!
//! Knows no web framework; `web.rs` turns what is found here into responses.

/// Everything that `cargo xtask page` wrote, or nothing if it had not run when this was compiled.
static SITE: Option<&Site> = include!(env!("XENITH_EMBED"));

/// What the document says where the page was not built into this binary.
pub const NOT_BUILT: &str = "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n\
    <title>Xenith: the page was not built</title>\n\
    <h1>The page was not built</h1>\n\
    <p>This server was compiled without its page. Run <code>make build</code> and start it again. \
    The API works all the same.</p>\n</html>\n";

struct Site {
    head: Head,
    /// Sorted by path.
    files: &'static [File],
}

struct File {
    path: &'static str,
    content_type: &'static str,
    etag: &'static str,
    immutable: bool,
    raw: &'static [u8],
    br: Option<&'static [u8]>,
    gz: Option<&'static [u8]>,
}

/// The URL paths that the document's head names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// For `<script type="module">` and `<link rel="modulepreload">`.
    pub js: &'static str,
    /// To be compiled.
    pub wasm: &'static str,
    /// For `<link rel="preload" as="fetch" type="application/wasm" crossorigin>`, on pages that need it at once.
    pub later: &'static str,
    /// For `<link rel="stylesheet">`.
    pub css: &'static str,
    /// For `<link rel="preload" as="font" type="font/woff2" crossorigin>`.
    pub font: &'static str,
}

/// One static file, as it is to be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asset {
    /// The body, already encoded as `encoding` says.
    pub bytes: &'static [u8],
    /// For `Content-Type`.
    pub content_type: &'static str,
    /// For `Content-Encoding`; with `Vary: Accept-Encoding` in any case.
    pub encoding: Option<&'static str>,
    /// For `ETag`, with its quotes; weak, since it names the content before encoding.
    pub etag: &'static str,
    /// Whether the content under this path never changes.
    pub immutable: bool,
}

impl Asset {
    /// For `Cache-Control`.
    pub fn cache_control(&self) -> &'static str {
        if self.immutable { "public, max-age=31536000, immutable" } else { "no-cache" }
    }

    /// Whether `If-None-Match` names this content, so that 304 without a body is the answer.
    pub fn known_to(&self, if_none_match: &str) -> bool {
        let tag = |t: &str| t.trim().trim_start_matches("W/").to_owned();
        if_none_match.split(',').any(|t| t.trim() == "*" || tag(t) == tag(self.etag))
    }
}

/// What the document's head needs, or `None` when the page was not built: then send [`NOT_BUILT`].
pub fn head() -> Option<Head> {
    SITE.map(|site| site.head)
}

/// The file at a URL path, in the smallest encoding that the client accepts.
pub fn get(path: &str, accept_encoding: &str) -> Option<Asset> {
    let files = SITE?.files;
    let index = files.binary_search_by(|file| file.path.cmp(path)).ok()?;
    Some(files[index].accepted(accept_encoding))
}

impl File {
    fn accepted(&self, accept_encoding: &str) -> Asset {
        let (encoding, bytes) = match (self.br, self.gz) {
            (Some(br), _) if accepts(accept_encoding, "br") => (Some("br"), br),
            (_, Some(gz)) if accepts(accept_encoding, "gzip") => (Some("gzip"), gz),
            _ => (None, self.raw),
        };
        let (content_type, etag, immutable) = (self.content_type, self.etag, self.immutable);
        Asset { bytes, content_type, encoding, etag, immutable }
    }
}

/// Whether `Accept-Encoding` names a coding, or everything, without the weight zero.
fn accepts(header: &str, coding: &str) -> bool {
    let weight = |name: &str| {
        header.split(',').find_map(|item| {
            let (item, parameters) = item.split_once(';').unwrap_or((item, ""));
            let q = parameters.trim().trim_start_matches("q=");
            item.trim().eq_ignore_ascii_case(name).then(|| q.parse().unwrap_or(1.0_f32))
        })
    };
    weight(coding).or_else(|| weight("*")).is_some_and(|q| q > 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: File = File {
        path: "/assets/page.js",
        content_type: "text/javascript",
        etag: "W/\"1\"",
        immutable: true,
        raw: b"raw",
        br: Some(b"br"),
        gz: Some(b"gz"),
    };

    #[test]
    fn the_smallest_accepted_encoding_is_sent() {
        let sent = |header| FILE.accepted(header).encoding;
        assert_eq!(sent("gzip, deflate, br, zstd"), Some("br"));
        assert_eq!(sent("gzip;q=1.0, br;q=0"), Some("gzip"));
        assert_eq!(sent("GZIP"), Some("gzip"));
        assert_eq!(sent("*"), Some("br"));
        assert_eq!(sent("*;q=0"), None);
        assert_eq!(sent("identity"), None);
        assert_eq!(sent(""), None);
        assert_eq!(FILE.accepted("br").bytes, b"br");
        assert_eq!(FILE.accepted("").bytes, b"raw");
    }

    #[test]
    fn a_known_tag_is_recognised_weak_or_strong_or_in_a_list() {
        let asset = FILE.accepted("br");
        assert!(asset.known_to("W/\"1\""));
        assert!(asset.known_to("\"0\", \"1\""));
        assert!(asset.known_to("*"));
        assert!(!asset.known_to("\"2\""));
    }

    #[test]
    fn what_was_embedded_is_sorted_and_the_head_names_files_that_exist() {
        let Some(site) = SITE else {
            assert_eq!(head(), None);
            assert_eq!(get("/assets/page.js", "br"), None);
            return;
        };
        assert!(site.files.is_sorted_by(|a, b| a.path < b.path));
        let head = site.head;
        for path in [head.js, head.wasm, head.later, head.css] {
            let asset = get(path, "br").unwrap_or_else(|| panic!("{path} is not embedded"));
            assert!(asset.immutable && asset.encoding == Some("br"), "{path}");
        }
        assert!(get(head.font, "br").is_some_and(|font| font.immutable));
    }
}
