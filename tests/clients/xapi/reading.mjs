// Reading: every class in the collection, each record as the single call answers it, references that lead to objects.
import assert from "node:assert/strict";
import { client, connect, date, finish, guests, number, refused, password, user } from "./rig.mjs";

const wrong = client({ auth: { user, password: `${password}x` }, watchEvents: false });
await refused("SESSION_AUTHENTICATION_FAILED", wrong.connect());

const xapi = await connect();
const methods = await xapi.call("system.listMethods");
let classes = 0;
for (const method of methods.filter((name) => name.endsWith(".get_all_records"))) {
  const name = method.split(".")[0];
  const records = await xapi.getAllRecords(name).catch((error) => {
    assert.equal(error.code, "MESSAGE_REMOVED", name);
  });
  if (records === undefined) continue;
  classes++;
  const known = Object.values(xapi.objects.all).filter((object) => object.$type === name);
  // Sessions and tasks come and go with the calls of the suite itself, and barriers leave their mark on the pool.
  if (name !== "session" && name !== "task") {
    assert.deepEqual(new Set(known.map((o) => o.$ref)), new Set(records.map((r) => r.$ref)), name);
  }
  for (const record of records.slice(0, 2)) {
    const again = await xapi.getRecord(name, record.$ref);
    assert.deepEqual({ ...again }, { ...record }, name);
    if (record.uuid !== undefined) {
      assert.equal((await xapi.getRecordByUuid(name, record.uuid)).$ref, record.$ref, name);
    }
  }
}

const vms = Object.values(xapi.objects.all).filter((object) => object.$type === "VM");
assert.equal(vms.length, (await xapi.call("VM.get_all")).length, "the collection holds every VM");
const [running] = guests(xapi, "Running");
assert.ok(number(running.memory_static_max) > 1 << 20);
assert.equal(typeof running.is_a_template, "boolean");
assert.equal(date(running.snapshot_time).getTime(), 0, "never");
assert.equal(running.$resident_on.$type, "host", "references lead to objects");
assert.ok(running.$VBDs.every((vbd) => vbd.$VM === running));
assert.ok(running.$VIFs.every((vif) => vif.$network.$VIFs.includes(vif)));
assert.equal(running.$pool, xapi.pool);
assert.ok(xapi.pool.$master.enabled);
assert.equal(await xapi.getField("VM", running.$ref, "uuid"), running.uuid);
assert.equal(await xapi.getFieldByUuid("VM", running.uuid, "name_label"), running.name_label);

// Texts of every kind go there and back, in the collection too.
for (const text of ["é & <described> \"'", "", "  two  spaces ", "日本語 🐧", "a\nb\tc"]) {
  await running.set_name_description(text);
  assert.equal(await xapi.getField("VM", running.$ref, "name_description"), text);
  assert.equal((await xapi.barrier(running.$ref)).name_description, text);
}
await running.update_other_config({ "a <key>": "1", other: "2" });
await running.update_other_config("other", null);
await running.add_tags("of the suite");
const seen = await xapi.barrier(running.$ref);
assert.equal(seen.other_config["a <key>"], "1");
assert.ok(!("other" in seen.other_config) && seen.tags.includes("of the suite"));
await running.remove_tags("of the suite");
await xapi.setFieldEntry("VM", running.$ref, "other_config", "a <key>", "3");
assert.equal((await xapi.barrier(running.$ref)).other_config["a <key>"], "3");

// Refusals.
await refused("HANDLE_INVALID", xapi.getRecord("VM", "OpaqueRef:none"));
await refused("UUID_INVALID", xapi.getRecordByUuid("VM", "none"));
assert.deepEqual(await refused("MESSAGE_METHOD_UNKNOWN", xapi.call("VM.fly", running.$ref)), ["VM.fly"]);
await refused("MESSAGE_PARAMETER_COUNT_MISMATCH", xapi.call("VM.start", running.$ref));
await refused("MAP_DUPLICATE_KEY", xapi.call("VM.add_to_other_config", running.$ref, "a <key>", "4"));

// One that may only read does, and refuses the rest by itself.
const reader = await connect({ readOnly: true, watchEvents: ["VM"] });
assert.equal(Object.keys(reader.objects.all).length, vms.length);
await assert.rejects(reader.call("VM.set_name_label", running.$ref, "x"), /read only/);
await reader.disconnect();

await finish(xapi, { classes, vms: vms.length });
