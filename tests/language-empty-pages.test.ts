import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { chromiumPath } from './support/browser.ts';
import { CityInWords } from './support/city-in-words.ts';
import { adminPassword } from './support/product.ts';
import { languages } from './support/words.ts';

describe.skipIf(chromiumPath === undefined)(
  'an empty installation in both languages (skipped without apt-get install chromium)',
  () => {
    const city = new CityInWords();
    const { product } = city;
    let page: Page;
    beforeAll(async () => {
      await city.startEmpty();
      ({ page } = city);
    }, 180_000);
    afterAll(() => city.stop());

    test.each(languages)('%s: an installation without anything, and its door', async (language, m) => {
      const found: string[] = [];
      await page.goto(product.url);
      await city.speak(language);
      await page.locator('form button.pri').waitFor();
      found.push(...(await city.foreign(language, 'sign-in')));
      await page.locator('form button.pri').click();
      await page.getByText(m.signIn.empty).waitFor();
      await page.locator('input[autocomplete=username]').fill('admin');
      await page.locator('input[type=password]').fill('certainly wrong');
      await page.locator('form button.pri').click();
      await page.getByText(m.signIn.wrong).waitFor();
      found.push(...(await city.foreign(language, 'sign-in, wrong')));
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
        await city.open(path);
        found.push(...(await city.foreign(language, `${path}, empty`)));
      }
      await page.context().clearCookies();
      expect(found).toEqual([]);
    });
  },
);
