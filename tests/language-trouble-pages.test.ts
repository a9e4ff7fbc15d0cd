import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Page, Route } from 'playwright-core';
import { chromiumPath } from './support/browser.ts';
import { CityInWords } from './support/city-in-words.ts';
import type { Seeded } from './support/every-path.ts';
import { visit } from './support/visit.ts';
import { languages } from './support/words.ts';

describe.skipIf(chromiumPath === undefined)(
  'trouble and questions in both languages (skipped without apt-get install chromium)',
  () => {
    const city = new CityInWords();
    const { product } = city;
    let seeded: Seeded;
    let page: Page;
    beforeAll(async () => {
      seeded = await city.start();
      ({ page } = city);
    }, 180_000);
    afterAll(() => city.stop());

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
        await city.speak(language);
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
              `/contracts/KH-1/settlements/${seeded.contracts.month}`,
              `/contracts/KH-1/settlements/${seeded.contracts.month}/trace`,
              '/mandv',
              `/mandv/${seeded.analysis}`,
            ]) {
              await visit(page, path);
              await page.locator('main h1').first().waitFor();
              // What loads shows itself after 200 ms; what failed at once.
              await page.locator('main [role=alert], main [role=status], main .empty, main table').first().waitFor();
              found.push(...(await city.foreign(language, `${path}, ${what}`)));
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
      await city.speak(language);
      const found: string[] = [];
      const ask = async (path: string, button: string) => {
        await city.open(path);
        await page.locator('main').getByRole('button', { name: button, exact: true }).first().click();
        await page.locator('dialog[open]').waitFor();
        found.push(...(await city.foreign(language, `${path}, ${button}`)));
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
          found.push(...(await city.foreign(language, `${path}, ${button} refused`)));
        } finally {
          await page.unroute(/\/api\/v1\//, refuse);
        }
        await page.keyboard.press('Escape');
      };
      await ask('/devices/E-0301', m.devices.detail.rotate);
      await ask('/devices/E-0301', m.devices.detail.revoke);
      await ask(`/mandv/${seeded.analysis}?view=model`, m.mandv.freeze.action);
      await ask(`/mandv/${seeded.analysis}?view=savings`, m.mandv.savings.addAdjustment);
      await ask('/contracts/KH-2', m.contracts.baseline.freeze);
      await ask('/contracts/KH-1', m.contractForms.entries.addPayment);
      await ask('/contracts/KH-1', m.contractForms.entries.addAdjustment);
      await ask(`/contracts/KH-2/settlements/${seeded.contracts.closedYear}`, m.contractSettlement.act.proposed);
      await city.open('/');
      await page.locator('.rail .foot button').click();
      found.push(...(await city.foreign(language, 'account')));
      expect(found).toEqual([]);
    });
  },
);
