// Signing in: by a plain form before the page's module is there, and with it.
import type { Page } from "@playwright/test";

import { expect, signIn, test, type World } from "../lib/test.ts";

/** The document alone: the module never comes. */
async function still(page: Page, world: World, path: string): Promise<void> {
  await page.route("**/*.wasm", () => {});
  await page.goto(world.server.url + path, { waitUntil: "commit" });
}

test("it leads to where the visitor was going", async ({ page, world }) => {
  const { uuid } = (await world.sim.vms())[0];
  await still(page, world, `/vm/${uuid}/console?x=1`);
  await signIn(page);
  await expect(page).toHaveURL(`${world.server.url}/vm/${uuid}/console?x=1`);
  await expect(page.getByRole("navigation").first()).toBeVisible();
});

test("it says why it was refused, and then leads on", async ({ page, world }) => {
  await still(page, world, "/tasks");
  await signIn(page, "nobody@example.org", "wrong");
  await expect(page.getByRole("alert")).toContainText("The user name or the password is wrong.");
  await signIn(page);
  await expect(page).toHaveURL(`${world.server.url}/tasks`);
});

test("with the module it leads on as well, and to no other site", async ({ page, world }) => {
  for (const [next, path] of [["/tasks", "/tasks"], ["//x.example", "/"], ["javascript:alert(1)", "/"]]) {
    await page.goto(`${world.server.url}/signin?next=${encodeURIComponent(next)}`);
    await expect(page.locator("html[data-page=ready]")).toBeAttached();
    await signIn(page);
    await expect(page).toHaveURL(world.server.url + path);
    await page.context().clearCookies();
  }
});

test("with the module an empty field says that it must not be", async ({ page, world }) => {
  await page.goto(`${world.server.url}/signin`);
  await expect(page.locator("html[data-page=ready]")).toBeAttached();
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByLabel("User name")).toHaveAccessibleDescription("User name must not be empty.");
  await page.getByLabel("User name").fill("somebody");
  await expect(page.getByLabel("User name")).not.toHaveAttribute("aria-invalid");
  await expect(page.getByLabel("Password")).toHaveAttribute("aria-invalid", "true");
});
