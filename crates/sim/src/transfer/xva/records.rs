//! `ova.xml` read back: objects of known classes, their fields by type.

use serde_json::Value as Json;

use super::VERSION;
use crate::data::schema::Schema;
use crate::data::value::{Str, Value, unmarshal};
use crate::error::Failure;
use crate::wire::xml_rpc;

/// An object of the archive.
pub struct Object {
    pub class: &'static str,
    /// Its reference in the archive.
    pub id: Str,
    record: Json,
}

impl Object {
    /// A field's value; of one that an older writer did not know, the default.
    pub fn get(&self, field: &str) -> Result<Value, Failure> {
        let class = Schema::get().class(self.class);
        let known = class.and_then(|class| class.field_id(field).map(|id| &class.fields[id]));
        let known = known.ok_or_else(|| Failure::internal(format!("no field {}.{field}", self.class)))?;
        match self.record.get(field) {
            Some(json) => {
                unmarshal(&known.def.ty, json).map_err(|_| Failure::new("FIELD_TYPE_ERROR", [field]))
            }
            None => Ok(known.default.clone()),
        }
    }

    pub fn text(&self, field: &str) -> Result<Str, Failure> {
        self.get(field).map(|value| value.to_shared())
    }

    pub fn is(&self, field: &str) -> Result<bool, Failure> {
        self.get(field).map(|value| value.as_bool())
    }

    /// All its fields but some.
    pub fn fields(&self, except: &[&str]) -> Result<Vec<(&'static str, Value)>, Failure> {
        let class = Schema::get().class(self.class);
        let fields = class.map_or(&[][..], |class| &class.fields[..]);
        let named = fields.iter().map(|field| field.def.name).filter(|name| !except.contains(name));
        named.map(|name| Ok((name, self.get(name)?))).collect()
    }
}

/// What an archive begins with.
pub struct Manifest {
    pub objects: Vec<Object>,
    /// Each block has its checksum behind it; in old archives they are all at the end.
    pub inline_checksums: bool,
}

impl Manifest {
    /// Reads `ova.xml`. `force` also takes one of a version not known yet.
    pub fn parse(text: &[u8], force: bool) -> Result<Manifest, Failure> {
        let bad = |why: &str| Failure::internal(format!("Invalid XVA file: ova.xml: {why}"));
        let mut whole = xml_rpc::parse_value(text).map_err(|why| bad(&why))?;
        let version =
            whole.pointer("/version/export_vsn").and_then(Json::as_str).unwrap_or("0").parse::<u32>();
        let version = version.unwrap_or(u32::MAX);
        if version > VERSION && !force {
            return Err(Failure::bare("IMPORT_INCOMPATIBLE_VERSION"));
        }
        let Some(Json::Array(given)) = whole.get_mut("objects").map(Json::take) else {
            return Err(bad("there are no objects"));
        };
        let mut objects = Vec::new();
        for mut object in given {
            let record = object.get_mut("snapshot").map(Json::take);
            let text = |name| object.get(name).and_then(Json::as_str);
            let (Some(class), Some(id), Some(record @ Json::Object(_))) = (text("class"), text("id"), record)
            else {
                return Err(bad("an object is not whole"));
            };
            // What a newer writer adds is left alone.
            if let Some(class) = Schema::get().class(class) {
                objects.push(Object { class: class.def.name, id: id.into(), record });
            }
        }
        Ok(Manifest { objects, inline_checksums: version > 1 })
    }
}
