// The life of a VM, watched in the collection: made, provisioned, copied, and through every power operation.
import assert from "node:assert/strict";
import { connect, disks, finish, guests, made, named, NULL, number, refused, until } from "./rig.mjs";

const xapi = await connect();
const vm = await made(xapi, "made by the suite");
assert.equal(vm.is_a_template, false);
assert.equal(disks(vm).size, 1);
const [device] = await xapi.call("VM.get_allowed_VIF_devices", vm.$ref);
const network = Object.values(xapi.objects.all).find((object) => object.$type === "network");
const vif = await xapi.callAsync("VIF.create", {
  device,
  network: network.$ref,
  VM: vm.$ref,
  MAC: "",
  MTU: number(network.MTU),
  other_config: {},
  qos_algorithm_type: "",
  qos_algorithm_params: {},
});
assert.equal((await xapi.barrier(vif)).$VM.$id, vm.$id);
await vm.$call("set_memory_limits", 1 << 30, 2 ** 31, 2 ** 31, 2 ** 31);

// The boot, as the collection saw it.
const states = [];
xapi.objects.on("update", (changed) => {
  const now = changed[vm.$id];
  if (now) states.push([now.power_state, Object.values(now.current_operations).join()].join(":"));
});
await vm.$callAsync("start", false, false);
await xapi.barrier();
assert.equal(xapi.getObject(vm.$id).power_state, "Running");
assert.ok(states.some((state) => state.endsWith(":start")), states.join(" "));
await until("the agent reports", () => xapi.getObject(vm.$id).allowed_operations.includes("clean_shutdown"));
assert.ok(Object.keys(xapi.getObject(vm.$id).$guest_metrics.os_version).length > 0);

// To another host and back.
const here = xapi.getObject(vm.$id).resident_on;
const hosts = await xapi.call("VM.get_possible_hosts", vm.$ref);
const there = hosts.find((host) => host !== here);
await xapi.callAsync("VM.pool_migrate", vm.$ref, there, { force: "true" });
let now = await xapi.barrier(vm.$ref);
assert.equal(now.resident_on, there);
assert.ok(now.$resident_on.resident_VMs.includes(vm.$ref));
await xapi.callAsync("VM.pool_migrate", vm.$ref, here, { force: "true" });

// Every power operation.
assert.deepEqual(await refused("VM_BAD_POWER_STATE", vm.$call("start", false, false)), [vm.$ref, "halted", "running"]);
await refused("VM_BAD_POWER_STATE", vm.$callAsync("unpause"));
for (const [op, state, ...args] of [
  ["pause", "Paused"],
  ["unpause", "Running"],
  ["suspend", "Suspended"],
  ["resume", "Running", false, true],
  ["clean_reboot", "Running"],
  ["hard_reboot", "Running"],
  ["clean_shutdown", "Halted"],
  ["start", "Running", false, false],
  ["hard_shutdown", "Halted"],
]) {
  await vm.$callAsync(op, ...args);
  now = await xapi.barrier(vm.$ref);
  assert.equal(now.power_state, state, op);
  assert.equal(now.resident_on !== NULL, state === "Running" || state === "Paused", op);
  assert.equal(now.suspend_VDI !== NULL, state === "Suspended", op);
  assert.equal(now.$consoles.length, state === "Running" || state === "Paused" ? 1 : 0, op);
  assert.deepEqual(now.current_operations, {}, op);
  assert.ok(now.$VBDs.every((vbd) => vbd.currently_attached === (state !== "Halted")), op);
}

// Twins have disks of their own.
const sr = named(xapi, "SR", "NFS storage").$ref;
for (const twin of [await vm.$callAsync("clone", "clone"), await vm.$callAsync("copy", "copy", sr)]) {
  const record = await xapi.barrier(twin);
  const own = [...disks(record).values()];
  assert.equal(own.length, 1);
  assert.ok(!disks(now).has(own[0]) && ![...disks(now).values()].includes(own[0]));
  assert.notEqual(record.$VIFs[0].MAC, now.$VIFs[0].MAC);
  await record.$call("destroy");
  await xapi.call("VDI.destroy", own[0]);
}

// A VM made field by field, as backups are restored. (The client cannot send the dates that it has read.)
const plain = await xapi.callAsync("VM.create", {
  ...Object.fromEntries(Object.entries(now).filter(([, value]) => !(value instanceof Date))),
  uuid: undefined,
  name_label: "made by hand",
  affinity: NULL,
  appliance: NULL,
  suspend_VDI: undefined,
  power_state: "Halted",
});
const bare = await xapi.barrier(plain);
assert.deepEqual([bare.name_label, bare.power_state, bare.VBDs.length], ["made by hand", "Halted", 0]);
await xapi.call("VM.destroy", plain);

// Gone, and told.
const gone = [...now.VBDs, ...now.VIFs, now.metrics];
const kept = [...disks(now).values()];
await vm.update_blocked_operations("destroy", "still needed");
await refused("OPERATION_BLOCKED", vm.$call("destroy"));
await vm.update_blocked_operations("destroy", null);
await vm.$callAsync("destroy");
await xapi.barrier();
for (const ref of [vm.$ref, plain, ...gone]) assert.equal(xapi.getObjectByRef(ref, undefined), undefined);
for (const disk of kept) await xapi.call("VDI.destroy", disk);

// A guest that shuts down in its own time; the task that was destroyed is gone from the collection too.
const [other] = guests(xapi, "Running");
await other.$callAsync("clean_shutdown");
await until("all tasks are gone", async () => {
  await xapi.barrier();
  return !Object.values(xapi.objects.all).some((object) => object.$type === "task");
});
await finish(xapi, { states });
