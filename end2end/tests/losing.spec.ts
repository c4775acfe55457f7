// Losing the pool or the server with pages open: nothing vanishes, and everything comes back by itself.
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Page } from "@playwright/test";

import { expect, open, signInContext, test, World } from "../lib/test.ts";
import { VmList } from "../lib/ui.ts";

// The product promises 5 s to notice and 10 s to return; a busy machine gets some more.
const NOTICED = { timeout: 12_000 };
const RETURNED = { timeout: 20_000 };

let world: World;
test.beforeAll(async () => {
  const state = join(mkdtempSync(join(tmpdir(), "xenith-state-")), "pool.json");
  world = await World.start("losing", { state });
});
test.afterAll(async () => world.end());

const stale = (page: Page) => page.getByText(/last seen/i).first();

test("a killed simulator leaves its objects stale, and returns", async ({ context, watch }) => {
  watch.allow(/503|502/);
  const page = await open(context, world);
  const list = new VmList(page);
  await list.has(60);
  let began = performance.now();
  await world.sim.daemon.end("SIGKILL");
  await expect(stale(page)).toBeVisible(NOTICED);
  console.log(`stale after ${(performance.now() - began).toFixed(0)} ms`);
  await list.has(60);
  const before = await page.getByRole("row").count();
  expect(before).toBeGreaterThan(10);

  began = performance.now();
  await world.sim.restart();
  await expect(stale(page)).toBeHidden(RETURNED);
  console.log(`reconnected after ${(performance.now() - began).toFixed(0)} ms`);
  const vm = (await world.sim.vms())[0];
  await world.sim.call("VM.set_name_label", vm.ref, "after the restart");
  await expect(await list.find("after the restart")).toBeVisible();
});

test("a stopped simulator is found out as well, by a console too", async ({ context, watch }) => {
  // noVNC tells the console of the browser when it is connected anew.
  watch.allow(/Failed when connecting/, /disconnected RFB/);
  // The banner takes room from the screen, which is fitted into the rest.
  watch.resizes();
  const { uuid } = (await world.sim.vms()).find((vm) => vm.state === "Running")!;
  const console_ = (await open(context, world, `/vm/${uuid}/console`)).getByRole("toolbar", { name: "Console" });
  await expect(console_.getByRole("status")).toHaveText("Connected");
  const page = await open(context, world);
  const list = new VmList(page);
  await list.has(60);
  const began = performance.now();
  world.sim.daemon.signal("SIGSTOP");
  try {
    await expect(stale(page)).toBeVisible(NOTICED);
    console.log(`stale after ${(performance.now() - began).toFixed(0)} ms`);
    await expect(console_.getByRole("status")).toContainText("Not answering. The pool");
    for (const name of ["Ctrl+Alt+Del", "Type text"]) {
      await expect(console_.getByRole("button", { name })).toHaveAttribute("aria-disabled", "true");
      await expect(console_.getByRole("button", { name })).toHaveAttribute("title", /is not connected/);
    }
  } finally {
    world.sim.daemon.signal("SIGCONT");
  }
  await expect(stale(page)).toBeHidden(RETURNED);
  await expect(console_.getByRole("status")).toHaveText("Connected", RETURNED);
});

test("a killed server: open pages come back by themselves", async ({ context, watch }) => {
  watch.allow(/WebSocket/, /ERR_CONNECTION_REFUSED/, /Failed to load resource/);
  const page = await open(context, world);
  const list = new VmList(page);
  await list.has(60);
  await page.evaluate(() => Object.assign(window, { untouched: true }));
  await world.server.daemon.end("SIGKILL");
  await expect(page.getByText("No connection to Xenith")).toBeVisible(NOTICED);
  const began = performance.now();
  await world.server.restart();
  await expect(page.getByText("No connection to Xenith")).toBeHidden(RETURNED);
  console.log(`page back after ${(performance.now() - began).toFixed(0)} ms`);
  const vm = (await world.sim.vms())[1];
  await expect(async () => {
    await world.sim.call("VM.set_name_label", vm.ref, "after the crash");
    await expect(await list.find("after the crash")).toBeVisible();
  }).toPass(RETURNED);
  expect(await page.evaluate(() => "untouched" in window), "the page was not loaded again").toBe(true);
  // Users, servers and settings have survived.
  expect(await world.server.json<unknown[]>("user.getAll")).toHaveLength(1);
  expect(await world.server.json<unknown[]>("server.getAll")).toHaveLength(1);
});

test("a server that starts while the pool is away says what it does not know", async ({ context, watch }) => {
  watch.allow(/WebSocket/, /ERR_CONNECTION_REFUSED/, /Failed to load resource/, /503|502/);
  const [vm] = await world.sim.vms();
  await world.sim.daemon.end("SIGKILL");
  await world.server.daemon.end("SIGKILL");
  await world.server.restart();
  const page = await open(context, world, `/vm/${vm.uuid}`);
  const other = await open(context, world);
  await expect(page.getByRole("heading", { name: "Not known yet" })).toBeVisible();
  await expect(other.getByRole("heading", { name: "No VMs known yet" })).toBeVisible();
  for (const each of [page, other]) {
    await expect(each.getByText("has not been reached yet; its VMs are not known.").first()).toBeVisible();
    await expect(each.getByText(/last seen|deleted/)).toHaveCount(0);
  }
  await world.sim.restart();
  await expect(page.getByRole("heading", { level: 1 })).toContainText(vm.name, RETURNED);
  await new VmList(other).has(60);
  await expect(other.getByText("has not been reached yet")).toBeHidden(RETURNED);
});

test("a server that does not greet is not waited for in silence", async ({ context, watch }) => {
  watch.allow(/WebSocket/);
  await signInContext(context, world);
  const page = await context.newPage();
  await page.routeWebSocket("**/feed", () => {});
  await page.goto(world.server.url);
  await expect(page.getByText("Xenith does not answer. Trying")).toBeVisible(NOTICED);
});

// Last, since the first host stays dead.
test("a killed master: another host takes over", async ({ context, watch }) => {
  watch.allow(/503|502/);
  const page = await open(context, world);
  const list = new VmList(page);
  await list.has(60);
  const vm = (await world.sim.vms())[2];
  await list.filter.fill(vm.uuid);
  await expect(list.row(vm.name)).toBeVisible();
  const began = performance.now();
  await world.sim.killMaster();
  await world.sim.rename(vm.uuid, "after the master died");
  await expect(list.row("after the master died")).toBeVisible(RETURNED);
  console.log(`followed the new master after ${(performance.now() - began).toFixed(0)} ms`);
  await expect(stale(page)).toBeHidden(RETURNED);
  await list.filter.fill("");
  await list.has(60);
});
