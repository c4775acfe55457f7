//! `GET /vms`, `GET /vms/{id}` and the like, for every kind of object, from the cache.

use std::{convert::Infallible, sync::Arc};

use api::{ApiError, ParamError};
use axum::{
    body::Body,
    extract::State,
    http::{HeaderValue, Uri, header},
    response::Response,
};
use bytes::Bytes;
use cache::Object;
use futures::stream;
use model::{Filter, Kind, Sort};

use super::{InPath, PREFIX, Reading, failure, query};
use crate::{App, Caller, access, lists::order::Key, properties};

/// A list is sent in pieces of about this size, so that it never stands in memory as a whole.
const PIECE: usize = 32 * 1024;

/// What a list may be asked for.
#[derive(Debug, Default, PartialEq)]
struct Asked {
    fields: Fields,
    filter: Filter,
    limit: Option<usize>,
    sort: Option<Sort>,
    ndjson: bool,
}

#[derive(Debug, Default, PartialEq)]
enum Fields {
    /// Only where each object is.
    #[default]
    Urls,
    All,
    Some(Vec<String>),
}

pub async fn list(kind: Kind, State(app): State<Arc<App>>, Reading(caller): Reading, uri: Uri) -> Response {
    let parameters = match query::parameters(uri.query().unwrap_or_default()) {
        Ok(parameters) => parameters,
        Err(wrong) => return wrong.answer(),
    };
    let asked = match Asked::read(kind, parameters) {
        Ok(asked) => asked,
        Err(error) => return failure::answer(&error),
    };
    let objects = asked.of(&app, &caller, kind);
    let type_ = if asked.ndjson { "application/x-ndjson" } else { "application/json" };
    let mut response = failure::written(200, pieces(objects, kind, asked.fields, asked.ndjson));
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(type_));
    response
}

pub async fn item(
    kind: Kind,
    State(app): State<Arc<App>>,
    Reading(caller): Reading,
    InPath(id): InPath<String>,
) -> Response {
    let known = app.cache.get(&id).filter(|o| o.kind() == kind && access::sees(&caller, o, &app.cache));
    let Some(object) = known else {
        return failure::answer(&ApiError::NotFound { what: kind.as_str().into(), id });
    };
    let mut json = Vec::with_capacity(4096);
    object.write_json(&mut json);
    failure::written(200, json)
}

impl Asked {
    fn read(kind: Kind, parameters: Vec<(String, String)>) -> Result<Self, ApiError> {
        let wrong = |name: &str, keyword: &str, message: &str| {
            ApiError::parameter(ParamError::wrong(name, keyword, message))
        };
        let mut asked = Self::default();
        for (name, value) in parameters {
            match name.as_str() {
                "fields" if value == "*" => asked.fields = Fields::All,
                "fields" => {
                    let names: Vec<String> = value.split(',').map(|f| f.trim().to_owned()).collect();
                    names.iter().try_for_each(|name| properties::check(&[kind], "fields", name))?;
                    asked.fields = Fields::Some(names);
                }
                "filter" => {
                    let filter = Filter::parse(&value);
                    asked.filter =
                        filter.map_err(|e| ApiError::parameter(ParamError::filter("filter", &e)))?;
                }
                "limit" => {
                    let limit =
                        value.parse().map_err(|_| wrong("limit", "type", "must be a whole number"))?;
                    asked.limit = Some(limit);
                }
                "sort" => {
                    let (field, desc) =
                        value.strip_prefix('-').map_or((&*value, false), |field| (field, true));
                    if field.is_empty() {
                        return Err(wrong("sort", "minLength", "must be a field, or `-` and a field"));
                    }
                    properties::check_sort(&[kind], "sort", field)?;
                    asked.sort = Some(Sort { field: field.to_owned(), desc });
                }
                "ndjson" => {
                    asked.ndjson = match value.as_str() {
                        "" | "true" => true,
                        "false" => false,
                        _ => return Err(wrong("ndjson", "type", "must be true or false")),
                    };
                }
                unknown => return Err(ApiError::parameter(ParamError::unknown(unknown))),
            }
        }
        Ok(asked)
    }

