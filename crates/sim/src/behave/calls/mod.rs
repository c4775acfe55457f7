//! The lists of calls that have a behaviour of their own, by the kinds of objects they are about.

mod cluster;
mod devices;
mod group;
mod host;
mod metrics;
mod network;
mod plain;
mod pool;
mod recovery;
mod session;
mod software;
mod storage;
mod vm;

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::behave::Args;
use crate::data::schema::Method;
use crate::data::value::Value;
use crate::dispatch::Cx;
use crate::error::Failure;

/// Writes `run` of a list of calls, and the list of their names.
macro_rules! calls {
    (|$cx:ident, $a:ident, $method:ident| { $($($name:literal)|+ => $body:expr),+ $(,)? }) => {
        pub const BEHAVES: &[&str] = &[$($($name),+),+];

        pub async fn run(
            $cx: &crate::dispatch::Cx,
            name: &str,
            $method: crate::data::schema::Method,
            $a: &crate::behave::Args<'_>,
        ) -> Result<crate::data::value::Value, crate::error::Failure> {
            match name {
                $($($name)|+ => $body,)+
                name => Err(crate::error::Failure::not_implemented(name)),
            }
        }
    };
}
use calls;

/// Tells which list has a call, and runs it from there.
macro_rules! lists {
    ($($list:ident),+ $(,)?) => {
        #[expect(non_camel_case_types, reason = "named like their modules")]
        #[derive(Clone, Copy)]
        enum List { $($list),+ }

        static BY_NAME: LazyLock<HashMap<&'static str, List>> = LazyLock::new(|| {
            let mut all = HashMap::new();
            $(all.extend($list::BEHAVES.iter().map(|name| (*name, List::$list)));)+
            all
        });

        /// Runs a call, as its list says.
        pub async fn run(cx: &Cx, name: &str, method: Method, args: &[Value]) -> Result<Value, Failure> {
            let a = &Args(args);
            match BY_NAME.get(name) {
                $(Some(List::$list) => $list::run(cx, name, method, a).await,)+
                None => Err(Failure::not_implemented(name)),
            }
        }

        /// The names of every list.
        #[cfg(test)]
        pub const TABLES: &[&[&str]] = &[$($list::BEHAVES),+];
    };
}

lists!(
    cluster, devices, group, host, metrics, network, plain, pool, recovery, session, software, storage, vm
);

/// Whether a call is in one of the lists.
pub fn listed(name: &str) -> bool {
    BY_NAME.contains_key(name)
}
