"""Reading: every class, each record as the single call answers it, the types of values, conditions, refusals."""

import datetime
import xmlrpc.client

import XenAPI
from rig import NULL, refused, run


def read_everything(session):
    """All records of every class, each equal to what the single call answers."""
    records = {}
    for method in session.system.listMethods():
        if not method.endswith(".get_all_records"):
            continue
        name = method.split(".")[0]
        proxy = getattr(session.xenapi, name)
        try:
            records[name] = proxy.get_all_records()
        except XenAPI.Failure as failure:
            assert failure.details == ["MESSAGE_REMOVED"], (name, failure.details)
            continue
        for ref, record in list(records[name].items())[:2]:
            assert proxy.get_record(ref) == record, name
            if "uuid" in record:
                assert proxy.get_by_uuid(record["uuid"]) == ref, name
        assert sorted(proxy.get_all()) == sorted(records[name]), name
    return records


def types_are_xapis(records):
    """Integers come as text, dates as dates, booleans and floats as themselves."""
    vm = next(iter(records["VM"].values()))
    assert isinstance(vm["memory_static_max"], str) and vm["memory_static_max"].isdigit()
    assert isinstance(vm["is_a_template"], bool)
    assert isinstance(vm["HVM_shadow_multiplier"], float)
    assert isinstance(vm["snapshot_time"], xmlrpc.client.DateTime)
    assert isinstance(vm["VBDs"], list) and isinstance(vm["other_config"], dict)


def relations_hold(records):
    """Both ends of the relations that clients walk."""
    for one, field, many, back in [
        ("VBD", "VM", "VM", "VBDs"),
        ("VBD", "VDI", "VDI", "VBDs"),
        ("VIF", "VM", "VM", "VIFs"),
        ("VIF", "network", "network", "VIFs"),
        ("VDI", "SR", "SR", "VDIs"),
        ("PBD", "SR", "SR", "PBDs"),
        ("PIF", "host", "host", "PIFs"),
        ("VM", "resident_on", "host", "resident_VMs"),
        ("VM", "snapshot_of", "VM", "snapshots"),
    ]:
        for ref, record in records[one].items():
            if record[field] in records[many]:
                assert ref in records[many][record[field]][back], (one, field, ref)
        for ref, record in records[many].items():
            assert all(records[one][part][field] == ref for part in record[back]), (many, back, ref)


def main(pool):
    session = pool.session()
    assert session.API_version.startswith("2."), session.API_version
    x = session.xenapi
    records = read_everything(session)
    types_are_xapis(records)
    relations_hold(records)
    now = x.host.get_servertime(next(iter(records["host"])))
    assert abs(datetime.datetime.strptime(str(now), "%Y%m%dT%H:%M:%SZ") - datetime.datetime.utcnow()).seconds < 60

    ref, vm = next((r, v) for r, v in records["VM"].items() if v["power_state"] == "Running")
    assert list(x.VM.get_all_records_where('field "uuid" = "%s"' % vm["uuid"])) == [ref]
    running = x.VM.get_all_records_where('field "power_state" = "Running" and not (field "is_control_domain" = "true")')
    assert ref in running or vm["is_control_domain"]
    assert len(x.VM.get_all_records_where("true")) == len(records["VM"])
    refused("INVALID_VALUE", x.VM.get_all_records_where, "nonsense")

    assert x.VM.get_name_label(ref) == vm["name_label"]
    assert ref in x.VM.get_by_name_label(vm["name_label"])
    assert x.VM.get_by_name_label("no such name") == []
    assert refused("HANDLE_INVALID", x.VM.get_record, NULL) == ["HANDLE_INVALID", "VM", NULL]
    assert refused("UUID_INVALID", x.VM.get_by_uuid, "none") == ["UUID_INVALID", "VM", "none"]
    assert refused("MESSAGE_METHOD_UNKNOWN", x.VM.fly, ref) == ["MESSAGE_METHOD_UNKNOWN", "VM.fly"]
    assert refused("MESSAGE_PARAMETER_COUNT_MISMATCH", x.VM.start, ref)[1:] == ["VM.start", "3", "1"]

    # Text of every kind goes there and back.
    name = vm["name_label"]
    for text in ["é & <renamed> \"'", "", "  two  spaces ", "日本語 🐧", "a\nb\tc"]:
        x.VM.set_name_label(ref, text)
        assert x.VM.get_name_label(ref) == text, text
        assert ref in x.VM.get_by_name_label(text)
    x.VM.set_name_label(ref, name)
    x.VM.add_to_other_config(ref, "a <key> & more", "1")
    assert x.VM.get_other_config(ref)["a <key> & more"] == "1"
    refused("MAP_DUPLICATE_KEY", x.VM.add_to_other_config, ref, "a <key> & more", "1")
    x.VM.remove_from_other_config(ref, "a <key> & more")
    x.VM.remove_from_other_config(ref, "a <key> & more")
    x.VM.set_tags(ref, ["one", "two"])
    x.VM.add_tags(ref, "two")
    assert sorted(x.VM.get_tags(ref)) == ["one", "two"]
    x.session.logout()
    return {"classes": len(records), "vms": len(records["VM"])}


if __name__ == "__main__":
    run(main)
