// What comes when: the first rows with the document, other pages' module when it is wanted.
import { expect, open, test, visit } from "../lib/test.ts";
import { VmList } from "../lib/ui.ts";

test("the first rows come with the document", async ({ context, world }) => {
  const page = await open(context, world, "/account");
  await page.routeWebSocket("**/feed", () => {});
  await visit(page, world, "/?state=halted");
  const halted = (await world.sim.vms()).filter((vm) => vm.state === "Halted");
  await new VmList(page).has(halted.length);
  await expect(new VmList(page).row(halted[0].name)).toContainText("Halted");
});

test("the first rows are drawn before the page runs, where it draws them too", async ({ context, world }) => {
  const page = await open(context, world, "/account");
  const held: (() => void)[] = [];
  await page.route(/\/assets\/page-\w+\.js$/, (route) => void held.push(() => void route.continue()));
  await page.goto(`${world.server.url}/?sort=memory`, { waitUntil: "commit" });
  const list = new VmList(page);
  const places = () =>
    list.grid.locator(".row").evaluateAll((rows) =>
      rows.slice(0, 10).map((row) => [row.querySelector("a")!.textContent, row.getBoundingClientRect().top]),
    );
  await expect(list.grid.locator(".row")).toHaveCount(40);
  const drawn = await places();
  await list.grid.evaluate((grid) => (grid.parentElement!.scrollTop = 200));
  await expect.poll(() => held.length).toBe(1);
  held[0]();
  await expect(page.locator("html")).toHaveAttribute("data-page", "ready");
  expect(await list.grid.evaluate((grid) => grid.parentElement!.scrollTop)).toBe(200);
  await list.grid.evaluate((grid) => (grid.parentElement!.scrollTop = 0));
  expect(await places()).toEqual(drawn);
});

const LATER = /\/assets\/later-\w+\.wasm$/;

test("other pages come when they are wanted", async ({ context, world }) => {
  const loaded: string[] = [];
  context.on("request", (request) => void (LATER.test(request.url()) && loaded.push(request.url())));
  const page = await open(context, world);
  await expect(page.getByRole("gridcell").first()).toBeVisible();
  expect(loaded).toEqual([]);
  await page.getByRole("link", { name: "Tasks" }).click();
  await expect(page.getByRole("heading", { name: "Tasks" })).toBeVisible();
  await page.getByRole("link", { name: "Pools" }).click();
  await expect(page.getByRole("heading", { name: "Pools" })).toBeVisible();
  expect(loaded).toHaveLength(1);
});

test("a page that cannot be loaded says so", async ({ context, world, watch }) => {
  watch.allow(/TypeError|ERR_FAILED/);
  const page = await open(context, world);
  await page.route(LATER, (route) => route.abort());
  await page.getByRole("link", { name: "Tasks" }).click();
  await expect(page.getByRole("heading", { name: "This page could not be loaded" })).toBeVisible();
  await page.unroute(LATER);
  await page.getByRole("button", { name: "Load again" }).click();
  await expect(page.getByRole("heading", { name: "Tasks" })).toBeVisible();
});
