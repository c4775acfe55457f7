// What can be done to VMs, and how the page says what cannot.
import { expect, open, test, visit } from "../lib/test.ts";
import { VmList, VmPage } from "../lib/ui.ts";

test("every power action, each offered when it can act", async ({ context, world }) => {
  test.setTimeout(90_000);
  const page = await open(context, world);
  const { uuid, name } = (await world.sim.vms()).filter((vm) => vm.state === "Halted").at(-1)!;
  await visit(page, world, `/vm/${uuid}`);
  const vm = new VmPage(page);
  const state = async (wanted: string) => {
    await expect(vm.state).toHaveText(wanted);
    await expect.poll(async () => (await world.sim.vm(uuid)).power_state).toBe(wanted);
  };
  await state("Halted");
  await vm.action("Start").click();
  await state("Running");
  await vm.act("Pause", name);
  await state("Paused");
  await vm.act("Unpause", name);
  await state("Running");
  await vm.act("Suspend", name);
  await state("Suspended");
  await vm.act("Resume", name);
  await state("Running");
  await vm.act("Reboot", name);
  await state("Running");
  await vm.act("Force shutdown", name);
  await state("Halted");
});

test("renaming and describing in place", async ({ context, world }) => {
  const { uuid } = (await world.sim.vms())[8];
  const page = await open(context, world, `/vm/${uuid}`);
  for (const [what, text] of [["name", "named in place"], ["description", "described in place"]]) {
    await page.getByRole("button", { name: `Change ${what}` }).click();
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.type(text);
    await page.keyboard.press("Enter");
    await expect(page.getByText(text).first()).toBeVisible();
  }
  const record = await world.sim.call<Record<string, string>>("VM.get_record", await world.sim.call("VM.get_by_uuid", uuid));
  expect(record).toMatchObject({ name_label: "named in place", name_description: "described in place" });
});

test("a refusal is a plain sentence", async ({ context, world }) => {
  const { uuid, name } = (await world.sim.vms()).filter((vm) => vm.state === "Halted").at(-2)!;
  const page = await open(context, world);
  const list = new VmList(page);
  await world.sim.fault("fail=VM.start:1:NO_HOSTS_AVAILABLE");
  const row = await list.find(name);
  await row.getByRole("button", { name: /^Start/ }).click();
  await expect(page.getByText("No host in the pool can run this VM now.").first()).toBeVisible();
  await expect(page.getByText(uuid)).toHaveCount(0);
  await world.sim.clearFaults();
});

test("several at once", async ({ context, world }) => {
  const page = await open(context, world);
  const list = new VmList(page);
  const halted = (await world.sim.vms()).filter((vm) => vm.state === "Halted").slice(0, 2);
  for (const vm of halted) {
    await list.filter.fill(vm.uuid);
    await list.row(vm.name).getByRole("checkbox").click();
    await expect(list.row(vm.name).getByRole("checkbox")).toBeChecked();
  }
  await list.filter.fill("");
  await page.getByRole("toolbar").getByRole("button", { name: "Start" }).click();
  for (const vm of halted) {
    await expect.poll(async () => (await world.sim.vm(vm.uuid)).power_state, { timeout: 20_000 }).toBe("Running");
  }
});
