// Everything without a mouse.
import { expect, open, test, visit } from "../lib/test.ts";
import { VmList, VmPage } from "../lib/ui.ts";

test("sign in, find a VM, open it, act on it, all by keyboard", async ({ page, world }) => {
  await visit(page, world);
  await expect(page.getByLabel("User name")).toBeFocused();
  await page.keyboard.type("admin@example.org");
  await page.keyboard.press("Tab");
  await page.keyboard.type("correct horse battery");
  await page.keyboard.press("Enter");
  const list = new VmList(page);
  await expect(list.grid).toBeVisible();

  const vm = (await world.sim.vms()).find((vm) => vm.state === "Halted")!;
  await page.keyboard.press("/");
  await expect(list.filter).toBeFocused();
  await page.keyboard.type(vm.uuid);
  await expect(list.grid).toHaveAttribute("aria-rowcount", "2");
  await tabTo(page, list.grid);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  const its = new VmPage(page);
  await expect(its.title).toContainText(vm.name);

  await tabTo(page, its.action("Start"));
  await page.keyboard.press("Enter");
  await expect(its.state).toHaveText("Running");
});

test("the list's keys work from anywhere, and its rows are no stops", async ({ context, world }) => {
  const page = await open(context, world);
  const list = new VmList(page);
  const vm = (await world.sim.vms()).find((vm) => vm.state === "Running")!;
  await list.find(vm.name);
  await list.filter.blur();
  await page.keyboard.press("j");
  await expect(list.grid).toBeFocused();
  await page.keyboard.press("s");
  await expect(page.getByRole("dialog")).toContainText(`Shut down ${vm.name}`);
  await page.keyboard.press("Escape");
  await expect(list.grid).toBeFocused();
  await page.keyboard.press("Tab");
  expect(await list.grid.evaluate((grid) => grid.contains(document.activeElement))).toBe(false);

  const button = list.row(vm.name).getByRole("button", { name: /^Shut down/ });
  for (const key of ["Enter", "Space"]) {
    await button.focus();
    await page.keyboard.press(key);
    await expect(page.getByRole("dialog")).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(list.row(vm.name).getByRole("checkbox")).not.toBeChecked();
  }
  await list.grid.focus();
  await page.keyboard.press("c");
  await expect(page).toHaveURL(/\/console$/);
  await page.goBack();
  await expect(list.grid).toBeFocused();
});

test("menus are opened, walked, left and chosen from by keyboard", async ({ context, world }) => {
  const { uuid } = (await world.sim.vms()).filter((vm) => vm.state === "Running").at(-2)!;
  const page = await open(context, world, `/vm/${uuid}`);
  const vm = new VmPage(page);
  const button = vm.action("All power actions");
  const item = (name: string) => page.getByRole("menuitem", { name, exact: true });
  await expect(vm.state).toHaveText("Running");
  for (const key of ["Enter", "Space", "ArrowDown"]) {
    await button.focus();
    await page.keyboard.press(key);
    await expect(item("Shut down"), `${key} leads to the first item that can act`).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(page.getByRole("menu")).toBeHidden();
    await expect(button).toBeFocused();
  }
  await page.keyboard.press("Enter");
  const steps = [
    ["ArrowDown", "Reboot"],
    ["End", "Force reboot"],
    ["ArrowDown", "Start"],
    ["ArrowUp", "Force reboot"],
    ["Home", "Start"],
    ["f", "Force shutdown"],
    ["f", "Force reboot"],
    ["p", "Pause"],
  ];
  await expect(item("Shut down")).toBeFocused();
  for (const [key, name] of steps) {
    await page.keyboard.press(key);
    // What an item says why is part of its name.
    await expect(page.getByRole("menuitem", { name: new RegExp(`^${name}`) }), `${key} leads to ${name}`).toBeFocused();
  }
  await page.keyboard.press("Enter");
  await expect(vm.state).toHaveText("Paused");
  await expect(button).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(item("Unpause")).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("menu")).toBeHidden();
  await expect(page.getByRole("link", { name: "General" })).toBeFocused();
  await vm.action("Unpause").click();
  await expect(vm.state).toHaveText("Running");
});

test("the menus of several VMs and of themes take the focus as well", async ({ context, world }) => {
  const page = await open(context, world);
  const list = new VmList(page);
  const vm = (await world.sim.vms()).find((vm) => vm.state === "Running")!;
  await (await list.find(vm.name)).getByRole("checkbox").click();
  const more = page.getByRole("button", { name: "More actions" });
  await more.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("menuitem", { name: "Suspend", exact: true })).toBeFocused();
  await page.keyboard.press("End");
  await expect(page.getByRole("menuitem", { name: "Force reboot", exact: true })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toContainText(`Force reboot ${vm.name}?`);
  await page.keyboard.press("Escape");
  await expect(more).toBeFocused();
  await expect(page.getByText("1 VM selected")).toBeVisible();

  await page.getByRole("button", { name: "Theme" }).focus();
  await page.keyboard.press("Space");
  await expect(page.getByRole("menuitem", { name: "As the system", exact: true })).toBeFocused();
  await page.keyboard.press("d");
  await page.keyboard.press("Space");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
});

test("focus is always visible", async ({ context, world }) => {
  const page = await open(context, world);
  await expect(new VmList(page).grid.getByRole("row").nth(3)).toBeVisible();
  for (let i = 0; i < 12; i++) {
    await page.keyboard.press("Tab");
    const seen = await page.evaluate(() => {
      const style = getComputedStyle(document.activeElement!);
      return style.outlineStyle !== "none" || style.boxShadow !== "none" || document.activeElement === document.body;
    });
    const what = await page.evaluate(() => document.activeElement!.outerHTML.slice(0, 120));
    expect(seen, `the focus shows on ${what}`).toBe(true);
  }
});

/** Presses Tab until `target` or something in it has the focus. */
async function tabTo(page: import("@playwright/test").Page, target: import("@playwright/test").Locator): Promise<void> {
  for (let i = 0; i < 60; i++) {
    if (await target.evaluate((element) => element.contains(document.activeElement))) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`60 tabs do not lead to ${target}`);
}
