"""What XAPI's own Python client can do with a pool: `xenapi_suite.py URL USER PASSWORD` (XML-RPC).

Prints what it saw as one line of JSON; any surprise is an exception and an exit code other than 0.
"""

import datetime
import json
import ssl
import sys
import threading
import time
import urllib.parse
import urllib.request
import xmlrpc.client

import XenAPI


def refused(code, call, *args):
    try:
        answer = call(*args)
    except XenAPI.Failure as failure:
        assert failure.details[0] == code, failure.details
        return failure.details
    raise AssertionError(f"{code} expected, got {answer!r}")


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
            assert proxy.get_by_uuid(record["uuid"]) == ref, name
    return records


def types_are_xapis(records):
    """Integers come as text, dates as dates, booleans and floats as themselves."""
    vm = next(iter(records["VM"].values()))
    assert isinstance(vm["memory_static_max"], str) and vm["memory_static_max"].isdigit()
    assert isinstance(vm["is_a_template"], bool)
    assert isinstance(vm["HVM_shadow_multiplier"], float)
    assert isinstance(vm["snapshot_time"], xmlrpc.client.DateTime)
    assert isinstance(vm["VBDs"], list) and isinstance(vm["other_config"], dict)


def guests(records, state):
    return [
        ref
        for ref, vm in records["VM"].items()
        if vm["power_state"] == state and not vm["is_a_template"] and not vm["is_control_domain"]
    ]


def events(session, classes, token, timeout):
    """`event.from`, whose name is a keyword of Python."""
    return getattr(session.xenapi.event, "from")(classes, token, timeout)


def wait(session, task):
    """Waits for a task by its events, as scripts do."""
    token = ""
    while True:
        batch = events(session, ["task/" + task], token, 10.0)
        token = batch["token"]
        for event in batch["events"]:
            assert event["ref"] == task and event["class"] == "task"
            if event["snapshot"]["status"] not in ("pending", "cancelling"):
                return event["snapshot"]


def follow(url, credentials, vm, seen, ready):
    """Listens in a session of its own until the VM is running."""
    listener = XenAPI.Session(url, ignore_ssl=True)
    listener.xenapi.login_with_password(*credentials, "2.0", "listener")
    token = events(listener, ["VM"], "", 0.0)["token"]
    ready.set()
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        batch = events(listener, ["VM/" + vm], token, 5.0)
        token = batch["token"]
        for event in batch["events"]:
            assert event["operation"] == "mod"
            state = (event["snapshot"]["power_state"], sorted(event["snapshot"]["current_operations"].values()))
            seen.append(state)
            if state == ("Running", []):
                listener.xenapi.session.logout()
                return


def disk_content(session, url):
    """A disk is made, filled and read again over HTTP, with the task that belongs to it."""
    sr = session.xenapi.SR.get_by_name_label("NFS storage")[0]
    size = 8 << 20
    vdi = session.xenapi.VDI.create(
        {
            "SR": sr,
            "virtual_size": str(size),
            "name_label": "of the suite",
            "type": "user",
            "sharable": False,
            "read_only": False,
            "other_config": {},
        }
    )
    content = bytes(3 << 20) + bytes(range(256)) * 4096 + bytes(size - (4 << 20))
    task = session.xenapi.task.create("import", "")
    query = urllib.parse.urlencode({"session_id": session.handle, "vdi": vdi, "task_id": task})
    unchecked = ssl._create_unverified_context()
    put = urllib.request.Request(url + "/import_raw_vdi?" + query, data=content, method="PUT")
    with urllib.request.urlopen(put, context=unchecked) as answer:
        assert answer.status == 200
    done = wait(session, task)
    assert done["status"] == "success" and done["result"] == "<value>%s</value>" % vdi, done
    query = urllib.parse.urlencode({"session_id": session.handle, "vdi": vdi})
    with urllib.request.urlopen(url + "/export_raw_vdi?" + query, context=unchecked) as answer:
        assert answer.read() == content, "what was written is read"
    session.xenapi.VDI.destroy(vdi)


def main(url, user, password):
    session = XenAPI.Session(url, ignore_ssl=True)
    refused("SESSION_AUTHENTICATION_FAILED", session.xenapi.login_with_password, user, password + "x", "2.0", "suite")
    session.xenapi.login_with_password(user, password, "2.0", "suite")
    assert session.API_version.startswith("2."), session.API_version

    records = read_everything(session)
    types_are_xapis(records)
    now = session.xenapi.host.get_servertime(next(iter(records["host"])))
    assert abs(datetime.datetime.strptime(str(now), "%Y%m%dT%H:%M:%SZ") - datetime.datetime.utcnow()).seconds < 60

    vm = guests(records, "Halted")[0]
    seen, ready = [], threading.Event()
    listening = threading.Thread(target=follow, args=(url, (user, password), vm, seen, ready))
    listening.start()
    assert ready.wait(10)
    task = session.xenapi.Async.VM.start(vm, False, False)
    done = wait(session, task)
    assert done["status"] == "success", done
    assert done["result"] == "<value></value>" and done["progress"] == 1.0
    session.xenapi.task.destroy(task)
    refused("HANDLE_INVALID", session.xenapi.task.get_record, task)
    listening.join(60)
    assert seen and seen[0] == ("Halted", ["start"]) and seen[-1] == ("Running", []), seen

    details = refused("VM_BAD_POWER_STATE", session.xenapi.VM.start, vm, False, False)
    assert details[1:] == [vm, "halted", "running"], details
    failed = wait(session, session.xenapi.Async.VM.unpause(vm))
    assert failed["status"] == "failure" and failed["error_info"][0] == "VM_BAD_POWER_STATE", failed
    session.xenapi.VM.hard_shutdown(vm)
    assert session.xenapi.VM.get_power_state(vm) == "Halted"

    name = session.xenapi.VM.get_name_label(vm)
    session.xenapi.VM.set_name_label(vm, "é & <renamed>")
    assert session.xenapi.VM.get_by_name_label("é & <renamed>") == [vm]
    session.xenapi.VM.set_name_label(vm, name)
    session.xenapi.VM.add_to_other_config(vm, "suite", "1")
    refused("MAP_DUPLICATE_KEY", session.xenapi.VM.add_to_other_config, vm, "suite", "1")
    session.xenapi.VM.remove_from_other_config(vm, "suite")

    snapshot = session.xenapi.VM.snapshot(vm, "of the suite")
    assert snapshot in session.xenapi.VM.get_snapshots(vm)
    session.xenapi.VM.set_name_label(vm, "not for long")
    reverted = wait(session, session.xenapi.Async.VM.revert(snapshot))
    assert reverted["status"] == "success", reverted
    assert session.xenapi.VM.get_name_label(vm) == name
    assert session.xenapi.VM.get_parent(vm) == snapshot
    session.xenapi.VM.destroy(snapshot)
    where = session.xenapi.VM.get_all_records_where('field "name__label" = "%s"' % name)
    assert vm in where

    disk_content(session, url)

    # The client logs in again by itself when its session is gone.
    before = session.handle
    session.xenapi.session.logout()
    session.xenapi.login_with_password(user, password, "2.0", "suite")
    other = XenAPI.Session(url, ignore_ssl=True)
    other.session.logout(session.handle)
    assert session.xenapi.VM.get_power_state(vm) == "Halted"
    assert session.handle != before
    session.xenapi.session.logout()
    print(json.dumps({"classes": len(records), "vms": len(records["VM"]), "events": len(seen)}))


if __name__ == "__main__":
    main(*sys.argv[1:])
