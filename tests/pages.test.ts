import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { MqttClient } from 'mqtt';
import type { Page } from 'playwright-core';
import { chromiumPath, openBrowser, signIn, violations } from './support/browser.ts';
import { connectDevice, publishReading } from './support/device.ts';
import { adminPassword, Product } from './support/product.ts';
import { portfolio, secretOf } from './support/portfolio.ts';
import { settled } from './support/settled.ts';

const minute = 60_000;
const meters = [
  { id: 'E-0301', secret: secretOf('E-0301'), interval: '1m', register: { digits: 6, decimals: 2, multiplier: 40 } },
  { id: 'E-0399', interval: '1h', register: { decimals: 1 } },
  { id: 'T-0001', carrier: 'weather', interval: '1h', register: { point: 'temperature_c', unit: '°C' } },
  { id: 'W-0301', secret: secretOf('W-0301'), carrier: 'water', register: { point: 'volume_m3', unit: 'm3' } },
];

describe.skipIf(chromiumPath === undefined)('pages in a browser (skipped without it: apt-get install chromium)', () => {
  const product = new Product();
  let device: MqttClient;
  let energy = 1_204.36;
  const publish = (ts: number, power: number) =>
    publishReading(device, 'E-0301', {
      ts,
      values: { energy_kwh: (energy = Math.round(energy * 100 + 21) / 100), power_kw: power },
    });

  beforeAll(async () => {
    await product.start();
    await product.importPortfolio(portfolio(meters));
    device = await connectDevice(product.mqttUrl, 'E-0301', secretOf('E-0301'));
    const begin = Date.now() - 3 * 60 * minute;
    for (let i = 0; i < 170; i++) if (i < 60 || i > 80) await publish(begin + i * minute, 100 + 20 * Math.sin(i / 20));
    analysis = await loadTwoYears();
  });
  /** Two years of hours of a building that is cooled, and of its weather; 10 % less from the second year on. */
  async function loadTwoYears(): Promise<string> {
    const from = Date.parse('2024-07-01T00:00:00+08:00');
    const rows: [string, string][] = [];
    let register = 0;
    for (let hour = 0; hour < 2 * 365 * 24; hour++) {
      const ts = new Date(from + hour * 60 * minute).toISOString();
      const temperature = 18 + 11 * Math.cos(((hour - 500) / 8766) * 2 * Math.PI) + 4 * Math.sin(hour / 24);
      rows.push([`${ts},${register.toFixed(1)}`, `${ts},${temperature.toFixed(1)}`]);
      register += (20 + 3 * Math.max(0, temperature - 22) + (hour % 5)) * (hour < 365 * 24 ? 1 : 0.9);
    }
    const load = async (meter: string, kind: string, column: 0 | 1, point: string) => {
      const { status, body } = await product.api(`/api/v1/meters/${meter}/history?kind=${kind}&point=${point}`, {
        method: 'POST',
        headers: { 'content-type': 'text/csv' },
        body: ['timestamp,value', ...rows.map((row) => row[column])].join('\n'),
      });
      expect(status, JSON.stringify(body)).toBe(200);
    };
    await load('E-0399', 'register', 0, 'energy_kwh');
    await load('T-0001', 'register', 1, 'temperature_c');
    await settled(product);
    const { status, body } = await product.api<{ id: string }>('/api/v1/mandv/analyses', {
      method: 'POST',
      json: {
        ...{ meter: 'E-0399', weatherMeter: 'T-0001', method: 'daily' },
        ...{ baselineFrom: '2024-07-01', baselineTo: '2025-07-01', reportingFrom: '2025-07-01' },
      },
    });
    expect(status, JSON.stringify(body)).toBe(201);
    return body.id;
  }

  let analysis: string;
  afterAll(async () => {
    await device?.endAsync(true);
    await product.dispose();
  });

  let browser: Awaited<ReturnType<typeof openBrowser>>;
  let page: Page;
  let complaints: string[];
  const open = async (language: 'zh' | 'en' = 'zh', theme: 'light' | 'dark' = 'light', width = 1440) => {
    browser = await openBrowser({ language, theme, width, height: 900 });
    page = browser.page;
    complaints = [];
    page.on('console', (message) => {
      // Asking who is signed in answers 401 before sign-in, and the browser says so.
      if (message.type() === 'error' && !/401/.test(message.text())) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(String(error)));
  };
  beforeEach(() => {
    complaints = [];
  });
  afterEach(() => browser.close());

  test('a wrong password is told in words, the right one opens the list of meters', async () => {
    await open('zh');
    await page.goto(product.url);
    await page.locator('input[autocomplete=username]').fill('admin');
    await page.locator('input[type=password]').fill('certainly wrong');
    await page.locator('form button.pri').click();
    await page.locator('[role=alert]', { hasText: /\S/ }).waitFor();
    await page.locator('input[type=password]').fill(adminPassword);
    await page.locator('form button.pri').click();
    await page.waitForURL(/\/meters/);
    await page.getByText('E-0301').first().waitFor();
    expect(await page.locator('html').getAttribute('lang')).toMatch(/^zh/);
  });

  test('a reading that a device publishes stands on the list and on the meter’s page without a reload', async () => {
    await open('en');
    await signIn(page, product.url);
    await page.getByText('E-0301').first().waitFor();
    await publish(Date.now(), 231.7);
    await page.getByText('231.7').first().waitFor({ timeout: 5_000 });
    await page.goto(`${product.url}/meters/E-0301?point=power_kw&view=day`);
    await page.getByText('231.7').first().waitFor();
    await publish(Date.now(), 198.4);
    await page.getByText('198.4').first().waitFor({ timeout: 5_000 });
    expect(complaints).toEqual([]);
  });

  test('day, week, month and year are in the address, which opens the same view again', async () => {
    await open('en');
    await signIn(page, product.url);
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
    expect(complaints).toEqual([]);
  });

  test('a new meter is registered, gets its secret, is told why its login was refused and when its first reading stands', async () => {
    await open('en');
    await signIn(page, product.url);
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
    expect(complaints).toEqual([]);
  });

  test('a mapping is tried on a pasted message before it is saved', async () => {
    await open('en');
    await signIn(page, product.url);
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
    expect(complaints).toEqual([]);
  });

  test.each([
    ['zh', 'light', 1440],
    ['en', 'dark', 1440],
    ['zh', 'dark', 390],
    ['en', 'light', 390],
  ] as const)(
    '%s, %s, %i px: no accessibility violation, nothing wider than the screen, one language',
    async (language, theme, width) => {
      await open(language, theme, width);
      await page.goto(product.url);
      await page.locator('form button.pri').waitFor();
      expect(await violations(page)).toEqual([]);
      await signIn(page, product.url);
      const pages = [
        '/meters',
        '/meters/E-0301?view=day',
        '/meters/E-0301?view=year',
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
      for (const view of ['model', 'savings', 'plan', 'report']) pages.push(`/mandv/${analysis}?view=${view}`);
      for (const path of pages) {
        await page.goto(product.url + path);
        await page.locator('main h1').waitFor();
        if (path.includes('view') && !path.includes('plan'))
          await page.locator('figure svg, figure canvas').first().waitFor();
        expect(await violations(page), path).toEqual([]);
        const overflow = await page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth');
        expect(overflow, `${path} scrolls sideways`).toBeLessThanOrEqual(0);
        // Names of places come from the portfolio; the product’s other name and the language switch are meant to be foreign.
        if (language === 'en') {
          const chinese = await page.evaluate<string[]>('document.body.innerText.match(/[\u4e00-\u9fff]+/g) ?? []');
          const known = new Set(['市图书馆', '主楼', '能管家', '中文', '温州市']);
          expect(
            chinese.filter((word) => !known.has(word)),
            path,
          ).toEqual([]);
        }
      }
      expect(complaints).toEqual([]);
    },
  );
});
