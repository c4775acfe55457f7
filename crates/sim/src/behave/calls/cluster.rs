//! Clusters.

use super::calls;
use crate::behave::Args;
use crate::behave::cluster::{self, Wish};

fn wish<'a>(a: &'a Args<'_>, stack: usize, auto_join: bool, times: usize) -> Wish<'a> {
    let seconds = |i: usize| a.value(i).as_float();
    Wish { stack: a.str(stack), auto_join, timeout: seconds(times), coefficient: seconds(times + 1) }
}

calls!(|cx, a, _method| {
    "Cluster.create" => cluster::create(cx, a.str(0), &wish(a, 1, a.bool(2), 3)),
    "Cluster.destroy" => cluster::destroy(cx, a.str(0)),
    "Cluster.get_network" => cluster::network(cx, a.str(0)),
    "Cluster.pool_create" => cluster::pool_create(cx, a.str(0), &wish(a, 1, true, 2)),
    "Cluster.pool_destroy" => cluster::pool_destroy(cx, a.str(0), false),
    "Cluster.pool_force_destroy" => cluster::pool_destroy(cx, a.str(0), true),
    "Cluster.pool_resync" => cluster::pool_resync(cx, a.str(0)),

    "Cluster_host.create" => cluster::create_member(cx, a.str(0), a.str(1), a.str(2)),
    "Cluster_host.destroy" => cluster::destroy_member(cx, a.str(0), false),
    "Cluster_host.force_destroy" => cluster::destroy_member(cx, a.str(0), true),
    "Cluster_host.enable" => cluster::set_enabled(cx, a.str(0), true),
    "Cluster_host.disable" => cluster::set_enabled(cx, a.str(0), false),
});
