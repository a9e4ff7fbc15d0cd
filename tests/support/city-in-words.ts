import type { Page } from 'playwright-core';
import type { WireSorting } from '../../domain/wire-canteens.ts';
import { openBrowser, signIn } from './browser.ts';
import type { Seeded } from './every-path.ts';
import { foreignIn, textsOf } from './language-check.ts';
import { Product } from './product.ts';
import { seedSmallCanteens } from './small-canteens.ts';
import { seedSmallCity } from './small-city.ts';
import { dealSmallContracts, seedSmallContracts } from './small-contracts.ts';
import { Traffic, visit } from './visit.ts';

const lists = ['regions', 'institutions', 'buildings', 'meters', 'devices', 'canteens'];

/** A product and a browser in which every text is either a word of the language in use or a name out of the data. */
export class CityInWords {
  readonly product = new Product();
  page!: Page;
  names: readonly string[] = [];
  #traffic!: Traffic;
  #browser: Awaited<ReturnType<typeof openBrowser>> | undefined;

  /** With nothing in it, and nobody signed in. */
  async startEmpty(): Promise<void> {
    await this.product.start();
    const { version } = await this.product.get<{ version: string }>('/api/v1/system');
    this.names = ['admin', version];
    await this.#openBrowser();
  }

  /** With the small city, its canteens and its contracts, and what people said about them. */
  async start(): Promise<Seeded> {
    const { product } = this;
    await product.start();
    const { analysis } = await seedSmallCity(product);
    const canteens = await seedSmallCanteens(product);
    const contracts = await seedSmallContracts(product);
    const dealt = await dealSmallContracts(product, contracts);
    const ofData = await this.#namesOfData();
    this.names = [analysis, 'TOU', ...canteens.words, ...contracts.words, ...dealt, ...ofData];
    await this.#openBrowser();
    await signIn(this.page, product.url);
    return { analysis, canteens, contracts };
  }

  async stop(): Promise<void> {
    await this.#browser?.close();
    await this.product.dispose();
  }

  async speak(language: 'zh' | 'en'): Promise<void> {
    await this.page.evaluate(`localStorage.setItem('wattsteward.language', '${language}')`);
    await this.page.reload();
    await this.page.locator('main h1, form').first().waitFor();
  }

  async open(path: string): Promise<void> {
    await visit(this.page, path);
    // Attached, not visible: a printed report has a head of its own and hides the page's.
    await this.page.locator('main h1, main [role=alert], form').first().waitFor({ state: 'attached' });
    // The list of meters gathers rows for 200 ms before it asks for their curves.
    await this.#traffic.settled(/^\/meters(\?|$)/.test(path) ? { quietMs: 250 } : {});
  }

  /** Everything foreign on the page as it stands, each with where it was. */
  async foreign(language: 'zh' | 'en', where: string): Promise<string[]> {
    return foreignIn(language, await textsOf(this.page), this).map((found) => `${where}: ${found}`);
  }

  async #openBrowser(): Promise<void> {
    this.#browser = await openBrowser({ language: 'zh', theme: 'light', width: 1440, height: 900 });
    this.page = this.#browser.page;
    this.#traffic = new Traffic(this.page);
  }

  /** What comes from data, as the API itself names it. */
  async #namesOfData(): Promise<string[]> {
    // `nowhere` is what the address asks for.
    const found = new Set(['admin', 'Asia/Shanghai', 'nowhere']);
    for (const list of lists) {
      const { items } = await this.product.get<{ items: Record<string, unknown>[] }>(`/api/v1/${list}?limit=1000`);
      for (const { id, name } of items) {
        found.add(String(id));
        if (typeof name === 'string') found.add(name);
      }
    }
    const { items } = await this.product.get<{ items: { name: string }[] }>('/api/v1/tokens');
    for (const { name } of items) found.add(name);
    // A publication is called as it is called.
    found.add((await this.product.get<WireSorting>('/api/v1/canteens/sorting')).factor.source);
    const { version } = await this.product.get<{ version: string }>('/api/v1/system');
    return [...found, version];
  }
}
