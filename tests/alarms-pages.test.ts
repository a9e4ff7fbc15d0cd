import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { chromiumPath, openBrowser, signIn, violations } from './support/browser.ts';
import { Product, until } from './support/product.ts';
import { seedSmallCity } from './support/small-city.ts';
import { Traffic } from './support/visit.ts';

interface Alarm {
  readonly id: number;
  readonly kind: string;
  readonly building: string;
  readonly state: string;
  readonly waste: { readonly quantity: number } | null;
}

describe.skipIf(chromiumPath === undefined)(
  'alarms in a browser (skipped without it: apt-get install chromium)',
  () => {
    const product = new Product();
    let browser: Awaited<ReturnType<typeof openBrowser>>;
    let page: Page;
    let traffic: Traffic;
    let complaints: string[] = [];
    let leak: Alarm;
    const alarms = async (query = ''): Promise<Alarm[]> =>
      (await product.get<{ items: Alarm[] }>(`/api/v1/alarms?limit=100${query}`)).items;

    beforeAll(async () => {
      await product.start();
      // The air conditioning of B1 ran through the night, its water runs for two nights, and B2's meter is silent.
      await seedSmallCity(product);
      leak = await until(
        'the leak of B1 and the silent meter of B2',
        async () => {
          const found = await alarms();
          const silent = found.some(({ kind, building }) => kind === 'meter-silent' && building === 'B2');
          return silent ? found.find(({ kind, building }) => kind === 'night-flow' && building === 'B1') : undefined;
        },
        60_000,
      );
      browser = await openBrowser({ language: 'zh', theme: 'light', width: 1440, height: 900 });
      page = browser.page;
      traffic = new Traffic(page);
      page.on('console', (message) => {
        if (message.type() === 'error' && !/401/.test(message.text())) complaints.push(message.text());
      });
      page.on('pageerror', (error) => complaints.push(String(error)));
    }, 180_000);
    afterAll(async () => {
      await browser?.close();
      await product.dispose();
    });

    const look = async (language: 'zh' | 'en', theme: 'light' | 'dark' = 'light', width = 1440) => {
      complaints = [];
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme: theme });
      await page.goto(product.url);
      await page.evaluate(`localStorage.setItem('wattsteward.language', '${language}')`);
      await page.reload();
      await page.locator('.app main h1, form button.pri').first().waitFor();
      if (await page.locator('form button.pri').isVisible()) await signIn(page, product.url);
    };
    const row = (text: string | RegExp) => page.locator('main tbody tr', { hasText: text });

    test('what wastes something leads the overview and the building, and both lead to the nights that convince', async () => {
      await look('zh');
      const attention = page.locator('section', { has: page.getByRole('heading', { name: /待处理/ }) });
      await attention
        .getByRole('link', { name: /夜间漏水疑似/ })
        .first()
        .waitFor();
      // Told once, by its alarm, not a second time as last night's figure.
      expect(await attention.getByText('夜间漏水疑似').count()).toBe(1);
      await page.goto(`${product.url}/buildings/B1`);
      await page.getByRole('link', { name: /夜间漏水疑似.*W-0301/ }).click();
      await page.waitForURL(new RegExp(`/alarms/${leak.id}`));
      const chart = page.locator('figure', { hasText: '逐夜最小流量' });
      await chart.focus();
      await page.keyboard.press('ArrowLeft');
      await page.locator('.readout').waitFor();
      const readout = await page.locator('.readout').innerText();
      expect(readout).toMatch(/m³\/h/);
      expect(readout).toMatch(/高出常态/);
      expect(readout).toMatch(/UTC\+8/);
      expect(complaints).toEqual([]);
    });

    test('the list is walked with the arrow keys, filtered by the address and taken along as CSV', async () => {
      await look('en');
      await page.goto(`${product.url}/alarms`);
      await row('Meter silent').first().waitFor();
      const links = page.locator('main tbody a');
      await links.first().focus();
      await page.keyboard.press('ArrowDown');
      await page.waitForURL(/\/alarms\/\d+$/);
      expect(await links.nth(1).getAttribute('aria-current')).toBe('true');
      await page.goto(`${product.url}/alarms?kind=meter-silent`);
      await row('Meter silent').first().waitFor();
      expect(await row('High load').count()).toBe(0);
      // What it said last, and the emptiness since.
      await page.locator('figure', { hasText: 'E-0311 before and after it stopped' }).waitFor();
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: 'List as CSV' }).click(),
      ]);
      const csv = await readFile(await download.path(), 'utf8');
      expect(csv).toMatch(/^\ufeff# Alarms · Open · Meter silent/);
      expect(csv).toMatch(/Meter silent,not acknowledged,市图书馆,附楼,E-0311/);
      await page.goto(`${product.url}/alarms?building=nowhere`);
      await page.getByText('No alarm matches.').waitFor();
      await page.goto(`${product.url}/alarms/999999`);
      await page.getByText('There is no such alarm').waitFor();
      expect(complaints.filter((text) => !/404/.test(text))).toEqual([]);
    });

    test('an officer acknowledges, assigns, notes and closes with a reason; another tab sees it without a reload', async () => {
      await look('en');
      await page.goto(`${product.url}/alarms/${leak.id}`);
      await page.getByRole('heading', { name: 'Suspected night leak' }).waitFor();
      const other = await browser.context.newPage();
      try {
        await other.goto(`${product.url}/alarms`);
        await other.locator('main tbody tr', { hasText: 'Suspected night leak' }).waitFor();
        const before = (await alarms()).filter(({ state }) => state !== 'closed').length;

        await page.getByRole('button', { name: 'Acknowledge', exact: true }).click();
        await page.locator('article').getByText('acknowledged', { exact: true }).waitFor();
        expect(await page.getByRole('button', { name: 'Acknowledge', exact: true }).count()).toBe(0);

        await page.getByRole('button', { name: 'Assign…' }).click();
        await page.getByRole('dialog').getByLabel('Assigned to').fill('Li Lei, plumbing');
        await page.getByRole('dialog').getByRole('button', { name: 'Assign', exact: true }).click();
        await page.locator('ol.tl').getByText('Assigned to Li Lei, plumbing').waitFor();
        await other.locator('main tbody tr', { hasText: 'Li Lei, plumbing' }).waitFor();

        await page.getByRole('button', { name: 'Note…' }).click();
        await page.getByRole('dialog').getByRole('button', { name: 'Keep note' }).click();
        await page.getByRole('dialog').getByText('Write something').waitFor();
        await page.getByRole('dialog').getByRole('textbox', { name: 'Note' }).fill('The valve of the pond was open.');
        await page.getByRole('dialog').getByRole('button', { name: 'Keep note' }).click();
        await page.getByText('The valve of the pond was open.').waitFor();

        await page.getByRole('button', { name: 'Close…' }).click();
        await page.getByRole('dialog').getByRole('button', { name: 'Leak repaired' }).click();
        await page.getByRole('dialog').getByRole('button', { name: 'Close alarm' }).click();
        await page.getByRole('dialog').waitFor({ state: 'detached' });
        await other.locator('main tbody tr', { hasText: 'Suspected night leak' }).waitFor({ state: 'detached' });
        await other
          .locator('.rail')
          .getByText(String(before - 1), { exact: true })
          .waitFor();
      } finally {
        await other.close();
      }
      const steps = await page.locator('ol.tl li').allInnerTexts();
      expect(steps.map((text) => text.replaceAll(/\s+/g, ' '))).toEqual([
        expect.stringMatching(/Closed admin Leak repaired/),
        expect.stringMatching(/Note admin The valve of the pond was open/),
        expect.stringMatching(/Assigned to Li Lei, plumbing admin/),
        expect.stringMatching(/Acknowledged admin/),
        expect.stringMatching(/Alarm opened the platform/),
      ]);
      // The link opens it again, and its list names it among the closed ones.
      await page.reload();
      await page.getByText('Leak repaired').first().waitFor();
      await page.getByRole('link', { name: 'Closed', exact: true }).click();
      await row('Suspected night leak').first().waitFor();
      expect((await alarms('&state=closed')).map(({ id }) => id)).toContain(leak.id);
      expect(complaints).toEqual([]);
    });

    test('whoever may only look is told so and gets no buttons; a school sees none of the library', async () => {
      const password = 'somebody who only looks 42';
      await product.importPortfolio({
        users: [
          { username: 'lingdao', role: 'leader' },
          { username: 'zhongxue', role: 'institution', scope: 'I2' },
        ],
      });
      for (const name of ['lingdao', 'zhongxue']) {
        const { status } = await product.api(`/api/v1/users/${name}/password`, {
          method: 'PUT',
          json: { newPassword: password },
        });
        expect(status).toBe(204);
      }
      const enter = async (name: string) => {
        await page.context().clearCookies();
        await page.goto(product.url);
        await page.locator('input[autocomplete=username]').fill(name);
        await page.locator('input[type=password]').fill(password);
        await page.locator('form button.pri').click();
        await page.locator('.app main h1').waitFor();
      };
      await look('zh');
      try {
        await enter('lingdao');
        await page.goto(`${product.url}/alarms`);
        await page.getByText('您可以查看').waitFor();
        expect(await page.locator('article .btn.pri').count()).toBe(0);
        await enter('zhongxue');
        await page.goto(`${product.url}/alarms`);
        await page.getByText('没有未消警的告警').waitFor();
        await page.goto(`${product.url}/alarms/${leak.id}`);
        await page.getByText('没有这条告警').waitFor();
        expect(await page.locator('body').innerText()).not.toMatch(/主楼|附楼|市图书馆/);
      } finally {
        await page.context().clearCookies();
      }
    });

    test.each([
      ['zh', 'light', 1440],
      ['en', 'dark', 1440],
      ['zh', 'dark', 390],
      ['en', 'light', 390],
    ] as const)(
      '%s, %s, %i px: no accessibility violation, nothing wider than the screen',
      async (language, theme, width) => {
        await look(language, theme, width);
        for (const path of [
          '/alarms',
          `/alarms/${leak.id}`,
          '/alarms?state=closed',
          '/alarms?state=acknowledged',
          '/buildings/B1',
        ]) {
          await page.goto(product.url + path);
          await page.locator('main h1').waitFor();
          await traffic.settled();
          expect(await violations(page), path).toEqual([]);
          const overflow = await page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth');
          expect(overflow, `${path} scrolls sideways`).toBeLessThanOrEqual(0);
        }
        expect(complaints).toEqual([]);
      },
    );

    test('on a phone the list leads to one alarm and back, and an alarm is acknowledged with a thumb', async () => {
      await look('zh', 'light', 390);
      await page.goto(`${product.url}/alarms`);
      await row('表计静默').getByRole('link').first().click();
      await page.getByRole('link', { name: '全部告警' }).waitFor();
      expect(await page.locator('main tbody').isVisible()).toBe(false);
      const button = page.getByRole('button', { name: '确认', exact: true });
      expect((await button.boundingBox())!.height).toBeGreaterThanOrEqual(44);
      await button.click();
      await page.locator('article').getByText('已确认').first().waitFor();
      await page.getByRole('link', { name: '全部告警' }).click();
      await page.locator('main tbody').waitFor();
      expect(complaints).toEqual([]);
    });
  },
);
