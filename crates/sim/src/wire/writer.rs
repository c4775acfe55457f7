//! Writes values and records straight into an answer's bytes, as JSON or as XML-RPC.

use std::io::Write as _;

use crate::data::schema::Class;
use crate::data::value::Value;
use crate::time;

/// Bytes that JSON strings do not hold as they are.
const ESCAPED: [bool; 256] = {
    let mut escaped = [false; 256];
    let mut b = 0;
    while b < 0x20 {
        escaped[b] = true;
        b += 1;
    }
    escaped[b'"' as usize] = true;
    escaped[b'\\' as usize] = true;
    escaped
};

/// The two encodings of values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Json,
    Xml,
}

/// An answer in the making.
pub struct Writer {
    out: Vec<u8>,
    format: Format,
}

impl Writer {
    pub fn new(format: Format) -> Writer {
        Writer { out: Vec::with_capacity(256), format }
    }

    pub fn finish(self) -> Vec<u8> {
        self.out
    }

    pub fn len(&self) -> usize {
        self.out.len()
    }

    /// Takes back what was written after a length.
    pub fn truncate(&mut self, len: usize) {
        self.out.truncate(len);
    }

    pub fn reserve(&mut self, bytes: usize) {
        self.out.reserve(bytes);
    }

    pub fn raw(&mut self, text: &str) {
        self.out.extend_from_slice(text.as_bytes());
    }

    /// In JSON, a comma is due unless something was just opened. No value ends in one of these bytes.
    fn separate(&mut self) {
        if self.format == Format::Json
            && let Some(last) = self.out.last()
            && !matches!(last, b'{' | b'[' | b':')
        {
            self.out.push(b',');
        }
    }

    pub fn open_struct(&mut self) {
        match self.format {
            Format::Json => {
                self.separate();
                self.out.push(b'{');
            }
            Format::Xml => self.raw("<value><struct>"),
        }
    }

    pub fn close_struct(&mut self) {
        match self.format {
            Format::Json => self.out.push(b'}'),
            Format::Xml => self.raw("</struct></value>"),
        }
    }

    /// A member's name; its value follows, then [`Writer::end_member`].
    pub fn member(&mut self, name: &str) {
        match self.format {
            Format::Json => {
                self.separate();
                self.json_string(name);
                self.out.push(b':');
            }
            Format::Xml => {
                self.raw("<member><name>");
                self.xml_text(name);
                self.raw("</name>");
            }
        }
    }

    pub fn end_member(&mut self) {
        if self.format == Format::Xml {
            self.raw("</member>");
        }
    }

    pub fn open_array(&mut self) {
        match self.format {
            Format::Json => {
                self.separate();
                self.out.push(b'[');
            }
            Format::Xml => self.raw("<value><array><data>"),
        }
    }

    pub fn close_array(&mut self) {
        match self.format {
            Format::Json => self.out.push(b']'),
            Format::Xml => self.raw("</data></array></value>"),
        }
    }

    pub fn string(&mut self, text: &str) {
        match self.format {
            Format::Json => {
                self.separate();
                self.json_string(text);
            }
            Format::Xml => {
                self.raw("<value>");
                self.xml_text(text);
                self.raw("</value>");
            }
        }
    }

    /// The 32-bit kind that only `valid_ref_counts` uses: `<i4>` in XML.
    pub fn small_int(&mut self, n: usize) {
        match self.format {
            Format::Json => self.int(n as i64),
            Format::Xml => self.fmt(format_args!("<value><i4>{n}</i4></value>")),
        }
    }

    pub fn int(&mut self, n: i64) {
        match self.format {
            Format::Json => {
                self.separate();
                self.digits(n);
            }
            Format::Xml => self.fmt(format_args!("<value>{n}</value>")),
        }
    }

    pub fn value(&mut self, value: &Value) {
        match value {
            Value::Str(s) => self.string(s),
            Value::Int(n) => self.int(*n),
            Value::Bool(b) => match self.format {
                Format::Json => {
                    self.separate();
                    self.raw(if *b { "true" } else { "false" });
                }
                Format::Xml => self.fmt(format_args!("<value><boolean>{}</boolean></value>", u8::from(*b))),
            },
            Value::Float(f) => match self.format {
                Format::Json => {
                    self.separate();
                    if f.is_finite() {
                        self.fmt(format_args!("{f:?}"));
                    } else {
                        // Not a number in JSON either; XAPI prints the text, and a string at least parses.
                        self.fmt(format_args!("\"{f}\""));
                    }
                }
                Format::Xml => {
                    let text = significant(*f);
                    self.fmt(format_args!("<value><double>{text}</double></value>"));
                }
            },
            Value::Time(t) => match self.format {
                Format::Json => {
                    self.separate();
                    self.out.push(b'"');
                    self.time(*t);
                    self.out.push(b'"');
                }
                Format::Xml => {
                    self.raw("<value><dateTime.iso8601>");
                    self.time(*t);
                    self.raw("</dateTime.iso8601></value>");
                }
            },
            Value::Void | Value::Absent => self.string(""),
            Value::Set(items) => {
                self.open_array();
                for item in items.iter() {
                    self.value(item);
                }
                self.close_array();
            }
            Value::Map(entries) => {
                self.open_struct();
                for (key, value) in entries.iter() {
                    self.member(key);
                    self.value(value);
                    self.end_member();
                }
                self.close_struct();
            }
        }
    }

