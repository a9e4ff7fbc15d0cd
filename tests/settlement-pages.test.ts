import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromiumPath, violations } from './support/browser.ts';
import { ContractsInBrowser } from './support/contracts-in-browser.ts';
import { outlineOf, pagesOf } from './support/paper.ts';
import { custodyCapital, custodyPayable, signBaseline } from './support/small-contracts.ts';
import { visit } from './support/visit.ts';

// Settlements of contracts, from the proposal of one side to the sheet of paper, and back to the meters.

/** On A4 at 96 dpi, within margins of 12 mm. */
const paperWidth = 703;

describe.skipIf(chromiumPath === undefined)('settlement pages (skipped without: apt-get install chromium)', () => {
  const both = new ContractsInBrowser();
  const { main, words, press, dialog, confirm, settlement } = both;
  let page: Page;
  beforeAll(async () => {
    await both.start();
    await signBaseline(both.product);
    ({ page } = both);
  }, 120_000);
  afterAll(() => both.stop());

  test('a month is proposed by one side, challenged and agreed by the other, and computes again to the same', async () => {
    await both.as('zhao');
    await both.look(settlement());
    expect(await main().locator('.big').innerText()).toBe(`${custodyPayable}元`);
    await press('提出结算');
    await confirm();
    await main().getByText('等待服务单位确认或提出异议').waitFor();
    expect(await main().getByRole('button', { name: '确认', exact: true }).count()).toBe(0);

    await both.as('li');
    await both.look(settlement());
    await press('提出异议');
    await dialog().locator('button.pri').click();
    await dialog().getByText('写明理由').waitFor();
    await dialog().locator('textarea').fill('10 日室温以当日维修记录为准');
    await confirm();
    await main().locator('.state', { hasText: '有异议' }).waitFor();
    await press('确认');
    await confirm();
    await main().locator('.state', { hasText: '已确认' }).waitFor();
    expect(await main().locator('.tl').innerText()).toMatch(/确认[\s\S]*li[\s\S]*10 日室温[\s\S]*提出结算[\s\S]*zhao/);
    await press('由冻结输入重算');
    await main().getByText('重算一致：结果逐字节相同').waitFor();
    expect(both.complaints).toEqual([]);
  });

  test('from the sum to the meter, one click a level: a deduction by a hot room, a share by the days of a lot', async () => {
    const down = async (name: string | RegExp) => {
      await main().locator('a.down').filter({ hasText: name }).first().click();
      await both.traffic.settled();
    };
    const level = () => main().locator('nav [aria-current=step]').innerText();
    await both.as('li');
    await both.look(settlement());
    await main().getByRole('link', { name: '逐级追溯' }).click();
    await main().locator('nav [aria-current=step]').waitFor();
    expect(await level()).toContain(custodyPayable);
    await down('室温扣减');
    await down('未达标区·日');
    await down(both.seeded.hotDay);
    expect(await level()).toBe(`KR-1 · ${both.seeded.hotDay}`);
    expect(await words()).toMatch(/29/);
    await main().getByRole('link', { name: '在表计页看这一天' }).click();
    await page.waitForURL(new RegExp(`/meters/KR-1\\?.*${both.seeded.hotDay}`));
    await page.locator('main h1', { hasText: 'KR-1' }).waitFor();

    await both.look(`/contracts/KH-3/settlements/${both.seeded.monthBefore}/trace`);
    await down('效益分享');
    await down('节能量');
    await down(both.seeded.monthBefore);
    expect(await main().locator('tbody tr').count()).toBeGreaterThanOrEqual(28);
    await down(`${both.seeded.monthBefore}-03`);
    expect(await level()).toBe(`${both.seeded.monthBefore}-03`);
    expect(await main().locator('tbody tr').count()).toBeGreaterThanOrEqual(24);
    await main().getByRole('link', { name: '在表计页看这一天' }).click();
    await page.waitForURL(new RegExp(`/meters/KE-3\\?.*${both.seeded.monthBefore}-03`));
    expect(both.complaints).toEqual([]);
  });

  test('a month whose meter failed is refused, and says what is missing', async () => {
    await both.as('zhao');
    await both.look(`/contracts/KH-3/settlements/${both.seeded.month}`);
    const said = await words();
    expect(said).toMatch(/不能结算[\s\S]*合同要求\s+90%/);
    expect(await main().getByRole('button', { name: '提出结算' }).count()).toBe(0);
    expect(both.complaints).toEqual([]);
  });

  test.each(['zh', 'en'] as const)(
    'the statement prints on A4: its sum in capitals, nothing cut (%s)',
    async (language) => {
      await both.as('zhao');
      await both.look(settlement(`/statement${language === 'en' ? '?lang=en' : ''}`), language);
      const paper = page.locator('article.statement');
      const said = await paper.innerText();
      expect(said).toContain(custodyPayable);
      expect(said).toContain(custodyCapital);
      expect(said).toMatch(/zhao|li/);
      const pdf = await page.pdf({ preferCSSPageSize: true, format: 'A4', tagged: true, outline: true });
      expect(pagesOf(pdf)).toBe(1);
      expect(outlineOf(pdf)[0]).toMatch(language === 'zh' ? /能源费用托管履约与结算确认单/ : /[Ss]ettlement/);
      // On a sheet's width, as it is printed: nothing reaches beyond its cell or the sheet.
      await page.setViewportSize({ width: paperWidth, height: 1000 });
      await page.emulateMedia({ media: 'print' });
      const cut = await page.evaluate<string[]>(`[...document.querySelectorAll('article.statement *')]
      .filter((one) => one.checkVisibility() && (one.getBoundingClientRect().right > document.documentElement.clientWidth + 1
        || (one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).overflowX !== 'visible')))
      .map((one) => one.outerHTML.slice(0, 120))`);
      expect(cut).toEqual([]);
      await page.emulateMedia({ media: null });
      expect(both.complaints).toEqual([]);
    },
  );

  test.each([
    ['zh', 'light', 1440],
    ['en', 'dark', 1440],
    ['zh', 'dark', 390],
    ['en', 'light', 390],
  ] as const)(
    '%s, %s, %i px: nothing axe complains of, nothing wider than the screen',
    async (language, theme, width) => {
      await both.as('zhao');
      await both.look('/nowhere', language, theme, width);
      for (const path of [
        '/contracts/KH-1/settlements',
        settlement(),
        settlement('/statement'),
        settlement('/trace'),
        `/contracts/KH-3/settlements/${both.seeded.month}`,
        `/contracts/KH-3/settlements/${both.seeded.monthBefore}/trace?line=0&input=0`,
        `/contracts/KH-2/settlements/${both.seeded.closedYear}`,
      ]) {
        await visit(page, path);
        await page.locator('main h1').first().waitFor();
        await both.traffic.settled();
        expect(await violations(page), path).toEqual([]);
        const overflow = await page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth');
        expect(overflow, `${path} scrolls sideways`).toBeLessThanOrEqual(0);
        expect(both.complaints, path).toEqual([]);
      }
    },
    60_000,
  );
});
