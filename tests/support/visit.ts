import type { Page } from 'playwright-core';
import { until } from './product.ts';

/** Tells when a page has asked for all that it asks for. */
export class Traffic {
  readonly #page: Page;
  readonly #open = new Set<unknown>();
  #changedAt = Date.now();

  constructor(page: Page) {
    this.#page = page;
    page.on('request', (request) => {
      this.#open.add(request);
      this.#changedAt = Date.now();
    });
    const ended = (request: unknown) => {
      this.#open.delete(request);
      this.#changedAt = Date.now();
    };
    page.on('requestfinished', ended);
    page.on('requestfailed', ended);
  }

  /** Every request is answered, for a moment already, and nothing says that it loads; at most so long. */
  async settled({ quietMs = 80, mostMs = 4_000 } = {}): Promise<void> {
    await until(
      'a page that rests',
      async () =>
        this.#open.size === 0 &&
        Date.now() - this.#changedAt > quietMs &&
        (await this.#page.locator('main [aria-busy=true]').count()) === 0,
      mostMs,
    ).catch(() => {});
  }
}

/**
 * Goes to a path as a link does, without loading the application again. By way of a page that is nowhere: the one that is
 * left and the one that is opened may be of one kind, and this one is to begin as if it were the first.
 */
export async function visit(page: Page, path: string): Promise<void> {
  await page.evaluate(`(async () => {
    for (const to of ['/nowhere/at-all', ${JSON.stringify(path)}]) {
      history.pushState(null, '', to);
      dispatchEvent(new PopStateEvent('popstate'));
      await new Promise((resolve) => setTimeout(resolve));
    }
  })()`);
}
