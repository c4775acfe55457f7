// What the suites of Xen Orchestra's XAPI client share. Each is run as `TOPIC.mjs URL USER PASSWORD CONTROL TRANSPORT`,
// where CONTROL is where the simulator is told to misbehave and TRANSPORT is `json-rpc`, `xml-rpc` or `auto`. A suite
// prints what it saw as one line of JSON; any surprise is an exception and an exit code other than 0.
import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import { createClient } from "xen-api";

export const [url, user, password, control, transport = "auto"] = process.argv.slice(2);
export const NULL = "OpaqueRef:NULL";
export const MIB = 1 << 20;
const patience = { debounce: 0, eventPollDelay: 50 };

/** A client that is not connected yet. */
export const client = (more = {}) =>
  createClient({ url, auth: { user, password }, allowUnauthorized: true, transport, ...patience, ...more });

/** A client that knows all objects. */
export async function connect(more) {
  const xapi = client(more);
  await xapi.connect();
  await xapi.objectsFetched;
  return xapi;
}

/** Ends a suite: what it saw is printed. */
export async function finish(xapi, seen = {}) {
  console.log(JSON.stringify({ transport, ...seen }));
  await xapi.disconnect();
}

/** Integers are text in XML-RPC. */
export const number = (value) => (typeof value === "string" ? Number(value) : value);

/** Dates are text in JSON. */
export const date = (value) =>
  value instanceof Date ? value : new Date(value.replace(/^(\d{4})(\d\d)(\d\d)/, "$1-$2-$3"));

/** The parameters of a refusal that must come. */
export async function refused(code, promise) {
  const error = await promise.then(
    (answer) => assert.fail(`${code} expected, got ${JSON.stringify(answer)}`),
    (error) => error,
  );
  assert.equal(error.code, code, error.stack);
  return error.params;
}

/** Asks the control socket. */
export async function ask(verb, route, query = {}) {
  const pairs = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  const answer = await fetch(`${control}/sim/${route}?${pairs.join("&")}`, { method: verb });
  const body = await answer.json();
  assert.equal(answer.status, 200, JSON.stringify(body));
  return body;
}

/** Faults for as long as something lasts. */
export async function during(specs, work) {
  for (const spec of specs) await ask("POST", "fault", { spec });
  try {
    return await work();
  } finally {
    await ask("POST", "clear-faults");
  }
}

/** Waits until something is so. */
export async function until(what, check) {
  const end = Date.now() + 60_000;
  while (Date.now() < end) {
    const answer = await check();
    if (answer) return answer;
    await pause(20);
  }
  throw new Error(`${what} never happened`);
}

/** VMs that are neither templates nor control domains, in a power state. */
export const guests = (xapi, state) =>
  Object.values(xapi.objects.all).filter(
    (object) =>
      object.$type === "VM" && object.power_state === state && !object.is_a_template && !object.is_control_domain,
  );

export const named = (xapi, type, name) =>
  Object.values(xapi.objects.all).find((object) => object.$type === type && object.name_label === name);

/** Disks of a VM by their place. */
export const disks = (vm) =>
  new Map(vm.$VBDs.filter((vbd) => vbd.type === "Disk").map((vbd) => [vbd.userdevice, vbd.VDI]));

export const newDisk = (xapi, size, more = {}) =>
  xapi.callAsync("VDI.create", {
    SR: named(xapi, "SR", "NFS storage").$ref,
    virtual_size: size,
    name_label: "of the suite",
    name_description: "",
    type: "user",
    sharable: false,
    read_only: false,
    other_config: {},
    xenstore_data: {},
    sm_config: {},
    tags: [],
    ...more,
  });

/** A VM that a template makes. */
export async function made(xapi, name) {
  const ref = await xapi.callAsync("VM.clone", named(xapi, "VM", "Debian Bookworm 12").$ref, name);
  await xapi.callAsync("VM.provision", ref);
  return xapi.barrier(ref);
}

/** All bytes of a body. */
export async function all(body) {
  const parts = [];
  for await (const part of body) parts.push(part);
  return Buffer.concat(parts);
}
