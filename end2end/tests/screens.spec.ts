// Every page and state, at three widths, by day and by night: pictures into target/screens, and axe on each.
import { copyFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";

import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";

import { ROOT, target } from "../lib/daemon.ts";
import { expect, open, test, visit, type World } from "../lib/test.ts";
import { VmList, VmPage } from "../lib/ui.ts";

const WIDTHS = [1440, 1024, 390] as const;
const THEMES = ["light", "dark"] as const;
const SCREENS = target("screens");
const DOCS = join(ROOT, "docs/screens");

/** Those that the README shows, by name, width and theme. */
const SHOWN = new Set([
  "sign-in-1440-light",
  "vms-1440-light",
  "vms-1440-dark",
  "vms-390-dark",
  "vms-selected-1440-light",
  "vm-general-1440-light",
  "vm-console-1440-dark",
  "vm-activity-1440-light",
  "pools-1440-light",
  "tasks-1440-dark",
  "users-1440-light",
]);

/** Takes the pictures of a state that the page is in, and lets axe look at it by day and by night. */
async function picture(page: Page, name: string): Promise<void> {
  mkdirSync(SCREENS, { recursive: true });
  for (const theme of THEMES) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: width === 390 ? 844 : 900 });
      await page.waitForTimeout(150);
      const file = `${name}-${width}-${theme}`;
      const path = join(SCREENS, `${file}.png`);
      await page.screenshot({ path, animations: "disabled" });
      if (process.env.DOCS_SCREENS && SHOWN.has(file)) {
        mkdirSync(DOCS, { recursive: true });
        copyFileSync(path, join(DOCS, `${file}.png`));
      }
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect.soft(overflow, `${file} does not scroll sideways`).toBeLessThanOrEqual(0);
      if (width === 1024) continue;
      const { violations } = await new AxeBuilder({ page }).analyze();
      const found = violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(" ")).join(", ")}`);
      expect.soft(found, `axe finds nothing in ${file}`).toEqual([]);
    }
  }
  await page.setViewportSize({ width: 1440, height: 900 });
}

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
