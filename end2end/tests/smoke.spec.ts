// The page after the optimiser: it loads, comes alive and complains about nothing.
import { expect, test } from '../rig';

test('the page comes alive', async ({ page, faults }) => {
  const loaded: string[] = [];
  page.on('response', async (response) => {
    const headers = await response.allHeaders();
    loaded.push(`${new URL(response.url()).pathname} ${response.status()} ${headers['content-encoding'] ?? ''}`);
  });
  await page.goto('/');
  await expect(page.locator('html[data-page=ready]')).toBeAttached();
  await expect(page.locator('input[type=password]')).toBeVisible();
  expect(loaded.some((line) => /^\/assets\/page-\w+\.wasm 200 br$/.test(line)), loaded.join('\n')).toBe(true);
  expect(loaded.filter((line) => / [45]\d\d /.test(line))).toEqual([]);
  expect(faults).toEqual([]);
});
