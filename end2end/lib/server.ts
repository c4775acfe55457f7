// The Xenith server: its process and data, driven by the command line client.
import { execFile } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import { Daemon, freePort, program } from "./daemon.ts";
import { POOL_PASSWORD, POOL_USER, type Simulator } from "./sim.ts";

const run = promisify(execFile);

export const EMAIL = "admin@example.org";
export const PASSWORD = "correct horse battery";

export class Server {
  private constructor(
    readonly daemon: Daemon,
    readonly url: string,
    /** Where its data and the client's registration are. */
    readonly home: string,
  ) {}

  static async start(name: string): Promise<Server> {
    const data = mkdtempSync(join(tmpdir(), "xenith-end2end-"));
    const port = await freePort();
    await run(program("xenith-server"), ["admin", EMAIL, "--data", data], {
      env: { ...process.env, XENITH_PASSWORD: PASSWORD },
    });
    const args = ["--listen", `127.0.0.1:${port}`, "--data", data];
    const daemon = new Daemon(name, program("xenith-server"), args);
    const server = new Server(daemon, `http://127.0.0.1:${port}`, data);
    await server.restart();
    await server.cli("--register", server.url, EMAIL, PASSWORD);
    return server;
  }

  /** Starts it (again) with the same data. */
  async restart(): Promise<void> {
    await this.daemon.start(() =>
      fetch(`${this.url}/health`).then(
        (answer) => answer.ok,
        () => false,
      ),
    );
  }

  /** Runs `xenith`, registered as the administrator. */
  async cli(...args: string[]): Promise<string> {
    const env = { ...process.env, XDG_CONFIG_HOME: this.home };
    const { stdout } = await run(program("xenith"), args, { env, maxBuffer: 1 << 28 });
    return stdout;
  }

  /** Runs `xenith` and reads its JSON. */
  async json<T>(...args: string[]): Promise<T> {
    return JSON.parse(await this.cli(...args, "--json")) as T;
  }

  /** Adds a pool and waits until it is connected. */
  async add(sim: Simulator, label = "Test pool"): Promise<string> {
    const id = await this.json<string>(
      "server.add",
      `host=${sim.address}`,
      `username=${POOL_USER}`,
      `password=${POOL_PASSWORD}`,
      `label=${label}`,
      "allowUnauthorized=true",
    );
    await this.cli("server.enable", `id=${id}`);
    return id;
  }
}
