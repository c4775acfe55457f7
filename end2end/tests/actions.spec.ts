// What can be done to VMs, and how the page says what cannot.
import { expect, open, signInContext, test, visit } from "../lib/test.ts";
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

test("a description keeps its lines and its blanks", async ({ context, world }) => {
  const { uuid, ref } = (await world.sim.vms())[10];
  const text = "  first line\nsecond line\n\nlast line ";
  await world.sim.call("VM.set_name_description", ref, text);
  const page = await open(context, world, `/vm/${uuid}`);
  const button = page.getByRole("button", { name: "Change description" });
  const field = page.getByRole("textbox", { name: "Description" });
  const stored = () => world.sim.call("VM.get_name_description", ref);
  const shown = button.getByText("second line");
  await expect(shown).toHaveCSS("white-space-collapse", "preserve");
  const four = (await shown.boundingBox())!.height;

  await button.click();
  await expect(field).toHaveValue(text);
  await field.press("Enter");
  await expect(field).toBeHidden();
  expect(await stored()).toBe(text);

  await button.click();
  const before = (await field.boundingBox())!.height;
  expect(before).toBeGreaterThanOrEqual(four);
  await page.keyboard.press("ControlOrMeta+End");
  await page.keyboard.press("Shift+Enter");
  await page.keyboard.type("and one more");
  expect((await field.boundingBox())!.height).toBeGreaterThan(before);
  await page.keyboard.press("Enter");
  await expect(field).toBeHidden();
  await expect.poll(stored).toBe(`${text}\nand one more`);
});

test("a VM needs a name", async ({ context, world }) => {
  const { uuid, name } = (await world.sim.vms())[11];
  const page = await open(context, world, `/vm/${uuid}`);
  await page.getByRole("button", { name: "Change name" }).click();
  const field = page.getByRole("textbox", { name: "Name" });
  for (const empty of ["", "   "]) {
    await field.fill(empty);
    await field.press("Enter");
    await expect(field).toHaveAttribute("aria-invalid", "true");
    await expect(field).toHaveAccessibleDescription("A VM needs a name.");
  }
  await field.press("Escape");
  await expect(page.getByRole("button", { name: "Change name" })).toContainText(name);
});

test("a refused name stays in its field", async ({ context, world }) => {
  const { uuid } = (await world.sim.vms())[9];
  const page = await open(context, world, `/vm/${uuid}`);
  await world.sim.fault("fail=VM.set_name_label:1:NO_HOSTS_AVAILABLE");
  await page.getByRole("button", { name: "Change name" }).click();
  const field = page.getByRole("textbox", { name: "Name" });
  await field.fill("typed at length");
  await field.press("Enter");
  await expect(page.getByRole("alert").getByText("No host in the pool can run this VM now.")).toBeVisible();
  await expect(field).toHaveValue("typed at length");
  await world.sim.clearFaults();
  await field.press("Enter");
  await expect(page.getByRole("button", { name: "Change name" })).toContainText("typed at length");
});

test("what the server has not answered is not called refused", async ({ context, world, watch }) => {
  watch.allow(/WebSocket/);
  const { uuid, name } = (await world.sim.vms()).filter((vm) => vm.state === "Halted").at(-3)!;
  const page = await context.newPage();
  await page.routeWebSocket("**/feed", (socket) => {
    const server = socket.connectToServer();
    socket.onMessage((message) => (message.includes("vm.start") ? void socket.close() : server.send(message)));
  });
  await signInContext(context, world);
  await visit(page, world, `/vm/${uuid}`);
  await new VmPage(page).action("Start").click();
  await expect(page.getByText(`Start ${name}: no answer`)).toBeVisible();
  await expect(page.getByText("it may have been done")).toBeVisible();
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

test("a range by its boxes, and a question before several stand still", async ({ context, world }) => {
  const page = await open(context, world);
  const list = new VmList(page);
  await list.has(60);
  await page.getByRole("group", { name: "Power state" }).getByRole("button", { name: /^Running/ }).click();
  const box = (row: number) => list.grid.getByRole("row").nth(row + 1).getByRole("checkbox");
  await expect(page).toHaveURL(/state=running/);
  await expect(box(4)).toBeVisible();
  await box(0).click();
  for (const last of [4, 3]) {
    await box(last).click({ modifiers: ["Shift"] });
    await expect(page.getByText(`${last + 1} VMs selected`)).toBeVisible();
    await expect(box(last)).toBeChecked();
  }
  await page.getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name: "Suspend" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("Suspend 4 VMs?");
  await dialog.getByRole("button", { name: "Cancel" }).click();
});
