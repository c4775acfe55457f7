//! Updates, patches, repositories, plugins and what else keeps hosts in order.

use super::calls;
use crate::behave::{maintenance, objects, plugins, pool_update, rate_limit, repository};
use crate::data::value::Value;

calls!(|cx, a, _method| {
    "pool_update.introduce" => pool_update::introduce(cx, a.str(0)),
    "pool_update.precheck" => pool_update::precheck(cx, a.str(0), a.str(1)),
    "pool_update.apply" => pool_update::apply(cx, &a.shared(0), &a.shared(1)).await,
    "pool_update.pool_apply" => pool_update::pool_apply(cx, &a.shared(0)).await,
    "pool_update.pool_clean" => pool_update::pool_clean(cx, a.str(0)),
    "pool_update.destroy" => pool_update::destroy(cx, a.str(0)),
    "pool_update.attach" => pool_update::attach(cx, a.str(0)),
    "pool_update.detach" => pool_update::detach(cx, a.str(0)),

    "pool_patch.precheck" => {
        pool_update::precheck(cx, &pool_update::of_patch(cx, a.str(0))?, a.str(1)).map(|_| Value::from(""))
    },
    "pool_patch.apply" => {
        let update = pool_update::of_patch(cx, a.str(0))?;
        pool_update::apply(cx, &update, &a.shared(1)).await.map(|_| Value::from(""))
    },
    "pool_patch.pool_apply" => pool_update::pool_apply(cx, &pool_update::of_patch(cx, a.str(0))?).await,
    "pool_patch.pool_clean" | "pool_patch.clean" => {
        pool_update::pool_clean(cx, &pool_update::of_patch(cx, a.str(0))?)
    },
    "pool_patch.destroy" => pool_update::destroy(cx, &pool_update::of_patch(cx, a.str(0))?),
    // Packages leave nothing on a host that could be cleaned up there.
    "pool_patch.clean_on_host" => cx.pool.read(|db| {
        db.get("pool_patch", a.str(0), "uuid")?;
        db.get("host", a.str(1), "uuid").map(|_| Value::Void)
    }),
    "host_patch.apply" => {
        let get = |field| cx.pool.read(|db| db.get_str("host_patch", a.str(0), field));
        let update = pool_update::of_patch(cx, &get("pool_patch")?)?;
        pool_update::apply(cx, &update, &get("host")?).await.map(|_| Value::from(""))
    },
    "host_patch.destroy" => pool_update::destroy_host_patch(cx, a.str(0)),

    "Repository.introduce" => repository::introduce(
        cx,
        "remote",
        vec![
            ("name_label", a.value(0)),
            ("name_description", a.value(1)),
            ("binary_url", a.value(2)),
            ("source_url", a.value(3)),
            ("update", a.value(4)),
            ("gpgkey_path", a.value(5)),
        ],
    ),
    "Repository.introduce_bundle" => repository::introduce(
        cx,
        "bundle",
        vec![("name_label", a.value(0)), ("name_description", a.value(1)), ("update", Value::Bool(true))],
    ),
    "Repository.introduce_remote_pool" => repository::introduce(
        cx,
        "remote_pool",
        vec![
            ("name_label", a.value(0)),
            ("name_description", a.value(1)),
            ("binary_url", a.value(2)),
            ("certificate", a.value(3)),
            ("update", Value::Bool(true)),
        ],
    ),
    "Repository.set_gpgkey_path" => repository::set_key(cx, a.str(0), a.str(1)),
    "Repository.forget" => repository::forget(cx, a.str(0)),
    "pool.set_repositories" => repository::set_enabled(cx, |_| a.value(1)),
    "pool.add_repository" => {
        repository::set_enabled(cx, |before| before.with_item(&a.value(1)).unwrap_or(before))
    },
    "pool.remove_repository" => {
        repository::set_enabled(cx, |before| before.without_item(&a.value(1)).unwrap_or(before))
    },
    "pool.sync_updates" => repository::sync(cx, a.bool(1)).await,
    "pool.check_update_readiness" => repository::readiness(cx, a.bool(1)),
    "pool.configure_repository_proxy" => repository::proxy(cx, a.str(1), a.str(2), a.str(3)),
    "pool.disable_repository_proxy" => repository::proxy(cx, "", "", ""),
    "pool.configure_update_sync" => repository::schedule(cx, a.str(1), a.int(2)),
    "pool.set_update_sync_enabled" => repository::set_schedule_enabled(cx, a.bool(1)),
    "host.apply_updates" => repository::apply(cx, &a.shared(0), a.str(1)).await,

    "host.call_plugin" => plugins::call(cx, &a.shared(0), a.str(1), a.str(2), &a.value(3)).await,

    "host.get_log" => maintenance::log(cx, a.str(0)),
    "pool.audit_log_append" => maintenance::append(cx, a.str(0)),
    "host_crashdump.destroy" => objects::destroy_plain(cx, "host_crashdump", a.str(0)),

    "Caller.create" => rate_limit::create_caller(cx, &a.value(0)),
    "Caller.destroy" => objects::destroy_plain(cx, "Caller", a.str(0)),
    "Caller.add_group" => rate_limit::set_group(cx, a.str(0), &a.value(1), true),
    "Caller.remove_group" => rate_limit::set_group(cx, a.str(0), &a.value(1), false),
    "Rate_limit.create" => rate_limit::create(cx, &a.value(0)),
    "Rate_limit.destroy" => rate_limit::destroy(cx, a.str(0)),
    "Rate_limit.add_caller" => rate_limit::set_caller(cx, a.str(0), a.str(1), true),
    "Rate_limit.remove_caller" => rate_limit::set_caller(cx, a.str(0), a.str(1), false),
    "Rate_limit.set_burst_size" => rate_limit::set(cx, a.str(0), "burst_size", &a.value(1)),
    "Rate_limit.set_fill_rate" => rate_limit::set(cx, a.str(0), "fill_rate", &a.value(1)),

    "Observer.create" => maintenance::create_observer(cx, &a.value(0)),
    "Observer.destroy" => maintenance::destroy_observer(cx, a.str(0)),
    "Observer.set_hosts" => maintenance::set_observer(cx, a.str(0), "hosts", a.value(1)),
    "Observer.set_enabled" => maintenance::set_observer(cx, a.str(0), "enabled", a.value(1)),
    "Observer.set_attributes" => maintenance::set_observer(cx, a.str(0), "attributes", a.value(1)),
    "Observer.set_endpoints" => maintenance::set_observer(cx, a.str(0), "endpoints", a.value(1)),
    "Observer.set_components" => maintenance::set_observer(cx, a.str(0), "components", a.value(1)),
});
