import type { MqttClient } from 'mqtt';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { WireCanteenDay } from '../domain/wire-canteens.ts';
import { chromiumPath, openBrowser, signIn, violations } from './support/browser.ts';
import { connectDevice } from './support/device.ts';
import { portfolio, secretOf } from './support/portfolio.ts';
import { Product, until } from './support/product.ts';
import { Traffic } from './support/visit.ts';

// One canteen's pages in a real browser, beside the built product that real scales and counters report to.

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const mealNames = { BREAKFAST: '早餐', LUNCH: '午餐', DINNER: '晚餐', NIGHT: '夜宵' } as const;

describe.skipIf(chromiumPath === undefined)('canteen pages (skipped without: apt-get install chromium)', () => {
  const product = new Product();
  let browser: Awaited<ReturnType<typeof openBrowser>>;
  let page: Page;
  let traffic: Traffic;
  let scale: MqttClient;
  let counter: MqttClient;
  /** The meal that is served now or was served last, as the platform says. */
  let now: Pick<WireCanteenDay, 'date' | 'meal'>;
  let at = 0;
  let seq = 0;
  let complaints: string[] = [];

  const weigh = (net_g: number, ts = (at += 1_000), stream = 'PLATE_WASTE') => {
    const tare_g = 4_200;
    const said = { type: 'weighing', ts, seq: (seq += 1), canteen: 'KC1', stream, meal: now.meal };
    return scale.publishAsync('v1/KC1-S/events', JSON.stringify({ ...said, net_g, gross_g: net_g + tare_g, tare_g }), {
      qos: 1,
    });
  };
  const count = (person_meals: number, ts = (at += 1_000)) =>
    counter.publishAsync(
      'v1/KC1-C/events',
      JSON.stringify({ type: 'meals', ts, seq: (seq += 1), canteen: 'KC1', meal: now.meal, person_meals }),
      { qos: 1 },
    );

  beforeAll(async () => {
    await product.start();
    const own = { institution: 'I1', operatingMode: 'self', supplyMode: 'buffet' };
    await product.importPortfolio(
      portfolio([], {
        canteens: [
          {
            ...{ id: 'KC1', name: '一食堂', ...own, seats: 120 },
            scales: [{ id: 'KC1-S', secret: secretOf('KC1-S') }],
            counters: [{ id: 'KC1-C', secret: secretOf('KC1-C') }],
          },
          { id: 'KC2', name: '二食堂', ...own },
        ],
      }),
    );
    const { date, meal, serving } = await product.get<WireCanteenDay>('/api/v1/canteens/KC1');
    now = { date, meal };
    [scale, counter] = await Promise.all(
      ['KC1-S', 'KC1-C'].map((id) => connectDevice(product.mqttUrl, id, secretOf(id))) as [
        Promise<MqttClient>,
        Promise<MqttClient>,
      ],
    );
    // Four weeks of the same meal: about 40 g of plate waste a person, a third less since two weeks ago.
    const from = Date.parse(serving.from);
    for (let back = 40; back > 0; back -= 1) {
      const served = from - back * dayMs + 20 * minuteMs;
      await count(80, served);
      await weigh((back > 14 ? 60 : 40) * 80 + (back % 7) * 37, served + minuteMs);
      await weigh(1_900 + (back % 5) * 61, served - 5 * minuteMs, 'PREP_WASTE');
      await weigh(900 + (back % 3) * 43, served - 4 * minuteMs, 'TRIM_USED');
    }
    at = Math.min(Date.now(), from + 60 * minuteMs) - 30_000;
    await count(60);
    await weigh(2_400);

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
    await Promise.all([scale, counter].map((client) => client?.endAsync(true)));
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
  const number = async () => (await page.locator('main .big').first().innerText()).trim();
  const shows = (figure: string) => until(`the number ${figure}`, async () => (await number()).startsWith(figure));
  const lines = () => page.locator('tr[data-event]');
  const lineOf = (of: number) => page.locator(`tr[data-event^="KC1-S ${of} "]`);
  const confirm = async () => {
    await page.locator('dialog[open] button.pri').click();
    await page.locator('dialog[open]').waitFor({ state: 'detached' });
  };

  test('the page lives: a weighing moves the number, says what is compared, and stands in the list', async () => {
    await look('/canteens/KC1');
    await shows('40.0');
    const main = page.locator('main');
    const words = await main.innerText();
    expect(words).toContain('一食堂');
    expect(words).toContain(`${mealNames[now.meal]}的节奏`);
    // While it is served only too much is told: plates are still on their way.
    expect(words).toMatch(/自身近四周\s+(无明显差别|无法判断)/);
    // One canteen has no peers.
    expect(words).toMatch(/同类 0 家\s+无法判断/);
    // It has been a third less for two weeks.
    expect(words).toMatch(/餐余由 6\d\.\d ± \d\.\d 降到 4\d\.\d ± \d\.\d g\/人·餐，超出偶然/);
    expect(await lines().count()).toBe(2);

    await weigh(3_000);
    await shows('90.0');
    await until('three lines', async () => (await lines().count()) === 3);
    expect(await main.innerText()).toMatch(/本餐偏多/);
    expect(complaints).toEqual([]);
  });

  test('a weighing is corrected on the page and the number follows; undone, it is as received', async () => {
    await look('/canteens/KC1');
    await shows('90.0');
    const line = lineOf(seq);
    await line.getByRole('button', { name: /^更正/ }).click();
    const dialog = page.locator('dialog[open]');
    await dialog.locator('button.pri').click();
    await dialog.getByText('请填写不小于零的数字').waitFor();
    await dialog.locator('input[name=value]').fill('0.6');
    await dialog.locator('button.pri').click();
    await dialog.getByText('请写明理由').waitFor();
    await dialog.locator('input[name=reason]').fill('含汤未沥干');
    await confirm();
    await shows('50.0');
    await line.getByText('已更正为 0.60 kg').waitFor();
    expect(await line.innerText()).toMatch(/admin[\s\S]*含汤未沥干/);
    expect(await page.locator('main .lead').first().innerText()).toContain('人工');

    await line.getByRole('button', { name: '撤销' }).click();
    await page.locator('dialog[open] input').fill('沥过了');
    await confirm();
    await shows('90.0');
    expect(complaints).toEqual([]);
  });

  test('more than any container holds does not count, and its meal is not compared, until a person says so', async () => {
    await look('/canteens/KC1');
    await weigh(640_000);
    const line = lineOf(seq);
    await line.waitFor();
    expect(await line.innerText()).toMatch(/不计入[\s\S]*超过容器容量[\s\S]*净重 640\.0 kg · 容器上限/);
    await page.locator('main .lead').first().getByText('数据存疑，不作比较').waitFor();
    await shows('90.0');
    await line.getByRole('button', { name: /^更正/ }).click();
    await page.locator('dialog[open] input[value=ignored]').check();
    await page.locator('dialog[open] input[name=reason]').fill('试秤');
    await confirm();
    await line.getByText('已定为不计入').waitFor();
    await until('a good meal', async () => !/数据存疑/.test(await page.locator('main .lead').first().innerText()));
    await shows('90.0');
    expect(complaints).toEqual([]);
  });

  test('a canteen without a scale: too little is a reason, not a number; what is entered by hand says so', async () => {
    await look('/canteens/KC2');
    const lead = page.locator('main .lead').first();
    expect(await number()).toMatch(/^—/);
    await page.getByText('没有联网秤').first().waitFor();
    const enter = async (fields: Readonly<Record<string, string>>) => {
      await page.getByRole('button', { name: '录入本餐' }).click();
      for (const [name, value] of Object.entries(fields))
        await page.locator(`dialog[open] input[name=${name}]`).fill(value);
      await confirm();
    };
    await enter({ PERSON_MEALS: '12', PLATE_WASTE: '0.5' });
    await lead.getByText('数据不足：用餐人次太少').waitFor();
    expect(await number()).toMatch(/^—/);
    // The newest word about the same thing counts.
    await enter({ PERSON_MEALS: '100', COOKED: '30' });
    await shows('5.0');
    expect(await lead.innerText()).toContain('人工');
    // (0.5 kg of plates) ÷ 30 kg cooked.
    expect(await page.locator('main').innerText()).toMatch(/浪费率\s+1\.7%/);

    await page.locator('li', { hasText: '100 人次' }).getByRole('button', { name: '撤销' }).click();
    await page.locator('dialog[open] input').fill('算了两遍');
    await confirm();
    await lead.getByText('数据不足：用餐人次太少').waitFor();
    await page.getByText('算了两遍').waitFor();
    expect(complaints).toEqual([]);
  });

  test('a menu note stands beside its meal, and the trend carries it', async () => {
    await look('/canteens/KC1?every=week');
    await page.getByRole('button', { name: '写备注' }).click();
    await page.locator('dialog[open] textarea').fill('红烧肉\n番茄蛋汤');
    await confirm();
    await page.getByText('番茄蛋汤').first().waitFor();
    expect(await page.locator('.seg [aria-current=true]', { hasText: '周' }).count()).toBe(1);
    await page.getByRole('link', { name: '前一天' }).click();
    await page.waitForURL(/date=/);
    await until('the day before', async () => !(await page.locator('main').innerText()).includes('番茄蛋汤'));
    expect(new URL(page.url()).searchParams.get('every')).toBe('week');
    expect(complaints).toEqual([]);
  });

  test('the board is live too', async () => {
    await look('/canteens');
    const cell = page.locator('a.cell', { hasText: '一食堂' });
    await until('its figure', async () => (await cell.innerText()).includes('90.0'));
    await count(60);
    await until('its figure with more people', async () => (await cell.innerText()).includes('45.0'));
    expect(complaints).toEqual([]);
  });

  test('the dining hall reads one number, and it moves; without people nothing is shown', async () => {
    await look('/canteens/KC1/display');
    const today = new Date(Date.now() + 8 * 60 * minuteMs).toISOString().slice(0, 10);
    const hall = page.locator('main');
    expect(await page.locator('.rail, .tabs').count()).toBe(0);
    if (now.date === today) {
      await hall.locator('.figure', { hasText: '45' }).waitFor();
      await weigh(1_200);
      await hall.locator('.figure', { hasText: '55' }).waitFor();
      expect(await hall.innerText()).toContain(`今日${mealNames[now.meal]}`);
    } else await hall.getByText('现在没有供餐').waitFor();
    await look('/canteens/KC2/display', 'en', 'dark', 1920);
    expect(await hall.locator('.figure.quiet').count()).toBe(1);
    expect(complaints).toEqual([]);
  });

  test('a fetch is entered into the ledger, held against what was weighed, and taken back', async () => {
    const month = now.date.slice(0, 7);
    await look(`/canteens/sorting?month=${month}`);
    const row = page.locator('tr[data-canteen=KC1]');
    expect(await row.innerText()).toContain('无法核对');
    await page.getByRole('button', { name: '登记收运' }).click();
    const dialog = page.locator('dialog[open]');
    await dialog.locator('select').selectOption('KC1');
    await dialog.locator('input[name=date]').fill(now.date);
    await dialog.locator('button.pri').click();
    await dialog.getByText('请填全').waitFor();
    await dialog.locator('input[name=kg]').fill('900');
    await dialog.locator('input[name=collector]').fill('市环卫');
    await confirm();
    // A ledger that begins in the middle of a month is held against nothing.
    await until('the check', async () => /900\.0[\s\S]*(不符|无法核对)/.test(await row.innerText()));
    expect(await page.locator('main').innerText()).toMatch(/仅供参考[\s\S]*2\.5 kgCO₂e\/kg，出处：FAO/);
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: '导出 CSV', exact: true }).click(),
    ]);
    expect(file.suggestedFilename()).toBe(`sorting-${month}.csv`);

    await page.getByRole('link', { name: '一食堂' }).click();
    await page.getByRole('button', { name: `撤销 ${now.date} 的收运` }).click();
    await page.locator('dialog[open] input').fill('重复登记');
    await confirm();
    await page.getByText('这个月没有登记收运').waitFor();
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
      for (const path of [
        '/canteens/KC1',
        '/canteens/KC1?stream=TRIM_USED&every=month',
        '/canteens/KC2',
        '/canteens/KC1/display',
        '/canteens/sorting',
        '/canteens/sorting?canteen=KC1',
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
