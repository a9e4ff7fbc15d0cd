import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { chromiumPath, violations } from './support/browser.ts';
import { CityInBrowser } from './support/city-in-browser.ts';
import { adminPassword, until } from './support/product.ts';

describe.skipIf(chromiumPath === undefined)(
  'pages of places in a browser (skipped without it: apt-get install chromium)',
  () => {
    const city = new CityInBrowser();
    const { product } = city;
    let page: Page;
    beforeAll(async () => {
      await city.start();
      ({ page } = city);
    }, 120_000);
    afterAll(() => city.stop());

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

    test('overview, a building, its day by keyboard, and the same as CSV', async () => {
      await city.look('en');
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
      expect(city.complaints).toEqual([]);
    });

    test('an institution ranks its buildings by a chosen measure, and leads to one; the address carries it', async () => {
      await city.look('en');
      await page.goto(`${product.url}/institutions/I1?view=month`);
      const ranking = page.locator('figure', { hasText: 'Buildings ranked' });
      await ranking.locator('svg').first().waitFor();
      await ranking.getByRole('link', { name: 'Per m²', exact: true }).click();
      await page.waitForURL(/by=m2/);
      const rows = ranking.locator('.plot li a');
      expect(await rows.count()).toBe(2);
      await page.reload();
      await ranking.getByRole('link', { name: 'Per m²', exact: true }).waitFor();
      expect(await ranking.getByRole('link', { name: 'Per m²', exact: true }).getAttribute('aria-current')).toBe(
        'true',
      );
      await rows.filter({ hasText: '' }).first().click();
      await page.waitForURL(/\/buildings\/B[12]\?.*view=month/);
      // What the register lacks is said, and is no zero.
      await page.goto(`${product.url}/institutions/I2?by=m2`);
      await page.getByText('no floor area in the register').first().waitFor();
      expect(city.complaints).toEqual([]);
    });

    test('an institution sees its own buildings and nobody else’s, and is told kindly what it may not see', async () => {
      await product.importPortfolio({ users: [{ username: 'zhongxue', role: 'institution', scope: 'I2' }] });
      const password = 'a school of its own 42';
      const { status } = await product.api('/api/v1/users/zhongxue/password', {
        method: 'PUT',
        json: { newPassword: password },
      });
      expect(status).toBe(204);
      await city.look('zh');
      await page.context().clearCookies();
      try {
        await page.goto(product.url);
        await page.locator('input[autocomplete=username]').fill('zhongxue');
        await page.locator('input[type=password]').fill(password);
        await page.locator('form button.pri').click();
        await page.locator('.app main h1').waitFor();
        city.complaints = [];

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
          await city.traffic.settled();
          // Also what is only heard, stands in a list of choices or in a link.
          const all = await page.locator('body').evaluate((body) => (body as { outerHTML: string }).outerHTML);
          expect(all, path).not.toMatch(/主楼|附楼|市图书馆|E-030\d|E-0311/);
        }
        expect(city.complaints).toEqual([]);

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
      await city.look('en', 'light', 390);
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
      expect(city.complaints).toEqual([]);
    });
  },
);
