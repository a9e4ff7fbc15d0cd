import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { WireSorting } from '../domain/wire-canteens.ts';
import type { Download, Locator, Page, Route } from 'playwright-core';
import { chromiumPath, openBrowser, signIn } from './support/browser.ts';
import { foreignIn, textsOf } from './support/language-check.ts';
import { adminPassword, Product, until } from './support/product.ts';
import { seedSmallCanteens, type SmallCanteens } from './support/small-canteens.ts';
import { seedSmallCity } from './support/small-city.ts';
import { dealSmallContracts, seedSmallContracts, type SmallContracts } from './support/small-contracts.ts';
import { Traffic, visit } from './support/visit.ts';

const none = { names: [] };

/** The words by which a person finds a button; the pages' own dictionaries, which belong to the browser's types. */
interface Words {
  readonly devices: { readonly detail: { readonly rotate: string; readonly revoke: string } };
  readonly mandv: {
    readonly freeze: { readonly action: string };
    readonly savings: { readonly addAdjustment: string };
  };
  readonly contracts: { readonly baseline: { readonly freeze: string } };
  readonly contractForms: { readonly entries: { readonly addPayment: string; readonly addAdjustment: string } };
  readonly contractSettlement: { readonly act: { readonly proposed: string } };
  readonly signIn: { readonly empty: string; readonly wrong: string };
}
const wordsOf = async (language: 'zh' | 'en'): Promise<Words> =>
  ((await import(`../dashboard/web/messages/${language}.ts`)) as Record<string, Words>)[language]!;
const [zh, en] = await Promise.all([wordsOf('zh'), wordsOf('en')]);

describe('the check of languages', () => {
  test('finds a Chinese word on an English page, wherever it hides', () => {
    expect(foreignIn('en', ['Meters', 'Reading age 3 s, 缺测', '市图书馆 E-0301'], { names: ['市图书馆'] })).toEqual([
      '缺测 ← Reading age 3 s, 缺测',
    ]);
    expect(foreignIn('en', ['能管家', '中文', 'Last 24 h'], none)).toEqual([]);
  });
  test('finds an English word on a Chinese page, and lets units and names of things stand', () => {
    const page = ['此刻用电功率', '212.4 kW', '单位面积 kWh/m²', 'E-0301 · main', 'v1/E-0301/readings', 'energy_kwh'];
    expect(foreignIn('zh', page, { names: ['E-0301'] })).toEqual(['main ← E-0301 · main']);
    expect(foreignIn('zh', ['导出 CSV', 'MQTT 端口 1883', 'UTC+8', '2026-11-23T14:35:00+08:00'], none)).toEqual([]);
    expect(foreignIn('zh', ['Loading…'], none)).toEqual(['Loading ← Loading…']);
  });
});

