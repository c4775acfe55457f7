// The page is live: what happens in the pool shows, wherever it was caused.
import { until } from "../lib/daemon.ts";
import { expect, open, signIn, test, visit } from "../lib/test.ts";
import { VmList } from "../lib/ui.ts";

test("signing in shows the 60 VMs", async ({ page, world, watch }) => {
  watch.allow(/401/);
  await visit(page, world);
  await signIn(page, "admin@example.org", "wrong");
  await expect(page.getByRole("alert")).toContainText(/password/i);
  // Whoever failed has to wait for a moment.
  await page.waitForTimeout(2_500);
  await signIn(page);
  const list = new VmList(page);
  await list.has(60);
  await expect(page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "VMs" })).toContainText("60");
  const [first] = await world.sim.vms();
  await expect(await list.find(first.name)).toBeVisible();
});

test("start changes the row through its states without a reload", async ({ context, world }) => {
  const page = await open(context, world);
  const list = new VmList(page);
  const vm = (await world.sim.vms()).find((vm) => vm.state === "Halted")!;
  await page.evaluate(() => Object.assign(window, { untouched: true }));
  const row = await list.find(vm.name);
  const states: string[] = [];
  await page.exposeFunction("stateSeen", (text: string) => {
    if (states.at(-1) !== text) states.push(text);
  });
  await row.evaluate((element) => {
    const told = window as unknown as { stateSeen(text: string): void };
    new MutationObserver(() => told.stateSeen((element as HTMLElement).innerText.replace(/\s+/g, " "))).observe(element, {
      subtree: true,
      childList: true,
      characterData: true,
      attributes: true,
    });
  });
  await expect(row).toContainText("Halted");
  await row.getByRole("button", { name: /^Start/ }).click();
  await expect(row).toContainText("Running");
  await expect(row).toHaveCount(1);
  console.log(`states seen: ${states.join(" → ")}`);
  expect(await page.evaluate(() => "untouched" in window), "the page was not loaded again").toBe(true);
  expect((await world.sim.vm(vm.uuid)).power_state).toBe("Running");
});

test("a rename by XAPI's Python client shows within a second", async ({ context, world }) => {
  const page = await open(context, world);
  const list = new VmList(page);
  const vm = (await world.sim.vms())[3];
  await list.filter.fill(vm.uuid);
  await expect(list.row(vm.name)).toBeVisible();
  const renamed = `renamed ${Date.now()}`;
  const shown = list.row(renamed).waitFor().then(() => performance.now());
  // Python needs a while to start; the clock runs from the moment that the pool has the new name.
  const script = world.sim.renameByPython(vm.uuid, renamed);
  await until("the pool has the new name", 20, async () => (await world.sim.vm(vm.uuid)).name_label === renamed);
  const changed = performance.now();
  const lag = (await shown) - changed;
  await script;
  console.log(`rename shown after ${lag.toFixed(0)} ms`);
  expect(lag).toBeLessThan(3_000);
});

test("two browsers see each other's changes", async ({ browser, context, world }) => {
  const mine = await open(context, world);
  const other = await browser.newContext();
  const theirs = await open(other, world);
  const vm = (await world.sim.vms())[5];
  const [list, second] = [new VmList(mine), new VmList(theirs)];
  await list.filter.fill(vm.uuid);
  await second.filter.fill(vm.uuid);
  await expect(second.row(vm.name)).toBeVisible();
  await list.row(vm.name).getByRole("link", { name: vm.name, exact: true }).click();
  await mine.getByRole("button", { name: "Change name" }).click();
  const field = mine.getByRole("textbox", { name: "Name" });
  await field.fill(`${vm.name} of mine`);
  await field.press("Enter");
  await expect(second.row(`${vm.name} of mine`)).toBeVisible();
  await other.close();
});

test("what is no filter yet says why, and the list stays and lives on", async ({ context, world }) => {
  const page = await open(context, world);
  const list = new VmList(page);
  const vm = (await world.sim.vms())[6];
  await list.filter.fill(vm.uuid);
  await list.has(1);
  const said = page.getByRole("search").getByRole("status");
  for (const [unfinished, why] of [["(", /not closed, at character/], ["name_label:/(/", /unclosed group/], ["memory:size:>lots", /no number/]] as const) {
    await list.filter.fill(`${vm.uuid} ${unfinished}`);
    await expect(said).toContainText(why);
    await list.has(1);
  }
  const renamed = `renamed beside ${Date.now()}`;
  await world.sim.call("VM.set_name_label", vm.ref, renamed);
  await expect(list.row(renamed)).toBeVisible();
  await list.filter.fill(`${vm.uuid} (beside)`);
  await expect(said).toHaveCount(0);
  await list.has(1);
  await visit(page, world, "/?q=(");
  await expect(said).toContainText(/not closed/);
  await list.has((await world.sim.vms()).length);
});
