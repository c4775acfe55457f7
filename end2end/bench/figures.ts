// What a bench has found, for `make bench` to gather: target/end2end/NAME.json.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { target } from "../lib/daemon.ts";

export function keep(name: string, figures: Record<string, number>): void {
  const folder = target("end2end");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.json`), JSON.stringify(figures, null, 2));
  console.log(figures);
}

export function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}
