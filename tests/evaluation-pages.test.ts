import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import type { WireEvaluation } from '../domain/wire-evaluation.ts';
import type { WireMatter } from '../domain/wire-matters.ts';
import { chromiumPath, openBrowser, signIn, violations } from './support/browser.ts';
import { outlineOf, pagesOf } from './support/paper.ts';
import { portfolio } from './support/portfolio.ts';
import { Product, until } from './support/product.ts';
import { Traffic } from './support/visit.ts';

const words = (zh: string) => ({ zh, en: `${zh.length} things` });
const item = (id: string, zh: string, max: number, how = 'inspection', more = {}) => ({
  ...{ id, title: words(zh), criterion: words(`${zh}情况`), max, how },
  ...more,
});
/** A place's own sheet: it can be scored without a quarter of weighings. */
const sheet = {
  ...{ id: 'county', title: words('本县评分表'), source: words('本县办法') },
  cutoffs: { excellent: 90, good: 80, pass: 60 },
  sections: [
    {
      ...{ id: 'before', title: words('餐前') },
      items: [
        item('rules', '制度健全', 5, 'upload'),
        item('matters', '按期整改', 5, 'automatic', {
          metric: 'matters-overdue',
          bands: [
            { upTo: 0, score: 5 },
            { else: true, score: 0 },
          ],
        }),
      ],
    },
    { ...{ id: 'after', title: words('餐后') }, items: [item('bins', '剩菜称重', 10), item('signs', '光盘提示', 20)] },
  ],
};
const password = 'a kitchen of its own 42';
const thisYear = Number(new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 4));

