// The page in Debian's Chromium. `scripts/e2e` builds what is needed and starts this.
import { defineConfig } from '@playwright/test';
import { target } from './rig';

export default defineConfig({
  testDir: 'tests',
  outputDir: target('end2end'),
  timeout: 60_000,
  expect: { timeout: 10_000 },
  // Two cores, and every worker has a browser and a server of its own.
  workers: 2,
  fullyParallel: false,
  forbidOnly: !!process.env.CI,
  retries: 0,
  reporter: [['list']],
  use: {
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: process.env.XENITH_CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        // Without these Chromium looks for its maker's hosts at every start.
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
