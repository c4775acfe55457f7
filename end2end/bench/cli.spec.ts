// M12: the command line client lists 100 VMs, beside a Node that does nothing.
import { spawnSync } from "node:child_process";

import { expect, test } from "@playwright/test";

import { program } from "../lib/daemon.ts";
import { World } from "../lib/test.ts";
import { keep, median } from "./figures.ts";

const PAIRS = 21;

test("listing 100 VMs", async () => {
  const world = await World.start("bench-cli", { hosts: 2, vms: 100 });
  const env = { ...process.env, XDG_CONFIG_HOME: world.server.home };
  const time = (command: string, ...args: string[]) => {
    const began = performance.now();
    const { status, stdout } = spawnSync(command, args, { env });
    expect(status).toBe(0);
    return { milliseconds: performance.now() - began, lines: stdout.toString().split("\n").length };
  };
  const ours: number[] = [];
  const node: number[] = [];
  for (let pair = 0; pair < PAIRS; pair++) {
    node.push(time(process.execPath, "-e", "0").milliseconds);
    const listed = time(program("xenith"), "--list-objects", "type=VM");
    expect(listed.lines).toBeGreaterThan(100);
    ours.push(listed.milliseconds);
  }
  await world.end();
  const [milliseconds, floor] = [median(ours), median(node)];
  keep("cli", { pairs: PAIRS, milliseconds, node_milliseconds: floor, ratio: milliseconds / floor });
});
