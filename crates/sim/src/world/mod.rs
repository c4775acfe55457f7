//! The contents of a new pool: the same seed gives the same references, UUIDs, names and sizes.

mod hardware;
mod hosts;
mod names;
mod storage;
pub mod systems;
mod vms;

use std::net::SocketAddr;

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use crate::behave::allowed;
pub use hardware::{bus_address, capabilities, cards, mac, usb_devices};

use crate::config::Config;
use crate::data::db::Db;
use crate::data::value::{Str, Value};
use crate::error::Failure;
use crate::pool::{HostSeat, ref_from, uuid_from};

/// The contents in the making.
struct Kit<'a> {
    db: Db,
    rng: ChaCha8Rng,
    config: &'a Config,
    index: usize,
    seats: &'a [HostSeat],
    /// The moment of the pool's youth; dates are told from it.
    epoch: i64,
}

impl Kit<'_> {
    fn add(
        &mut self,
        class: &str,
        fields: impl IntoIterator<Item = (&'static str, Value)>,
    ) -> Result<Str, Failure> {
        let (reference, uuid) = (ref_from(&mut self.rng), uuid_from(&mut self.rng));
        self.db.insert(class, &reference, &uuid, fields)?;
        Ok(reference)
    }
}

fn generator(config: &Config, index: usize, part: u64) -> ChaCha8Rng {
    ChaCha8Rng::seed_from_u64(config.seed ^ (index as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ part << 56)
}

/// The hosts of a pool at their addresses.
pub fn seats(config: &Config, index: usize, addresses: &[SocketAddr]) -> Vec<HostSeat> {
    let mut rng = generator(config, index, 1);
    let seat = |address: &SocketAddr| HostSeat {
        reference: ref_from(&mut rng),
        uuid: uuid_from(&mut rng),
        address: *address,
    };
    addresses.iter().map(seat).collect()
}

/// Builds the database of a pool.
pub fn build(config: &Config, index: usize, seats: &[HostSeat], epoch: i64) -> Result<Db, Failure> {
    let mut kit = Kit { db: Db::new(), rng: generator(config, index, 2), config, index, seats, epoch };
    let networks = hosts::networks(&mut kit)?;
    hosts::hosts(&mut kit, &networks)?;
    let storage = storage::repositories(&mut kit)?;
    hosts::pool(&mut kit, &storage)?;
    vms::templates(&mut kit, &storage)?;
    vms::control_domains(&mut kit)?;
    vms::guests(&mut kit, &storage, &networks)?;
    vms::news(&mut kit)?;
    if config.external_auth {
        hosts::join_domain(&mut kit)?;
    }
    kit.rng = generator(config, index, 40);
    storage::further_drivers(&mut kit)?;
    allowed::begin(&mut kit.db)?;
    if config.hardware {
        // From a generator of its own: what else there is stays the same.
        kit.rng = generator(config, index, 9);
        hardware::add(&mut kit, &networks)?;
    }
    Ok(kit.db)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::Ipv4Addr;

    fn dump(seed: u64) -> (u64, Vec<(Str, String)>) {
        let config = Config { seed, hosts: 2, vms: 30, ..Config::test() };
        let addresses: Vec<SocketAddr> =
            (1..=2).map(|j| SocketAddr::from((Ipv4Addr::new(127, 0, 0, j), 8090))).collect();
        let seats = seats(&config, 0, &addresses);
        let db = build(&config, 0, &seats, 1_700_000_000).unwrap();
        let rows =
            db.tables.iter().flat_map(|t| t.iter().map(|r| (r.reference.clone(), format!("{:?}", r.values))));
        (db.clock.rows, rows.collect())
    }

    #[test]
    fn the_same_seed_gives_the_same_pool() {
        assert_eq!(dump(7), dump(7));
        assert_ne!(dump(7).1.last(), dump(8).1.last());
    }

    #[test]
    fn every_reference_leads_somewhere() {
        let config = Config { hosts: 3, vms: 40, ..Config::test() };
        let addresses: Vec<SocketAddr> =
            (1..=3).map(|j| SocketAddr::from((Ipv4Addr::new(127, 0, 0, j), 8090))).collect();
        let db = build(&config, 0, &seats(&config, 0, &addresses), 1_700_000_000).unwrap();
        for (class, table) in db.schema.classes.iter().zip(&db.tables) {
            for row in table.iter() {
                for (field, value) in class.fields.iter().zip(row.values.iter()) {
                    // Permissions of roles are no rows.
                    if field.def.ignore_foreign_key {
                        continue;
                    }
                    let (target, refs): (_, Vec<&Value>) = match field.def.ty {
                        xapi::schema::Type::Ref(target) => (target, vec![value]),
                        xapi::schema::Type::Set(xapi::schema::Type::Ref(target)) => {
                            (target, value.items().iter().collect())
                        }
                        _ => continue,
                    };
                    for reference in refs.into_iter().filter(|r| !r.is_null()) {
                        let there = db.exists(target, reference.as_str());
                        assert!(there, "{}.{} leads nowhere", class.def.name, field.def.name);
                    }
                }
            }
        }
    }
}
