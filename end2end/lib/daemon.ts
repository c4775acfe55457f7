// A program of ours that runs while a test does: started, watched, stopped, killed, restarted.
import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream, existsSync, mkdirSync } from "node:fs";
import { createServer, connect } from "node:net";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

export const ROOT = join(import.meta.dirname, "../..");
const LOGS = target("end2end/logs");

/** A path under cargo's build directory. */
export function target(path: string): string {
  return resolve(ROOT, process.env.CARGO_TARGET_DIR ?? "target", path);
}

/** The path of a built program. */
export function program(name: string): string {
  const path = target(`release/${name}`);
  if (!existsSync(path)) throw new Error(`${path} is missing: run \`make build\` first`);
  return path;
}

export class Daemon {
  private child?: ChildProcess;
  readonly log: string;

  constructor(
    readonly name: string,
    private readonly command: string,
    private readonly args: string[],
    private readonly env: NodeJS.ProcessEnv = {},
  ) {
    mkdirSync(LOGS, { recursive: true });
    this.log = join(LOGS, `${name}-${process.pid}.log`);
  }

  /** Starts it and waits until `ready` holds. */
  async start(ready: () => Promise<boolean>, seconds = 30): Promise<void> {
    const log = createWriteStream(this.log, { flags: "a" });
    const child = spawn(this.command, this.args, {
      env: { ...process.env, ...this.env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    child.stdout.pipe(log, { end: false });
    child.stderr.pipe(log, { end: false });
    this.child = child;
    const gone = () => child.exitCode !== null || child.signalCode !== null;
    await until(`${this.name} answers (its log: ${this.log})`, seconds, async () => {
      if (gone()) throw new Error(`${this.name} ended with ${child.exitCode ?? child.signalCode}; see ${this.log}`);
      return ready();
    });
  }

  get pid(): number {
    return this.child?.pid ?? 0;
  }

  signal(name: NodeJS.Signals): void {
    this.child?.kill(name);
  }

  /** Ends it and waits for its end. */
  async end(signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
    const child = this.child;
    this.child = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGCONT");
    child.kill(signal);
    const late = setTimeout(() => child.kill("SIGKILL"), 5_000);
    await ended;
    clearTimeout(late);
  }
}

/** Waits until `holds`, looking every few milliseconds; answers how many milliseconds it took. */
export async function until(what: string, seconds: number, holds: () => Promise<boolean> | boolean): Promise<number> {
  const began = performance.now();
  while (!(await holds())) {
    if (performance.now() - began > seconds * 1000) throw new Error(`waited ${seconds} s until ${what}`);
    await sleep(20);
  }
  return performance.now() - began;
}

/** A port that is free on the first `hosts` loopback addresses. */
export async function freePort(hosts = 1): Promise<number> {
  for (;;) {
    // Below those that the system gives to outgoing connections, one of which might take it meanwhile.
    const port = await bind(10_000 + Math.floor(Math.random() * 20_000), "127.0.0.1");
    if (port === undefined) continue;
    const rest = Array.from({ length: hosts - 1 }, (_, j) => bind(port, `127.0.0.${j + 2}`));
    if ((await Promise.all(rest)).every((p) => p !== undefined)) return port;
  }
}

function bind(port: number, host: string): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(undefined));
    server.listen(port, host, () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

/** Whether something accepts connections there. */
export function listens(port: number, host = "127.0.0.1"): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, host);
    const settle = (up: boolean) => {
      socket.destroy();
      resolve(up);
    };
    socket.once("connect", () => settle(true));
    socket.once("error", () => settle(false));
  });
}
