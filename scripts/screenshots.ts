/**
 * `npm run screenshots`: the pages as pictures in docs/screenshots, in both languages and themes, wide and on a phone, of a
 * new installation with the demonstration, which is the same city each time.
 */
import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { openBrowser, signIn } from '../tests/support/browser.ts';
import { packageRoot, Product, until } from '../tests/support/product.ts';
import { settled } from '../tests/support/settled.ts';

const target = join(packageRoot, 'docs/screenshots');
/** All pictures together: what a clone should carry at most. */
const mostBytes = 19 * 1024 * 1024;

interface Shot {
  readonly name: string;
  readonly path: string;
  /** What must be drawn before the picture is taken. */
  readonly ready?: string;
  /** The chief pages are shown in each language, theme and width; the others in Chinese light and English dark, wide. */
  readonly chief?: boolean;
}

const chart = 'figure svg, figure canvas';
/** @param month the last that is over: both sides of the demo's custody agreed on it */
const shotsOf = (meter: string, analysis: string, month: string): readonly Shot[] => [
  { name: 'overview', path: '/', ready: chart, chief: true },
  { name: 'overview-month', path: '/?view=month', ready: chart },
  { name: 'building', path: '/buildings/DEMO-B-1', ready: chart, chief: true },
  { name: 'building-year', path: '/buildings/DEMO-B-1?view=year', ready: chart },
  { name: 'institution', path: '/institutions/DEMO-I-1', ready: chart },
  { name: 'county', path: '/regions/DEMO-LUCHENG?view=month', ready: chart },
  { name: 'buildings', path: '/buildings', ready: 'main tbody tr' },
  { name: 'institutions', path: '/institutions', ready: 'main tbody tr' },
  { name: 'alarms', path: '/alarms', ready: 'main tbody tr' },
  { name: 'meters', path: '/meters', ready: 'main tbody tr' },
  { name: 'meter', path: `/meters/${meter}`, ready: chart },
  { name: 'meter-week', path: `/meters/${meter}?view=week`, ready: chart },
  { name: 'quality', path: '/quality', ready: 'article figure svg', chief: true },
  { name: 'quality-automatic', path: '/quality?tab=automatic', ready: 'article figure svg' },
  { name: 'quality-entry', path: '/quality/enter', ready: 'main h2' },
  { name: 'canteens', path: '/canteens?meal=LUNCH', ready: chart, chief: true },
  { name: 'canteen', path: '/canteens/DEMO-CT-009?meal=LUNCH', ready: chart },
  { name: 'canteen-display', path: '/canteens/DEMO-CT-001/display', ready: 'main' },
  { name: 'canteen-sorting', path: '/canteens/sorting', ready: 'main tbody tr' },
  { name: 'evaluations', path: '/canteens/evaluations', ready: 'main h1' },
  { name: 'matters', path: '/matters', ready: 'main h1' },
  { name: 'contracts', path: '/contracts', ready: 'main tbody tr' },
  { name: 'contract', path: '/contracts/DEMO-C-5', ready: chart, chief: true },
  { name: 'contract-settlement', path: `/contracts/DEMO-C-3/settlements/${month}`, ready: chart },
  {
    name: 'contract-statement',
    path: `/contracts/DEMO-C-3/settlements/${month}/statement`,
    ready: 'article.statement',
  },
  { name: 'devices', path: '/devices', ready: 'main tbody tr' },
  { name: 'connect', path: `/devices/connect?id=${meter}`, ready: 'main h2' },
  { name: 'mappings', path: '/mappings', ready: 'main h2' },
  { name: 'health', path: '/health', ready: 'main h2' },
  { name: 'quarantine', path: '/quarantine' },
  { name: 'mandv-model', path: `/mandv/${analysis}?view=model`, ready: chart },
  { name: 'mandv-savings', path: `/mandv/${analysis}?view=savings`, ready: chart, chief: true },
  { name: 'mandv-report', path: `/mandv/${analysis}?view=report`, ready: chart },
];

const looks = (['zh', 'en'] as const).flatMap((language) =>
  (['light', 'dark'] as const).flatMap((theme) =>
    [
      { language, theme, width: 1440, height: 1000, suffix: '' },
      { language, theme, width: 390, height: 844, suffix: '-phone' },
    ].map((look) => ({ ...look, every: look.suffix === '' && (language === 'zh') === (theme === 'light') })),
  ),
);

async function take(page: Page, url: string, { path, ready = 'main h1' }: Shot, file: string): Promise<void> {
  await page.goto(url + path);
  await page.locator(ready).first().waitFor();
  // What is still asked for, fonts, and the last transition.
  await page.waitForLoadState('networkidle', { timeout: 5_000 }).catch(() => {});
  await page.screenshot({ path: file });
}

async function analysisOf(product: Product, meter: string): Promise<string> {
  const { status, body } = await product.api<{ id: string }>('/api/v1/mandv/analyses', {
    method: 'POST',
    json: {
      ...{ meter, method: 'daily', confidence: 0.9 },
      ...{ baselineFrom: '2024-11-01', baselineTo: '2025-11-01', reportingFrom: '2025-11-01' },
    },
  });
  if (status !== 201) throw new Error(JSON.stringify(body));
  return body.id;
}

/** Waits until both sides of the demo's custody have agreed on the last month, and judges every contract anew. */
async function settledMonth(product: Product): Promise<string> {
  const month = await until(
    'the settlement of the demo',
    async () => {
      const { items } = await product.get<{ items: { period: string; status: string }[] }>(
        '/api/v1/contracts/DEMO-C-3/settlements',
      );
      return items.find(({ status }) => status === 'agreed')?.period;
    },
    300_000,
  );
  await product.api('/api/v1/contracts/evaluation', { method: 'POST' });
  await until(
    'the evaluation',
    async () => !(await product.get<{ running: boolean }>('/api/v1/contracts/evaluation')).running,
    120_000,
  );
  return month;
}

mkdirSync(target, { recursive: true });
for (const name of readdirSync(target)) if (name.endsWith('.png')) rmSync(join(target, name));
const product = new Product({ WATTSTEWARD_DEMO: 'on', WATTSTEWARD_DEMO_SEED: '1' });
try {
  await product.start();
  await until('the history', () => product.output.includes('demo history loaded'), 600_000);
  await settled(product);
  const { items } = await product.get<{ items: { id: string; carrier: string; parent: string | null }[] }>(
    '/api/v1/meters?building=DEMO-B-1&limit=100',
  );
  const meter = items.find(({ carrier, parent }) => carrier === 'electricity' && parent === null)?.id ?? items[0]!.id;
  const shots = shotsOf(meter, await analysisOf(product, meter), await settledMonth(product));
  for (const { suffix, every, ...look } of looks) {
    const { page, close } = await openBrowser(look);
    try {
      const file = (name: string) => join(target, `${name}-${look.language}-${look.theme}${suffix}.png`);
      await take(page, product.url, { name: 'sign-in', path: '/', ready: 'form button.pri' }, file('sign-in'));
      await signIn(page, product.url);
      for (const shot of shots) if (every || shot.chief) await take(page, product.url, shot, file(shot.name));
    } finally {
      await close();
    }
  }
  const bytes = readdirSync(target).reduce((sum, name) => sum + statSync(join(target, name)).size, 0);
  if (bytes > mostBytes) throw new Error(`The pictures take ${bytes} bytes; ${mostBytes} is the most.`);
} finally {
  await product.dispose();
}
