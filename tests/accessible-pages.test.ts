import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { chromiumPath, violations } from './support/browser.ts';
import { CityInBrowser } from './support/city-in-browser.ts';
import { connectDevice, publishReading } from './support/device.ts';
import { secretOf } from './support/portfolio.ts';
import type { Product } from './support/product.ts';
import { visit } from './support/visit.ts';

/** What the lists of what went wrong, and of mappings, would be empty without. */
async function somethingToList(product: Product): Promise<void> {
  await expect(connectDevice(product.mqttUrl, 'E-0412', 'a mistyped secret')).rejects.toThrow();
  const meter = await connectDevice(product.mqttUrl, 'E-0302', secretOf('E-0302'));
  await publishReading(meter, 'E-0302', { ts: '1970-01-01T08:00:13+08:00', values: { energy_kwh: 3.2 } });
  await meter.endAsync(true);
  const json = { topic: 'acme/{device}/up', values: [{ path: '$.wh', point: 'energy_kwh', unit: 'Wh' }] };
  const { status } = await product.api('/api/v1/mappings/acme', { method: 'PUT', json });
  expect(status).toBe(201);
}

describe.skipIf(chromiumPath === undefined)(
  'every page in a browser (skipped without it: apt-get install chromium)',
  () => {
    const city = new CityInBrowser();
    const { product } = city;
    let page: Page;
    beforeAll(async () => {
      await city.start();
      ({ page } = city);
      await somethingToList(city.product);
    }, 120_000);
    afterAll(() => city.stop());

    test.each([
      ['zh', 'light', 1440],
      ['en', 'dark', 1440],
      ['zh', 'dark', 390],
      ['en', 'light', 390],
    ] as const)(
      '%s, %s, %i px: no accessibility violation, nothing wider than the screen',
      async (language, theme, width) => {
        await city.look(language, theme, width);
        const pages = [
          '/',
          '/?view=month',
          '/buildings',
          '/institutions?sort=name',
          '/regions',
          '/buildings/B1?view=day',
          '/buildings/B1?view=year',
          '/institutions/I1?view=day',
          '/institutions/I1?view=month',
          '/institutions/I2?by=m2',
          '/regions/lucheng?view=year',
          '/meters',
          '/meters?due=soon&sort=verified',
          '/meters/E-0301?view=day',
          '/meters/E-0301?view=year',
          '/quality',
          '/quality?tab=automatic',
          '/quality/enter',
          '/alarms',
          '/quarantine',
          '/devices',
          '/devices/connect',
          '/devices/connect?id=E-0301',
          '/devices/E-0301',
          '/mappings',
          '/mappings?id=',
          '/health',
          '/mandv',
          '/mandv/new',
        ];
        for (const view of ['model', 'savings', 'plan', 'report']) pages.push(`/mandv/${city.analysis}?view=${view}`);
        // A phone gets the pages that people open on one; each page is checked in both themes on a desk.
        const onPhone = /^\/($|buildings|institutions|meters|quality|devices$|mandv$)/;
        for (const path of width < 500 ? pages.filter((one) => onPhone.test(one)) : pages) {
          // By its address once, as a link does in the other looks.
          if (theme === 'light' && width > 500) await page.goto(product.url + path);
          else await visit(page, path);
          await page.locator('main h1').waitFor();
          await city.traffic.settled();
          if (path.includes('view') && !path.includes('plan'))
            await page.locator('figure svg, figure canvas').first().waitFor();
          expect(await violations(page), path).toEqual([]);
          const overflow = await page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth');
          expect(overflow, `${path} scrolls sideways`).toBeLessThanOrEqual(0);
        }
        expect(city.complaints).toEqual([]);
      },
    );
  },
);
