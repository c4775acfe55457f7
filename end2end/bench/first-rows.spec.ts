// M14: from navigation to rows at 10,000 VMs in a cold Chromium, beside the least a page can cost.
import { type Browser, chromium, expect, test } from "@playwright/test";

import { until } from "../lib/daemon.ts";
import { signInContext, World } from "../lib/test.ts";
import { keep, median } from "./figures.ts";
import { floor } from "./floor.ts";

const VMS = Number(process.env.BENCH_VMS ?? 10_000);
const PAIRS = Number(process.env.BENCH_PAIRS ?? 7);
/** What Xen Orchestra's page of the same list was measured to transfer. */
const XO_BYTES = 29.6e6;

interface Visit {
  milliseconds: number;
  /** Until our page answers too, not only shows. */
  live: number;
  bytes: number;
}

/** Milliseconds from the start of the navigation. */
interface After {
  rows: number;
  live: number;
}

test("time to rows", async ({ launchOptions }) => {
  const world = await World.start("bench", { hosts: 16, vms: VMS });
  await until(`${VMS} VMs are known`, 120, async () => {
    const vms = await world.server.json<unknown[]>("--list-objects", "--id", "type=VM");
    return vms.length >= VMS;
  });
  const { url, server } = await floor();
  const least: Visit[] = [];
  const ours: Visit[] = [];
  for (let pair = 0; pair < PAIRS; pair++) {
    least.push(await cold(() => chromium.launch(launchOptions), url));
    ours.push(await cold(() => chromium.launch(launchOptions), `${world.server.url}/`, world));
  }
  server.close();
  await world.end();
  const time = median(ours.map((v) => v.milliseconds));
  const floorTime = median(least.map((v) => v.milliseconds));
  const bytes = median(ours.map((v) => v.bytes));
  keep("first-rows", {
    vms: VMS,
    pairs: PAIRS,
    milliseconds: time,
    live_milliseconds: median(ours.map((v) => v.live)),
    floor_milliseconds: floorTime,
    time_ratio: time / floorTime,
    bytes,
    bytes_ratio: bytes / XO_BYTES,
  });
  expect(time).toBeGreaterThan(0);
});

/** Opens `url` in a browser that has never seen it; counts from the start of the navigation to twenty drawn rows. */
async function cold(launch: () => Promise<Browser>, url: string, world?: World): Promise<Visit> {
  const browser = await launch();
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  if (world) await signInContext(context, world);
  const page = await context.newPage();
  const network = await context.newCDPSession(page);
  await network.send("Network.enable");
  let bytes = 0;
  network.on("Network.loadingFinished", (event) => void (bytes += event.encodedDataLength));
  network.on("Network.webSocketFrameReceived", (event) => void (bytes += event.response.payloadData.length));
  await page.addInitScript((comesAlive) => {
    const after: Partial<After> = {};
    const look = () => {
      const rows = document.querySelectorAll("[role=row] [role=gridcell]");
      const filled = () => Array.from(rows).filter((cell) => cell.textContent?.trim()).length;
      if (!after.rows && filled() >= 40) after.rows = performance.now();
      if (!comesAlive || document.documentElement.dataset.page === "ready") after.live = performance.now();
      if (!after.rows || !after.live) return requestAnimationFrame(look);
      Object.assign(window, { after });
    };
    requestAnimationFrame(look);
  }, world !== undefined);
  await page.goto(url, { waitUntil: "commit" });
  const told = await page.waitForFunction(() => (window as { after?: After }).after, undefined, { timeout: 60_000 });
  const after = (await told.jsonValue()) as After;
  await page.waitForTimeout(300);
  await browser.close();
  return { milliseconds: after.rows, live: after.live, bytes };
}
