// Snapshots, with memory and without, and the way back: what the collection tells, and what is on the disks.
import assert from "node:assert/strict";
import { all, connect, disks, finish, made, MIB, newDisk, NULL, refused, until } from "./rig.mjs";

const xapi = await connect();
const vm = await made(xapi, "photographed");
const size = 4 * MIB;
let disk = await newDisk(xapi, size);
const vbd = await xapi.callAsync("VBD.create", {
  VM: vm.$ref,
  VDI: disk,
  userdevice: "autodetect",
  bootable: false,
  mode: "RW",
  type: "Disk",
  empty: false,
  other_config: {},
  qos_algorithm_type: "",
  qos_algorithm_params: {},
});
const place = (await xapi.barrier(vbd)).userdevice;
const write = (vdi, text) =>
  xapi.putResource(Buffer.concat([Buffer.from(text), Buffer.alloc(size - text.length)]), "/import_raw_vdi/", {
    query: { format: "raw", vdi },
  });
const read = async (vdi) => {
  const { body } = await xapi.getResource("/export_raw_vdi/", { query: { format: "raw", vdi } });
  return (await all(body)).toString().replace(/\0+$/, "");
};

await write(disk, "before");
const first = await xapi.callAsync("VM.snapshot", vm.$ref, "before");
let snapshot = await xapi.barrier(first);
assert.equal(snapshot.$snapshot_of.$id, vm.$id);
assert.ok(snapshot.is_a_template && snapshot.is_a_snapshot);
assert.equal(snapshot.$VBDs.length, xapi.getObject(vm.$id).$VBDs.length);
await write(disk, "after");
assert.equal(await read(disk), "after");
assert.equal(await read(disks(snapshot).get(place)), "before");
// One disk is left out of this one.
const second = await xapi.callAsync("VM.snapshot", vm.$ref, "without", [disk]);
assert.ok(!disks(await xapi.barrier(second)).has(place));
assert.equal(xapi.getObjectByRef(second).parent, first);

await xapi.callAsync("VM.start", vm.$ref, false, false);
await until("the agent reports", () => xapi.getObject(vm.$id).allowed_operations.includes("checkpoint"));
const third = await xapi.callAsync("VM.checkpoint", vm.$ref, "with memory");
const checkpoint = await xapi.barrier(third);
assert.equal(checkpoint.power_state, "Suspended");
assert.equal(checkpoint.$suspend_VDI.type, "suspend");
assert.equal(xapi.getObject(vm.$id).power_state, "Running");

await xapi.callAsync("VM.revert", first);
let reverted = await xapi.barrier(vm.$ref);
assert.deepEqual([reverted.$id, reverted.power_state, reverted.parent], [vm.$id, "Halted", first]);
assert.ok(![...disks(reverted).values()].includes(disk), "the disks are new ones");
assert.equal(xapi.getObjectByRef(disk, undefined), undefined);
disk = disks(reverted).get(place);
assert.equal(await read(disk), "before");
assert.deepEqual(new Set(reverted.snapshots), new Set([first, second, third]));
await xapi.callAsync("VM.revert", third);
reverted = await xapi.barrier(vm.$ref);
assert.equal(reverted.power_state, "Suspended");
assert.notEqual(reverted.suspend_VDI, checkpoint.suspend_VDI);
await xapi.callAsync("VM.resume", vm.$ref, false, true);
assert.equal((await xapi.barrier(vm.$ref)).suspend_VDI, NULL);
await xapi.callAsync("VM.hard_shutdown", vm.$ref);

snapshot = await xapi.barrier(first);
assert.deepEqual(new Set(snapshot.children), new Set([second]), "the VM hangs where it was last put");
assert.deepEqual(xapi.getObjectByRef(third).children, [vm.$ref]);
await refused("VM_IS_SNAPSHOT", snapshot.$callAsync("start", false, false));
const gone = snapshot.VBDs;
await snapshot.$callAsync("destroy");
await xapi.barrier();
for (const ref of [first, ...gone]) assert.equal(xapi.getObjectByRef(ref, undefined), undefined, "its removal is told");
assert.ok(!xapi.getObject(vm.$id).snapshots.includes(first));
assert.equal(xapi.getObjectByRef(second).parent, NULL);
await finish(xapi);
