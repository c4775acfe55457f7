// What every spec starts from: a world per worker, a signed-in page, and a watch over what must never happen.
import { test as base, type BrowserContext, type Page, expect } from "@playwright/test";

import { EMAIL, PASSWORD, Server } from "./server.ts";
import { type SimOptions, Simulator } from "./sim.ts";
import { Watch } from "./watch.ts";

export { expect };

/** A server with one simulated pool. */
export class World {
  private constructor(
    readonly sim: Simulator,
    readonly server: Server,
    readonly connection: string,
  ) {}

  static async start(name: string, options?: SimOptions & { label?: string }): Promise<World> {
    const [sim, server] = await Promise.all([Simulator.start(`${name}-sim`, options), Server.start(`${name}-server`)]);
    return new World(sim, server, await server.add(sim, options?.label));
  }

  async end(): Promise<void> {
    await Promise.all([this.sim.daemon.end(), this.server.daemon.end()]);
  }
}

interface TestFixtures {
  /** Fails the test on a console error, a policy violation or a shift of the layout. */
  watch: Watch;
}

interface WorkerFixtures {
  world: World;
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  world: [
    async ({}, use, info) => {
      const world = await World.start(`worker${info.parallelIndex}`);
      await use(world);
      await world.end();
    },
    { scope: "worker", timeout: 60_000 },
  ],
  watch: [
    async ({ context }, use, info) => {
      const watch = await Watch.over(context);
      await use(watch);
      if (info.status === info.expectedStatus) watch.verdict();
    },
    { auto: true },
  ],
});

/** Signs in by the form. */
export async function signIn(page: Page, email = EMAIL, password = PASSWORD): Promise<void> {
  await page.getByLabel("User name").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

/** Opens a page of ours as the administrator. */
export async function open(context: BrowserContext, world: World, path = "/"): Promise<Page> {
  await signInContext(context, world);
  const page = await context.newPage();
  await visit(page, world, path);
  return page;
}

/** Goes to a page of ours and waits until it has come alive. */
export async function visit(page: Page, world: World, path = "/"): Promise<void> {
  await page.goto(world.server.url + path);
  await expect(page.locator("html[data-page=ready]")).toBeAttached();
}

/** Gives the browser the administrator's cookie, without the form. */
export async function signInContext(context: BrowserContext, world: World): Promise<void> {
  const answer = await context.request.post(`${world.server.url}/signin`, {
    headers: { origin: world.server.url },
    data: { email: EMAIL, password: PASSWORD },
  });
  expect(answer.status(), await answer.text()).toBeLessThan(400);
}
