import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { WireCompliance, WireContract } from '../domain/wire-contracts.ts';
import { chromiumPath, violations } from './support/browser.ts';
import { ContractsInBrowser } from './support/contracts-in-browser.ts';
import { until } from './support/product.ts';
import { lacking } from './support/small-contracts.ts';
import { visit } from './support/visit.ts';

// Contracts in a real browser, as the people of both sides use them, beside the built product with real readings.

describe.skipIf(chromiumPath === undefined)('contract pages (skipped without: apt-get install chromium)', () => {
  const both = new ContractsInBrowser();
  const { product, main, words, press, dialog, confirm, row } = both;
  let page: Page;
  beforeAll(async () => {
    await both.start();
    ({ page } = both);
  }, 120_000);
  afterAll(() => both.stop());

  test('what is at risk stands first, with its reasons; what cannot be told after it, what is kept last', async () => {
    await both.as('zhao');
    let asked = 0;
    page.on('request', (request) => (asked += Number(request.url().endsWith('/contracts/evaluation'))));
    await both.look('/contracts');
    const lines = await main().locator('tbody tr').allInnerTexts();
    const at = (name: string) => lines.findIndex((line) => line.includes(name));
    expect(lines).toHaveLength(4);
    expect(at('校区能源托管')).toBe(0);
    expect(lines[0]).toMatch(/未达到[\s\S]*缺 .*4.*逾期 \d+ 天/);
    expect(at('照明改造')).toBe(1);
    expect(lines[1]).toMatch(/无法判定/);
    expect(lines[at('空调改造')]).toMatch(/履约正常/);
    expect(await main().locator('.lead').innerText()).toMatch(/有风险的合同\s+1\s*\/ 4 份/);
    await main().getByRole('link', { name: '空调改造' }).click();
    await page.waitForURL(/\/contracts\/KH-2$/);
    // It asks how far the evaluation is, and rests.
    expect(asked).toBeLessThan(5);
    expect(both.complaints).toEqual([]);
  });

  test('a contract says how it stands; its chart is read by keys, and the table behind it has the same days', async () => {
    await both.look('/contracts/KH-2');
    const strip = await main().locator('dl.sum').innerText();
    expect(strip).toMatch(/\d{4} 年节能目标\s+预计达到\s+年末预测 .* · 达成概率 \d+%/);
    expect(await main().locator('.lead').first().innerText()).toMatch(/累计节能量（90% 置信）\s+[\d.]+ ± [\d.]+/);
    const figure = main().locator('figure[tabindex="0"]').first();
    await figure.focus();
    await page.keyboard.press('ArrowLeft');
    const first = await figure.innerText();
    await page.keyboard.press('ArrowLeft');
    await until('the day before to be read out', async () => (await figure.innerText()) !== first);
    await page.keyboard.press('Escape');
    await figure.getByRole('button', { name: /表格|数据表/ }).click();
    const rows = main().locator('figure table tbody tr');
    expect(await rows.count()).toBeGreaterThan(1);
    const seen = await words();
    expect(seen).toMatch(/累计/);
    expect(both.complaints).toEqual([]);
  });

  test('the baseline is frozen by the officer and signed by both sides', async () => {
    const state = () =>
      main()
        .locator('.st')
        .filter({ hasText: /草稿|已冻结|双方已签认/ })
        .innerText();
    await both.as('zhao');
    await both.look('/contracts/KH-1');
    expect(await state()).toContain('草稿');
    await press('冻结基准');
    await confirm();
    await until('it to be frozen', async () => (await state()).includes('已冻结，待签认'));
    await press('签认基准');
    expect(await dialog().innerText()).toMatch(/您代表用能单位[\s\S]*[0-9a-f]{64}/);
    await confirm();
    await main().getByText('用能单位：zhao 于').waitFor();
    expect(await main().getByRole('button', { name: '签认基准' }).count()).toBe(0);

    await both.as('li');
    await both.look('/contracts/KH-1');
    expect(await main().getByRole('button', { name: '冻结基准' }).count()).toBe(0);
    await press('签认基准');
    await confirm();
    await until('both to have signed', async () => (await state()).includes('双方已签认'));
    expect(await words()).toContain('服务单位：li 于');
    expect(both.complaints).toEqual([]);
  });

  test('what is written wrong is named at its field, by the page and by the server; then it is saved', async () => {
    await both.as('zhao');
    await both.look('/contracts/KH-1/edit');
    const fee = page.locator('#f-custody-monthlyFee');
    await fee.fill('五万');
    await press('保存');
    await main().locator('.faults').waitFor();
    expect(await main().locator('.faults').innerText()).toMatch(/有 1 处需要改[\s\S]*托管费月额 F₀[\s\S]*写成数字/);
    await main().locator('.faults a').click();
    await page.locator('#f-custody-monthlyFee:focus').waitFor();
    expect(await fee.getAttribute('aria-invalid')).toBe('true');
    await fee.fill('50000');
    // A meter of another contract: only the server knows.
    await page.locator('#f-meters').fill('KE-2');
    await main()
      .getByRole('button', { name: /把 KE-2 放入边界/ })
      .click();
    await press('保存');
    await main().locator('#f-meters-wrong').waitFor();
    expect(await main().locator('#f-meters-wrong').innerText()).toMatch(/KH-2|空调改造/);
    await main().getByRole('button', { name: '从边界去掉 KE-2' }).click();
    await page.locator('#f-name').fill('校区能源费用托管');
    await press('保存');
    await page.waitForURL(/\/contracts\/KH-1$/);
    await page.locator('main h1', { hasText: '校区能源费用托管' }).waitFor();
    expect((await product.get<WireContract>('/api/v1/contracts/KH-1')).custody?.monthlyFee).toBe('50000');
    expect(both.complaints).toEqual([]);
  });

  test('a payment with its invoice, entered by the contractor and verified by the officer, keeps the investment', async () => {
    const duty = async () => {
      const { duties } = await product.get<WireCompliance>('/api/v1/contracts/KH-1/compliance');
      return duties.find(({ id }) => id === 'investment-1')!;
    };
    expect(await duty()).toMatchObject({ verdict: 'not-met', shortfall: { amount: expect.stringMatching(/^40000/) } });
    await both.as('li');
    await both.look('/contracts/KH-1');
    expect(await row('投入（第 1 里程碑）').first().innerText()).toContain('未达到');
    await press('登记投入');
    await dialog().locator('button.pri').click();
    expect(await dialog().locator('[aria-invalid=true]').count()).toBe(3);
    await dialog().locator('input[type=date]').fill(both.seeded.due);
    await dialog().getByLabel('金额').fill(lacking);
    await dialog().getByLabel('里程碑').selectOption('1');
    await dialog().getByLabel('说明').fill('高效水泵四台');
    const invoice = { name: '发票 2041.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7 invoice') };
    await dialog().locator('input[type=file]').setInputFiles(invoice);
    await dialog().getByText('发票 2041.pdf').waitFor();
    await confirm();
    const entry = main().locator('li', { hasText: '高效水泵四台' });
    await entry.getByText('待核验').waitFor();
    expect(await entry.getByRole('button', { name: '核验通过' }).count()).toBe(0);
    expect((await duty()).verdict).toBe('not-met');

    await both.as('zhao');
    await both.look('/contracts/KH-1');
    await entry.locator('summary').click();
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      entry.getByRole('link', { name: /发票 2041\.pdf/ }).click(),
    ]);
    expect(file.suggestedFilename()).toBe('发票 2041.pdf');
    await entry.getByRole('button', { name: '核验通过' }).click();
    await confirm();
    await entry.getByText('已核验', { exact: true }).waitFor();
    await until('the duty to be kept', async () =>
      (await row('投入（第 1 里程碑）').first().innerText()).includes('达到'),
    );
    expect(await row('投入（第 1 里程碑）').first().innerText()).not.toContain('未达到');
    expect(await duty()).toMatchObject({ verdict: 'met', shortfall: null });
    expect(both.complaints).toEqual([]);
  });

  test('a contractor sees its own contracts, a leader all of them, and neither what is not theirs to do', async () => {
    await both.as('li');
    await both.look('/contracts');
    expect(await main().locator('tbody tr').count()).toBe(3);
    expect(await words()).not.toContain('节水改造');
    await both.look('/contracts/KH-4');
    expect(await words()).not.toContain('节水改造');
    expect(await main().locator('dl.sum').count()).toBe(0);
    await both.look('/contracts/KH-2');
    expect(await main().getByRole('link', { name: '修改', exact: true }).count()).toBe(0);

    await both.as('qian');
    await both.look('/contracts');
    expect(await main().locator('tbody tr').count()).toBe(4);
    await both.look('/contracts/KH-2');
    expect(await main().locator('dl.sum').count()).toBe(1);
    for (const name of ['冻结基准', '签认基准', '登记投入', '提出调整', '发整改通知'])
      expect(await main().getByRole('button', { name }).count(), name).toBe(0);
    await both.look(`/contracts/KH-2/settlements/${both.seeded.closedYear}`);
    await main().locator('.big').waitFor();
    expect(await main().getByRole('button', { name: '提出结算' }).count()).toBe(0);
    await both.look('/contracts/KH-2/edit');
    expect(await main().locator('form').count()).toBe(0);
    expect(both.complaints).toEqual([]);
  });

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
        '/contracts',
        '/contracts/KH-1',
        '/contracts/KH-2?year=term',
        '/contracts/KH-3',
        '/contracts/KH-1/edit',
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
