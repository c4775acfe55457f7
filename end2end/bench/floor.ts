// The least that a page with a list can cost: a document, a small WebAssembly module, one request, sixty rows.
import { createServer, type Server } from "node:http";

// (module (func (export "sum") (param i32 i32) (result i32) local.get 0 local.get 1 i32.add))
const MODULE = Buffer.from(
  "0061736d0100000001070160027f7f017f030201000707010373756d00000a09010700200020016a0b",
  "hex",
);

const PAGE = `<!doctype html><meta charset="utf-8"><title>floor</title>
<style>body{font:14px sans-serif}[role=row]{display:grid;grid-template-columns:2fr 1fr 1fr}</style>
<div role="grid"></div>
<script type="module">
const [{ instance }, rows] = await Promise.all([
  WebAssembly.instantiateStreaming(fetch("/floor.wasm")),
  fetch("/rows.json").then((answer) => answer.json()),
]);
const grid = document.querySelector("[role=grid]");
for (const [index, row] of rows.entries()) {
  const element = document.createElement("div");
  element.role = "row";
  element.dataset.index = instance.exports.sum(index, 1);
  for (const text of [row.name_label, row.power_state, row.mainIpAddress]) {
    const cell = document.createElement("span");
    cell.role = "gridcell";
    cell.textContent = text;
    element.append(cell);
  }
  grid.append(element);
}
</script>`;

export async function floor(): Promise<{ url: string; server: Server }> {
  const rows = Array.from({ length: 60 }, (_, i) => ({
    id: `00000000-0000-4000-8000-${String(i).padStart(12, "0")}`,
    name_label: `vm ${i}`,
    power_state: i % 4 ? "Running" : "Halted",
    mainIpAddress: `10.0.0.${i}`,
    tags: ["production", "web"],
  }));
  const files: Record<string, [string, string | Buffer]> = {
    "/": ["text/html", PAGE],
    "/floor.wasm": ["application/wasm", MODULE],
    "/rows.json": ["application/json", JSON.stringify(rows)],
  };
  const server = createServer((request, response) => {
    const [type, body] = files[request.url ?? ""] ?? ["text/plain", ""];
    response.writeHead(body ? 200 : 404, { "content-type": type }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  return { url: `http://127.0.0.1:${port}/`, server };
}
