// The master goes: a client that is sent elsewhere goes there, by itself at a login, by its caller in a session.
import assert from "node:assert/strict";
import { ask, client, connect, finish, guests, NULL, refused, until, url } from "./rig.mjs";

const { port, protocol } = new URL(url);
const at = (address) => `${protocol}//${address}:${port}`;
const xapi = await connect();
const hosts = Object.values(xapi.objects.all).filter((object) => object.$type === "host");
const master = xapi.pool.$master;
const [member, third] = hosts.filter((host) => host !== master);

// Every host leads to the same pool.
for (const host of hosts) {
  const there = client({ url: at(host.address), watchEvents: false });
  await there.connect();
  assert.equal(there.pool.uuid, xapi.pool.uuid);
  assert.equal(await there.getField("VM", guests(xapi, "Running")[0].$ref, "power_state"), "Running");
  await there.disconnect();
}

// Planned: calls are refused with the address of the new one; connecting anew leads there.
const [vm] = guests(xapi, "Running");
await xapi.call("pool.designate_new_master", member.$ref).catch((error) => assert.equal(error.code, "HOST_IS_SLAVE"));
const params = await until("a new master", () =>
  xapi.call("VM.get_uuid", vm.$ref).then(
    () => undefined,
    (error) => error.code === "HOST_IS_SLAVE" && error.params,
  ),
);
assert.deepEqual(params, [member.address]);
await xapi.disconnect();
await xapi.connect();
await xapi.objectsFetched;
assert.equal(xapi.pool.master, member.$ref);
assert.equal((await xapi.barrier(vm.$ref)).power_state, "Running", "VMs do not mind");

// Unplanned: it dies. Its caller tries the addresses that it knows.
const lost = guests(xapi, "Running").filter((guest) => guest.resident_on === member.$ref);
assert.ok(lost.length > 0);
const { master: index } = await ask("POST", "kill-master");
await assert.rejects(xapi.call("VM.set_name_description", vm.$ref, "nobody hears"));
await xapi.disconnect();
let fallback;
for (const host of [member, third, master]) {
  fallback = client({ url: at(host.address) });
  if (await fallback.connect().then(() => true, () => false)) break;
}
await fallback.objectsFetched;
assert.notEqual(fallback.pool.master, member.$ref);
assert.equal(fallback.pool.$master.address, (await ask("GET", "pools"))[0].addresses[index].split(":")[0]);
for (const guest of lost) {
  const record = fallback.getObject(guest.$id);
  assert.deepEqual([record.$ref, record.power_state, record.resident_on], [guest.$ref, "Halted", NULL]);
}
assert.equal(fallback.getObjectByRef(member.$ref).$metrics.live, false);
await fallback.callAsync("VM.start", lost[0].$ref, false, false);
assert.notEqual((await fallback.barrier(lost[0].$ref)).resident_on, member.$ref);

// It comes back as a member, which the collection hears of.
const back = (await ask("GET", "pools"))[0].addresses.findIndex((a) => a.startsWith(`${member.address}:`));
await ask("POST", "restart", { host: back });
await until("it lives", async () => {
  await fallback.barrier();
  return fallback.getObjectByRef(member.$ref).$metrics.live;
});
const again = client({ url: at(member.address), watchEvents: false });
await again.connect();
assert.equal(again.pool.master, fallback.pool.master);
await again.disconnect();
await refused("HANDLE_INVALID", fallback.call("VM.get_record", "OpaqueRef:none"));
await finish(fallback, { lost: lost.length });
