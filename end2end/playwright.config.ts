// How the page is tested: Debian's Chromium, one server and one simulator per worker.
import { defineConfig } from "@playwright/test";
import { userInfo } from "node:os";

import { target } from "./lib/daemon.ts";

export default defineConfig({
  testDir: "tests",
  outputDir: target("end2end/results"),
  // Two cores: a browser and the machines behind it per worker.
  workers: Number(process.env.END2END_WORKERS ?? 2),
  fullyParallel: false,
  forbidOnly: !!process.env.CI,
  // The browser itself fails once in a few hundred tests: what passes at the second try is reported as flaky.
  retries: process.env.CI ? 1 : 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [["list"], ["html", { outputFolder: target("end2end/report"), open: "never" }]],
  use: {
    viewport: { width: 1440, height: 900 },
    actionTimeout: 10_000,
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: process.env.XENITH_CHROMIUM ?? "/usr/bin/chromium",
      args: [
        // Chromium refuses its sandbox to root, which is who runs CI.
        ...(userInfo().uid === 0 ? ["--no-sandbox"] : []),
        // Without these it looks for its maker's hosts at every start.
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
      ],
    },
  },
});
