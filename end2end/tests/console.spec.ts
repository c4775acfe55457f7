// The console: the VM's screen, typing, Ctrl+Alt+Del, and coming back after a reboot.
import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Page } from "@playwright/test";

import { Daemon, freePort, listens, until } from "../lib/daemon.ts";
import { expect, open, test, World } from "../lib/test.ts";
import { VmPage } from "../lib/ui.ts";

/** Waits until the screen has been drawn, and gives it the keyboard. */
async function attach(page: Page): Promise<VmPage> {
  const vm = new VmPage(page);
  await expect(vm.screen).toBeVisible();
  await expect.poll(() => picture(vm)).not.toBe("");
  await vm.screen.click();
  return vm;
}

/** Control, Alt, Delete as X11 keysyms. */
const CTRL_ALT_DEL = [0xffe3, 0xffe9, 0xffff];

/** The last three keys that went down. */
async function pressed(world: World, uuid: string): Promise<number[]> {
  const { keys } = await world.sim.keys(uuid);
  return keys.filter((key) => key.down).slice(-3).map((key) => key.keysym);
}

/** A digest of the picture; empty while it is of one colour. */
function picture(vm: VmPage): Promise<string> {
  return vm.screen.evaluate((canvas: HTMLCanvasElement) => {
    const context = canvas.getContext("2d");
    if (!context || !canvas.width) return "";
    const pixels = new Uint32Array(context.getImageData(0, 0, canvas.width, canvas.height).data.buffer);
    let digest = 0;
    for (const pixel of pixels) digest = (Math.imul(digest, 31) + pixel) | 0;
    return pixels.every((pixel) => pixel === pixels[0]) ? "" : String(digest);
  });
}

test("typed text reaches the VM, Ctrl+Alt+Del too", async ({ context, world }) => {
  const running = (await world.sim.vms()).find((vm) => vm.state === "Running")!;
  const page = await open(context, world, `/vm/${running.uuid}/console`);
  const vm = await attach(page);
  await page.keyboard.type("Hello, World! 42");
  await expect.poll(() => world.sim.typed(running.uuid)).toContain("Hello, World! 42");
  await page.getByRole("button", { name: /Ctrl\+Alt\+Del/i }).click();
  await expect.poll(() => pressed(world, running.uuid)).toEqual(CTRL_ALT_DEL);
  await expect(vm.screen).toBeVisible();
});

test("it reconnects after the VM reboots", async ({ context, world, watch }) => {
  // noVNC tells the console of the browser that there is no screen for a moment.
  watch.allow(/Failed when connecting/, /disconnected RFB/);
  const running = (await world.sim.vms()).filter((vm) => vm.state === "Running").at(-1)!;
  const page = await open(context, world, `/vm/${running.uuid}/console`);
  await attach(page);
  await world.sim.call("VM.hard_reboot", running.ref);
  await expect(async () => {
    const text = `back ${Date.now()}`;
    const vm = await attach(page);
    await vm.screen.click();
    await page.keyboard.type(text);
    await expect.poll(() => world.sim.typed(running.uuid), { timeout: 2_000 }).toContain(text);
  }).toPass({ timeout: 30_000 });
});

test.describe("a real VNC server", () => {
  let world: World;
  let vnc: Daemon;
  let xterm: Daemon;
  const home = mkdtempSync(join(tmpdir(), "xenith-vnc-"));

  test.beforeAll(async () => {
    const port = await freePort();
    const display = `:${80 + Number(process.env.TEST_PARALLEL_INDEX ?? 0)}`;
    vnc = new Daemon("vnc", "Xtigervnc", [
      display,
      ...["-rfbport", String(port), "-localhost", "-SecurityTypes", "None"],
      ...["-geometry", "800x600", "-AlwaysShared"],
    ]);
    await vnc.start(() => listens(port));
    xterm = new Daemon("xterm", "xterm", ["-maximized", "-e", "sh"], { DISPLAY: display, HOME: home, PWD: home });
    await xterm.start(async () => true);
    world = await World.start("vnc", { hosts: 1, vms: 4, args: ["--console", `vnc://127.0.0.1:${port}`] });
  });
  test.afterAll(async () => {
    await Promise.all([xterm.end(), world.end()]);
    await vnc.end();
  });

  test("typed text creates a file", async ({ context }) => {
    const running = (await world.sim.vms()).find((vm) => vm.state === "Running")!;
    const page = await open(context, world, `/vm/${running.uuid}/console`);
    const vm = await attach(page);
    await vm.screen.click({ position: { x: 200, y: 150 } });
    const file = join(home, "typed-in-the-browser");
    await page.keyboard.type(`touch ${file}`);
    await page.keyboard.press("Enter");
    await until(`${file} exists`, 15, () => existsSync(file));
  });
});