    fn of(&self, app: &App, caller: &Caller, kind: Kind) -> Vec<Arc<Object>> {
        let mut objects = app.cache.of_kind(kind);
        objects.retain(|o| {
            access::sees(caller, o, &app.cache) && (self.filter.is_empty() || self.filter.matches(&**o))
        });
        match &self.sort {
            None => objects.sort_unstable_by(|a, b| a.id().cmp(b.id())),
            Some(sort) => {
                let keys = objects.into_iter().map(|o| (Key::of(&o, Some(sort)), o));
                let mut keyed: Vec<(Key, Arc<Object>)> = keys.collect();
                keyed.sort_unstable_by(|(a, x), (b, y)| {
                    a.compare(b, sort.desc).then_with(|| x.id().cmp(y.id()))
                });
                objects = keyed.into_iter().map(|(_, object)| object).collect();
            }
        }
        objects.truncate(self.limit.unwrap_or(usize::MAX));
        objects
    }
}

/// The objects as one JSON array or as one JSON value a line.
fn pieces(objects: Vec<Arc<Object>>, kind: Kind, fields: Fields, lines: bool) -> Body {
    let mut objects = objects.into_iter();
    let (mut first, mut over) = (true, false);
    let next = move || {
        if over {
            return None;
        }
        let mut piece = Vec::with_capacity(PIECE + 4096);
        if first && !lines {
            piece.push(b'[');
        }
        while piece.len() < PIECE {
            let Some(object) = objects.next() else {
                over = true;
                if !lines {
                    piece.push(b']');
                }
                break;
            };
            if !first && !lines {
                piece.push(b',');
            }
            first = false;
            write(&object, kind, &fields, &mut piece);
            if lines {
                piece.push(b'\n');
            }
        }
        Some(Ok::<_, Infallible>(Bytes::from(piece)))
    };
    Body::from_stream(stream::iter(std::iter::from_fn(next)))
}

fn write(object: &Object, kind: Kind, fields: &Fields, out: &mut Vec<u8>) {
    let href = |out: &mut Vec<u8>| {
        out.extend_from_slice(format!("\"{PREFIX}/{}/{}\"", kind.collection(), object.id()).as_bytes());
    };
    match fields {
        Fields::Urls => href(out),
        Fields::All => {
            object.write_json(out);
            out.pop();
            out.extend_from_slice(b",\"href\":");
            href(out);
            out.push(b'}');
        }
        Fields::Some(names) => {
            out.push(b'{');
            for name in names {
                if let (Some(value), Ok(name)) = (object.get(name), serde_json::to_string(name)) {
                    out.extend_from_slice(name.as_bytes());
                    out.push(b':');
                    out.extend_from_slice(value.as_bytes());
                    out.push(b',');
                }
            }
            out.extend_from_slice(b"\"href\":");
            href(out);
            out.push(b'}');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_is_understood_or_refused_by_name() {
        let read = |query: &str| Asked::read(Kind::Vm, query::parameters(query).unwrap());
        let asked = read("fields=id,name_label&filter=a+b%3Ac&limit=3&sort=-name_label&ndjson").unwrap();
        assert_eq!(asked.fields, Fields::Some(vec!["id".into(), "name_label".into()]));
        assert_eq!(asked.filter, Filter::parse("a b:c").unwrap());
        let sort = Sort { field: "name_label".into(), desc: true };
        assert_eq!((asked.limit, asked.sort, asked.ndjson), (Some(3), Some(sort), true));
        assert_eq!(read("").unwrap(), Asked::default());
        assert!(read("sort=-CPUs.number&fields=lastSeen,$pool,type").is_ok());
        for (query, named) in [
            ("limit=x", "limit"),
            ("nope=1", "nope"),
            ("sort=-", "sort"),
            ("sort=-nope.size", "no VM has: nope"),
            ("fields=id,nope", "no VM has: nope"),
            ("ndjson=2", "ndjson"),
            ("filter=a+(b", "character 3"),
        ] {
            assert!(read(query).unwrap_err().to_string().contains(named), "{query}");
        }
    }
}
