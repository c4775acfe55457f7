// Disks over HTTP with the client's own helpers: buffers and streams, known and unknown lengths, other hosts, cancelling.
import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { CancelToken } from "promise-toolbox";
import { all, connect, finish, MIB, named, newDisk, number, refused, until } from "./rig.mjs";

const xapi = await connect();
const size = 8 * MIB;
const content = Buffer.alloc(size);
for (let i = 3 * MIB; i < 4 * MIB; i++) content[i] = i % 251;
const read = async (vdi, query = {}) => {
  const response = await xapi.getResource("/export_raw_vdi/", { query: { format: "raw", vdi, ...query } });
  const body = await all(response.body);
  await response.task;
  return body;
};
const same = async (vdi, what, why) => assert.ok((await read(vdi)).equals(what), why);
const write = (body, vdi, format = "raw") =>
  xapi.putResource(body, "/import_raw_vdi/", { query: { format, vdi } });
/** A stream in pieces; with a length or without. */
const stream = (bytes, length) => {
  const pieces = [];
  for (let at = 0; at < bytes.length; at += 300_000) pieces.push(bytes.subarray(at, at + 300_000));
  return Object.assign(Readable.from(pieces, { objectMode: false }), length === undefined ? {} : { length });
};

const vdi = await newDisk(xapi, size - 5);
assert.equal(number((await xapi.barrier(vdi)).virtual_size), size, "rounded up");
assert.equal(await write(content, vdi), vdi, "the task's result is the disk");
await same(vdi, content, "a buffer");

// A stream: the client asks without a body first where to send it.
const second = await newDisk(xapi, size);
assert.equal(await write(stream(content, size), second), second);
await same(second, content, "a stream");

// A stream of unknown length: it says 1 PiB and cuts the connection when it is through, whatever is heard of that.
const third = await newDisk(xapi, size);
await write(stream(content), third).catch((error) => console.warn(error.message));
await until("all of it is written", async () => (await read(third).catch(() => Buffer.alloc(0))).equals(content));

// As VHD, whole and what changed since a snapshot.
const image = await read(vdi, { format: "vhd" });
assert.equal(image.subarray(0, 8).toString(), "conectix");
const fourth = await newDisk(xapi, size);
await write(image, fourth, "vhd");
await same(fourth, content, "a VHD");
const base = await xapi.callAsync("VDI.snapshot", vdi, {});
const changed = Buffer.from(content);
changed.fill("new", 6 * MIB, 7 * MIB);
await write(changed, vdi);
const delta = await read(vdi, { format: "vhd", base });
assert.ok(delta.length < image.length + 2 * MIB);
await write(stream(delta, delta.length), fourth, "vhd");
await same(fourth, changed, "what changed");

// A disk that only another host sees: the client is sent there.
const hosts = Object.values(xapi.objects.all).filter((object) => object.$type === "host");
const other = hosts.find((host) => host.$ref !== xapi.pool.master);
const away = other.$PBDs.map((pbd) => pbd.$SR).find((sr) => sr.content_type === "user" && !sr.shared);
const far = await newDisk(xapi, size, { SR: away.$ref });
await write(stream(content, size), far);
await same(far, content, "on another host");

// Refusals reach the task.
await assert.rejects(xapi.getResource("/export_raw_vdi/", { query: { format: "raw", vdi: "OpaqueRef:none" } }));
await assert.rejects(write(Buffer.from("no such thing"), fourth, "vhd"));

// Clones, copies, sizes.
const sr = named(xapi, "SR", "NFS storage").$ref;
const clone = await xapi.callAsync("VDI.clone", vdi, {});
const copy = await xapi.callAsync("VDI.copy", vdi, sr);
for (const twin of [clone, copy]) await same(twin, changed);
await xapi.callAsync("VDI.resize", copy, size + 1);
assert.equal(number((await xapi.barrier(copy)).virtual_size), size + 2 * MIB);
await refused("SR_BACKEND_FAILURE_79", xapi.callAsync("VDI.resize", copy, MIB));

// Cancelled in the middle of sending: the disk is free again.
const { cancel, token } = CancelToken.source();
const slow = async function* () {
  yield content.subarray(0, MIB);
  cancel("enough");
  await new Promise((done) => setTimeout(done, 200));
  yield content.subarray(MIB);
};
const endless = Object.assign(Readable.from(slow(), { objectMode: false }), { length: size });
await assert.rejects(xapi.putResource(token, endless, "/import_raw_vdi/", { query: { format: "raw", vdi: third } }));

for (const disk of [vdi, second, fourth, base, far, clone, copy]) await xapi.callAsync("VDI.destroy", disk);
await xapi.barrier();
for (const disk of [vdi, copy]) assert.equal(xapi.getObjectByRef(disk, undefined), undefined);
await finish(xapi);
