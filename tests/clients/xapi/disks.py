"""Disks: their content over HTTP, sizes, snapshots and copies, and what attaches them to a running VM."""

import urllib.error
import urllib.parse

from rig import NULL, attached, done, download, fetch, guests, new_disk, put, refused, run, shared_sr, upload, wait

MIB = 1 << 20


def content_of_disks(pool, session):
    """What is written is read, in every form that others know."""
    x = session.xenapi
    size = 8 * MIB
    vdi = new_disk(session, size - 1)
    assert x.VDI.get_virtual_size(vdi) == str(size), "rounded up"
    assert download(pool, session, vdi) == bytes(size), "new disks are empty"
    content = bytes(3 * MIB) + bytes(range(256)) * 4096 + bytes(size - 4 * MIB)
    upload(pool, session, vdi, content)
    assert download(pool, session, vdi) == content

    # As VHD into another, which then holds the same.
    image = download(pool, session, vdi, format="vhd")
    assert image[:8] == b"conectix" == image[-512:-504], "a dynamic VHD ends with what it begins with"
    assert len(image) < size, "empty blocks are left out"
    twin = new_disk(session, size)
    upload(pool, session, twin, image, format="vhd")
    assert download(pool, session, twin) == content

    # Only what changed since a snapshot.
    base = x.VDI.snapshot(vdi)
    changed = content[: 5 * MIB] + b"new" * 1000 + content[5 * MIB + 3000 :]
    upload(pool, session, vdi, changed)
    delta = download(pool, session, vdi, format="vhd", base=base)
    assert len(delta) < len(image) + 2 * MIB
    upload(pool, session, twin, delta, format="vhd")
    assert download(pool, session, twin) == changed
    assert download(pool, session, base) == content, "a snapshot stays as it was"

    # By reference or uuid; a stranger gets nothing.
    uuid = x.VDI.get_uuid(vdi)
    assert download(pool, session, uuid) == changed
    for query in [f"vdi={uuid}", f"vdi={uuid}&session_id=OpaqueRef:none"]:
        try:
            fetch(f"{pool.url}/export_raw_vdi?{query}")
        except urllib.error.HTTPError as error:
            assert error.code == 401, (query, error)
        else:
            raise AssertionError(f"{query} was let in")

    # Too much: the answer is good all the same, the task tells.
    task = x.task.create("too much", "")
    query = urllib.parse.urlencode({"session_id": session.handle, "vdi": vdi, "task_id": task})
    try:
        put(f"{pool.url}/import_raw_vdi?{query}", bytes(size + MIB))
    except (ConnectionError, urllib.error.URLError):
        pass
    assert wait(session, task)["status"] == "failure"
    for one in [base, twin, vdi]:
        x.VDI.destroy(one)


def disks_by_themselves(pool, session):
    x = session.xenapi
    vdi = new_disk(session, 4 * MIB)
    upload(pool, session, vdi, b"x" * (4 * MIB))
    sr = shared_sr(session)
    assert vdi in x.SR.get_VDIs(sr)
    clone = done(session, x.Async.VDI.clone(vdi, {}))
    copy = done(session, x.Async.VDI.copy(vdi, sr))
    assert download(pool, session, clone) == download(pool, session, copy) == b"x" * (4 * MIB)
    x.VDI.resize(copy, str(6 * MIB))
    assert download(pool, session, copy) == b"x" * (4 * MIB) + bytes(2 * MIB), "what is added is empty"
    assert refused("SR_BACKEND_FAILURE_79", x.VDI.resize, copy, str(MIB))
    x.VDI.set_name_label(copy, "named")
    assert copy in x.VDI.get_by_name_label("named")
    x.SR.scan(sr)
    for one in [clone, copy, vdi]:
        x.VDI.destroy(one)
    assert not {clone, copy, vdi} & set(x.SR.get_VDIs(sr))


def disks_of_a_running_vm(session):
    x = session.xenapi
    first, second = guests(session, "Running")[:2]
    vdi = new_disk(session, 4 * MIB)
    vbd = attached(session, first, vdi)
    assert not x.VBD.get_currently_attached(vbd) and vbd in x.VM.get_VBDs(first)
    assert x.VBD.get_device(vbd).startswith("xvd") and x.VBD.get_userdevice(vbd).isdigit()
    assert x.VBD.get_userdevice(vbd) not in x.VM.get_allowed_VBD_devices(first)
    taken = x.VBD.get_userdevice(vbd)
    refused("DEVICE_ALREADY_EXISTS", lambda: attached(session, first, vdi, userdevice=taken))
    x.VBD.plug(vbd)
    assert x.VBD.get_currently_attached(vbd)
    assert refused("DEVICE_ALREADY_ATTACHED", x.VBD.plug, vbd)[1] == vbd
    assert refused("VDI_IN_USE", x.VDI.destroy, vdi)[1] == vdi
    other = attached(session, second, vdi)
    refused("VDI_IN_USE", x.VBD.plug, other)
    done(session, x.Async.VBD.unplug(vbd))
    x.VBD.plug(other)
    refused("VDI_IN_USE", x.VBD.plug, vbd)
    x.VBD.unplug(other)
    x.VBD.destroy(other)
    x.VBD.destroy(vbd)

    # A disc into a drive and out of it.
    disc = next(v for v in x.SR.get_VDIs(x.SR.get_by_name_label("ISO library")[0]))
    drive = next((v for v in x.VM.get_VBDs(first) if x.VBD.get_type(v) == "CD"), None)
    if drive is None:
        drive = attached(session, first, NULL, type="CD", mode="RO", empty=True)
    if not x.VBD.get_empty(drive):
        x.VBD.eject(drive)
    x.VBD.insert(drive, disc)
    assert (x.VBD.get_empty(drive), x.VBD.get_VDI(drive)) == (False, disc)
    refused("VBD_NOT_EMPTY", x.VBD.insert, drive, disc)
    x.VBD.eject(drive)
    refused("VBD_IS_EMPTY", x.VBD.eject, drive)
    refused("VBD_CDS_MUST_BE_READONLY", lambda: attached(session, first, disc, type="CD"))
    x.VDI.destroy(vdi)


def main(pool):
    session = pool.session()
    content_of_disks(pool, session)
    disks_by_themselves(pool, session)
    disks_of_a_running_vm(session)
    session.xenapi.session.logout()


if __name__ == "__main__":
    run(main)
