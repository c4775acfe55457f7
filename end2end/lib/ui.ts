// How a person finds things on the page: by role and name. The only file that knows the markup.
import { type Locator, type Page, expect } from "@playwright/test";

/** The list of VMs on the home page. */
export class VmList {
  constructor(readonly page: Page) {}

  get grid(): Locator {
    return this.page.getByRole("grid", { name: "VMs", exact: true });
  }

  get filter(): Locator {
    return this.page.getByRole("searchbox");
  }

  /** The row of the VM with exactly this name. */
  row(name: string): Locator {
    return this.grid.getByRole("row").filter({ has: this.page.getByRole("link", { name, exact: true }) });
  }

  /** Its power state, or what is being done with it. */
  state(name: string): Locator {
    return this.row(name).locator(".state");
  }

  /** Waits until the list has this many VMs, drawn or not. */
  async has(count: number): Promise<void> {
    // The header is a row too.
    await expect(this.grid).toHaveAttribute("aria-rowcount", String(count + 1));
  }

  /** Narrows the list to one VM, so that its row is drawn whatever the order. */
  async find(name: string): Promise<Locator> {
    await this.filter.fill(name);
    await expect(this.row(name)).toBeVisible();
    return this.row(name);
  }
}

/** The page of one VM. */
export class VmPage {
  constructor(readonly page: Page) {}

  get title(): Locator {
    return this.page.getByRole("heading", { level: 1 });
  }

  get state(): Locator {
    return this.title.locator(".state");
  }

  action(name: string): Locator {
    return this.page.getByRole("button", { name, exact: true });
  }

  /** Picks an action from the menu that has them all, and answers the question that follows, if one does. */
  async act(action: string, name: string): Promise<void> {
    await this.page.getByRole("button", { name: "All power actions" }).click();
    await this.page.getByRole("menuitem", { name: action, exact: true }).click();
    if (/Shut down|Reboot|Force/.test(action)) await confirm(this.page, name);
  }

  get screen(): Locator {
    return this.page.locator("canvas");
  }
}

/** Answers yes to a question, typing the name where it is asked for. */
export async function confirm(page: Page, name: string): Promise<void> {
  const dialog = page.getByRole("dialog");
  await expect(dialog).toBeVisible();
  const field = dialog.getByRole("textbox");
  const yes = dialog.getByRole("button").last();
  if (await field.count()) {
    await expect(yes).toHaveAttribute("aria-disabled", "true");
    await field.fill(name);
  }
  await yes.click();
  await expect(dialog).toBeHidden();
}
