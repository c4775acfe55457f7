// Pictures of a state of the page, at three widths, by day and by night, and axe's opinion of it.
import { copyFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";

import AxeBuilder from "@axe-core/playwright";
import { type Page, errors, expect } from "@playwright/test";

import { ROOT, target } from "./daemon.ts";

const WIDTHS = [1440, 1024, 390] as const;
const THEMES = ["light", "dark"] as const;
const SCREENS = target("screens");
const DOCS = join(ROOT, "docs/screens");

/** Those that the documentation shows, by name, width and theme. */
const SHOWN = new Set([
  "sign-in-1440-light",
  "vms-1440-light",
  "vms-1440-dark",
  "vms-390-dark",
  "vms-selected-1440-light",
  "vms-pool-lost-1440-light",
  "vm-general-1440-light",
  "vm-console-1440-dark",
  "vm-confirm-1440-dark",
  "vm-general-390-light",
  "pools-1440-light",
  "tasks-running-1440-dark",
]);

/** Where axe looks: both themes, and both layouts. With `AXE=all` everywhere. */
const EXAMINED = new Set(["1440-light", "1440-dark", "390-light"]);

/**
 * Chromium without a screen sometimes owes a picture for ever after the window changed its size, until something on the
 * page moves: it is asked again, after a nudge.
 */
async function shoot(page: Page, path: string): Promise<void> {
  const take = (timeout: number) => page.screenshot({ path, animations: "disabled", timeout });
  const size = page.viewportSize()!;
  for (let left = 2; left > 0; left--) {
    try {
      await take(5_000);
      return;
    } catch (error) {
      if (!(error instanceof errors.TimeoutError)) throw error;
      await page.setViewportSize({ ...size, height: size.height + 1 });
      await page.setViewportSize(size);
    }
  }
  await take(10_000);
}

/** Takes the pictures of the state that the page is in, and lets axe look at it. */
export async function picture(page: Page, name: string): Promise<void> {
  mkdirSync(SCREENS, { recursive: true });
  const looks = THEMES.flatMap((theme) => WIDTHS.map((width) => ({ theme, width })));
  const show = async ({ theme, width }: (typeof looks)[number]) => {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
    await page.setViewportSize({ width, height: width === 390 ? 844 : 900 });
    await page.waitForTimeout(100);
  };
  for (const look of looks) {
    await show(look);
    const file = `${name}-${look.width}-${look.theme}`;
    const path = join(SCREENS, `${file}.png`);
    await shoot(page, path);
    if (process.env.DOCS_SCREENS && SHOWN.has(file)) {
      mkdirSync(DOCS, { recursive: true });
      copyFileSync(path, join(DOCS, `${file}.png`));
    }
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect.soft(overflow, `${file} does not scroll sideways`).toBeLessThanOrEqual(0);
  }
  // After the pictures: what leaves by itself is still on them.
  for (const look of looks) {
    const at = `${look.width}-${look.theme}`;
    if (process.env.AXE !== "all" && !EXAMINED.has(at)) continue;
    await show(look);
    // The rows of a list are alike, and many.
    const { violations } = await new AxeBuilder({ page }).exclude("[role=row]:nth-child(n+7)").analyze();
    const found = violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(" ")).join(", ")}`);
    expect.soft(found, `axe finds nothing in ${name}-${at}`).toEqual([]);
  }
  await page.setViewportSize({ width: 1440, height: 900 });
}
