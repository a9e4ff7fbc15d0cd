import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { chromiumPath } from './support/browser.ts';
import { CityInBrowser } from './support/city-in-browser.ts';
import { connectDevice, publishReading } from './support/device.ts';

describe.skipIf(chromiumPath === undefined)(
  'pages of meters in a browser (skipped without it: apt-get install chromium)',
  () => {
    const city = new CityInBrowser();
    const { product } = city;
    let page: Page;
    beforeAll(async () => {
      await city.start();
      ({ page } = city);
    }, 120_000);
    afterAll(() => city.stop());

    test('a reading that a device publishes stands on the list and on the meter’s page without a reload', async () => {
      await city.look('en');
      await page.goto(`${product.url}/meters`);
      await page.getByText('E-0301').first().waitFor();
      await city.publish(231.7);
      await page.getByText('231.7').first().waitFor({ timeout: 5_000 });
      await page.goto(`${product.url}/meters/E-0301?point=power_kw&view=day`);
      await page.getByText('231.7').first().waitFor();
      await city.publish(198.4);
      await page.getByText('198.4').first().waitFor({ timeout: 5_000 });
      expect(city.complaints).toEqual([]);
    });

    test('day, week, month and year are in the address, which opens the same view again', async () => {
      await city.look('en');
      await page.goto(`${product.url}/meters/E-0301`);
      for (const name of ['Week', 'Month', 'Year', 'Day']) {
        await page.getByRole('link', { name, exact: true }).click();
        await page.locator('[aria-current=true]', { hasText: name }).waitFor();
        // The day is what a plain address shows.
        expect(new URL(page.url()).searchParams.get('view')).toBe(name === 'Day' ? null : name.toLowerCase());
        await page.locator('figure').first().waitFor();
      }
      await page.getByRole('link', { name: 'Month', exact: true }).click();
      await page.waitForURL(/view=month/);
      await page.reload();
      await page.locator('figure').first().waitFor();
      expect(await page.getByRole('link', { name: 'Month', exact: true }).getAttribute('aria-current')).toBe('true');
      expect(city.complaints).toEqual([]);
    });

    test('a new meter is registered, gets its secret, is told why its login was refused and when its first reading stands', async () => {
      await city.look('en');
      await page.goto(`${product.url}/devices/connect`);
      await page.getByRole('button', { name: 'A new meter' }).click();
      await page.getByLabel('Meter id').fill('E-0412');
      await page.getByRole('combobox', { name: 'Building' }).last().selectOption({ index: 1 });
      await page.locator('form').getByRole('button', { name: 'Register' }).click();
      await page.waitForURL(/connect\?id=E-0412/);
      const secret = page.locator('output').nth(1);
      await page.getByText('Shown this once').waitFor();
      const shown = (await secret.innerText()).trim();
      expect(shown.length).toBeGreaterThanOrEqual(16);
      expect(await page.locator('pre.raw').first().innerText()).toContain(shown);

      await expect(connectDevice(product.mqttUrl, 'E-0412', 'a mistyped secret')).rejects.toThrow();
      await page.getByText('Login refused: device id or secret does not match').waitFor();
      const meter = await connectDevice(product.mqttUrl, 'E-0412', shown);
      try {
        await publishReading(meter, 'E-0412', { ts: '1970-01-01T08:00:13+08:00', values: { energy_kwh: 3.2 } });
        await page.getByText('Quarantined').first().waitFor();
        await publishReading(meter, 'E-0412', { ts: Date.now(), values: { energy_kwh: 1204.36 } });
        await page.getByText('1,204.36').first().waitFor();
        // What was shown once is not shown again.
        await page.reload();
        await page.getByText('It has a secret').waitFor();
        expect(await page.locator('body').innerText()).not.toContain(shown);
      } finally {
        await meter.endAsync(true);
      }
      expect(city.complaints).toEqual([]);
    });

    test('a mapping is tried on a pasted message before it is saved', async () => {
      await city.look('en');
      await page.goto(`${product.url}/mappings?id=`);
      await page.getByLabel('Name', { exact: true }).fill('acme');
      await page.getByLabel('Topic').first().fill('acme/{device}/up');
      await page.getByLabel('From', { exact: true }).fill('$.wh');
      await page.getByLabel('Conversion').selectOption('unit');
      await page.getByLabel('Its unit').fill('Wh');
      await page.getByLabel('Topic').last().fill('acme/E-0301/up');
      await page.getByLabel('Payload').fill('{"wh": 1204360}');
      await page.getByText('1 of 1 become readings').waitFor();
      await page.getByText('1,204.36').first().waitFor();
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('Saved; it holds from now on').waitFor();
      await page.waitForURL(/id=acme/);
      expect(city.complaints).toEqual([]);
    });

    test('meters whose verification is over are found, and their readings say what was made of them', async () => {
      await city.look('en');
      await page.goto(`${product.url}/meters`);
      await page
        .locator('main')
        .getByRole('link', { name: /overdue/ })
        .click();
      await page.waitForURL(/due=over/);
      expect(await page.locator('tr.meter').count()).toBe(1);
      await page
        .getByRole('link', { name: /E-0311/ })
        .first()
        .click();
      await page.waitForURL(/\/meters\/E-0311/);
      await page.getByText('overdue').first().waitFor();
      // Three days ago nobody read it for a morning.
      const then = new Date(Date.now() + 8 * 3_600_000 - 3 * 86_400_000 + 3_600_000).toISOString().slice(0, 10);
      await page.goto(`${product.url}/meters/E-0301?view=week&at=${then}&odd=1`);
      await page.getByText('gap: its total kept').first().waitFor();
      expect(city.complaints).toEqual([]);
    });
  },
);