    /// A record: every field that clients see, or all of them for the state file.
    pub fn record(&mut self, class: &Class, values: &[Value], internal: bool) {
        self.open_struct();
        for (field, value) in class.fields.iter().zip(values) {
            if (field.internal && !internal) || matches!(value, Value::Absent) {
                continue;
            }
            match self.format {
                Format::Json => {
                    self.separate();
                    self.raw(&field.json_key);
                }
                Format::Xml => self.raw(&field.xml_key),
            }
            self.value(value);
            self.end_member();
        }
        self.close_struct();
    }

    fn digits(&mut self, n: i64) {
        let mut digits = [0u8; 20];
        let mut at = digits.len();
        let mut left = n.unsigned_abs();
        loop {
            at -= 1;
            digits[at] = b'0' + (left % 10) as u8;
            left /= 10;
            if left == 0 {
                break;
            }
        }
        if n < 0 {
            self.out.push(b'-');
        }
        self.out.extend_from_slice(&digits[at..]);
    }

    fn fmt(&mut self, args: std::fmt::Arguments<'_>) {
        // Writing into a Vec does not fail.
        let _ = self.out.write_fmt(args);
    }

    fn time(&mut self, t: i64) {
        if t == 0 {
            self.raw("19700101T00:00:00Z");
        } else {
            let text = time::format(t);
            self.raw(&text);
        }
    }

    fn json_string(&mut self, text: &str) {
        self.out.push(b'"');
        let mut rest = text.as_bytes();
        while let Some(at) = rest.iter().position(|b| ESCAPED[usize::from(*b)]) {
            self.out.extend_from_slice(&rest[..at]);
            match rest[at] {
                b'"' => self.raw("\\\""),
                b'\\' => self.raw("\\\\"),
                b'\n' => self.raw("\\n"),
                b'\r' => self.raw("\\r"),
                b'\t' => self.raw("\\t"),
                other => self.fmt(format_args!("\\u{other:04x}")),
            }
            rest = &rest[at + 1..];
        }
        self.out.extend_from_slice(rest);
        self.out.push(b'"');
    }

    fn xml_text(&mut self, text: &str) {
        escape_xml(text, &mut self.out);
    }
}

/// A number with sixteen significant digits, as C prints it for `%.16g`.
pub fn significant(f: f64) -> String {
    if !f.is_finite() {
        return if f.is_nan() {
            "nan"
        } else if f > 0.0 {
            "inf"
        } else {
            "-inf"
        }
        .to_owned();
    }
    let scientific = format!("{f:.15e}");
    let (digits, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let short = |text: &str| match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => text.to_owned(),
    };
    if (-4..16).contains(&exponent) {
        return short(&format!("{f:.*}", (15 - exponent).max(0) as usize));
    }
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{}e{sign}{:02}", short(digits), exponent.abs())
}

/// Escapes the five special characters and drops control characters, as XAPI does.
pub fn escape_xml(text: &str, out: &mut Vec<u8>) {
    let bytes = text.as_bytes();
    let mut start = 0;
    for (i, &b) in bytes.iter().enumerate() {
        let with = match b {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            b'\'' => "&apos;",
            b'\t' | b'\n' | b'\r' => continue,
            0..=0x1f => "",
            _ => continue,
        };
        out.extend_from_slice(&bytes[start..i]);
        out.extend_from_slice(with.as_bytes());
        start = i + 1;
    }
    out.extend_from_slice(&bytes[start..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn both(value: &Value) -> (String, String) {
        let write = |format| {
            let mut w = Writer::new(format);
            w.value(value);
            String::from_utf8(w.finish()).unwrap()
        };
        (write(Format::Json), write(Format::Xml))
    }

    #[test]
    fn values_are_encoded_as_xapi_does() {
        assert_eq!(
            both(&"a<b\"\u{1}".into()),
            ("\"a<b\\\"\\u0001\"".into(), "<value>a&lt;b&quot;</value>".into())
        );
        assert_eq!(both(&7i64.into()), ("7".into(), "<value>7</value>".into()));
        assert_eq!(both(&1.0.into()), ("1.0".into(), "<value><double>1</double></value>".into()));
        assert_eq!(both(&true.into()), ("true".into(), "<value><boolean>1</boolean></value>".into()));
        assert_eq!(both(&Value::Void), ("\"\"".into(), "<value></value>".into()));
        assert_eq!(
            both(&Value::Time(0)),
            (
                "\"19700101T00:00:00Z\"".into(),
                "<value><dateTime.iso8601>19700101T00:00:00Z</dateTime.iso8601></value>".into()
            )
        );
    }

    #[test]
    fn floats_have_sixteen_digits() {
        for (f, text) in [
            (0.0, "0"),
            (0.5, "0.5"),
            (0.1, "0.1"),
            (-2.25, "-2.25"),
            (1.0 / 3.0, "0.3333333333333333"),
            (123_456_789.0, "123456789"),
            (1e15, "1000000000000000"),
            (1e16, "1e+16"),
            (1.5e-7, "1.5e-07"),
            (f64::NAN, "nan"),
        ] {
            assert_eq!(significant(f), text);
        }
    }

    #[test]
    fn nested_json_is_json() {
        let value = Value::Map(
            [
                ("a".into(), Value::set(["x", "y", "["])),
                ("b".into(), Value::map([("k", "{")])),
                ("c".into(), Value::no_items()),
            ]
            .into(),
        );
        let (json, _) = both(&value);
        let parsed: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(parsed, serde_json::json!({"a": ["x", "y", "["], "b": {"k": "{"}, "c": []}));
    }
}
