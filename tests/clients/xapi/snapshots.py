"""Snapshots, with memory and without, and the way back: the tree, the records, and what is on the disks."""

from rig import NULL, attached, disks, done, download, new_disk, refused, run, until, upload

MIB = 1 << 20


def main(pool):
    session = pool.session()
    x = session.xenapi
    vm = x.VM.clone(x.VM.get_by_name_label("Debian Bookworm 12")[0], "photographed")
    x.VM.provision(vm)
    disk = new_disk(session, 4 * MIB)
    attached(session, vm, disk)
    place = next(place for place, vdi in disks(session, vm).items() if vdi == disk)
    before, after = b"before" * 100_000, b"after!" * 100_000
    upload(pool, session, disk, before.ljust(4 * MIB, b"\0"))

    snapshot = done(session, x.Async.VM.snapshot(vm, "before"))
    taken = x.VM.get_record(snapshot)
    assert taken["is_a_snapshot"] and taken["is_a_template"] and taken["snapshot_of"] == vm
    assert taken["power_state"] == "Halted" and taken["snapshot_info"]["power-state-at-snapshot"] == "Halted"
    assert taken["snapshot_time"] != x.VM.get_snapshot_time(vm)
    assert x.VM.get_snapshots(vm) == [snapshot] and x.VM.get_parent(vm) == snapshot
    of = x.VDI.get_record(disks(session, snapshot)[place])
    assert of["is_a_snapshot"] and of["snapshot_of"] == disk
    refused("VM_IS_SNAPSHOT", x.VM.start, snapshot, False, False)
    refused("REVERT_ONLY_ALLOWED_ON_SNAPSHOT", x.VM.revert, vm)

    upload(pool, session, disk, after.ljust(4 * MIB, b"\0"))
    x.VM.set_name_label(vm, "not for long")
    x.VM.set_memory_limits(vm, str(1 << 30), str(1 << 30), str(1 << 30), str(1 << 30))
    late = x.VM.snapshot(vm, "after")
    assert (x.VM.get_parent(late), x.VM.get_parent(vm)) == (snapshot, late)
    assert x.VM.get_children(snapshot) == [late]

    # With the memory: the VM runs on, the snapshot is a suspended one.
    x.VM.start(vm, False, False)
    until("the agent reports", lambda: "checkpoint" in x.VM.get_allowed_operations(vm))
    host = x.VM.get_resident_on(vm)
    checkpoint = done(session, x.Async.VM.checkpoint(vm, "running"))
    assert (x.VM.get_power_state(vm), x.VM.get_resident_on(vm)) == ("Running", host)
    memory = x.VM.get_suspend_VDI(checkpoint)
    assert x.VM.get_power_state(checkpoint) == "Suspended" and x.VDI.get_type(memory) == "suspend"

    # Back to the first: names, sizes and bytes are those of then.
    assert done(session, x.Async.VM.revert(snapshot)) == ""
    record = x.VM.get_record(vm)
    assert record["name_label"] == "photographed" and record["power_state"] == "Halted"
    assert record["memory_static_max"] == taken["memory_static_max"] and record["parent"] == snapshot
    assert sorted(record["snapshots"]) == sorted([snapshot, late, checkpoint])
    disk = disks(session, vm)[place]
    assert download(pool, session, disk).rstrip(b"\0") == before
    assert download(pool, session, disks(session, late)[place]).rstrip(b"\0") == after
    assert [x.VIF.get_MAC(v) for v in record["VIFs"]] == [x.VIF.get_MAC(v) for v in taken["VIFs"]]

    # And to the one with memory: it is resumed where it was.
    x.VM.revert(checkpoint)
    assert x.VM.get_power_state(vm) == "Suspended" and x.VM.get_suspend_VDI(vm) not in (NULL, memory)
    x.VM.resume(vm, False, False)
    assert x.VM.get_power_state(vm) == "Running"
    x.VM.hard_shutdown(vm)

    # A snapshot in the middle goes: its child moves up. The disks of snapshots are their owner's to destroy.
    kept = disks(session, late)[place]
    x.VM.destroy(late)
    assert x.VM.get_parent(checkpoint) == snapshot and late not in x.VM.get_snapshots(vm)
    assert x.VDI.get_snapshot_of(kept) == disks(session, vm)[place]
    x.VDI.destroy(kept)

    # A VM made of a snapshot is one like any other.
    clone = x.VM.clone(snapshot, "revived")
    assert not x.VM.get_is_a_snapshot(clone) and x.VM.get_is_a_template(clone)
    x.VM.provision(clone)
    assert download(pool, session, disks(session, clone)[place]).rstrip(b"\0") == before
    x.VM.start(clone, False, False)
    x.session.logout()


if __name__ == "__main__":
    run(main)
