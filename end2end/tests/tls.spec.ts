// A pool of three hosts over TLS: its certificate is pinned, a changed one stops everything until accepted.
import { expect, open, test, World } from "../lib/test.ts";
import { VmPage } from "../lib/ui.ts";

let world: World;
test.beforeAll(async () => {
  world = await World.start("tls", { hosts: 3, vms: 12, tls: true });
});
test.afterAll(async () => world.end());

interface Connection {
  status: string;
  fingerprint?: string;
  offeredFingerprint?: string;
}

const connection = async () => (await world.server.json<Connection[]>("server.getAll"))[0];

test("the certificate is pinned at first use", async ({ context }) => {
  const page = await open(context, world, "/pools");
  const { fingerprint } = await connection();
  expect(fingerprint).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
  await expect(page.getByText("Connected", { exact: true }).first()).toBeVisible();
});

test("the console goes over TLS", async ({ context }) => {
  const vms = await world.server.json<{ id: string }[]>("--list-objects", "type=VM", "power_state=Running");
  const page = await open(context, world, `/vm/${vms[0].id}/console`);
  const vm = new VmPage(page);
  await expect(vm.screen).toBeVisible();
  await expect.poll(() => colours(vm)).toBeGreaterThan(1);
});

test("a changed certificate gets nothing until it is accepted in the page", async ({ context, watch }) => {
  watch.allow(/503|502/);
  const before = (await connection()).fingerprint;
  const page = await open(context, world, "/pools");
  const { logins } = await world.sim.door();
  const shown = await world.sim.changeCertificate();
  const look = page.getByRole("button", { name: "Look at the certificate" });
  await expect(look).toBeVisible({ timeout: 20_000 });
  const offered = (await connection()).offeredFingerprint!;
  expect(offered).toBe(shown);
  expect(offered).not.toBe(before);
  expect((await world.sim.door()).logins, "no password is sent to the unknown certificate").toBe(logins);
  await look.click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText(offered);
  await dialog.getByRole("button", { name: "Trust this certificate" }).click();
  await expect(page.getByText("Connected", { exact: true }).first()).toBeVisible({ timeout: 20_000 });
  expect((await connection()).fingerprint).toBe(offered);
});

/** How many different colours the screen shows. */
function colours(vm: VmPage): Promise<number> {
  return vm.screen.evaluate((canvas: HTMLCanvasElement) => {
    const { data } = canvas.getContext("2d")!.getImageData(0, 0, canvas.width, canvas.height);
    return new Set(new Uint32Array(data.buffer)).size;
  });
}
