import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { MqttClient } from 'mqtt';
import type { Page } from 'playwright-core';
import { chromiumPath, openBrowser, signIn, violations } from './support/browser.ts';
import { connectDevice, publishReading } from './support/device.ts';
import { adminPassword, Product, until } from './support/product.ts';
import { secretOf } from './support/portfolio.ts';
import { seedSmallCity } from './support/small-city.ts';

describe.skipIf(chromiumPath === undefined)('pages in a browser (skipped without it: apt-get install chromium)', () => {
  const product = new Product();
  let device: MqttClient;
  let analysis: string;
  let energy: number;
  const publish = (ts: number, power: number) =>
    publishReading(device, 'E-0301', {
      ts,
      values: { energy_kwh: (energy = Math.round(energy * 100 + 21) / 100), power_kw: power },
    });

  let browser: Awaited<ReturnType<typeof openBrowser>>;
  let page: Page;
  let complaints: string[] = [];

  beforeAll(async () => {
    await product.start();
    ({ analysis } = await seedSmallCity(product));
    const { lastReading } = await product.get<{ lastReading: { values: Record<string, { value: number }> } }>(
      '/api/v1/meters/E-0301',
    );
    energy = lastReading.values['energy_kwh']!.value;
    device = await connectDevice(product.mqttUrl, 'E-0301', secretOf('E-0301'));
    await publish(Date.now(), 88.5);
    browser = await openBrowser({ language: 'zh', theme: 'light', width: 1440, height: 900 });
    page = browser.page;
    page.on('console', (message) => {
      // Asking who is signed in answers 401 before sign-in, and the browser says so.
      if (message.type() === 'error' && !/401/.test(message.text())) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(String(error)));
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await device?.endAsync(true);
    await product.dispose();
  });

  /** One browser for all tests: only what a person would change is changed. */
  const look = async (language: 'zh' | 'en' = 'zh', theme: 'light' | 'dark' = 'light', width = 1440) => {
    complaints = [];
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme: theme });
    await page.goto(product.url);
    await page.evaluate(`localStorage.setItem('wattsteward.language', '${language}')`);
    await page.reload();
    await page.locator('.app main h1, form button.pri').first().waitFor();
    if (await page.locator('form button.pri').isVisible()) await signIn(page, product.url);
  };

  test('a wrong password is told in words, the right one opens the overview', async () => {
    await page.goto(product.url);
    await page.locator('form button.pri').waitFor();
    expect(await violations(page)).toEqual([]);
    await page.locator('input[autocomplete=username]').fill('admin');
    await page.locator('input[type=password]').fill('certainly wrong');
    await page.locator('form button.pri').click();
    await page.locator('[role=alert]', { hasText: /\S/ }).waitFor();
    await page.locator('input[type=password]').fill(adminPassword);
    await page.locator('form button.pri').click();
    await page.locator('.app main h1').waitFor();
    await page.getByText('温州市').first().waitFor();
    expect(await page.locator('html').getAttribute('lang')).toMatch(/^zh/);
  });

  test('a reading that a device publishes stands on the list and on the meter’s page without a reload', async () => {
    await look('en');
    await page.goto(`${product.url}/meters`);
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
    await look('en');
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
    await look('en');
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
    await look('en');
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

  test('overview, a building, its day by keyboard, and the same as CSV', async () => {
    await look('en');
    await page.getByRole('link', { name: 'Buildings' }).first().click();
    await page.waitForURL(/\/buildings$/);
    await page.getByRole('link', { name: '主楼' }).first().click();
    await page.waitForURL(/\/buildings\/B1/);
    const chart = page.locator('figure[tabindex="0"]').first();
    const readout = page.locator('.readout').first();
    // Before its figures are there a key has nothing to read out.
    await until('a read-out', async () => {
      await chart.focus();
      await page.keyboard.press('ArrowLeft');
      return (await readout.count()) > 0;
    });
    const newest = await readout.innerText();
    expect(newest).toMatch(/kW/);
    expect(newest).toMatch(/UTC\+8/);
    await page.keyboard.press('ArrowLeft');
    await page.waitForFunction(`document.querySelector('.readout')?.innerText !== ${JSON.stringify(newest)}`);
    await page.keyboard.press('Escape');
    await readout.waitFor({ state: 'detached' });
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      chart.getByRole('button', { name: /CSV/ }).click(),
    ]);
    const csv = await readFile(await download.path(), 'utf8');
    expect(csv).toMatch(/^\ufeff# \S/);
    expect(csv).toMatch(/主楼/);
    expect(
      csv.split('\r\n').filter((line) => !line.startsWith('#') && !line.startsWith('\ufeff')).length,
    ).toBeGreaterThan(96);
    expect(complaints).toEqual([]);
  });

  test('an institution ranks its buildings by a chosen measure, and leads to one; the address carries it', async () => {
    await look('en');
    await page.goto(`${product.url}/institutions/I1?view=month`);
    const ranking = page.locator('figure', { hasText: 'Buildings ranked' });
    await ranking.locator('svg').first().waitFor();
    await ranking.getByRole('link', { name: 'Per m²', exact: true }).click();
    await page.waitForURL(/by=m2/);
    const rows = ranking.locator('.plot li a');
    expect(await rows.count()).toBe(2);
    await page.reload();
    await ranking.getByRole('link', { name: 'Per m²', exact: true }).waitFor();
    expect(await ranking.getByRole('link', { name: 'Per m²', exact: true }).getAttribute('aria-current')).toBe('true');
    await rows.filter({ hasText: '' }).first().click();
    await page.waitForURL(/\/buildings\/B[12]\?.*view=month/);
    // What the register lacks is said, and is no zero.
    await page.goto(`${product.url}/institutions/I2?by=m2`);
    await page.getByText('no floor area in the register').first().waitFor();
    expect(complaints).toEqual([]);
  });

  test('an institution sees its own buildings and nobody else’s, and is told kindly what it may not see', async () => {
    await product.importPortfolio({ users: [{ username: 'zhongxue', role: 'institution', scope: 'I2' }] });
    const password = 'a school of its own 42';
    const { status } = await product.api('/api/v1/users/zhongxue/password', {
      method: 'PUT',
      json: { newPassword: password },
    });
    expect(status).toBe(204);
    await look('zh');
    await page.context().clearCookies();
    try {
      await page.goto(product.url);
      await page.locator('input[autocomplete=username]').fill('zhongxue');
      await page.locator('input[type=password]').fill(password);
      await page.locator('form button.pri').click();
      await page.locator('.app main h1').waitFor();
      complaints = [];

      const own = [
        '/',
        '/institutions',
        '/buildings',
        '/buildings/B3',
        '/institutions/I2',
        '/meters',
        '/devices',
        '/mandv',
      ];
      for (const path of own) {
        await page.goto(product.url + path);
        await page
          .getByText(/第一中学|教学楼|E-0399/)
          .first()
          .waitFor({ state: 'attached' });
        await page.waitForLoadState('networkidle', { timeout: 4_000 }).catch(() => {});
        // Also what is only heard, stands in a list of choices or in a link.
        const all = await page.locator('body').evaluate((body) => (body as { outerHTML: string }).outerHTML);
        expect(all, path).not.toMatch(/主楼|附楼|市图书馆|E-030\d|E-0311/);
      }
      expect(complaints).toEqual([]);

      const foreign = {
        '/buildings/B1': '没有这个地方',
        '/institutions/I1': '没有这个地方',
        '/regions/ouhai': '没有这个地方',
      };
      const others = {
        '/meters/E-0301': '没有这块表',
        '/devices/E-0301': '没有这台设备',
        '/quarantine': '不在您的权限之内',
      };
      for (const [path, words] of Object.entries({ ...foreign, ...others })) {
        await page.goto(product.url + path);
        await page.locator('main').getByText(words).first().waitFor();
        expect(await page.locator('body').innerText(), path).not.toMatch(/主楼|附楼|市图书馆|服务器内部出错/);
        expect(await violations(page), path).toEqual([]);
      }
      // Its one county is its overview: nothing to list, and no advice to import what is there.
      await page.goto(`${product.url}/regions`);
      await page.getByText('没有可列出的区县').waitFor();
      expect(await page.getByRole('link', { name: '隔离区' }).count()).toBe(0);
    } finally {
      await page.context().clearCookies();
    }
  });

  test('a picture from a phone says its title, period, source and data state whole', async () => {
    await look('en', 'light', 390);
    await page.goto(`${product.url}/buildings/B1`);
    // Its data state is a sentence, longer than a phone is wide.
    const chart = page.locator('figure', { hasText: 'Data quality' });
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      chart.getByRole('button', { name: /SVG/ }).click(),
    ]);
    const svg = await readFile(await download.path(), 'utf8');
    // Drawn as a reader would see it: every line of words lies within the picture.
    const { lines, cut } = await page.evaluate<{ lines: string[]; cut: string[] }>(`(() => {
      const place = document.createElement('div');
      place.innerHTML = ${JSON.stringify(svg.slice(svg.indexOf('<svg')))};
      document.body.append(place);
      const edge = place.firstElementChild.getBoundingClientRect();
      const lines = [...place.firstElementChild.children].filter((one) => one.tagName === 'text');
      const beyond = (box) => box.right > edge.right || box.bottom > edge.bottom;
      const cut = lines.filter((one) => beyond(one.getBoundingClientRect())).map((one) => one.textContent);
      place.remove();
      return { lines: lines.map((one) => one.textContent), cut };
    })()`);
    expect(cut).toEqual([]);
    expect(lines.join(' ')).toMatch(/Data quality .*主楼.*complete over the last 28 days/);
    expect(complaints).toEqual([]);
  });

  test('meters whose verification is over are found, and their readings say what was made of them', async () => {
    await look('en');
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
    expect(complaints).toEqual([]);
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
      for (const view of ['model', 'savings', 'plan', 'report']) pages.push(`/mandv/${analysis}?view=${view}`);
      // A phone gets the pages that people open on one; each page is checked in both themes on a desk.
      const onPhone = /^\/($|buildings|institutions|meters|quality|devices$|mandv$)/;
      for (const path of width < 500 ? pages.filter((one) => onPhone.test(one)) : pages) {
        await page.goto(product.url + path);
        await page.locator('main h1').waitFor();
        await page.waitForLoadState('networkidle', { timeout: 4_000 }).catch(() => {});
        if (path.includes('view') && !path.includes('plan'))
          await page.locator('figure svg, figure canvas').first().waitFor();
        expect(await violations(page), path).toEqual([]);
        const overflow = await page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth');
        expect(overflow, `${path} scrolls sideways`).toBeLessThanOrEqual(0);
      }
      expect(complaints).toEqual([]);
    },
  );
});
