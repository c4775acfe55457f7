// Listens to every page of a browser for what must never happen: errors on the console, uncaught
// exceptions, violations of the content security policy, and content that shifts under the reader.
import { type BrowserContext, expect } from "@playwright/test";

/** Below this the browser's own rounding shows up as movement. */
const STEADY = 0.005;

interface Shift {
  value: number;
  nodes: string[];
}

export class Watch {
  private readonly problems: string[] = [];
  private readonly shifts: Shift[] = [];
  private readonly allowed: RegExp[] = [];
  private resized = false;

  static async over(context: BrowserContext): Promise<Watch> {
    const watch = new Watch();
    await context.exposeBinding("__shift", (_, shift: Shift) => void watch.shifts.push(shift));
    await context.exposeBinding("__violation", (_, what: string) => void watch.problems.push(what));
    await context.addInitScript(observe);
    context.on("console", (message) => {
      if (message.type() === "error") watch.problems.push(`console: ${message.text()} (${message.location().url})`);
    });
    context.on("weberror", (error) => watch.problems.push(`exception: ${error.error().message}`));
    return watch;
  }

  /** Lets messages pass that this test provokes. */
  allow(...patterns: RegExp[]): void {
    this.allowed.push(...patterns);
  }

  /** This test changes the size of the window, which moves things by itself. */
  resizes(): void {
    this.resized = true;
  }

  verdict(): void {
    const problems = this.problems.filter((p) => !this.allowed.some((pattern) => pattern.test(p)));
    expect(problems, "nothing goes wrong in the browser").toEqual([]);
    if (this.resized) return;
    const moved = this.shifts.filter((shift) => shift.value > STEADY);
    expect(moved, "nothing moves under the reader").toEqual([]);
  }
}

/** Runs in the page before anything else does. */
function observe(): void {
  const told = window as unknown as { __shift(shift: Shift): void; __violation(what: string): void };
  document.addEventListener("securitypolicyviolation", (event) => {
    told.__violation(`policy: ${event.violatedDirective} blocked ${event.blockedURI} (${event.sourceFile}:${event.lineNumber})`);
  });
  const inList = (node: Node | null) => {
    const element = node instanceof Element ? node : node?.parentElement;
    return !!element?.closest("[role=row], .cards > .card, .toasts");
  };
  const describe = (node: Node | null) => {
    const element = node instanceof Element ? node : node?.parentElement;
    return element ? `${element.tagName.toLowerCase()}.${element.className}` : "?";
  };
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const shift = entry as PerformanceEntry & {
        value: number;
        hadRecentInput: boolean;
        sources: { node: Node | null }[];
      };
      // Rows and cards of a list are where its order puts them, toasts lie above whatever banner there is.
      const moved = shift.sources.filter((source) => !inList(source.node));
      if (shift.hadRecentInput || !moved.length) continue;
      told.__shift({ value: shift.value, nodes: moved.map((source) => describe(source.node)) });
    }
  }).observe({ type: "layout-shift", buffered: true });
}
