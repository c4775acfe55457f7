// Starts the release binaries for a test and stops them after it.
import { ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { test as base } from '@playwright/test';

/** A path under cargo's build directory. */
export function target(...path: string[]): string {
  return resolve(__dirname, '..', process.env.CARGO_TARGET_DIR ?? 'target', ...path);
}

/** A port that nothing listens on at the moment. */
export function freePort(): Promise<number> {
  return new Promise((done, failed) => {
    const probe = createServer();
    probe.on('error', failed);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      probe.close(() => done(port));
    });
  });
}

/** Waits until `check` holds; `what` says what never came. */
export async function until(what: string, check: () => Promise<boolean>, seconds = 20): Promise<void> {
  const end = Date.now() + seconds * 1000;
  while (Date.now() < end) {
    if (await check().catch(() => false)) return;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error(`${what} did not happen within ${seconds} s`);
}

/** One running binary of target/release. */
export class Program {
  /** Everything it printed so far. */
  log = '';
  private child?: ChildProcess;

  constructor(
    readonly name: string,
    readonly args: string[],
    readonly env: Record<string, string> = {},
  ) {}

  start(): this {
    const child = spawn(target('release', this.name), this.args, { env: { ...process.env, ...this.env } });
    child.stdout.on('data', (data) => (this.log += data));
    child.stderr.on('data', (data) => (this.log += data));
    child.on('error', (error) => (this.log += String(error)));
    this.child = child;
    return this;
  }

  get running(): boolean {
    return !!this.child && this.child.exitCode === null && this.child.signalCode === null;
  }

  signal(signal: NodeJS.Signals): void {
    this.child?.kill(signal);
  }

  /** Ends it and waits for its end; SIGKILL pulls the plug. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    const child = this.child;
    if (!child || !this.running) return;
    const gone = new Promise((done) => child.once('exit', done));
    child.kill('SIGCONT');
    child.kill(signal);
    const late = setTimeout(() => child.kill('SIGKILL'), 10_000);
    await gone;
    clearTimeout(late);
  }
}

/** A server with a data directory of its own, removed by `clean`. */
export class Server extends Program {
  private constructor(
    readonly url: string,
    readonly data: string,
    args: string[],
  ) {
    super('xenith-server', args);
  }

  static async start(options: { demo?: boolean; args?: string[]; port?: number } = {}): Promise<Server> {
    const port = options.port ?? (await freePort());
    const data = mkdtempSync(join(tmpdir(), 'xenith-end2end-'));
    const args = ['--listen', `127.0.0.1:${port}`, '--data', data, ...(options.demo ? ['--demo'] : [])];
    const server = new Server(`http://127.0.0.1:${port}`, data, [...args, ...(options.args ?? [])]);
    server.start();
    await server.ready();
    return server;
  }

  async ready(): Promise<void> {
    await until('the server answering', async () => {
      if (!this.running) throw new Error(this.log);
      return (await fetch(`${this.url}/health`)).ok;
    }).catch((error) => {
      throw new Error(`${error.message}\n${this.log}`);
    });
  }

  async clean(): Promise<void> {
    await this.stop();
    rmSync(this.data, { recursive: true, force: true });
  }
}

/** A simulated pool without TLS; `address` is what a server is added by. */
export async function startSim(...args: string[]): Promise<Program & { address: string }> {
  const port = await freePort();
  const sim = new Program('xapi-sim', ['--listen', `127.0.0.1:${port}`, ...args]).start();
  const address = `http://127.0.0.1:${port}`;
  await until('the simulator answering', async () => (await fetch(address).catch(() => null)) !== null);
  return Object.assign(sim, { address });
}

/** Tests with `demo`: a server with its simulated pool, one for each worker; its log is kept on failure. */
export const test = base.extend<{ faults: string[] }, { demo: Server }>({
  demo: [
    async ({}, use) => {
      const server = await Server.start({ demo: true });
      await use(server);
      await server.clean();
    },
    { scope: 'worker' },
  ],
  baseURL: async ({ demo }, use) => use(demo.url),
  /** What the page complained about so far: errors in its console, uncaught exceptions. */
  faults: [
    async ({ page }, use) => {
      const faults: string[] = [];
      page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
      page.on('pageerror', (error) => faults.push(error.message));
      await use(faults);
    },
    { auto: true },
  ],
});

export { expect } from '@playwright/test';