describe.skipIf(chromiumPath === undefined)('both languages whole (skipped without apt-get install chromium)', () => {
  const product = new Product();
  const empty = new Product();
  let browser: Awaited<ReturnType<typeof openBrowser>>;
  let page: Page;
  let traffic: Traffic;
  let analysis: string;
  let names: string[];
  let served: SmallCanteens;
  let contracts: SmallContracts;
  let dealt: readonly string[];

  beforeAll(async () => {
    await Promise.all([product.start(), empty.start()]);
    ({ analysis } = await seedSmallCity(product));
    served = await seedSmallCanteens(product);
    contracts = await seedSmallContracts(product);
    dealt = await dealSmallContracts(product, contracts);
    names = await namesOf(product);
    browser = await openBrowser({ language: 'zh', theme: 'light', width: 1440, height: 900 });
    page = browser.page;
    traffic = new Traffic(page);
    await signIn(page, product.url);
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await Promise.all([product.dispose(), empty.dispose()]);
  });

  /** What comes from data, as the API itself names it. */
  async function namesOf(of: Product): Promise<string[]> {
    // `nowhere` is what the address asks for.
    const found = new Set([
      'admin',
      analysis,
      'TOU',
      'Asia/Shanghai',
      'nowhere',
      ...served.words,
      ...contracts.words,
      ...dealt,
    ]);
    for (const list of ['regions', 'institutions', 'buildings', 'meters', 'devices', 'canteens']) {
      const { items } = await of.get<{ items: Record<string, unknown>[] }>(`/api/v1/${list}?limit=1000`);
      for (const { id, name } of items) {
        found.add(String(id));
        if (typeof name === 'string') found.add(name);
      }
    }
    for (const { name } of (await of.get<{ items: { name: string }[] }>('/api/v1/tokens')).items) found.add(name);
    // A publication is called as it is called.
    found.add((await of.get<WireSorting>('/api/v1/canteens/sorting')).factor.source);
    const { version } = await of.get<{ version: string }>('/api/v1/system');
    return [...found, version];
  }

  const places = () => [
    '/',
    '/?view=week',
    '/?view=month',
    '/?view=year&carrier=water',
    '/buildings',
    '/buildings?q=nowhere',
    '/institutions?carrier=gas',
    '/regions',
    '/buildings/B1',
    '/buildings/B1?view=month',
    '/buildings/B1?carrier=water&view=year',
    '/institutions/I1',
    '/institutions/I1?view=year&by=m2',
    '/institutions/I2?by=person',
    '/regions/lucheng?view=month',
    '/regions/ouhai',
  ];
  const meters = () => [
    '/meters',
    '/meters?due=over&sort=verified',
    '/meters?q=nothing-like-it',
    '/meters/E-0301',
    '/meters/E-0301?view=year',
    '/meters/T-0001',
    '/devices',
    '/devices/connect',
    '/devices/connect?id=E-0301',
    '/devices/E-0301',
    '/quality',
    '/quality?tab=decided',
    '/quality?tab=automatic',
    '/quality?rule=spike',
    '/quality/enter',
    '/meters/E-0301?asOf=2020-01-01',
    '/alarms',
    '/alarms?kind=meter-silent',
    '/alarms?state=closed',
    '/alarms?building=nowhere',
    '/quarantine',
    '/health',
    '/mappings',
    '/mappings?id=',
    '/nowhere',
  ];
  const canteens = () => [
    '/canteens?meal=LUNCH',
    '/canteens?meal=LUNCH&stream=TRIM_USED&sort=figure',
    '/canteens?mode=weighed',
    '/canteens/KT1?meal=LUNCH',
    '/canteens/KT2?meal=LUNCH&every=week',
    '/canteens/KT3?meal=LUNCH',
    '/canteens/KT4?meal=LUNCH',
    '/canteens/nowhere',
    '/canteens/KT1/display',
    '/canteens/sorting',
    '/canteens/evaluations',
    `/canteens/evaluations/${served.evaluation}`,
    `/canteens/plan/${served.year}`,
    '/canteens/bulletins',
    '/matters',
    `/matters/${served.matter}`,
  ];
  const contracted = () => [
    '/contracts',
    '/contracts?type=custody&state=at-risk&sort=-short',
    '/contracts/new',
    ...[1, 2, 3, 4].map((n) => `/contracts/KH-${n}`),
    '/contracts/KH-2?year=term',
    '/contracts/KH-1/edit',
    '/contracts/KH-1/settlements',
    `/contracts/KH-1/settlements/${contracts.month}`,
    `/contracts/KH-1/settlements/${contracts.month}/trace`,
    `/contracts/KH-1/settlements/${contracts.month}/trace?line=2&input=0`,
    `/contracts/KH-2/settlements/${contracts.closedYear}`,
    `/contracts/KH-3/settlements/${contracts.month}`,
    `/contracts/KH-3/settlements/${contracts.monthBefore}`,
    `/contracts/KH-3/settlements/${contracts.monthBefore}/trace?line=0`,
    `/contracts/KH-3/settlements/${contracts.monthBefore}/trace?line=0&input=0`,
    `/contracts/KH-3/settlements/${contracts.monthBefore}/trace?line=0&input=0&meter=KE-3&month=${contracts.monthBefore}`,
  ];
  const mandv = () => [
    '/mandv',
    '/mandv/new',
    ...['model', 'savings', 'plan', 'report'].map((view) => `/mandv/${analysis}?view=${view}`),
  ];

  async function speak(language: 'zh' | 'en'): Promise<void> {
    await page.evaluate(`localStorage.setItem('wattsteward.language', '${language}')`);
    await page.reload();
    await page.locator('main h1, form').first().waitFor();
  }
  async function open(path: string): Promise<void> {
    await visit(page, path);
    // Attached, not visible: a printed report has a head of its own and hides the page's.
    await page.locator('main h1, main [role=alert], form').first().waitFor({ state: 'attached' });
    // The list of meters gathers rows for 200 ms before it asks for their curves.
    await traffic.settled(/^\/meters(\?|$)/.test(path) ? { quietMs: 250 } : {});
  }
  /** Everything foreign on the page as it stands, each with where it was. */
  async function foreign(language: 'zh' | 'en', where: string): Promise<string[]> {
    return foreignIn(language, await textsOf(page), { names }).map((found) => `${where}: ${found}`);
  }

  const languages = [
    ['zh', zh],
    ['en', en],
  ] as const;

  test.each(languages)(
    '%s: every page, its charts read out and its tables open',
    async (language) => {
      await speak(language);
      const found: string[] = [];
      for (const path of [...places(), ...meters(), ...canteens(), ...contracted(), ...mandv()]) {
        await open(path);
        found.push(...(await foreign(language, path)));
        // The read-out of each chart, and the table behind it.
        for (const figure of await page.locator('figure[tabindex="0"]').all()) {
          await figure.focus();
          await page.keyboard.press('ArrowLeft');
          found.push(...(await foreign(language, `${path}, read out`)));
          await page.keyboard.press('Escape');
        }
        for (const button of await page.locator('figure .actions > button').all()) await button.click();
        found.push(...(await foreign(language, `${path}, tables`)));
      }
      expect(found).toEqual([]);
    },
    300_000,
  );

  test.each(languages)('%s: on paper', async (language) => {
    await speak(language);
    await page.emulateMedia({ media: 'print' });
    const found: string[] = [];
    try {
      for (const path of [
        '/',
        '/buildings/B1',
        '/institutions/I1?view=month',
        '/meters/E-0301',
        '/quality',
        '/contracts',
        '/contracts/KH-1',
        `/mandv/${analysis}?view=report`,
      ]) {
        await open(path);
        found.push(...(await foreign(language, `${path}, printed`)));
      }
      // A statement is in the language that is asked for, whatever the page's; its capitals are always Chinese.
      for (const period of [`KH-1/settlements/${contracts.month}`, `KH-2/settlements/${contracts.closedYear}`]) {
        await open(`/contracts/${period}/statement${language === 'en' ? '?lang=en' : ''}`);
        const paper = page.locator('article.statement');
        const capital = await paper.locator('.capital').innerText();
        const lines = (await paper.innerText()).split(/[\n\t]/).filter((line) => line !== capital);
        expect(lines.length, period).toBeGreaterThan(20);
        found.push(...foreignIn(language, lines, { names }).map((piece) => `statement of ${period}: ${piece}`));
      }
    } finally {
      await page.emulateMedia({ media: 'screen' });
    }
    expect(found).toEqual([]);
  });

  test.each(languages)('%s: what a chart exports, heads and all', async (language) => {
    await speak(language);
    const found: string[] = [];
    for (const path of [
      '/meters/E-0301?view=day',
      '/buildings/B1',
      '/institutions/I1?view=month',
      '/?view=year',
      '/quality',
      '/contracts/KH-1',
      '/contracts/KH-2?year=term',
      `/contracts/KH-1/settlements/${contracts.month}`,
      `/mandv/${analysis}?view=savings`,
    ]) {
      await open(path);
      const buttons = await page.locator('figure .save button', { hasText: 'CSV' }).all();
      expect(buttons.length, path).toBeGreaterThan(0);
      for (const button of buttons) {
        const download = await downloadBy(button);
        const text = await readFile(await download.path(), 'utf8');
        const lines = text
          .replace(/^\ufeff/, '')
          .split('\r\n')
          .slice(0, 400);
        found.push(
          ...foreignIn(language, lines, { names }).map((piece) => `${path}, ${download.suggestedFilename()}: ${piece}`),
        );
      }
    }
    expect(found).toEqual([]);
  });

  /** A figure that lives may be drawn anew between press and release: then it is pressed again. */
  async function downloadBy(button: Locator): Promise<Download> {
    return until(
      'a file',
      async () => {
        const download = page.waitForEvent('download', { timeout: 5_000 });
        await Promise.all([button.click(), download.catch(() => undefined)]);
        return download;
      },
      20_000,
    );
  }

  const answer = (status: number) => (route: Route) =>
    route.fulfill({
      status,
      contentType: 'application/problem+json',
      body: JSON.stringify({ type: 'about:blank', title: 'planted', status, code: 'planted' }),
    });
  const troubles = [
    ['still loading', () => new Promise<void>(() => {})],
    ['500', answer(500)],
    ['refused', answer(403)],
    ['not found', answer(404)],
    ['too many', answer(429)],
    ['cut off', (route: Route) => route.abort()],
  ] as const;

  test.each(languages)(
    '%s: while it loads, and when it fails in each way',
    async (language) => {
      await speak(language);
      const found: string[] = [];
      const paths = [
        '/',
        '/buildings',
        '/buildings/B1',
        '/institutions/I1',
        '/meters',
        '/meters/E-0301',
        '/devices',
        '/devices/E-0301',
      ];
      for (const [what, handle] of troubles) {
        // Who is signed in stays known; all else meets the trouble.
        const pattern = /\/api\/v1\/(?!session|system)/;
        await page.route(pattern, handle);
        try {
          // Loaded anew: nothing is known from before the trouble.
          await page.goto(`${product.url}/nowhere`);
          await page.locator('main h1').waitFor();
          for (const path of [
            ...paths,
            '/quality',
            '/quality/enter',
            '/quarantine',
            '/mappings',
            '/health',
            '/contracts',
            '/contracts/KH-1',
            '/contracts/KH-1/edit',
            '/contracts/KH-1/settlements',
            `/contracts/KH-1/settlements/${contracts.month}`,
            `/contracts/KH-1/settlements/${contracts.month}/trace`,
            '/mandv',
            `/mandv/${analysis}`,
          ]) {
            await visit(page, path);
            await page.locator('main h1').first().waitFor();
            // What loads shows itself after 200 ms; what failed at once.
            await page.locator('main [role=alert], main [role=status], main .empty, main table').first().waitFor();
            found.push(...(await foreign(language, `${path}, ${what}`)));
          }
        } finally {
          await page.unroute(pattern, handle);
        }
      }
      expect(found).toEqual([]);
    },
    300_000,
  );

  test.each(languages)('%s: questions before something is done, and why it was not done', async (language, m) => {
    await speak(language);
    const found: string[] = [];
    const ask = async (path: string, button: string) => {
      await open(path);
      await page.locator('main').getByRole('button', { name: button, exact: true }).first().click();
      await page.locator('dialog[open]').waitFor();
      found.push(...(await foreign(language, `${path}, ${button}`)));
      const refuse = answer(409);
      await page.route(/\/api\/v1\//, refuse);
      try {
        await page
          .locator('dialog[open] button.pri, dialog[open] button[type=submit], dialog[open] .row button')
          .last()
          .click();
        await page
          .locator('dialog[open] [role=alert]', { hasText: /\S/ })
          .waitFor({ timeout: 2_000 })
          .catch(() => {});
        found.push(...(await foreign(language, `${path}, ${button} refused`)));
      } finally {
        await page.unroute(/\/api\/v1\//, refuse);
      }
      await page.keyboard.press('Escape');
    };
    await ask('/devices/E-0301', m.devices.detail.rotate);
    await ask('/devices/E-0301', m.devices.detail.revoke);
    await ask(`/mandv/${analysis}?view=model`, m.mandv.freeze.action);
    await ask(`/mandv/${analysis}?view=savings`, m.mandv.savings.addAdjustment);
    await ask('/contracts/KH-2', m.contracts.baseline.freeze);
    await ask('/contracts/KH-1', m.contractForms.entries.addPayment);
    await ask('/contracts/KH-1', m.contractForms.entries.addAdjustment);
    await ask(`/contracts/KH-2/settlements/${contracts.closedYear}`, m.contractSettlement.act.proposed);
    await open('/');
    await page.locator('.rail .foot button').click();
    found.push(...(await foreign(language, 'account')));
    expect(found).toEqual([]);
  });

  test.each(languages)('%s: an installation without anything, and its door', async (language, m) => {
    const own = names;
    names = ['admin', (await empty.get<{ version: string }>('/api/v1/system')).version];
    const found: string[] = [];
    try {
      await page.goto(empty.url);
      await speak(language);
      await page.locator('form button.pri').waitFor();
      found.push(...(await foreign(language, 'sign-in')));
      await page.locator('form button.pri').click();
      await page.getByText(m.signIn.empty).waitFor();
      await page.locator('input[autocomplete=username]').fill('admin');
      await page.locator('input[type=password]').fill('certainly wrong');
      await page.locator('form button.pri').click();
      await page.getByText(m.signIn.wrong).waitFor();
      found.push(...(await foreign(language, 'sign-in, wrong')));
      await page.locator('input[type=password]').fill(adminPassword);
      await page.locator('form button.pri').click();
      await page.locator('.app').waitFor();
      for (const path of [
        '/',
        '/buildings',
        '/institutions',
        '/regions',
        '/meters',
        '/devices',
        '/mandv',
        '/mandv/new',
        '/quality',
        '/quality/enter',
        '/quarantine',
        '/mappings',
        '/health',
        '/contracts',
      ]) {
        await open(path);
        found.push(...(await foreign(language, `${path}, empty`)));
      }
      await page.context().clearCookies();
    } finally {
      names = own;
      await page.goto(product.url);
      if (
        await page
          .locator('form button.pri')
          .isVisible()
          .catch(() => false)
      )
        await signIn(page, product.url);
    }
    expect(found).toEqual([]);
  });
});
