// Events: the collection is what reading everything gives; barriers, tasks that are watched, tasks that vanish.
import assert from "node:assert/strict";
import { connect, disks, finish, guests, refused, until } from "./rig.mjs";

const xapi = await connect();

/** The collection holds exactly what the pool has. */
async function inStep() {
  await xapi.barrier();
  for (const type of ["VM", "VBD", "VIF", "VDI", "SR", "host", "network", "console", "VM_guest_metrics", "message"]) {
    const wanted = await xapi.call(`${type}.get_all_records`);
    await xapi.barrier();
    const known = Object.values(xapi.objects.all).filter((object) => object.$type === type);
    assert.deepEqual(new Set(known.map((object) => object.$ref)), new Set(Object.keys(wanted)), type);
    for (const object of known) assert.deepEqual({ ...object }, wanted[object.$ref], type);
  }
}

// Many VMs at once, all of it heard of.
const added = new Set();
const removed = new Set();
xapi.objects.on("add", (objects) => Object.keys(objects).forEach((id) => added.add(id)));
xapi.objects.on("remove", (objects) => Object.keys(objects).forEach((id) => removed.add(id)));
const some = guests(xapi, "Halted").slice(0, 4);
await Promise.all(
  some.map(async (vm) => {
    await xapi.callAsync("VM.start", vm.$ref, false, false);
    await xapi.callAsync("VM.hard_shutdown", vm.$ref);
    const clone = await xapi.callAsync("VM.clone", vm.$ref, "short-lived");
    const record = await xapi.barrier(clone);
    assert.equal(record.name_label, "short-lived");
    const kept = [...disks(record).values()];
    await xapi.callAsync("VM.destroy", clone);
    await xapi.barrier();
    assert.equal(xapi.getObjectByRef(clone, undefined), undefined);
    assert.ok(added.has(record.$id) && removed.has(record.$id));
    for (const disk of kept) await xapi.call("VDI.destroy", disk);
  }),
);
await inStep();

// A call is seen as soon as a barrier was passed, again and again.
const [vm] = some;
for (let n = 0; n < 10; n++) {
  await vm.set_name_description(`${n}`);
  assert.equal((await xapi.barrier(vm.$ref)).name_description, `${n}`);
}


// Tasks: their results, their errors, cancelled, by hand, destroyed under the watcher's eyes.
assert.match(await xapi.callAsync("VM.clone", vm.$ref, "twin"), /^OpaqueRef:/);
await refused("VM_BAD_POWER_STATE", xapi.callAsync("VM.pause", vm.$ref));
const [running] = guests(xapi, "Running");
const suspending = await xapi.call("Async.VM.suspend", running.$ref);
const watched = xapi.watchTask(suspending);
await xapi.call("task.cancel", suspending);
await assert.rejects(watched, /cancel/);
assert.equal(await xapi.getField("VM", running.$ref, "power_state"), "Running");
await xapi.call("task.destroy", suspending);

const own = await xapi.call("task.create", "of the suite", "by hand");
const waiting = xapi.watchTask(own);
await xapi.call("task.set_progress", own, 0.5);
await until("half of it", async () => (await xapi.barrier(own)).progress === 0.5);
await xapi.call("task.set_result", own, "<value>done</value>");
await xapi.call("task.set_status", own, "success");
assert.equal(await waiting, "done");
await xapi.call("task.destroy", own);
const lost = await xapi.call("task.create", "never ends", "");
const never = xapi.watchTask(lost);
await xapi.barrier(lost);
await xapi.call("task.destroy", lost);
await assert.rejects(never, /destroyed before completion/);

// Two clients hear the same; one that hears of VMs alone hears of nothing else.
const other = await connect({ watchEvents: ["VM", "task", "pool"] });
await vm.set_name_description("for both");
assert.equal((await other.barrier(vm.$ref)).name_description, "for both");
assert.ok(Object.values(other.objects.all).every((object) => ["VM", "task", "pool"].includes(object.$type)));
await other.disconnect();
await inStep();
await finish(xapi, { added: added.size, removed: removed.size });
