// Users, the own account, and pools that are added, refused and removed.
import { freePort } from "../lib/daemon.ts";
import { expect, open, signIn, test, visit } from "../lib/test.ts";
import { VmList } from "../lib/ui.ts";
import { EMAIL } from "../lib/server.ts";
import { POOL_PASSWORD, POOL_USER, Simulator } from "../lib/sim.ts";

test("a second pool is added, and wrong ones say why", async ({ context, world }) => {
  const page = await open(context, world, "/pools");
  const sim = await Simulator.start("second", { hosts: 1, vms: 3, seed: 99 });
  const add = async (host: string, password: string) => {
    await page.getByRole("button", { name: "Add a server" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Address").fill(host);
    await dialog.getByLabel("Account").fill(POOL_USER);
    await dialog.getByLabel("Password").fill(password);
    await dialog.getByRole("button", { name: "Add", exact: true }).click();
    await expect(dialog).toBeHidden();
  };
  await add(sim.address, POOL_PASSWORD);
  await expect(page.getByText("Connected", { exact: true })).toHaveCount(2);
  await add(`http://127.0.0.1:${await freePort()}`, "x");
  await expect(page.getByText(/refused|nothing listens|cannot be reached|not reach/i).first()).toBeVisible();
  const servers = await world.server.json<{ id: string; host: string }[]>("server.getAll");
  for (const { id } of servers.filter((s) => s.id !== world.connection)) await world.server.cli("server.remove", `id=${id}`);
  await expect(page.getByText("Connected", { exact: true })).toHaveCount(1);
  await sim.daemon.end();
});

test("a field that is refused says so by its label", async ({ context, world }) => {
  const page = await open(context, world, "/users");
  const refused = async (button: string, verb: string, label: string, sentence: RegExp) => {
    await page.getByRole("button", { name: button }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: verb, exact: true }).click();
    await expect(dialog.getByLabel(label)).toHaveAttribute("aria-invalid", "true");
    await expect(dialog.getByLabel(label)).toHaveAccessibleDescription(sentence);
    await page.keyboard.press("Escape");
  };
  await refused("Create a user", "Create", "Name to sign in with", /^Name to sign in with must /);
  await visit(page, world, "/pools");
  await refused("Add a server", "Add", "Address", /^Address must not be empty\.$/);
});

test("two pools of one name are told apart by their addresses", async ({ context, world }) => {
  const sim = await Simulator.start("namesake", { hosts: 1, vms: 3, seed: 98 });
  const pools = await world.sim.call<string[]>("pool.get_all");
  const name = await world.sim.call<string>("pool.get_name_label", pools[0]);
  await sim.call("pool.set_name_label", (await sim.call<string[]>("pool.get_all"))[0], name);
  const id = await world.server.add(sim);
  const [vm] = await sim.vms();
  const page = await open(context, world, `/vm/${vm.uuid}`);
  await expect(page.getByRole("navigation", { name: "Where it is" })).toContainText(`${name} (${sim.address})`);
  await world.server.cli("server.remove", `id=${id}`);
  await sim.daemon.end();
});

test("a user is created, sees nothing, and is deleted", async ({ browser, context, world }) => {
  const page = await open(context, world, "/users");
  await page.getByRole("button", { name: "Create a user" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name to sign in with").fill("reader@example.org");
  await dialog.getByLabel("Password").fill("a long enough password");
  await dialog.getByRole("button", { name: "Create", exact: true }).click();
  await expect(page.getByText("reader@example.org").first()).toBeVisible();

  const other = await browser.newContext();
  const theirs = await other.newPage();
  await visit(theirs, world);
  await signIn(theirs, "reader@example.org", "a long enough password");
  await new VmList(theirs).has(0);
  await expect(theirs.getByRole("link", { name: "Pools" })).toHaveCount(0);
  for (const path of ["/pools", "/users"]) {
    await visit(theirs, world, path);
    await expect(theirs.getByText("Only an administrator sees this page.")).toBeVisible();
    await expect(theirs.getByRole("main").getByRole("button")).toHaveCount(0);
  }
  const users = await world.server.json<{ id: string; email: string }[]>("user.getAll");
  await world.server.cli("user.delete", `id=${users.find((u) => u.email === "reader@example.org")!.id}`);
  await expect(theirs.getByRole("button", { name: "Sign in" })).toBeVisible();
  await other.close();
});

test("sign out ends the session", async ({ context, world }) => {
  const page = await open(context, world);
  await page.getByRole("link", { name: EMAIL }).click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByRole("button", { name: "Sign in" })).toBeVisible();
  await visit(page, world, "/pools");
  await expect(page.getByRole("button", { name: "Sign in" })).toBeVisible();
});
