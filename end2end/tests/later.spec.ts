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
