// What a page looks like besides a good day: waiting, empty, at work, asked, refused, out of reach.
import type { Page } from "@playwright/test";

import { picture } from "../lib/pictures.ts";
import { Server } from "../lib/server.ts";
import { Simulator } from "../lib/sim.ts";
import { expect, open, signIn, test, visit, World } from "../lib/test.ts";
import { VmList, VmPage } from "../lib/ui.ts";

// One server for all. Its first pool works slowly, so that work can be seen; the second guards its door with
// a certificate; the third is going to die.
let world: World;
let guarded: Simulator;
let mortal: Simulator;
test.beforeAll(async () => {
  [world, guarded, mortal] = await Promise.all([
    World.start("states", { args: ["--speed", "0.02"], label: "Rotterdam" }),
    Simulator.start("states-guarded", { hosts: 1, vms: 6, seed: 11, tls: true }),
    Simulator.start("states-mortal", { hosts: 2, vms: 24, seed: 23 }),
  ]);
  await Promise.all([world.server.add(guarded, "Lab"), world.server.add(mortal, "Branch office")]);
});
test.afterAll(async () => Promise.all([world.end(), guarded.daemon.end(), mortal.daemon.end()]));
test.beforeEach(({ watch }) => watch.resizes());
test.describe.configure({ timeout: 180_000 });

const one = async (state: string) => (await world.sim.vms()).find((vm) => vm.state === state)!;

test("waiting for the server", async ({ context }) => {
  const page = await open(context, world, "/account");
  await page.routeWebSocket("**/feed", () => {});
  const { uuid } = await one("Running");
  for (const [name, path] of [["vms", "/"], ["vm", `/vm/${uuid}`], ["pools", "/pools"], ["tasks", "/tasks"]]) {
    await visit(page, world, path);
    await picture(page, `${name}-loading`);
  }
});

test("nothing there yet", async ({ context }) => {
  const server = await Server.start("states-empty");
  try {
    const page = await open(context, { server } as World);
    await expect(page.getByRole("heading", { name: "No pool yet" })).toBeVisible();
    await picture(page, "vms-no-pool");
    await page.getByRole("link", { name: "Add a server" }).click();
    await expect(page.getByRole("heading", { name: "No pool yet" })).toBeVisible();
    await picture(page, "pools-none");
  } finally {
    await server.daemon.end();
  }
});

test("menus, and what opens over the page", async ({ context }) => {
  const { uuid, name } = await one("Running");
  const page = await open(context, world, `/vm/${uuid}`);
  const vm = new VmPage(page);
  await expect(vm.title).toContainText(name);
  await vm.action("All power actions").click();
  await expect(page.getByRole("menuitem", { name: "Pause", exact: true })).toBeVisible();
  await picture(page, "vm-menu");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Theme" }).click();
  await picture(page, "theme-menu");
  await page.keyboard.press("Escape");
  await page.keyboard.press("ControlOrMeta+k");
  await page.keyboard.type("db");
  await expect(page.getByRole("option").nth(2)).toBeVisible();
  await picture(page, "palette");
  await page.keyboard.press("Escape");
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog")).toBeVisible();
  await picture(page, "shortcuts");
});

