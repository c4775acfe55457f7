// The page after the optimiser: it loads whole and compressed, comes alive and complains about nothing.
import { expect, test } from "../lib/test.ts";

test("the page comes alive", async ({ page, world }) => {
  const loaded: string[] = [];
  page.on("response", async (response) => {
    const headers = await response.allHeaders();
    loaded.push(`${new URL(response.url()).pathname} ${response.status()} ${headers["content-encoding"] ?? ""}`);
  });
  await page.goto(world.server.url);
  await expect(page.locator("html[data-page=ready]")).toBeAttached();
  await expect(page.locator("input[type=password]")).toBeVisible();
  expect(loaded.some((line) => /^\/assets\/page-\w+\.wasm 200 br$/.test(line)), loaded.join("\n")).toBe(true);
  expect(loaded.filter((line) => / [45]\d\d /.test(line))).toEqual([]);
});
