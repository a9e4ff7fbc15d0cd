import type { Cookie, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { openBrowser, signIn } from './browser.ts';
import { Product } from './product.ts';
import { contractor, seedSmallContracts, type SmallContracts } from './small-contracts.ts';
import { Traffic } from './visit.ts';

const password = 'a contract of its own 42';
const people = { zhao: 'officer', li: 'contractor', qian: 'leader' } as const;
type Person = keyof typeof people | 'admin';

/** The small contracts in the built product, and a browser that people of both sides sit down at in turns. */
export class ContractsInBrowser {
  readonly product = new Product();
  seeded!: SmallContracts;
  page!: Page;
  traffic!: Traffic;
  /** What the page told its console, since it was last looked at. */
  complaints: string[] = [];
  #browser: Awaited<ReturnType<typeof openBrowser>> | undefined;
  readonly #cookies = new Map<Person, Cookie[]>();

  async start(): Promise<void> {
    const { product } = this;
    await product.start();
    this.seeded = await seedSmallContracts(product);
    const users = Object.entries(people).map(([username, role]) => ({
      ...{ username, role },
      ...(role === 'contractor' && { scope: contractor }),
    }));
    await product.importPortfolio({ users });
    for (const { username } of users) {
      const json = { newPassword: password };
      const { status } = await product.api(`/api/v1/users/${username}/password`, { method: 'PUT', json });
      expect(status).toBeLessThan(300);
    }
    this.#browser = await openBrowser({ language: 'zh', theme: 'light', width: 1440, height: 1000 });
    const { page } = this.#browser;
    this.page = page;
    page.setDefaultTimeout(10_000);
    this.traffic = new Traffic(page);
    page.on('console', (message) => {
      // A period that can't be settled, and what a contractor may not see, are the browser's to mention.
      if (message.type() === 'error' && !/4(0[149]|22)/.test(message.text())) this.complaints.push(message.text());
    });
    page.on('pageerror', (error) => this.complaints.push(String(error)));
    await signIn(page, product.url);
    this.#cookies.set('admin', await page.context().cookies());
  }

  async stop(): Promise<void> {
    await this.#browser?.close();
    await this.product.dispose();
  }

  /** Whoever was there before signs in again without a form. */
  async as(person: Person): Promise<void> {
    const { page } = this;
    await page.context().clearCookies();
    const known = this.#cookies.get(person);
    if (known !== undefined) return page.context().addCookies(known);
    await page.goto(this.product.url);
    await page.locator('input[autocomplete=username]').fill(person);
    await page.locator('input[type=password]').fill(password);
    await page.locator('form button.pri').click();
    await page.locator('.app main h1').waitFor();
    this.#cookies.set(person, await page.context().cookies());
  }

  async look(path: string, language: 'zh' | 'en' = 'zh', theme: 'light' | 'dark' = 'light', width = 1440) {
    const { page } = this;
    this.complaints = [];
    await page.setViewportSize({ width, height: width < 500 ? 844 : 1000 });
    await page.emulateMedia({ colorScheme: theme });
    await page.evaluate(`localStorage.setItem('wattsteward.language', '${language}')`);
    await page.goto(this.product.url + path);
    await page.locator('main h1').first().waitFor();
    await this.traffic.settled();
  }

  main = (): Locator => this.page.locator('main');
  dialog = (): Locator => this.page.locator('dialog[open]');
  words = (): Promise<string> => this.main().innerText();
  row = (name: string): Locator => this.main().getByRole('row').filter({ hasText: name });
  press = (name: string | RegExp): Promise<void> => this.main().getByRole('button', { name, exact: true }).click();
  confirm = async (): Promise<void> => {
    await this.dialog().locator('button.pri').click();
    await this.dialog().waitFor({ state: 'detached' });
  };
  settlement = (rest = ''): string => `/contracts/KH-1/settlements/${this.seeded.month}${rest}`;
}
