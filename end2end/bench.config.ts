// `make bench`'s figure of the page: one worker, nothing beside it, no traces.
import { target } from "./lib/daemon.ts";
import base from "./playwright.config.ts";

export default {
  ...base,
  testDir: "bench",
  outputDir: target("end2end/bench"),
  workers: 1,
  timeout: 600_000,
  reporter: [["list"]],
  use: { ...base.use, trace: "off" as const, screenshot: "off" as const },
};
