//! Any model object that comes of a XAPI record.

use std::sync::Arc;

use model::{Kind, objects::*};
use serde::{Serialize, Serializer};

/// A translated object.
#[derive(Clone, Debug, PartialEq)]
pub enum Object {
    Vm(Box<Vm>),
    Host(Box<Host>),
    Pool(Box<Pool>),
    Sr(Box<Sr>),
    Sm(Box<Sm>),
    Pbd(Box<Pbd>),
    Vdi(Box<Vdi>),
    Vbd(Box<Vbd>),
    Vif(Box<Vif>),
    Pif(Box<Pif>),
    Network(Box<Network>),
    Message(Box<Message>),
    Task(Box<Task>),
}

macro_rules! each {
    ($object:expr, $it:ident => $of:expr) => {
        match $object {
            Object::Vm($it) => $of,
            Object::Host($it) => $of,
            Object::Pool($it) => $of,
            Object::Sr($it) => $of,
            Object::Sm($it) => $of,
            Object::Pbd($it) => $of,
            Object::Vdi($it) => $of,
            Object::Vbd($it) => $of,
            Object::Vif($it) => $of,
            Object::Pif($it) => $of,
            Object::Network($it) => $of,
            Object::Message($it) => $of,
            Object::Task($it) => $of,
        }
    };
}

impl Object {
    /// What it is.
    pub fn kind(&self) -> Kind {
        each!(self, it => it.kind)
    }

    /// Its id.
    pub fn id(&self) -> Arc<str> {
        each!(self, it => it.id.clone().into_raw())
    }
}

impl Serialize for Object {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        each!(self, it => it.serialize(serializer))
    }
}
