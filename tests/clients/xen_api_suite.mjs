// What Xen Orchestra's XAPI client can do with a pool: `xen_api_suite.mjs URL USER PASSWORD [json-rpc|xml-rpc|auto]`.
// Prints what it saw as one line of JSON; any surprise is an exception and an exit code other than 0.
import assert from "node:assert/strict";
import { createClient } from "xen-api";

const [url, user, password, transport = "auto"] = process.argv.slice(2);
const options = { url, auth: { user, password }, allowUnauthorized: true, transport, debounce: 0 };
const number = (value) => (typeof value === "string" ? Number(value) : value);

async function refused(code, promise) {
  const error = await promise.then(
    (answer) => assert.fail(`${code} expected, got ${JSON.stringify(answer)}`),
    (error) => error,
  );
  assert.equal(error.code, code, error.stack);
  return error.params;
}

const wrong = createClient({ ...options, auth: { user, password: `${password}x` }, watchEvents: false });
await refused("SESSION_AUTHENTICATION_FAILED", wrong.connect());

// Everything of every class, watched.
const xapi = createClient(options);
await xapi.connect();
await xapi.objectsFetched;
const methods = await xapi.call("system.listMethods");
let classes = 0;
for (const method of methods.filter((name) => name.endsWith(".get_all_records"))) {
  const name = method.split(".")[0];
  const records = await xapi.getAllRecords(name).catch((error) => {
    assert.equal(error.code, "MESSAGE_REMOVED", name);
  });
  if (records === undefined) continue;
  classes++;
  for (const record of records.slice(0, 2)) {
    const again = await xapi.getRecord(name, record.$ref);
    assert.equal(again.uuid, record.uuid);
  }
}
const all = Object.values(xapi.objects.all);
const guests = (state) =>
  all.filter(
    (object) =>
      object.$type === "VM" && object.power_state === state && !object.is_a_template && !object.is_control_domain,
  );
const vms = all.filter((object) => object.$type === "VM");
assert.equal(vms.length, (await xapi.call("VM.get_all")).length, "the collection holds every VM");
const [running] = guests("Running");
assert.equal(typeof number(running.memory_static_max), "number");
assert.equal(running.$resident_on.$type, "host", "references lead to objects");
assert.ok(xapi.pool.master);

// A boot, seen in the collection.
const [halted] = guests("Halted");
const states = [];
xapi.objects.on("update", (changed) => {
  const vm = changed[halted.$id];
  if (vm) states.push([vm.power_state, Object.values(vm.current_operations).join()].join(":"));
});
await xapi.callAsync("VM.start", halted.$ref, false, false);
await xapi.barrier();
assert.equal(xapi.getObject(halted.$id).power_state, "Running");
assert.ok(states.some((state) => state.endsWith(":start")), states.join(" "));

// Refusals, by call and by task.
assert.deepEqual(await refused("VM_BAD_POWER_STATE", xapi.call("VM.start", halted.$ref, false, false)), [
  halted.$ref,
  "halted",
  "running",
]);
await refused("VM_BAD_POWER_STATE", xapi.callAsync("VM.unpause", halted.$ref));
await refused("HANDLE_INVALID", xapi.call("VM.get_record", "OpaqueRef:none"));
await refused("NOT_IMPLEMENTED", xapi.call("VM.csvm", halted.$ref));

// Writes and what they bring.
await xapi.setField("VM", halted.$ref, "name_description", "é & <described>");
await xapi.setFieldEntry("VM", halted.$ref, "other_config", "suite", "1");
const seen = await xapi.barrier(halted.$ref);
assert.equal(seen.name_description, "é & <described>");
assert.equal(seen.other_config.suite, "1");
const copy = await xapi.callAsync("VM.snapshot", halted.$ref, "of the suite");
const snapshot = await xapi.barrier(copy);
assert.equal(snapshot.$snapshot_of.$id, halted.$id);
const disks = (vm) => vm.$VBDs.filter((vbd) => vbd.type === "Disk").map((vbd) => vbd.VDI);
const before = disks(seen);
await xapi.callAsync("VM.revert", copy);
const reverted = await xapi.barrier(halted.$ref);
assert.equal(reverted.power_state, "Halted");
assert.equal(reverted.$id, halted.$id);
assert.equal(disks(reverted).length, before.length);
assert.ok(disks(reverted).every((disk) => !before.includes(disk)), "the disks are new ones");
await xapi.callAsync("VM.start", halted.$ref, false, false);
await xapi.call("VM.destroy", copy);
await xapi.barrier();
assert.equal(xapi.getObjectByRef(copy, undefined), undefined, "its removal is told");
await xapi.callAsync("VM.clean_shutdown", halted.$ref).catch(() => xapi.call("VM.hard_shutdown", halted.$ref));
await xapi.barrier();
assert.equal(xapi.getObject(halted.$id).power_state, "Halted");

console.log(JSON.stringify({ transport, classes, vms: vms.length, states }));
await xapi.disconnect();
