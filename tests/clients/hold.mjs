// Holds a pool as npm's xen-api does, says "ready" when all objects are there, and waits to be measured.
import { createClient } from "xen-api";

const url = new URL(process.argv[2]);
const xapi = createClient({
  url: `${url.protocol}//${url.host}`,
  auth: { user: url.username, password: url.password },
  allowUnauthorized: true,
});
await xapi.connect();
await xapi.objectsFetched;
console.log("ready");
setInterval(() => {}, 60_000);
