"""PyPI's XenAPI, as it is, against the simulator."""

import json
import os
import pathlib
import socket
import subprocess
import time
import unittest
import warnings

import XenAPI

ROOT = pathlib.Path(__file__).resolve().parents[2]
TARGET = ROOT / os.environ.get("CARGO_TARGET_DIR", "target")
BIN = pathlib.Path(os.environ.get("XENITH_BIN", TARGET / "release"))


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def until(what, check, seconds=20):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        value = check()
        if value:
            return value
        time.sleep(0.05)
    raise AssertionError(f"{what} did not happen within {seconds} s")


class Simulator(unittest.TestCase):
    """One simulator for each test."""

    tls = []

    def setUp(self):
        # XenAPI leaves its connection to the garbage collector.
        warnings.simplefilter("ignore", ResourceWarning)
        port = free_port()
        scheme = "https" if self.tls else "http"
        command = [BIN / "xapi-sim", "--listen", f"127.0.0.1:{port}", "--vms", "12", *self.tls]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.addCleanup(self.process.wait)
        self.addCleanup(self.process.kill)

        def listens():
            self.assertIsNone(self.process.poll(), "the simulator ended")
            with socket.socket() as probe:
                return probe.connect_ex(("127.0.0.1", port)) == 0

        until("the simulator listening", listens)
        self.session = XenAPI.Session(f"{scheme}://127.0.0.1:{port}", ignore_ssl=True)

    def login(self):
        self.session.xenapi.login_with_password("root", "xenith", "1.0", "xenith-tests")
        self.addCleanup(self.session.xenapi.session.logout)
        return self.session.xenapi

    def guest(self, state):
        for ref, vm in self.session.xenapi.VM.get_all_records().items():
            if not vm["is_a_template"] and not vm["is_control_domain"] and vm["power_state"] == state:
                return ref
        self.fail(f"there is no VM that is {state}")


class Plain(Simulator):
    def test_every_class_is_read(self):
        xapi = self.login()
        model = json.loads((ROOT / "crates/xapi/datamodel.json").read_text())
        read = 0
        for kind in model["classes"]:
            reader = [message for message in kind["messages"] if message["name"] == "get_all_records"]
            if not reader or reader[0].get("removed"):
                continue
            records = getattr(xapi, kind["name"]).get_all_records()
            fields = {field["name"] for field in kind["fields"]}
            for record in records.values():
                self.assertLessEqual(set(record), fields, kind["name"])
            read += 1
        self.assertGreater(read, 40)
        vms = xapi.VM.get_all_records().values()
        self.assertEqual(sum(not vm["is_a_template"] and not vm["is_control_domain"] for vm in vms), 12)

    def test_a_vm_stops_and_starts_and_its_task_is_waited_for(self):
        xapi = self.login()
        vm = self.guest("Running")

        def wait_for(task):
            until("the task's end", lambda: xapi.task.get_status(task) != "pending")
            status, error = xapi.task.get_status(task), xapi.task.get_error_info(task)
            xapi.task.destroy(task)
            self.assertEqual(status, "success", error)

        wait_for(getattr(xapi, "Async").VM.hard_shutdown(vm))
        self.assertEqual(xapi.VM.get_power_state(vm), "Halted")
        wait_for(getattr(xapi, "Async").VM.start(vm, False, False))
        self.assertEqual(xapi.VM.get_power_state(vm), "Running")
        with self.assertRaises(XenAPI.Failure) as refused:
            xapi.VM.start(vm, False, False)
        self.assertIn(refused.exception.details[0], ("VM_BAD_POWER_STATE", "OPERATION_NOT_ALLOWED"))

    def test_events_tell_of_a_change(self):
        xapi = self.login()
        vm = self.guest("Running")
        # `from` is a keyword of Python's.
        events_from = getattr(xapi.event, "from")
        token = events_from(["vm"], "", 1.0)["token"]
        xapi.VM.set_name_label(vm, "renamed by XenAPI")
        batch = events_from(["vm"], token, 10.0)
        changed = [event for event in batch["events"] if event["ref"] == vm]
        self.assertEqual([event["operation"] for event in changed], ["mod"])
        self.assertEqual(changed[0]["snapshot"]["name_label"], "renamed by XenAPI")
        self.assertGreater(int(batch["valid_ref_counts"]["vm"]), 12)

    def test_a_wrong_password_is_refused(self):
        with self.assertRaises(XenAPI.Failure) as refused:
            self.session.xenapi.login_with_password("root", "wrong", "1.0", "xenith-tests")
        self.assertEqual(refused.exception.details[0], "SESSION_AUTHENTICATION_FAILED")


class Tls(Simulator):
    tls = ["--tls"]

    def test_it_logs_in_over_tls(self):
        self.assertEqual(len(self.login().pool.get_all()), 1)


if __name__ == "__main__":
    unittest.main()
