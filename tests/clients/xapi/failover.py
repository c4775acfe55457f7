"""The master goes: its members point to the new one, and callers go there."""

import XenAPI
from rig import NULL, guests, run, until


def master_of(pool, url):
    """Logs in where it is told to, as scripts do; the session and its URL."""
    for _ in range(3):
        try:
            return pool.session(url), url
        except XenAPI.Failure as failure:
            assert failure.details[0] == "HOST_IS_SLAVE", failure.details
            url = pool.address(failure.details[1])
    raise AssertionError("sent from host to host")


def anywhere(pool, addresses):
    """Tries the hosts one after the other."""
    for address in addresses:
        try:
            return master_of(pool, pool.address(address))
        except OSError:
            continue
    return None


def main(pool):
    session = pool.session()
    x = session.xenapi
    hosts = x.host.get_all_records()
    addresses = [host["address"] for host in hosts.values()]
    master = x.pool.get_master(x.pool.get_all()[0])
    there = hosts[master]["address"]
    assert len(addresses) > 2 and pool.url == pool.address(there)
    for address in addresses:
        found, url = master_of(pool, pool.address(address))
        assert url == pool.url and found.xenapi.host.get_all_records().keys() == hosts.keys()
        found.xenapi.session.logout()

    # A member serves no call but those that ask it who it is.
    member = next(a for a in addresses if a != there)
    stranger = XenAPI.Session(pool.address(member), ignore_ssl=True)
    answer = stranger.VM.get_all(session.handle)
    assert answer == {"Status": "Failure", "ErrorDescription": ["HOST_IS_SLAVE", there]}, answer

    # Planned: the old master is a member at once.
    next_master = next(ref for ref, host in hosts.items() if host["address"] == member)
    vm = guests(session, "Running")[0]
    x.pool.designate_new_master(next_master)
    details = until("a new master", lambda: refused_somehow(x.VM.get_uuid, vm))
    assert details == ["HOST_IS_SLAVE", member], details
    session, url = master_of(pool, pool.url)
    x = session.xenapi
    assert url == pool.address(member) and x.pool.get_master(x.pool.get_all()[0]) == next_master
    assert x.VM.get_power_state(vm) == "Running", "VMs do not mind"

    # Unplanned: it dies, with the VMs on it; another takes over.
    on_it = [r for r in x.host.get_resident_VMs(next_master) if not x.VM.get_is_control_domain(r)]
    elsewhere = [r for r in guests(session, "Running") if r not in on_it]
    assert on_it and elsewhere
    pool.ask("POST", "kill-master")
    try:
        x.VM.get_uuid(vm)
    except OSError:
        pass
    else:
        raise AssertionError("the dead answer")
    session, url = until("another master", lambda: anywhere(pool, addresses))
    x = session.xenapi
    assert url != pool.address(member)
    assert not x.host_metrics.get_live(x.host.get_metrics(next_master))
    for ref in on_it:
        assert (x.VM.get_power_state(ref), x.VM.get_resident_on(ref)) == ("Halted", NULL), ref
    assert all(x.VM.get_power_state(ref) == "Running" for ref in elsewhere)
    x.VM.start(on_it[0], False, False)
    assert x.VM.get_resident_on(on_it[0]) != next_master

    # It comes back as a member.
    index = next(i for i, a in enumerate(pool.ask("GET", "pools")[0]["addresses"]) if a.startswith(member + ":"))
    pool.ask("POST", "restart", host=index)
    again, back = master_of(pool, pool.address(member))
    assert back == url and again.xenapi.host_metrics.get_live(again.xenapi.host.get_metrics(next_master))
    again.xenapi.session.logout()
    x.session.logout()


def refused_somehow(call, *args):
    try:
        call(*args)
    except XenAPI.Failure as failure:
        return failure.details
    return None


if __name__ == "__main__":
    run(main)
