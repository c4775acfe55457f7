"""What the suites of XAPI's own Python client share. Each is run as `TOPIC.py URL USER PASSWORD CONTROL`.

CONTROL is where the simulator is told to misbehave. A suite prints what it saw as one line of JSON; any surprise is
an exception and an exit code other than 0.
"""

import contextlib
import json
import ssl
import sys
import time
import urllib.parse
import urllib.request

import XenAPI

NULL = "OpaqueRef:NULL"
UNCHECKED = ssl._create_unverified_context()


class Pool:
    """Where the pool is, and the way in."""

    def __init__(self, url, user, password, control):
        self.url, self.user, self.password, self.control = url, user, password, control

    def session(self, url=None, originator="suite"):
        session = XenAPI.Session(url or self.url, ignore_ssl=True)
        session.xenapi.login_with_password(self.user, self.password, "2.0", originator)
        return session

    def address(self, host):
        """The URL of a host, by the address that another host tells."""
        parts = urllib.parse.urlsplit(self.url)
        return f"{parts.scheme}://{host}:{parts.port}"

    def ask(self, verb, route, **query):
        """Asks the control socket."""
        url = f"{self.control}/sim/{route}?{urllib.parse.urlencode(query, quote_via=urllib.parse.quote)}"
        with urllib.request.urlopen(urllib.request.Request(url, method=verb)) as answer:
            return json.load(answer)

    @contextlib.contextmanager
    def fault(self, *specs):
        """Faults for as long as this lasts."""
        for spec in specs:
            self.ask("POST", "fault", spec=spec)
        try:
            yield
        finally:
            self.ask("POST", "clear-faults")


def run(suite):
    """Runs a suite with the pool that the command line names; prints what it answers."""
    print(json.dumps(suite(Pool(*sys.argv[1:5])) or {}))


def refused(code, call, *args):
    """The details of a refusal that must come."""
    try:
        answer = call(*args)
    except XenAPI.Failure as failure:
        assert failure.details[0] == code, failure.details
        return failure.details
    raise AssertionError(f"{code} expected, got {answer!r}")


def events(session, classes, token, timeout):
    """`event.from`, whose name is a keyword of Python."""
    return getattr(session.xenapi.event, "from")(classes, token, timeout)


def wait(session, task):
    """Waits for a task by its events, as scripts do; its record, the task destroyed."""
    token = ""
    while True:
        batch = events(session, ["task/" + task], token, 10.0)
        token = batch["token"]
        for event in batch["events"]:
            assert event["ref"] == task and event["class"] == "task", event
            if event["snapshot"]["status"] not in ("pending", "cancelling"):
                session.xenapi.task.destroy(task)
                return event["snapshot"]


def done(session, task):
    """The result of a task that must succeed: a reference, or nothing."""
    record = wait(session, task)
    assert record["status"] == "success" and record["error_info"] == [], record
    result = record["result"]
    assert result.startswith("<value>") and result.endswith("</value>"), result
    return result[len("<value>") : -len("</value>")]


def until(what, check):
    """Waits until something is so."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        answer = check()
        if answer:
            return answer
        time.sleep(0.02)
    raise AssertionError(what)


def guests(session, state):
    """VMs that are neither templates nor control domains, in a power state."""
    return [
        ref
        for ref, vm in session.xenapi.VM.get_all_records().items()
        if vm["power_state"] == state and not vm["is_a_template"] and not vm["is_control_domain"]
    ]


def shared_sr(session):
    return session.xenapi.SR.get_by_name_label("NFS storage")[0]


def disks(session, vm):
    """The disks of a VM by their place."""
    vbds = [session.xenapi.VBD.get_record(vbd) for vbd in session.xenapi.VM.get_VBDs(vm)]
    return {vbd["userdevice"]: vbd["VDI"] for vbd in vbds if vbd["type"] == "Disk"}


def new_disk(session, size, **more):
    record = {
        "SR": shared_sr(session),
        "virtual_size": str(size),
        "name_label": "of the suite",
        "type": "user",
        "sharable": False,
        "read_only": False,
        "other_config": {},
    }
    return session.xenapi.VDI.create({**record, **more})


def attached(session, vm, vdi, **more):
    """A drive of a VM with that disk in it."""
    record = {
        "VM": vm,
        "VDI": vdi,
        "userdevice": "autodetect",
        "bootable": False,
        "mode": "RW",
        "type": "Disk",
        "empty": False,
        "other_config": {},
        "qos_algorithm_type": "",
        "qos_algorithm_params": {},
    }
    return session.xenapi.VBD.create({**record, **more})


def put(url, content):
    """Sends a body; the status of the answer."""
    request = urllib.request.Request(url, data=content, method="PUT")
    with urllib.request.urlopen(request, context=UNCHECKED) as answer:
        return answer.status


def fetch(url):
    with urllib.request.urlopen(url, context=UNCHECKED) as answer:
        return answer.read()


def upload(pool, session, vdi, content, **query):
    """Writes a disk over HTTP and waits for the task that belongs to it."""
    task = session.xenapi.task.create("import", "")
    query = {"session_id": session.handle, "vdi": vdi, "task_id": task, **query}
    assert put(f"{pool.url}/import_raw_vdi?{urllib.parse.urlencode(query)}", content) == 200
    assert done(session, task) == vdi


def download(pool, session, vdi, **query):
    """What a disk holds."""
    query = {"session_id": session.handle, "vdi": vdi, **query}
    return fetch(f"{pool.url}/export_raw_vdi?{urllib.parse.urlencode(query)}")
