import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { chromiumPath } from './support/browser.ts';
import { CityInWords } from './support/city-in-words.ts';
import { everyPath, type Seeded } from './support/every-path.ts';
import { languages } from './support/words.ts';

describe.skipIf(chromiumPath === undefined)(
  'every page in both languages (skipped without apt-get install chromium)',
  () => {
    const city = new CityInWords();
    let seeded: Seeded;
    let page: Page;
    beforeAll(async () => {
      seeded = await city.start();
      ({ page } = city);
    }, 180_000);
    afterAll(() => city.stop());

    test.each(languages)(
      '%s: every page, its charts read out and its tables open',
      async (language) => {
        await city.speak(language);
        const found: string[] = [];
        for (const path of everyPath(seeded)) {
          await city.open(path);
          found.push(...(await city.foreign(language, path)));
          // The read-out of each chart, and the table behind it.
          for (const figure of await page.locator('figure[tabindex="0"]').all()) {
            await figure.focus();
            await page.keyboard.press('ArrowLeft');
            found.push(...(await city.foreign(language, `${path}, read out`)));
            await page.keyboard.press('Escape');
          }
          for (const button of await page.locator('figure .actions > button').all()) await button.click();
          found.push(...(await city.foreign(language, `${path}, tables`)));
        }
        expect(found).toEqual([]);
      },
      300_000,
    );
  },
);
