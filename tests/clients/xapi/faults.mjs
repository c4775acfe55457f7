// What the client does when things go wrong: logins, retries, reading all anew; and what it leaves to its caller.
import assert from "node:assert/strict";
import { pRetry } from "promise-toolbox";
import { ask, client, connect, during, finish, guests, refused, until } from "./rig.mjs";

const xapi = await connect();
const [vm] = guests(xapi, "Halted");
const logins = async () => (await ask("GET", "door")).logins;
let sessions = 0;
xapi.on("sessionId", () => sessions++);

// Its session is gone: it logs in again by itself, repeats the call, and reads everything anew.
await ask("POST", "kill-sessions");
await xapi.setField("VM", vm.$ref, "name_description", "in a new session");
assert.equal(sessions, 1);
await xapi.objectsFetched;
assert.equal((await xapi.barrier(vm.$ref)).name_description, "in a new session");
// Once and not twice: then it gives up its connection.
const before = await logins();
await during(["fail=VM.set_name_label:1:SESSION_INVALID:gone", "fail=VM.set_name_label:2:SESSION_INVALID:gone"], () =>
  refused("SESSION_INVALID", xapi.call("VM.set_name_label", vm.$ref, "x")),
);
assert.equal(xapi.status, "disconnected");
assert.equal(await logins(), before + 1);
await xapi.connect();
await xapi.objectsFetched;
await xapi.barrier();

// Busy: who uses the library waits and asks again.
let asked = 0;
const busy = [1, 2].map((n) => `fail=VM.start:${n}:TOO_MANY_PENDING_TASKS`);
await during(busy, () =>
  pRetry(() => (asked++, xapi.call("VM.start", vm.$ref, false, false)), {
    delay: 20,
    tries: 10,
    when: { code: "TOO_MANY_PENDING_TASKS" },
  }),
);
assert.equal(asked, 3);
await during(["fail=VM.hard_shutdown:1:SR_BACKEND_FAILURE_44::There is insufficient space:"], async () => {
  const params = await refused("SR_BACKEND_FAILURE_44", xapi.callAsync("VM.hard_shutdown", vm.$ref));
  assert.deepEqual(params, ["", "There is insufficient space", ""]);
});
await xapi.callAsync("VM.hard_shutdown", vm.$ref);

// A connection is reset under a call that only reads: it is repeated as often as it takes.
const reader = client({ watchEvents: false, roCallRetryOptions: { delay: 10 } });
await reader.connect();
await during(["drop,times=1,method=VM.set_name_description", "reset,times=3"], async () => {
  await assert.rejects(reader.call("VM.set_name_description", vm.$ref, "the connection is gone"));
  assert.equal(await reader.getField("VM", vm.$ref, "uuid"), vm.uuid);
});
await during(["drop,times=1,method=VM.set_name_description", "reset,times=1"], async () => {
  await assert.rejects(reader.call("VM.set_name_description", vm.$ref, "gone again"));
  await assert.rejects(reader.call("VM.set_name_description", vm.$ref, "written"), { code: "ECONNRESET" });
});
assert.equal(await reader.getField("VM", vm.$ref, "name_description"), "gone again", "what is no reading is not repeated");
await reader.disconnect();

// What is no JSON by its type is not read: the client turns to XML, where integers are text.
await during(["content-type=wrong,times=1,method=session.login_with_password"], async () => {
  const other = client({ transport: "auto", watchEvents: false });
  await other.connect();
  assert.equal(typeof (await other.getField("VM", vm.$ref, "memory_static_max")), "string");
  await other.disconnect();
});

// An answer is lost after the call was done; nobody repeats what is not reading.
await during(["drop=1"], () => assert.rejects(xapi.call("VM.clone", vm.$ref, "asked for once")));
const [twin, ...more] = await xapi.call("VM.get_by_name_label", "asked for once");
assert.ok(twin && more.length === 0, "done, and done once");
await until("told all the same", () => xapi.getObjectByRef(twin, undefined));
await xapi.call("VM.destroy", twin);

// The event loop outlives lost answers and closed doors.
const errors = [];
xapi.on("eventFetchingError", (error) => errors.push(error));
let n = 0;
const stir = () => xapi.call("VM.set_name_description", vm.$ref, `${n++}`).catch(() => {});
await during(["drop=1"], () => until("its loop notices", async () => (await stir(), errors.length > 0)));
await xapi.setField("VM", vm.$ref, "name_description", "after all that");
assert.equal((await xapi.barrier(vm.$ref)).name_description, "after all that");
await during(["refuse"], async () => {
  const late = client({ watchEvents: false });
  await assert.rejects(late.connect());
});

// Slow is not wrong.
await during(["delay=150"], async () => {
  const begun = Date.now();
  await xapi.call("VM.get_uuid", vm.$ref);
  assert.ok(Date.now() - begun >= 150);
});

// The toolstack starts again: sessions and tasks are gone, tokens and objects are not.
await ask("POST", "restart-toolstack", { state: "keep" });
await until("it is back", () =>
  xapi.setField("VM", vm.$ref, "name_description", "after the restart").then(
    () => true,
    () => xapi.connect().catch(() => {}),
  ),
);
await xapi.objectsFetched;
assert.equal((await xapi.barrier(vm.$ref)).name_description, "after the restart");

// A removal is not told: for tasks the client notices by the count and reads them anew.
const task = await xapi.call("task.create", "goes unnoticed", "");
await xapi.barrier(task);
await during(["lose-deletions"], async () => {
  await xapi.call("task.destroy", task);
  await until("it notices", async () => {
    await xapi.barrier();
    return xapi.getObjectByRef(task, undefined) === undefined;
  });
});
await finish(xapi, { sessions, errors: errors.length });
