"""Events: a cache that follows them is what reading everything gives; barriers, tokens, counts, tasks."""

import threading
import time

from rig import disks, events, guests, refused, run, wait


class Cache:
    """Records by class and reference, kept by events alone."""

    def __init__(self, session, classes):
        self.session, self.classes, self.token, self.rows = session, classes, "", {}

    def follow(self, timeout):
        batch = events(self.session, self.classes, self.token, timeout)
        assert batch["token"] >= self.token, (self.token, batch["token"])
        self.token = batch["token"]
        order = [("add", "mod", "del").index(event["operation"]) for event in batch["events"]]
        assert order == sorted(order), "adds, then changes, then removals"
        refs = [event["ref"] for event in batch["events"]]
        assert len(refs) == len(set(refs)), "one event an object"
        for event in batch["events"]:
            key = event["class"], event["ref"]
            assert event["class"] == event["class"].lower() and event["timestamp"] == "0.0"
            if event["operation"] == "del":
                assert "snapshot" not in event
                del self.rows[key]
            else:
                assert (key in self.rows) == (event["operation"] == "mod"), event["operation"]
                self.rows[key] = event["snapshot"]
        for name, count in batch["valid_ref_counts"].items():
            known = sum(1 for known, _ in self.rows if known == name)
            assert known in (0, int(count)), (name, known, count)
        return batch

    def of(self, name):
        return {ref: row for (known, ref), row in self.rows.items() if known == name}


def busy(pool, stop):
    """Changes of every kind, until told to stop."""
    session = pool.session(originator="busy")
    x = session.xenapi
    vm = guests(session, "Halted")[0]
    while not stop.is_set():
        clone = x.VM.clone(vm, "short-lived")
        x.VM.add_to_other_config(clone, "k", "v")
        x.VM.start(clone, False, False)
        x.VM.hard_shutdown(clone)
        kept = disks(session, clone).values()
        x.VM.destroy(clone)
        for vdi in kept:
            x.VDI.destroy(vdi)
    session.xenapi.session.logout()


def main(pool):
    session = pool.session()
    x = session.xenapi
    cache, stop = Cache(session, ["*"]), threading.Event()
    working = threading.Thread(target=busy, args=(pool, stop))
    first = cache.follow(0.0)
    assert {event["operation"] for event in first["events"]} == {"add"}
    working.start()
    heard = 0
    deadline = time.monotonic() + 60
    while heard < 12 and time.monotonic() < deadline:
        heard += bool(cache.follow(1.0)["events"])
    stop.set()
    working.join(60)
    while cache.follow(0.2)["events"]:
        pass
    for name in ["VM", "VBD", "VIF", "VDI", "SR", "host", "pool", "network", "console", "task", "message"]:
        read = getattr(x, name).get_all_records()
        assert cache.of(name.lower()) == read, name

    # A barrier: what was written before it is told with it at the latest.
    vm = guests(session, "Halted")[0]
    x.VM.set_name_description(vm, "written before")
    master = x.pool.get_all()[0]
    token = x.event.inject("pool", master)
    assert token > cache.token
    batch = events(session, ["pool"], token, 10.0)
    assert [(e["ref"], e["operation"]) for e in batch["events"]] == [(master, "mod")]
    cache.follow(1.0)
    assert cache.of("vm")[vm]["name_description"] == "written before"
    refused("HANDLE_INVALID", x.event.inject, "pool", "OpaqueRef:none")

    # Nothing happened: an empty answer at the end of the time, and never an error.
    for classes in [["session"], ["no_such_class"], ["VM/OpaqueRef:none"]]:
        batch = events(session, classes, cache.token, 0.1)
        assert batch["events"] == [] and batch["token"] >= cache.token, classes
    # A write that changes nothing is nothing; case does not matter.
    token = events(session, ["vm"], cache.token, 0.0)["token"]
    x.VM.set_name_description(vm, "written before")
    batch = events(session, ["Vm/" + vm], token, 0.1)
    assert batch["events"] == []
    # Made and gone meanwhile is nothing; changed many times is one.
    for n in range(5):
        x.VM.set_name_description(vm, str(n))
    short = x.VM.clone(vm, "made and gone")
    x.VM.destroy(short)
    batch = events(session, ["VM"], token, 5.0)
    assert [e["ref"] for e in batch["events"]] == [vm] and batch["events"][0]["snapshot"]["name_description"] == "4"
    refused("EVENT_FROM_TOKEN_PARSE_FAILURE", events, session, ["vm"], "soon", 0.1)
    refused("EVENT_SUBSCRIPTION_PARSE_FAILURE", events, session, ["a/b/c"], "", 0.1)
    assert int(x.event.get_current_id()) > 0

    # Tasks: cancelled in the middle, and their placeholders.
    vm = guests(session, "Running")[0]
    task = x.Async.VM.suspend(vm)
    x.task.cancel(task)
    record = wait(session, task)
    assert record["status"] == "cancelled" and record["error_info"] == ["TASK_CANCELLED", task], record
    assert x.VM.get_power_state(vm) == "Running"
    own = x.task.create("of the suite", "by hand")
    x.task.set_progress(own, 0.5)
    x.task.add_to_other_config(own, "applies_to", vm)
    assert x.task.get_progress(own) == 0.5 and x.task.get_status(own) == "pending"
    x.task.set_status(own, "success")
    assert wait(session, own)["status"] == "success"
    refused("HANDLE_INVALID", x.task.get_record, own)
    x.session.logout()
    return {"heard": heard}


if __name__ == "__main__":
    run(main)
