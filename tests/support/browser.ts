import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext, type Page } from 'playwright-core';
import { adminPassword } from './product.ts';

export const chromiumPath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  existsSync,
);

export interface Look {
  readonly language: 'zh' | 'en';
  readonly theme: 'light' | 'dark';
  readonly width: number;
  readonly height: number;
}

/** The system's Chromium, headless, with a new profile; nothing in it calls out. */
export async function openBrowser(
  look: Look,
): Promise<{ context: BrowserContext; page: Page; close(): Promise<void> }> {
  if (chromiumPath === undefined) throw new Error('Chromium is not installed: apt-get install chromium');
  const profile = mkdtempSync(join(tmpdir(), 'wattsteward-chromium-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: chromiumPath,
    headless: true,
    args: [
      ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
      ...['--disable-component-update', '--disable-sync', '--disable-dev-shm-usage'],
    ],
    locale: look.language === 'zh' ? 'zh-CN' : 'en-GB',
    timezoneId: 'Asia/Shanghai',
    colorScheme: look.theme,
    viewport: { width: look.width, height: look.height },
    deviceScaleFactor: look.width < 500 ? 2 : 1,
  });
  const page = context.pages()[0] ?? (await context.newPage());
  return {
    context,
    page,
    close: async () => {
      await context.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}

export async function signIn(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.locator('input[name=username], input[autocomplete=username]').first().fill('admin');
  await page.locator('input[type=password]').first().fill(adminPassword);
  await page.locator('form button.pri').click();
  await page.locator('.app main h1').waitFor();
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Violations that axe finds on the page as it stands, each in a line. */
export async function violations(page: Page): Promise<string[]> {
  // Evaluated by the debugger, so that the page's own content security policy stays as strict as it is.
  await page.evaluate(axeSource);
  const found = await page.evaluate<{ id: string; help: string; nodes: { html: string }[] }[]>(
    'axe.run().then((result) => result.violations)',
  );
  return found.map((v) => `${v.id}: ${v.help} (${v.nodes.map((node) => node.html.slice(0, 120)).join(' | ')})`);
}
