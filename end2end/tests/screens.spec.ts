// Every page as it is on a good day: pictures into target/screens, and axe on each. states.spec.ts has the other days.
import { picture } from "../lib/pictures.ts";
import { expect, open, test, visit, type World } from "../lib/test.ts";
import { VmList, VmPage } from "../lib/ui.ts";

const running = async (world: World) => (await world.sim.vms()).find((vm) => vm.state === "Running")!;

test.beforeEach(({ watch }) => watch.resizes());
test.describe.configure({ timeout: 180_000 });

test("sign in", async ({ page, world, watch }) => {
  watch.allow(/401/);
  await visit(page, world);
  await expect(page.getByRole("button", { name: "Sign in" })).toBeVisible();
  await picture(page, "sign-in");
  await page.getByLabel("User name").fill("nobody@example.org");
  await page.getByLabel("Password").fill("wrong");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("alert")).toContainText(/\w/);
  await picture(page, "sign-in-refused");
});

test("the list of VMs", async ({ context, world }) => {
  const page = await open(context, world);
  const list = new VmList(page);
  await expect(list.grid.getByRole("row").nth(5)).toBeVisible();
  await picture(page, "vms");
  await list.grid.getByRole("checkbox").nth(2).click();
  await list.grid.getByRole("checkbox").nth(3).click();
  await picture(page, "vms-selected");
  await list.filter.fill("no VM has this name");
  await expect(list.grid.getByRole("row")).toHaveCount(1);
  await picture(page, "vms-no-match");
});

test("a VM", async ({ context, world }) => {
  const { uuid, name } = await running(world);
  const page = await open(context, world, `/vm/${uuid}`);
  const vm = new VmPage(page);
  await expect(vm.title).toContainText(name);
  await picture(page, "vm-general");
  await visit(page, world, `/vm/${uuid}/activity`);
  await expect(vm.title).toContainText(name);
  await picture(page, "vm-activity");
  await visit(page, world, `/vm/${uuid}/console`);
  await expect(vm.screen).toBeVisible();
  await picture(page, "vm-console");
  await visit(page, world, `/vm/no-such-vm`);
  await expect(page.getByRole("heading", { name: "No such VM" }).last()).toBeVisible();
  await picture(page, "vm-missing");
});

test("pools, tasks, users, account", async ({ context, world }) => {
  const page = await open(context, world, "/pools");
  for (const name of ["pools", "tasks", "users", "account"]) {
    await visit(page, world, `/${name}`);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await page.waitForLoadState("networkidle");
    await picture(page, name);
  }
  await visit(page, world, "/no/such/page");
  await expect(page.getByRole("heading").first()).toBeVisible();
  await picture(page, "no-such-page");
});