test("asked before something is lost", async ({ context }) => {
  const { uuid, name } = await one("Running");
  const page = await open(context, world, `/vm/${uuid}`);
  await new VmPage(page).action("All power actions").click();
  await page.getByRole("menuitem", { name: "Force shutdown" }).click();
  await expect(page.getByRole("dialog")).toContainText(name);
  await picture(page, "vm-confirm");
  await visit(page, world);
  const list = new VmList(page);
  await list.filter.fill("app");
  await expect.poll(async () => Number(await list.grid.getAttribute("aria-rowcount"))).toBeLessThan(20);
  await list.grid.getByRole("checkbox").first().click();
  await page.getByRole("button", { name: "More actions" }).click();
  await expect(page.getByRole("menuitem", { name: "Suspend" })).toBeVisible();
  await picture(page, "vms-menu");
  await page.getByRole("menuitem", { name: "Force reboot" }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await picture(page, "vms-confirm");
});

test("at work, and refused", async ({ context }) => {
  const halted = (await world.sim.vms()).filter((vm) => vm.state === "Halted");
  const { uuid, name } = await one("Running");
  const page = await open(context, world, `/vm/${uuid}`);
  await new VmPage(page).act("Suspend", name);
  await expect(new VmPage(page).state).toHaveText("Suspending");
  await visit(page, world, `/vm/${uuid}/activity`);
  await expect(page.getByRole("progressbar").first()).toBeVisible();
  await picture(page, "vm-activity-running");
  await visit(page, world);
  const list = new VmList(page);
  for (const { ref } of halted.slice(0, 3)) await world.sim.call("Async.VM.start", ref, false, false);
  await world.sim.fault("fail=VM.start:1:NO_HOSTS_AVAILABLE");
  await list.filter.fill(halted[4].uuid);
  await list.row(halted[4].name).getByRole("button", { name: /^Start/ }).click();
  // By the pool, or by the server if a VM of another pool has the same MAC address.
  await expect(page.getByText(/^Start .*: (refused|failed)$/)).toBeVisible();
  await list.filter.fill("");
  await list.has(90);
  await picture(page, "vms-refused");
  await world.sim.clearFaults();
  await page.getByRole("button", { name: /^Running tasks|^In progress/ }).click();
  await expect(page.getByRole("heading", { name: "Running tasks" })).toBeVisible();
  await picture(page, "tray");
  await visit(page, world, "/tasks");
  await expect(page.getByRole("progressbar").first()).toBeVisible();
  await picture(page, "tasks-running");
});

test("servers: added, refused, edited, not trusted", async ({ context }) => {
  const page = await open(context, world, "/pools");
  await page.getByRole("button", { name: "Add a server" }).click();
  await page.getByLabel("Address").fill(world.sim.address);
  await page.getByLabel("Password").fill("secret");
  await picture(page, "pools-add");
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await expect(page.getByRole("alert")).toContainText(/\w/);
  await picture(page, "pools-add-refused");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Edit Rotterdam" }).click();
  await picture(page, "pools-edit");
  await page.keyboard.press("Escape");
  await guarded.changeCertificate();
  const look = page.getByRole("button", { name: "Look at the certificate" });
  await expect(look).toBeVisible({ timeout: 20_000 });
  await picture(page, "pools-certificate");
  await look.click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await picture(page, "pools-certificate-changed");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Remove Lab" }).click();
  await picture(page, "pools-remove");
});

test("users: created, told", async ({ context }) => {
  const page = await open(context, world, "/users");
  await page.getByRole("button", { name: "Create a user" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name to sign in with").fill("viewer@example.org");
  await dialog.getByLabel("Password").fill("a long password");
  await picture(page, "users-create");
  await dialog.getByRole("button", { name: "Create" }).click();
  await page.getByRole("button", { name: "New password for viewer@example.org" }).click();
  await dialog.getByLabel("New password").fill("another long password");
  await dialog.getByRole("button", { name: "Set the password" }).click();
  await expect(page.getByText("viewer@example.org has a new password.")).toBeVisible();
  await picture(page, "users-toast");
});

test("a pool out of reach", async ({ context, watch }) => {
  watch.allow(/503|502/);
  const page = await open(context, world);
  const list = new VmList(page);
  await list.has(90);
  const lost = (await mortal.vms()).find((vm) => vm.state === "Running")!;
  await mortal.daemon.end("SIGKILL");
  const banner = page.getByText(/\(Branch office\) is not connected/);
  await expect(banner.or(page.getByText(/pools are not connected/))).toBeVisible({ timeout: 20_000 });
  await picture(page, "vms-pool-lost");
  await visit(page, world, `/vm/${lost.uuid}`);
  await expect(new VmPage(page).title).toContainText(lost.name);
  await new VmPage(page).action("All power actions").click();
  await picture(page, "vm-pool-lost");
  await visit(page, world, "/pools");
  await expect(page.getByText("Not connected").first()).toBeVisible();
  await picture(page, "pools-lost");
});

test("the session ended; too many attempts", async ({ context, watch }) => {
  watch.allow(/401|429|WebSocket/);
  const page = await open(context, world);
  await new VmList(page).has(90);
  await endSessions(page);
  await expect(page.getByText("Your session has ended.")).toBeVisible({ timeout: 20_000 });
  await picture(page, "session-ended");
  await expect(async () => {
    await signIn(page, "nobody@example.org", "wrong");
    await expect(page.getByText(/Too many attempts/)).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 30_000 });
  await picture(page, "sign-in-throttled");
});

test("Xenith itself out of reach", async ({ context, watch }) => {
  watch.allow(/WebSocket/, /ERR_CONNECTION_REFUSED/, /Failed to load resource/, /429/);
  const page = await open(context, world);
  await new VmList(page).has(90);
  await world.server.daemon.end("SIGKILL");
  await expect(page.getByText("No connection to Xenith")).toBeVisible({ timeout: 12_000 });
  await picture(page, "vms-server-lost");
});

/** Ends the session of the page elsewhere, as an administrator or its end would. */
async function endSessions(page: Page): Promise<void> {
  await page.context().request.post(`${world.server.url}/signout`, { headers: { origin: world.server.url } });
}
