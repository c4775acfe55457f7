"""What the client does when things go wrong: its own logins, its own retries, and what it leaves to its caller."""

import http.client
import time
import xmlrpc.client

import XenAPI
from rig import events, guests, refused, run, until


def main(pool):
    session = pool.session()
    x = session.xenapi
    wrong = pool.session()
    refused("SESSION_AUTHENTICATION_FAILED", wrong.xenapi.login_with_password, pool.user, "wrong", "2.0", "suite")
    wrong.xenapi.session.logout()

    # Its session is gone: it logs in again by itself and repeats the call.
    vm = guests(session, "Halted")[0]
    before = session.handle
    pool.ask("POST", "kill-sessions")
    assert x.VM.get_power_state(vm) == "Halted"
    assert session.handle != before
    with pool.fault("fail=VM.get_uuid:1:SESSION_INVALID:OpaqueRef:gone", "fail=VM.get_uuid:2:SESSION_INVALID:OpaqueRef:x"):
        assert x.VM.get_uuid(vm)
    # Three times, and no more.
    with pool.fault(*["fail=VM.get_uuid:%d:SESSION_INVALID:OpaqueRef:gone" % n for n in (1, 2, 3)]):
        try:
            x.VM.get_uuid(vm)
        except xmlrpc.client.Fault as fault:
            assert "Tried 3 times" in fault.faultString, fault
        else:
            raise AssertionError("it went on trying")

    # An answer is lost after the call was done: the library asks once more, so the call is done twice.
    with pool.fault("drop=1"):
        try:
            x.VM.clone(vm, "asked for once")
        except (http.client.RemoteDisconnected, ConnectionError):
            pass
        else:
            raise AssertionError("an answer came")
    assert len(x.VM.get_by_name_label("asked for once")) == 2
    for twin in x.VM.get_by_name_label("asked for once"):
        x.VM.destroy(twin)

    # Lost once, it is asked for again: done twice, answered once.
    with pool.fault("drop,times=1,method=VM.clone"):
        x.VM.clone(vm, "asked for once")
    assert len(x.VM.get_by_name_label("asked for once")) == 2
    for twin in x.VM.get_by_name_label("asked for once"):
        x.VM.destroy(twin)

    # A connection is reset: the library makes another, once.
    with pool.fault("reset,times=1"):
        pool.session().xenapi.session.logout()
    with pool.fault("reset,times=2"):
        try:
            pool.session()
        except ConnectionResetError:
            pass
        else:
            raise AssertionError("somebody got in")

    # New connections are cut at once: nobody gets in, and who is in stays.
    with pool.fault("refuse"):
        assert x.VM.get_uuid(vm)
        try:
            pool.session()
        except (http.client.HTTPException, ConnectionError):
            pass
        else:
            raise AssertionError("somebody got in")
    pool.session().xenapi.session.logout()

    # Busy: scripts wait and ask again.
    with pool.fault(*["fail=VM.start:%d:TOO_MANY_PENDING_TASKS" % n for n in (1, 2)]):
        for attempt in range(5):
            try:
                x.VM.start(vm, False, False)
                break
            except XenAPI.Failure as failure:
                assert failure.details == ["TOO_MANY_PENDING_TASKS"], failure
        assert attempt == 2
    assert x.VM.get_power_state(vm) == "Running"
    with pool.fault("fail=VM.hard_shutdown:1:SR_BACKEND_FAILURE_44::There is insufficient space:"):
        details = refused("SR_BACKEND_FAILURE_44", x.VM.hard_shutdown, vm)
        assert details[1:] == ["", "There is insufficient space", ""]
    x.VM.hard_shutdown(vm)

    # Slow is not wrong.
    with pool.fault("delay=200"):
        begun = time.monotonic()
        x.VM.get_uuid(vm)
        assert time.monotonic() - begun >= 0.2

    # A removal is not told: only the count shows that something is missing.
    gone = x.VM.clone(vm, "goes unnoticed")
    batch = events(session, ["vm"], "", 0.0)
    known = {event["ref"] for event in batch["events"]}
    assert len(known) == int(batch["valid_ref_counts"]["vm"]) and gone in known
    with pool.fault("lose-deletions"):
        x.VM.destroy(gone)
        batch = events(session, ["vm"], batch["token"], 0.0)
        assert all(event["operation"] != "del" for event in batch["events"])
        assert int(batch["valid_ref_counts"]["vm"]) == len(known) - 1
        assert set(x.VM.get_all()) == known - {gone}

    # The database is an older one: the answer's token is below that of the question, and all is to be read anew.
    token = events(session, ["vm"], "", 0.0)["token"]
    pool.ask("POST", "fault", spec="rewind-token=50")
    batch = events(session, ["vm"], token, 0.1)
    assert batch["events"] == [] and batch["token"] < token, (token, batch["token"])
    pool.ask("POST", "clear-faults")
    assert {e["ref"] for e in events(session, ["vm"], "", 0.0)["events"]} == set(x.VM.get_all())

    # The toolstack starts again: sessions are gone, tokens are not.
    token = events(session, ["vm"], "", 0.0)["token"]
    pool.ask("POST", "restart-toolstack", state="keep")
    until("it is back", lambda: back(session, vm))
    x.VM.set_name_description(vm, "after the restart")
    assert [e["ref"] for e in events(session, ["vm"], token, 5.0)["events"]] == [vm]

    # An error page is no answer.
    with pool.fault("http-500"):
        try:
            x.VM.get_uuid(vm)
        except xmlrpc.client.ProtocolError as error:
            assert error.errcode == 500
        else:
            raise AssertionError("an answer came")

    # A wait ends with its session.
    token = events(session, ["vm"], "", 0.0)["token"]
    other = pool.session(originator="other")
    other.session.logout(session.handle)
    before = session.handle
    assert events(session, ["vm"], token, 0.1)["events"] == [], "asked again in a new session"
    assert session.handle != before
    other.xenapi.session.logout()
    x.session.logout()


def back(session, vm):
    """Whether the pool answers again."""
    try:
        return session.xenapi.VM.get_uuid(vm)
    except XenAPI.Failure as failure:
        assert failure.details == ["HOST_STILL_BOOTING"], failure
    except (OSError, http.client.HTTPException):
        pass
    return None


if __name__ == "__main__":
    run(main)