describe.skipIf(chromiumPath === undefined)('evaluation pages (skipped without: apt-get install chromium)', () => {
  const product = new Product();
  let browser: Awaited<ReturnType<typeof openBrowser>>;
  let page: Page;
  let traffic: Traffic;
  let complaints: string[] = [];
  /** Where the inspection led to. */
  let inspected = '';

  beforeAll(async () => {
    await product.start();
    const canteens = ['一', '二', '三'].map((n, i) => ({ id: `CT00${i + 1}`, institution: 'I1', name: `第${n}食堂` }));
    await product.importPortfolio(
      portfolio([], { canteens, users: [{ username: 'chef', role: 'institution', scope: 'I1' }] }),
    );
    await product.api('/api/v1/users/chef/password', { method: 'PUT', json: { newPassword: password } });
    expect((await product.api('/api/v1/evaluation-templates', { method: 'POST', json: sheet })).status).toBe(201);
    browser = await openBrowser({ language: 'zh', theme: 'light', width: 390, height: 844 });
    page = browser.page;
    traffic = new Traffic(page);
    page.on('console', (message) => {
      // What is not there yet, and the line that is cut on purpose, are the browser's to mention.
      const expected = /401|404|ERR_INTERNET_DISCONNECTED|net::ERR_FAILED/;
      if (message.type() === 'error' && !expected.test(message.text())) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(String(error)));
    await signIn(page, product.url);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await product.dispose();
  });

  const look = async (path: string, language: 'zh' | 'en' = 'zh', theme: 'light' | 'dark' = 'light', width = 390) => {
    complaints = [];
    await page.setViewportSize({ width, height: width < 500 ? 844 : 1000 });
    await page.emulateMedia({ colorScheme: theme });
    await page.evaluate(`localStorage.setItem('wattsteward.language', '${language}')`);
    await page.goto(product.url + path);
    await page.locator('main h1').first().waitFor();
    await traffic.settled();
  };
  const enter = async (username: string, secret: string) => {
    await page.context().clearCookies();
    await page.goto(product.url);
    await page.locator('input[autocomplete=username]').fill(username);
    await page.locator('input[type=password]').fill(secret);
    await page.locator('form button.pri').click();
    await page.locator('.app main h1').waitFor();
  };
  const pad = (title: string) => page.getByRole('group', { name: new RegExp(`^${title}：评分`) });
  const give = (title: string, points: number) =>
    pad(title)
      .getByRole('button', { name: String(points), exact: true })
      .click();
  const status = () => page.locator('.thumb [role=status]').innerText();
  /** As large as a camera's. */
  const photo = async () => {
    const url = await page.evaluate<string>(`(() => {
      const canvas = Object.assign(document.createElement('canvas'), { width: 2400, height: 1800 });
      const context = canvas.getContext('2d');
      context.fillStyle = '#85597c';
      context.fillRect(300, 300, 900, 900);
      return canvas.toDataURL('image/jpeg');
    })()`);
    return { name: 'IMG_2041.jpeg', mimeType: 'image/jpeg', buffer: Buffer.from(url.split(',')[1]!, 'base64') };
  };
  const evaluation = () => product.get<WireEvaluation>(`/api/v1${inspected.replace('/canteens', '')}`);

  test('the year is drawn by a seed that is shown, and drawn again in the browser it is the same', async () => {
    await look(`/canteens/plan/${thisYear}`, 'zh', 'light', 1440);
    await page.getByRole('button', { name: '抽取' }).click();
    await page.locator('dialog[open] input[name=seed]').fill('双色球 03 08 14');
    await page.getByText('3 个食堂将抽 2 个').waitFor();
    await page.locator('dialog[open] button.pri').click();
    await page.locator('code', { hasText: '双色球 03 08 14' }).waitFor();
    await page.getByRole('button', { name: '在本机重新抽取' }).click();
    await page.getByText('一致：3 个食堂').waitFor();
    expect(await page.getByRole('button', { name: /^开始检查/ }).count()).toBe(2);
    expect(complaints).toEqual([]);
  });

  test('a canteen is inspected on a phone: photos, a line that is lost and comes back, two inspectors', async () => {
    await look(`/canteens/plan/${thisYear}`);
    await page
      .getByRole('button', { name: /^开始检查/ })
      .first()
      .click();
    await page.locator('dialog[open] button.pri').click();
    await page.waitForURL(/\/canteens\/evaluations\/\d+$/);
    inspected = new URL(page.url()).pathname;

    // One section at a time; targets that a thumb finds.
    await pad('制度健全').waitFor();
    expect(await pad('剩菜称重').isVisible()).toBe(false);
    for (const button of await pad('制度健全').getByRole('button').all()) {
      const box = (await button.boundingBox())!;
      expect(Math.min(box.width, box.height)).toBeGreaterThanOrEqual(44);
    }
    expect(await page.locator('#camera-rules').getAttribute('capture')).toBe('environment');
    await page.locator('#camera-rules').setInputFiles(await photo());
    // Nothing was scored yet: the photo waits for it.
    await page.getByText('评分后保存').waitFor();
    await give('制度健全', 3);
    await until('the server to have it', async () => /已全部保存/.test(await status()));
    const kept = (await evaluation()).items[0]!.answers[0]!;
    expect(kept).toMatchObject({ evaluator: 'admin', score: 3, attachments: [{ name: 'IMG_2041.jpg' }] });
    const sent = kept.attachments[0]!;
    const size = await page.evaluate<[number, number]>(
      `fetch('${sent.url}').then((r) => r.blob()).then(createImageBitmap).then((i) => [i.width, i.height])`,
    );
    expect(size).toEqual([1600, 1200]);

    await page.getByRole('button', { name: '下一部分' }).click();
    await page.context().setOffline(true);
    await give('剩菜称重', 1);
    await page.locator('#camera-bins').setInputFiles(await photo());
    await page.locator('#item-bins img').waitFor();
    await until('the page to say so', async () => /1 项存在本机/.test(await status()));
    // 3 + 5 + 1 of 40, with 20 more to come.
    expect(await page.locator('.thumb b').innerText()).toBe('22.5–72.5');
    expect(await page.evaluate(`JSON.stringify(localStorage).includes('bins')`)).toBe(true);
    await page.context().setOffline(false);
    await until('all to be sent', async () => /已全部保存/.test(await status()));
    expect((await evaluation()).items.find(({ id }) => id === 'bins')!.answers[0]).toMatchObject({
      score: 1,
      attachments: [{ type: 'image/jpeg' }],
    });
    expect(await page.evaluate(`JSON.stringify(localStorage).includes('bins')`)).toBe(false);

    await page.getByRole('button', { name: '第二检查人' }).click();
    await page.locator('dialog[open] input').fill('李强');
    await page.locator('dialog[open] button.pri').click();
    await give('剩菜称重', 4);
    await page.getByText('平均 2.5 分').waitFor();
    await until('it to be sent', async () => /已全部保存/.test(await status()));

    // What is missing is named before it is too late.
    await page.getByRole('button', { name: '核对并提交' }).last().click();
    await page.getByRole('button', { name: '提交评估' }).click();
    const dialog = page.locator('dialog[open]');
    expect(await dialog.innerText()).toMatch(/还没有得分[\s\S]*光盘提示/);
    await dialog.getByRole('button', { name: '取消' }).click();
    await page.locator('aside').getByRole('button', { name: '光盘提示' }).click();
    await pad('光盘提示').getByRole('textbox').fill('9');
    await pad('光盘提示').getByRole('textbox').press('Tab');
    await until('the last one', async () => (await evaluation()).items.every(({ score }) => score !== null));
    await page.getByRole('button', { name: '核对并提交' }).last().click();
    await page.getByRole('button', { name: '提交评估' }).click();
    await dialog.getByRole('button', { name: '提交评估' }).click();
    await page.locator('aside .state', { hasText: 'admin 于' }).waitFor();
    // 3 + 5 + 2.5 + 9 of 40.
    expect(await evaluation()).toMatchObject({ total: 48.75, grade: 'fail', matters: [expect.any(Number)] });
    expect(await pad('剩菜称重').count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  test('a matter has come of it: the canteen answers with a photo, the re-check closes it', async () => {
    const id = (await evaluation()).matters[0]!;
    await enter('chef', password);
    await look('/matters');
    await page.locator(`a[data-matter="${id}"]`).click();
    await page.waitForURL(new RegExp(`/matters/${id}$`));
    await page.getByRole('button', { name: '反馈整改情况' }).waitFor();
    expect(await page.getByRole('button', { name: '复查通过，销号' }).count()).toBe(0);
    await page.getByRole('button', { name: '反馈整改情况' }).click();
    await page.locator('dialog[open] textarea').fill('每餐称重，专人登记。');
    await page.locator('dialog[open] input[type=file]').setInputFiles(await photo());
    await page.locator('dialog[open] .file img').waitFor();
    await page.locator('dialog[open] button.pri').click();
    await page.getByText('已反馈，等待复查').waitFor();

    await enter('admin', 'quiet-verdigris-instrument');
    await look(`/matters/${id}`, 'zh', 'light', 1440);
    await page.locator('.tl img').first().waitFor();
    await page.getByRole('button', { name: '复查通过，销号' }).click();
    await page.locator('dialog[open] button.pri').click();
    await page.getByText('请写说明').waitFor();
    await page.locator('dialog[open] textarea').fill('现场复查，称重记录齐全。');
    await page.locator('dialog[open] button.pri').click();
    await page.locator('.head .state', { hasText: '已销号' }).waitFor();
    const matter = await product.get<WireMatter>(`/api/v1/matters/${id}`);
    expect(matter.steps.map(({ what, by }) => `${what} ${by}`)).toEqual([
      'opened admin',
      'answered chef',
      'closed admin',
    ]);
    expect(complaints).toEqual([]);
  });

  test('the bulletin is issued and prints on A4 with its three lists, praise first', async () => {
    await look('/canteens/bulletins', 'en', 'light', 1440);
    const { quarter } = await evaluation();
    await page.locator('.filters select, .empty a').first().waitFor();
    await look(`/canteens/bulletins?draft=${quarter}`, 'en', 'light', 1440);
    // Chinese whatever the language on screen.
    await page.locator('article h2', { hasText: '通报' }).waitFor();
    await page.getByRole('button', { name: 'Issue', exact: true }).click();
    await page.locator('dialog[open] input[name=issuer]').fill('温州市机关事务管理局');
    await page.locator('dialog[open] button.pri').click();
    await page.waitForURL(/\/canteens\/bulletins\/\d+$/);
    await page.locator('article', { hasText: '温州市机关事务管理局' }).waitFor();
    expect(await page.locator('article').innerText()).toMatch(/第.食堂/);
    const pdf = await page.pdf({ format: 'A4', preferCSSPageSize: true, tagged: true, outline: true });
    expect([1, 2]).toContain(pagesOf(pdf));
    const headings = outlineOf(pdf).filter((title) => /名单/.test(title));
    expect(headings.map((title) => title.replace(/^.、/, ''))).toEqual([
      '表扬名单',
      '不合格名单',
      '复查仍不合格移交名单',
    ]);
    await page.getByRole('button', { name: 'English', exact: true }).click();
    await page.locator('article[lang=en]').waitFor();
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
        '/canteens/evaluations',
        '/canteens/evaluations?kind=spot',
        inspected,
        `/canteens/plan/${thisYear}`,
        '/canteens/bulletins',
        '/canteens/bulletins/1',
        '/matters',
        '/matters?state=closed',
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
