import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { WireCompliance, WireContract } from '../domain/wire-contracts.ts';
import { chromiumPath, openBrowser, signIn, violations } from './support/browser.ts';
import { outlineOf, pagesOf } from './support/paper.ts';
import { Product, until } from './support/product.ts';
import {
  contractor,
  custodyCapital,
  custodyPayable,
  lacking,
  seedSmallContracts,
  type SmallContracts,
} from './support/small-contracts.ts';
import { Traffic, visit } from './support/visit.ts';

// Contracts in a real browser, as the people of both sides use them, beside the built product with real readings.

const password = 'a contract of its own 42';
const people = { zhao: 'officer', li: 'contractor', qian: 'leader' } as const;
type Person = keyof typeof people | 'admin';
/** On A4 at 96 dpi, within margins of 12 mm. */
const paperWidth = 703;

describe.skipIf(chromiumPath === undefined)('contract pages (skipped without: apt-get install chromium)', () => {
  const product = new Product();
  let browser: Awaited<ReturnType<typeof openBrowser>>;
  let page: Page;
  let traffic: Traffic;
  let seeded: SmallContracts;
  let complaints: string[] = [];
  const cookies = new Map<Person, Awaited<ReturnType<typeof browser.context.cookies>>>();

  beforeAll(async () => {
    await product.start();
    seeded = await seedSmallContracts(product);
    const users = Object.entries(people).map(([username, role]) => ({
      ...{ username, role },
      ...(role === 'contractor' && { scope: contractor }),
    }));
    await product.importPortfolio({ users });
    for (const { username } of users) {
      const json = { newPassword: password };
      const { status } = await product.api(`/api/v1/users/${username}/password`, { method: 'PUT', json });
      expect(status).toBeLessThan(300);
    }
    browser = await openBrowser({ language: 'zh', theme: 'light', width: 1440, height: 1000 });
    page = browser.page;
    page.setDefaultTimeout(10_000);
    traffic = new Traffic(page);
    page.on('console', (message) => {
      // A period that can't be settled, and what a contractor may not see, are the browser's to mention.
      if (message.type() === 'error' && !/4(0[149]|22)/.test(message.text())) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(String(error)));
    await signIn(page, product.url);
    cookies.set('admin', await page.context().cookies());
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await product.dispose();
  });

  /** Whoever was there before signs in again without a form. */
  async function as(person: Person): Promise<void> {
    await page.context().clearCookies();
    const known = cookies.get(person);
    if (known !== undefined) return page.context().addCookies(known);
    await page.goto(product.url);
    await page.locator('input[autocomplete=username]').fill(person);
    await page.locator('input[type=password]').fill(password);
    await page.locator('form button.pri').click();
    await page.locator('.app main h1').waitFor();
    cookies.set(person, await page.context().cookies());
  }
  const look = async (path: string, language: 'zh' | 'en' = 'zh', theme: 'light' | 'dark' = 'light', width = 1440) => {
    complaints = [];
    await page.setViewportSize({ width, height: width < 500 ? 844 : 1000 });
    await page.emulateMedia({ colorScheme: theme });
    await page.evaluate(`localStorage.setItem('wattsteward.language', '${language}')`);
    await page.goto(product.url + path);
    await page.locator('main h1').first().waitFor();
    await traffic.settled();
  };
  const main = () => page.locator('main');
  const words = () => main().innerText();
  const press = (name: string | RegExp) => main().getByRole('button', { name, exact: true }).click();
  const dialog = () => page.locator('dialog[open]');
  const confirm = async () => {
    await dialog().locator('button.pri').click();
    await dialog().waitFor({ state: 'detached' });
  };
  const row = (name: string) => main().getByRole('row').filter({ hasText: name });
  const settlement = (rest = '') => `/contracts/KH-1/settlements/${seeded.month}${rest}`;

  test('what is at risk stands first, with its reasons; what cannot be told after it, what is kept last', async () => {
    await as('zhao');
    let asked = 0;
    page.on('request', (request) => (asked += Number(request.url().endsWith('/contracts/evaluation'))));
    await look('/contracts');
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
    expect(complaints).toEqual([]);
  });

  test('a contract says how it stands; its chart is read by keys, and the table behind it has the same days', async () => {
    await look('/contracts/KH-2');
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
    expect(complaints).toEqual([]);
  });

  test('the baseline is frozen by the officer and signed by both sides', async () => {
    const state = () =>
      main()
        .locator('.st')
        .filter({ hasText: /草稿|已冻结|双方已签认/ })
        .innerText();
    await as('zhao');
    await look('/contracts/KH-1');
    expect(await state()).toContain('草稿');
    await press('冻结基准');
    await confirm();
    await until('it to be frozen', async () => (await state()).includes('已冻结，待签认'));
    await press('签认基准');
    expect(await dialog().innerText()).toMatch(/您代表用能单位[\s\S]*[0-9a-f]{64}/);
    await confirm();
    await main().getByText('用能单位：zhao 于').waitFor();
    expect(await main().getByRole('button', { name: '签认基准' }).count()).toBe(0);

    await as('li');
    await look('/contracts/KH-1');
    expect(await main().getByRole('button', { name: '冻结基准' }).count()).toBe(0);
    await press('签认基准');
    await confirm();
    await until('both to have signed', async () => (await state()).includes('双方已签认'));
    expect(await words()).toContain('服务单位：li 于');
    expect(complaints).toEqual([]);
  });

  test('a month is proposed by one side, challenged and agreed by the other, and computes again to the same', async () => {
    await as('zhao');
    await look(settlement());
    expect(await main().locator('.big').innerText()).toBe(`${custodyPayable}元`);
    await press('提出结算');
    await confirm();
    await main().getByText('等待服务单位确认或提出异议').waitFor();
    expect(await main().getByRole('button', { name: '确认', exact: true }).count()).toBe(0);

    await as('li');
    await look(settlement());
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
    expect(complaints).toEqual([]);
  });

  test('from the sum to the meter, one click a level: a deduction by a hot room, a share by the days of a lot', async () => {
    const down = async (name: string | RegExp) => {
      await main().locator('a.down').filter({ hasText: name }).first().click();
      await traffic.settled();
    };
    const level = () => main().locator('nav [aria-current=step]').innerText();
    await as('li');
    await look(settlement());
    await main().getByRole('link', { name: '逐级追溯' }).click();
    await main().locator('nav [aria-current=step]').waitFor();
    expect(await level()).toContain(custodyPayable);
    await down('室温扣减');
    await down('未达标区·日');
    await down(seeded.hotDay);
    expect(await level()).toBe(`KR-1 · ${seeded.hotDay}`);
    expect(await words()).toMatch(/29/);
    await main().getByRole('link', { name: '在表计页看这一天' }).click();
    await page.waitForURL(new RegExp(`/meters/KR-1\\?.*${seeded.hotDay}`));
    await page.locator('main h1', { hasText: 'KR-1' }).waitFor();

    await look(`/contracts/KH-3/settlements/${seeded.monthBefore}/trace`);
    await down('效益分享');
    await down('节能量');
    await down(seeded.monthBefore);
    expect(await main().locator('tbody tr').count()).toBeGreaterThanOrEqual(28);
    await down(`${seeded.monthBefore}-03`);
    expect(await level()).toBe(`${seeded.monthBefore}-03`);
    expect(await main().locator('tbody tr').count()).toBeGreaterThanOrEqual(24);
    await main().getByRole('link', { name: '在表计页看这一天' }).click();
    await page.waitForURL(new RegExp(`/meters/KE-3\\?.*${seeded.monthBefore}-03`));
    expect(complaints).toEqual([]);
  });

  test('a month whose meter failed is refused, and says what is missing', async () => {
    await as('zhao');
    await look(`/contracts/KH-3/settlements/${seeded.month}`);
    const said = await words();
    expect(said).toMatch(/不能结算[\s\S]*合同要求\s+90%/);
    expect(await main().getByRole('button', { name: '提出结算' }).count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  test.each(['zh', 'en'] as const)(
    'the statement prints on A4: its sum in capitals, nothing cut (%s)',
    async (language) => {
      await as('zhao');
      await look(settlement(`/statement${language === 'en' ? '?lang=en' : ''}`), language);
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
      expect(complaints).toEqual([]);
    },
  );

  test('what is written wrong is named at its field, by the page and by the server; then it is saved', async () => {
    await as('zhao');
    await look('/contracts/KH-1/edit');
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
    expect(complaints).toEqual([]);
  });

  test('a payment with its invoice, entered by the contractor and verified by the officer, keeps the investment', async () => {
    const duty = async () => {
      const { duties } = await product.get<WireCompliance>('/api/v1/contracts/KH-1/compliance');
      return duties.find(({ id }) => id === 'investment-1')!;
    };
    expect(await duty()).toMatchObject({ verdict: 'not-met', shortfall: { amount: expect.stringMatching(/^40000/) } });
    await as('li');
    await look('/contracts/KH-1');
    expect(await row('投入（第 1 里程碑）').first().innerText()).toContain('未达到');
    await press('登记投入');
    await dialog().locator('button.pri').click();
    expect(await dialog().locator('[aria-invalid=true]').count()).toBe(3);
    await dialog().locator('input[type=date]').fill(seeded.due);
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

    await as('zhao');
    await look('/contracts/KH-1');
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
    expect(complaints).toEqual([]);
  });

  test('a contractor sees its own contracts, a leader all of them, and neither what is not theirs to do', async () => {
    await as('li');
    await look('/contracts');
    expect(await main().locator('tbody tr').count()).toBe(3);
    expect(await words()).not.toContain('节水改造');
    await look('/contracts/KH-4');
    expect(await words()).not.toContain('节水改造');
    expect(await main().locator('dl.sum').count()).toBe(0);
    await look('/contracts/KH-2');
    expect(await main().getByRole('link', { name: '修改', exact: true }).count()).toBe(0);

    await as('qian');
    await look('/contracts');
    expect(await main().locator('tbody tr').count()).toBe(4);
    await look('/contracts/KH-2');
    expect(await main().locator('dl.sum').count()).toBe(1);
    for (const name of ['冻结基准', '签认基准', '登记投入', '提出调整', '发整改通知'])
      expect(await main().getByRole('button', { name }).count(), name).toBe(0);
    await look(`/contracts/KH-2/settlements/${seeded.closedYear}`);
    await main().locator('.big').waitFor();
    expect(await main().getByRole('button', { name: '提出结算' }).count()).toBe(0);
    await look('/contracts/KH-2/edit');
    expect(await main().locator('form').count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  test.each([
    ['zh', 'light', 1440],
    ['en', 'dark', 1440],
    ['zh', 'dark', 390],
    ['en', 'light', 390],
  ] as const)(
    '%s, %s, %i px: nothing axe complains of, nothing wider than the screen',
    async (language, theme, width) => {
      await as('zhao');
      await look('/nowhere', language, theme, width);
      for (const path of [
        '/contracts',
        '/contracts/KH-1',
        '/contracts/KH-2?year=term',
        '/contracts/KH-3',
        '/contracts/KH-1/edit',
        '/contracts/KH-1/settlements',
        settlement(),
        settlement('/statement'),
        settlement('/trace'),
        `/contracts/KH-3/settlements/${seeded.month}`,
        `/contracts/KH-3/settlements/${seeded.monthBefore}/trace?line=0&input=0`,
        `/contracts/KH-2/settlements/${seeded.closedYear}`,
      ]) {
        await visit(page, path);
        await page.locator('main h1').first().waitFor();
        await traffic.settled();
        expect(await violations(page), path).toEqual([]);
        const overflow = await page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth');
        expect(overflow, `${path} scrolls sideways`).toBeLessThanOrEqual(0);
        expect(complaints, path).toEqual([]);
      }
    },
    60_000,
  );
});
