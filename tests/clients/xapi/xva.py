"""A VM goes out as an XVA and comes in again, looked at with tools that know nothing of its writer.

usage: xva.py URL USER PASSWORD; prints what it saw as JSON.
"""

import gzip
import hashlib
import io
import json
import random
import sys
import tarfile
import urllib.request
import xml.etree.ElementTree as ElementTree

import XenAPI
import xxhash

MIB = 1 << 20


def http(verb, url, path, query, body=None):
    text = "&".join(f"{key}={value}" for key, value in query.items())
    request = urllib.request.Request(f"{url}{path}?{text}", data=body, method=verb)
    with urllib.request.urlopen(request) as answer:
        return answer.read()


def value(element):
    """The plain value of an XML-RPC <value>."""
    if len(element) == 0:
        return element.text or ""
    kind = element[0]
    if kind.tag == "struct":
        return {member.find("name").text: value(member.find("value")) for member in kind}
    if kind.tag == "array":
        return [value(item) for item in kind.find("data")]
    return kind.text or ""


def look(archive):
    """The objects of an archive, and what its disks hold, every checksum recomputed."""
    tar = tarfile.open(fileobj=io.BytesIO(archive), mode="r:")
    members = tar.getmembers()
    assert members[0].name == "ova.xml", members[0].name
    manifest = value(ElementTree.fromstring(tar.extractfile(members[0]).read()))
    assert manifest["version"]["export_vsn"] == "2", manifest["version"]
    sizes = {o["id"]: int(o["snapshot"]["virtual_size"]) for o in manifest["objects"] if o["class"] == "VDI"}
    disks, blocks = {}, members[1:]
    assert len(blocks) % 2 == 0
    for block, check in zip(blocks[::2], blocks[1::2]):
        disk, number = block.name.split("/")
        data = tar.extractfile(block).read()
        assert check.name == f"{block.name}.xxhash", check.name
        assert tar.extractfile(check).read().decode() == xxhash.xxh64(data, seed=0).hexdigest().upper()
        whole = disks.setdefault(disk, bytearray(sizes[disk]))
        assert len(data) == MIB or int(number) * MIB + len(data) == sizes[disk]
        whole[int(number) * MIB:int(number) * MIB + len(data)] = data
    assert list(disks) == sorted(disks)
    return manifest["objects"], {disk: bytes(data) for disk, data in disks.items()}


def with_sha1(archive):
    """The same archive as older writers made it: other checksums, and compressed."""
    old, new = tarfile.open(fileobj=io.BytesIO(archive)), io.BytesIO()
    with tarfile.open(fileobj=new, mode="w", format=tarfile.USTAR_FORMAT) as out:
        for member in old:
            data, name = old.extractfile(member).read(), member.name
            if name.endswith(".xxhash"):
                continue
            names = [(name, data)]
            if name != "ova.xml":
                names.append((f"{name}.checksum", hashlib.sha1(data).hexdigest().encode()))
            for name, data in names:
                info = tarfile.TarInfo(name)
                info.size = len(data)
                out.addfile(info, io.BytesIO(data))
    return gzip.compress(new.getvalue(), 1)


def main(url, user, password):
    session = XenAPI.Session(url, ignore_ssl=True)
    session.xenapi.login_with_password(user, password, "1.0", "xva suite")
    api, key = session.xenapi, {"session_id": session._session}

    model = next(r for r in api.VM.get_all_records().values()
                 if r["power_state"] == "Halted" and not r["is_a_template"])
    vm = api.VM.create({**model, "name_label": "travels", "affinity": "OpaqueRef:NULL", "other_config": {}})
    sr = api.SR.get_by_name_label("NFS storage")[0]
    rng, held = random.Random(7), []
    for number, size in enumerate([6 * MIB, 2 * MIB, 40 * MIB]):
        vdi = api.VDI.create({"SR": sr, "virtual_size": str(size), "name_label": f"disk {number}", "type": "user",
                              "sharable": False, "read_only": False, "other_config": {}})
        data = bytearray(size)
        for _ in range(4):
            at = rng.randrange(size - 5000)
            data[at:at + 5000] = rng.randbytes(5000)
        data = bytes(data)
        http("PUT", url, "/import_raw_vdi", {"vdi": vdi, **key}, data)
        assert http("GET", url, "/export_raw_vdi", {"vdi": vdi, **key}) == data
        held.append(data)
        api.VBD.create({"VM": vm, "VDI": vdi, "userdevice": str(number), "bootable": number == 0, "mode": "RW",
                        "type": "Disk", "empty": False, "other_config": {}, "qos_algorithm_type": "",
                        "qos_algorithm_params": {}})

    archive = http("GET", url, "/export", {"uuid": api.VM.get_uuid(vm), **key})
    objects, disks = look(archive)
    assert sorted(disks.values()) == sorted(held), "the disks hold what went in"
    assert len(archive) < 40 * MIB, "what holds nothing is left out"
    again = http("GET", url, "/export", {"ref": vm, **key})
    assert again == archive, "the same VM gives the same archive"
    packed = http("GET", url, "/export", {"ref": vm, "use_compression": "gzip", **key})
    assert len(packed) < len(archive) and gzip.decompress(packed) == archive

    seen = {"classes": sorted({o["class"] for o in objects}), "bytes": len(archive), "imported": 0}
    for body in [archive, packed, with_sha1(archive)]:
        task = api.task.create("import", "")
        http("PUT", url, "/import", {"sr_id": sr, "task_id": task, **key}, body)
        record = api.task.get_record(task)
        assert record["status"] == "success", record
        result = value(ElementTree.fromstring(record["result"]))
        assert len(result) == 1
        new = result[0]
        assert api.VM.get_name_label(new) == "travels" and api.VM.get_uuid(new) != api.VM.get_uuid(vm)
        vbds = sorted((api.VBD.get_record(vbd) for vbd in api.VM.get_VBDs(new)), key=lambda r: r["userdevice"])
        came = [http("GET", url, "/export_raw_vdi", {"vdi": r["VDI"], **key}) for r in vbds]
        assert came == held
        seen["imported"] += 1
    session.xenapi.session.logout()
    print(json.dumps(seen))


if __name__ == "__main__":
    main(*sys.argv[1:4])
