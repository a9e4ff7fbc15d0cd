import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Download, Locator, Page } from 'playwright-core';
import { chromiumPath } from './support/browser.ts';
import { CityInWords } from './support/city-in-words.ts';
import type { Seeded } from './support/every-path.ts';
import { foreignIn } from './support/language-check.ts';
import { until } from './support/product.ts';
import { languages } from './support/words.ts';

describe.skipIf(chromiumPath === undefined)(
  'paper and files in both languages (skipped without apt-get install chromium)',
  () => {
    const city = new CityInWords();
    let seeded: Seeded;
    let page: Page;
    beforeAll(async () => {
      seeded = await city.start();
      ({ page } = city);
    }, 180_000);
    afterAll(() => city.stop());

    test.each(languages)('%s: on paper', async (language) => {
      await city.speak(language);
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
          `/mandv/${seeded.analysis}?view=report`,
        ]) {
          await city.open(path);
          found.push(...(await city.foreign(language, `${path}, printed`)));
        }
        // A statement is in the language that is asked for, whatever the page's; its capitals are always Chinese.
        for (const period of [
          `KH-1/settlements/${seeded.contracts.month}`,
          `KH-2/settlements/${seeded.contracts.closedYear}`,
        ]) {
          await city.open(`/contracts/${period}/statement${language === 'en' ? '?lang=en' : ''}`);
          const paper = page.locator('article.statement');
          const capital = await paper.locator('.capital').innerText();
          const lines = (await paper.innerText()).split(/[\n\t]/).filter((line) => line !== capital);
          expect(lines.length, period).toBeGreaterThan(20);
          found.push(...foreignIn(language, lines, city).map((piece) => `statement of ${period}: ${piece}`));
        }
      } finally {
        await page.emulateMedia({ media: 'screen' });
      }
      expect(found).toEqual([]);
    });

    test.each(languages)('%s: what a chart exports, heads and all', async (language) => {
      await city.speak(language);
      const found: string[] = [];
      for (const path of [
        '/meters/E-0301?view=day',
        '/buildings/B1',
        '/institutions/I1?view=month',
        '/?view=year',
        '/quality',
        '/contracts/KH-1',
        '/contracts/KH-2?year=term',
        `/contracts/KH-1/settlements/${seeded.contracts.month}`,
        `/mandv/${seeded.analysis}?view=savings`,
      ]) {
        await city.open(path);
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
            ...foreignIn(language, lines, city).map((piece) => `${path}, ${download.suggestedFilename()}: ${piece}`),
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
  },
);
