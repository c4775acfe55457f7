// The simulated pool: its process, its control socket, and XAPI as any client speaks it.
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import { Daemon, freePort, listens, program } from "./daemon.ts";

const run = promisify(execFile);

export interface SimOptions {
  hosts?: number;
  vms?: number;
  args?: string[];
  tls?: boolean;
  seed?: number;
  state?: string;
}

export const POOL_USER = "root";
export const POOL_PASSWORD = "xenith";

export class Simulator {
  private session?: string;

  private constructor(
    readonly daemon: Daemon,
    readonly port: number,
    readonly tls: boolean,
    readonly control: number,
  ) {}

  /** What an administrator types to add it. */
  get address(): string {
    return `${this.tls ? "https" : "http"}://127.0.0.1:${this.port}`;
  }

  static async start(name: string, options: SimOptions = {}, at?: { port: number; control: number }): Promise<Simulator> {
    const hosts = options.hosts ?? 4;
    const port = at?.port ?? (await freePort(hosts));
    const control = at?.control ?? (await freePort());
    const args = ["--listen", `127.0.0.1:${port}`, "--control", `127.0.0.1:${control}`];
    args.push("--hosts", String(hosts), "--vms", String(options.vms ?? 60), "--seed", String(options.seed ?? 7));
    if (options.tls) args.push("--tls");
    if (options.state) args.push("--state", options.state);
    args.push(...(options.args ?? []));
    const daemon = new Daemon(name, program("xapi-sim"), args);
    const sim = new Simulator(daemon, port, options.tls ?? false, control);
    await sim.restart();
    return sim;
  }

  /** Starts it (again) with the same arguments. */
  async restart(): Promise<void> {
    await this.daemon.start(() => listens(this.port));
    this.session = undefined;
  }

  /** Calls XAPI by JSON-RPC, signed in. Only without TLS. */
  async call<T = unknown>(method: string, ...params: unknown[]): Promise<T> {
    this.session ??= await this.rpc<string>("session.login_with_password", [POOL_USER, POOL_PASSWORD, "1.0", "end2end"]);
    return this.rpc<T>(method, [this.session, ...params]);
  }

  private async rpc<T>(method: string, params: unknown[]): Promise<T> {
    const answer = await fetch(`http://127.0.0.1:${this.port}/jsonrpc`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
    });
    const { result, error } = (await answer.json()) as { result?: T; error?: { message: string; data: unknown } };
    if (error) throw new Error(`${method}: ${error.message} ${JSON.stringify(error.data)}`);
    return result as T;
  }

  /** The VMs that are neither templates, snapshots nor control domains, by name. */
  async vms(): Promise<Vm[]> {
    const records = await this.call<Record<string, VmRecord>>("VM.get_all_records");
    return Object.entries(records)
      .filter(([, vm]) => !vm.is_a_template && !vm.is_a_snapshot && !vm.is_control_domain)
      .map(([ref, vm]) => ({ ref, uuid: vm.uuid, name: vm.name_label, state: vm.power_state }))
      .sort((a, b) => a.name.localeCompare(b.name));
  }

  async vm(uuid: string): Promise<VmRecord> {
    return this.call("VM.get_record", await this.call("VM.get_by_uuid", uuid));
  }

  /** What was typed on a VM's console. */
  async typed(uuid: string): Promise<string> {
    return (await this.keys(uuid)).typed;
  }

  /** The keys pressed and released on a VM's console, and the text they make. */
  async keys(uuid: string): Promise<{ typed: string; keys: Key[] }> {
    return this.steer("GET", `keys?vm=${uuid}`);
  }

  /** Adds a fault, see `xapi-sim --help`. */
  async fault(spec: string): Promise<void> {
    await this.steer("POST", `fault?spec=${encodeURIComponent(spec)}`);
  }

  async clearFaults(): Promise<void> {
    await this.steer("POST", "clear-faults");
  }

  /** Gives a host another certificate and cuts its connections; answers the fingerprint. */
  async changeCertificate(host = 0): Promise<string> {
    await this.steer("POST", `stop?host=${host}`);
    const { fingerprint } = await this.steer<{ fingerprint: string }>("POST", `certificate?host=${host}`);
    await this.steer("POST", `restart?host=${host}`);
    return fingerprint;
  }

  /** The passwords that were tried at the pool's door, and how often somebody logged in. */
  async door(): Promise<{ logins: number; passwords: string[] }> {
    return this.steer("GET", "door");
  }

  /** The master dies and the next host takes its place. */
  async killMaster(): Promise<void> {
    await this.steer("POST", "kill-master");
  }

  /** Renames a VM, whoever is master. */
  async rename(uuid: string, name: string): Promise<void> {
    await this.steer("POST", `rename?vm=${uuid}&name=${encodeURIComponent(name)}`);
  }

  private async steer<T>(method: string, path: string): Promise<T> {
    const answer = await fetch(`http://127.0.0.1:${this.control}/sim/${path}`, { method });
    if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
    return (await answer.json()) as T;
  }

  /** Renames a VM with XAPI's own Python client, as a script of the administrator would. */
  async renameByPython(uuid: string, name: string): Promise<void> {
    await run(python(), ["-c", RENAME, this.address, POOL_USER, POOL_PASSWORD, uuid, name]);
  }
}

export interface Vm {
  ref: string;
  uuid: string;
  name: string;
  state: string;
}

/** An X11 keysym going down or up. */
export interface Key {
  keysym: number;
  down: boolean;
}

export interface VmRecord {
  uuid: string;
  name_label: string;
  power_state: string;
  is_a_template: boolean;
  is_a_snapshot: boolean;
  is_control_domain: boolean;
}

/** The interpreter that has PyPI's XenAPI; scripts/setup makes it. */
function python(): string {
  const cache = process.env.XENITH_CACHE ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "xenith");
  const path = join(cache, "python/bin/python");
  if (!existsSync(path)) throw new Error(`${path} is missing: run \`scripts/setup test\``);
  return path;
}

const RENAME = `
import sys, XenAPI
url, user, password, uuid, name = sys.argv[1:]
session = XenAPI.Session(url, ignore_ssl=True)
session.xenapi.login_with_password(user, password, "1.0", "end2end")
session.xenapi.VM.set_name_label(session.xenapi.VM.get_by_uuid(uuid), name)
session.xenapi.session.logout()
`;
