/**
 * `npm run screenshots`: the pages as pictures in docs/screenshots, both languages and themes, wide and phone, of a new
 * installation with the demonstration.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openBrowser, signIn } from '../tests/support/browser.ts';
import { packageRoot, Product, until } from '../tests/support/product.ts';
import { settled } from '../tests/support/settled.ts';

const target = join(packageRoot, 'docs/screenshots');
mkdirSync(target, { recursive: true });
const product = new Product({ WATTSTEWARD_DEMO: 'on' });
try {
  await product.start();
  await until('the history', () => product.output.includes('demo history loaded'), 120_000);
  await settled(product);
  const { items } = await product.get<{ items: { id: string; carrier: string }[] }>('/api/v1/meters?limit=100');
  const meter = items.find(({ carrier }) => carrier === 'electricity')?.id ?? items[0]?.id ?? '';
  const created = await product.api<{ id: string }>('/api/v1/mandv/analyses', {
    method: 'POST',
    json: {
      meter,
      method: 'daily',
      baselineFrom: '2024-11-01',
      baselineTo: '2025-11-01',
      reportingFrom: '2025-11-01',
      confidence: 0.9,
    },
  });
  if (created.status !== 201) throw new Error(JSON.stringify(created.body));
  const analysis = created.body.id;
  for (const language of ['zh', 'en'] as const) {
    for (const theme of ['light', 'dark'] as const) {
      for (const [suffix, width, height] of [
        ['', 1440, 1000],
        ['-phone', 390, 844],
      ] as const) {
        const { page, close } = await openBrowser({ language, theme, width, height });
        const shoot = async (name: string) => {
          // Fonts and the last transition.
          await page.waitForLoadState('networkidle').catch(() => {});
          await page.screenshot({ path: join(target, `${name}-${language}-${theme}${suffix}.png`) });
        };
        await page.goto(product.url);
        await page.locator('form button.pri').waitFor();
        await shoot('sign-in');
        await signIn(page, product.url);
        await page.getByText(meter).first().waitFor();
        await shoot('meters');
        for (const [name, path] of [
          ['devices', '/devices'],
          ['connect', `/devices/connect?id=${meter}`],
          ['health', '/health'],
          ['mappings', '/mappings'],
        ] as const) {
          await page.goto(product.url + path);
          await page.locator('main h2').first().waitFor();
          await shoot(name);
        }
        for (const view of ['day', 'week', 'month', 'year']) {
          if (view !== 'day' && suffix === '-phone') continue;
          await page.goto(`${product.url}/meters/${meter}?view=${view}`);
          await page.locator('figure svg, figure canvas').first().waitFor();
          await shoot(view === 'day' ? 'meter' : `meter-${view}`);
        }
        for (const view of ['model', 'savings', 'report']) {
          if (view === 'report' && suffix === '-phone') continue;
          await page.goto(`${product.url}/mandv/${analysis}?view=${view}`);
          await page.locator('figure svg, figure canvas').first().waitFor();
          await shoot(`mandv-${view}`);
        }
        await close();
      }
    }
  }
} finally {
  await product.dispose();
}
