import type { MqttClient } from 'mqtt';
import type { Page } from 'playwright-core';
import { openBrowser, signIn } from './browser.ts';
import { connectDevice, publishReading } from './device.ts';
import { Product } from './product.ts';
import { secretOf } from './portfolio.ts';
import { seedSmallCity } from './small-city.ts';
import { Traffic } from './visit.ts';

/** The small city in the built product, with one of its meters on the line, and a browser that looks at it. */
export class CityInBrowser {
  readonly product = new Product();
  /** An analysis of E-0399 by day. */
  analysis!: string;
  page!: Page;
  traffic!: Traffic;
  /** What the page told its console, since it was last looked at. */
  complaints: string[] = [];
  #browser: Awaited<ReturnType<typeof openBrowser>> | undefined;
  #device: MqttClient | undefined;
  #energy = 0;

  async start(): Promise<void> {
    const { product } = this;
    await product.start();
    ({ analysis: this.analysis } = await seedSmallCity(product));
    const { lastReading } = await product.get<{ lastReading: { values: Record<string, { value: number }> } }>(
      '/api/v1/meters/E-0301',
    );
    this.#energy = lastReading.values['energy_kwh']!.value;
    this.#device = await connectDevice(product.mqttUrl, 'E-0301', secretOf('E-0301'));
    await this.publish(88.5);
    this.#browser = await openBrowser({ language: 'zh', theme: 'light', width: 1440, height: 900 });
    this.page = this.#browser.page;
    this.traffic = new Traffic(this.page);
    this.page.on('console', (message) => {
      // Asking who is signed in answers 401 before sign-in, and the browser says so.
      if (message.type() === 'error' && !/401/.test(message.text())) this.complaints.push(message.text());
    });
    this.page.on('pageerror', (error) => this.complaints.push(String(error)));
  }

  async stop(): Promise<void> {
    await this.#browser?.close();
    await this.#device?.endAsync(true);
    await this.product.dispose();
  }

  /** A reading of E-0301, now. */
  async publish(powerKw: number): Promise<void> {
    this.#energy = Math.round(this.#energy * 100 + 21) / 100;
    const values = { energy_kwh: this.#energy, power_kw: powerKw };
    await publishReading(this.#device!, 'E-0301', { ts: Date.now(), values });
  }

  /** One browser for all tests of a file: only what a person would change is changed. */
  async look(language: 'zh' | 'en' = 'zh', theme: 'light' | 'dark' = 'light', width = 1440): Promise<void> {
    const { page, product } = this;
    this.complaints = [];
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme: theme });
    await page.goto(product.url);
    await page.evaluate(`localStorage.setItem('wattsteward.language', '${language}')`);
    await page.reload();
    await page.locator('.app main h1, form button.pri').first().waitFor();
    if (await page.locator('form button.pri').isVisible()) await signIn(page, product.url);
  }
}
