import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { chromiumPath, openBrowser, signIn, violations } from './support/browser.ts';
import { oddDay, seedOddReadings, type OddTimes } from './support/odd-readings.ts';
import { Product, until } from './support/product.ts';
import { settled } from './support/settled.ts';
import { Traffic } from './support/visit.ts';

interface Day {
  readonly value: number | null;
  readonly quality: string;
}

describe.skipIf(chromiumPath === undefined)('data quality (skipped without: apt-get install chromium)', () => {
  const product = new Product();
  let browser: Awaited<ReturnType<typeof openBrowser>>;
  let page: Page;
  let traffic: Traffic;
  let times: OddTimes;
  let complaints: string[] = [];

  beforeAll(async () => {
    await product.start();
    times = await seedOddReadings(product);
    browser = await openBrowser({ language: 'zh', theme: 'light', width: 1440, height: 1000 });
    page = browser.page;
    traffic = new Traffic(page);
    page.on('console', (message) => {
      if (message.type() === 'error' && !/401/.test(message.text())) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(String(error)));
    await signIn(page, product.url);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await product.dispose();
  });

  const look = async (path: string, language: 'zh' | 'en' = 'zh', theme: 'light' | 'dark' = 'light', width = 1440) => {
    complaints = [];
    await page.setViewportSize({ width, height: width < 500 ? 844 : 1000 });
    await page.emulateMedia({ colorScheme: theme });
    await page.evaluate(`localStorage.setItem('wattsteward.language', '${language}')`);
    await page.goto(product.url + path);
    await page.locator('main h1').first().waitFor();
    await traffic.settled();
  };
  const day = async (meter: string, date: string): Promise<Day> => {
    await settled(product);
    const from = `${date}T00:00:00%2B08:00`;
    const to = `${oddDay(date, 1)}T00:00:00%2B08:00`;
    const { points } = await product.get<{ points: readonly Day[] }>(
      `/api/v1/meters/${meter}/series?every=1d&from=${from}&to=${to}`,
    );
    return points[0]!;
  };
  const list = () => page.locator('main a[data-row]');
  const row = (meter: string) => list().filter({ hasText: meter });

  test('a proposed swap is found, confirmed with its readings, and the day’s energy appears; undone, it is missing again', async () => {
    expect((await day('X-SWAP', times.swapDay)).quality).toBe('missing');
    await look('/quality');
    // What is missing comes first; the count in the rail says how many wait.
    const first = list().first();
    await first.waitFor();
    expect(await first.innerText()).toMatch(/疑似换表|疑似清零/);
    const waiting = Number(await page.locator('.rail nav i.hot').last().innerText());
    expect(waiting).toBeGreaterThan(2);

    await row('X-SWAP').click();
    await page.waitForURL(/verdict=X-SWAP/);
    const received = page.locator('figure', { hasText: '照收到的原样' });
    const judged = page.locator('figure', { hasText: '平台的判断' });
    await received.locator('svg circle').first().waitFor();
    expect(await received.innerText()).toMatch(/轴外/);
    expect(await judged.locator('.note').first().innerText()).toMatch(/缺测/);

    // The old meter was read once more when it was taken off the wall.
    await page.locator('input[name=closing]').fill('1');
    await page.locator('input[name=opening]').fill(String(times.opening));
    await page.locator('form.close button.pri').click();
    await page.getByText('止码小于换表前的末次读数').waitFor();
    await page.locator('input[name=closing]').fill(String(times.closing + 4));
    await page.locator('input[name=opening]').fill(String(times.opening - 2));
    await page.locator('form.close button.pri').click();
    await until('the row to leave the list', async () => (await row('X-SWAP').count()) === 0);
    const known = await day('X-SWAP', times.swapDay);
    expect(known.quality).toBe('measured');
    // 4 kWh on the old meter and 2 on the new one, beside what both counted.
    expect(known.value).toBeGreaterThan(100);
    await until(
      'the count to follow',
      async () => (await page.locator('.rail nav i.hot').last().innerText()) === String(waiting - 1),
    );

    await page.locator('.filters a', { hasText: '已判' }).click();
    await row('X-SWAP').waitFor();
    await page.getByText('admin').last().waitFor();
    const after = page.locator('figure', { hasText: '判定之后' });
    await after.waitFor();
    await until('a whole picture', async () => !/缺测/.test(await after.locator('.note').first().innerText()));

    await page.getByRole('button', { name: '撤销判定' }).click();
    const dialog = page.locator('dialog[open]');
    expect(await dialog.locator('button.pri').isDisabled()).toBe(true);
    await dialog.locator('input').fill('止码抄错，重新判定');
    await dialog.locator('button.pri').click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByText('止码抄错，重新判定').waitFor();
    expect((await day('X-SWAP', times.swapDay)).quality).toBe('missing');
    await page.locator('.filters a', { hasText: '待判' }).click();
    await row('X-SWAP').waitFor();
    // The one refusal that was provoked is the browser's to mention.
    expect(complaints.filter((text) => !/422/.test(text))).toEqual([]);
  });

  test('the list is worked with the keys alone: arrows change the row, Enter confirms, Space picks several', async () => {
    await look('/quality?tab=automatic', 'en');
    await list().first().focus();
    const count = await list().count();
    expect(count).toBeGreaterThan(1);
    await page.keyboard.press('ArrowDown');
    await page.waitForURL(/verdict=/);
    const chosen = new URL(page.url()).searchParams.get('verdict');
    expect(await page.locator('a[data-row][aria-current=true]').getAttribute('data-row')).toBe(chosen);
    await page.locator('form.close').waitFor();
    await page.keyboard.press('Enter');
    await until('one less', async () => (await list().count()) === count - 1);

    await page.locator('a[data-row]').first().focus();
    await page.keyboard.press('Space');
    await page.getByRole('button', { name: 'All', exact: true }).click();
    await page.locator('input[name=bulk-reason]').fill('checked against the building log');
    await page.getByRole('button', { name: /^Confirm \d/ }).click();
    await until('an empty list', async () => (await list().count()) === 0);
    const { items } = await product.get<{ items: { reason: string; batch: string | null; outcome: string }[] }>(
      '/api/v1/quality/decisions?state=standing',
    );
    const together = items.filter(({ reason }) => reason === 'checked against the building log');
    expect(together.length).toBe(count - 1);
    expect(new Set(together.map(({ batch }) => batch)).size).toBe(1);
    expect(complaints).toEqual([]);
  });

  test('a month is entered from a file: its fault is told by row, mended it is entered, and taken back whole', async () => {
    await look('/quality/enter');
    const month = oddDay(times.swapDay, -31).slice(0, 7);
    const choose = (text: string) =>
      page.locator('input[type=file]').setInputFiles({
        name: '更正.csv',
        mimeType: 'application/vnd.ms-excel',
        buffer: Buffer.from(`\ufeff${text}`),
      });
    await choose(`表号,月份,用量,说明\r\nX-MONTH,${month},一千八,账单\r\nX-NONE,${month},5,\r\n`);
    await page.getByText('第 2 行').waitFor();
    await page.getByText('不是数字').waitFor();
    await page.getByText('第 3 行').waitFor();
    expect(await page.getByRole('button', { name: /^录入 / }).count()).toBe(0);

    await choose(`表号,月份,用量,说明\r\nX-MONTH,${month},"1,800",账单\r\n`);
    await page.getByRole('button', { name: '录入 1 行' }).waitFor();
    expect(await page.locator('.check table').innerText()).toMatch(/X-MONTH[\s\S]*1,800/);
    await page.getByRole('button', { name: '录入 1 行' }).click();
    await page.getByText('已录入 1 行').waitFor();
    await settled(product);
    const ask = `/api/v1/meters/X-MONTH/series?every=1mo&from=${month}-01T00:00:00%2B08:00&to=${month}-02T00:00:00%2B08:00`;
    expect((await product.get<{ points: Day[] }>(ask)).points[0]).toMatchObject({ value: 1800, quality: 'manual' });

    await page.getByRole('button', { name: /^撤销整批/ }).click();
    await page.locator('dialog[open] input').fill('年份写错');
    await page.locator('dialog[open] button.pri').click();
    await page.getByText('已撤销 1 行').waitFor();
    await settled(product);
    expect((await product.get<{ points: Day[] }>(ask)).points[0]!.quality).not.toBe('manual');
    expect(complaints).toEqual([]);
  });

  test('a link opens the page as it was: rule, building, the chosen verdict', async () => {
    await look('/quality');
    await page.locator('.filters select').first().selectOption('reset');
    await page.waitForURL(/rule=reset/);
    await row('X-RESET').click();
    await page.waitForURL(/verdict=X-RESET/);
    await page.reload();
    await page.locator('a[data-row][aria-current=true]', { hasText: 'X-RESET' }).waitFor();
    expect(await list().count()).toBe(1);
    // One that no filter leaves in the list is shown all the same.
    const chosen = new URL(page.url()).searchParams.get('verdict')!;
    await look(`/quality?rule=swap&verdict=${encodeURIComponent(chosen)}`, 'en');
    await page.locator('article', { hasText: 'X-RESET' }).waitFor();
    expect(complaints).toEqual([]);
  });

  test('a meter tells its verdicts, and what was known on a day; a virtual one what it is made of', async () => {
    await look('/meters/X-SWAP', 'en');
    await page.locator('section', { hasText: 'Verdicts and decisions' }).getByText('Likely a meter swap').waitFor();
    await page.getByRole('link', { name: /Likely a meter swap/ }).click();
    await page.waitForURL(/\/quality\?.*verdict=X-SWAP/);
    await look(`/meters/X-SWAP?view=month&asOf=${oddDay(times.swapDay, 1)}`, 'en');
    // All of it was received today.
    await page.getByText('As known at the end of').waitFor();
    await page.getByText('No data in this period').first().waitFor();
    await page.getByRole('link', { name: 'Back to now' }).click();
    await page.waitForURL((url) => !url.searchParams.has('asOf'));
    await look('/meters/X-SUM?view=month', 'en');
    await page.getByText('Made of').waitFor();
    await page.getByRole('link', { name: 'X-AWAY' }).waitFor();
    expect(await page.locator('main').innerText()).not.toMatch(/Ledger|Its device/);
    expect(complaints).toEqual([]);
  });

  test('who may not decide sees the evidence of their own meters, and no panel', async () => {
    await product.importPortfolio({
      institutions: [{ id: 'I8', region: 'wenzhou', name: '第八中学' }],
      users: [
        { username: 'guan', role: 'institution', scope: 'I9' },
        { username: 'school', role: 'institution', scope: 'I8' },
      ],
    });
    const password = 'a library of its own 42';
    for (const who of ['guan', 'school'])
      expect(
        (await product.api(`/api/v1/users/${who}/password`, { method: 'PUT', json: { newPassword: password } })).status,
      ).toBe(204);
    const enter = async (who: string) => {
      await page.context().clearCookies();
      await page.goto(product.url);
      await page.locator('input[autocomplete=username]').fill(who);
      await page.locator('input[type=password]').fill(password);
      await page.locator('form button.pri').click();
      await page.locator('.app main h1').waitFor();
    };
    try {
      await enter('guan');
      await look('/quality?rule=swap');
      await row('X-SWAP').waitFor();
      await page.getByText('判定须由系统管理员或能源管理员进行').waitFor();
      expect(await page.locator('form.close').count()).toBe(0);
      expect(await page.getByRole('link', { name: '隔离区' }).count()).toBe(0);
      expect(await violations(page)).toEqual([]);
      await look('/quality/enter');
      await page.getByText('录入须由').waitFor();
      await enter('school');
      await look('/quality');
      await page.getByText('没有待判的数据').waitFor();
      expect(await page.locator('body').innerText()).not.toMatch(/X-SWAP|总馆/);
    } finally {
      await page.context().clearCookies();
      await signIn(page, product.url);
    }
  });

  test.each([
    ['zh', 'light', 1440],
    ['en', 'dark', 1440],
    ['zh', 'dark', 390],
    ['en', 'light', 390],
    ['zh', 'light', 1920],
  ] as const)(
    '%s, %s, %i px: nothing axe complains of, nothing wider than the screen',
    async (language, theme, width) => {
      for (const path of [
        '/quality',
        '/quality?tab=decided',
        '/quality?tab=automatic',
        '/quality?rule=spike',
        '/quality/enter',
        '/meters/X-SWAP?view=week',
        '/meters/X-SUM?view=month',
      ]) {
        await look(path, language, theme, width);
        expect(await violations(page), path).toEqual([]);
        const overflow = await page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth');
        expect(overflow, `${path} scrolls sideways`).toBeLessThanOrEqual(0);
        expect(complaints, path).toEqual([]);
      }
    },
  );
});
