import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Product } from './support/product.ts';
import { portfolio, secretOf } from './support/portfolio.ts';
import { stringify } from 'yaml';

let product: Product;
beforeEach(() => {
  product = new Product();
});
afterEach(() => product.dispose());

describe('starting and stopping', () => {
  test('free ports are told in runtime.json and in the first lines, and a clean stop takes the file away', async () => {
    await product.start();
    const { httpPort, mqttPort } = product.runtime;
    expect(httpPort).toBeGreaterThan(0);
    expect(mqttPort).toBeGreaterThan(0);
    expect(product.output).toContain(String(httpPort));
    expect(product.output).toContain(String(mqttPort));
    expect((await fetch(product.url + '/healthz')).status).toBe(200);
    expect((await fetch(product.url + '/readyz')).status).toBe(200);
    const startedAt = Date.now();
    expect(await product.stop()).toBe(0);
    expect(Date.now() - startedAt).toBeLessThan(10_000);
    expect(existsSync(join(product.dataDir, 'runtime.json'))).toBe(false);
  });

  test('a second process on the same folder ends with code 2 and names the first', async () => {
    await product.start();
    const second = await product.run();
    expect(second.code).toBe(2);
    expect(second.stderr).toContain(String(product.runtime.pid));
  });

  test('after a kill the folder opens again', async () => {
    await product.start();
    await product.kill();
    await product.start();
    expect((await fetch(product.url + '/readyz')).status).toBe(200);
  });

  test('every wrong value of the environment is named, all at once, before anything listens', async () => {
    const result = await product.run({
      WATTSTEWARD_HTTP_PORT: '99999',
      WATTSTEWARD_TIMEZONE: 'Mars/Olympus',
      WATTSTEWARD_DEMO: 'perhaps',
    });
    expect(result.code).toBe(2);
    for (const key of ['WATTSTEWARD_HTTP_PORT', 'WATTSTEWARD_TIMEZONE', 'WATTSTEWARD_DEMO']) {
      expect(result.stderr).toContain(key);
    }
    expect(existsSync(join(product.dataDir, 'runtime.json'))).toBe(false);
  });

  test('a port that is taken and a data folder that is a file are named by their settings, with code 2', async () => {
    await product.start();
    const other = new Product();
    const taken = await other.run({ WATTSTEWARD_HTTP_PORT: String(product.runtime.httpPort) });
    expect([taken.code, taken.stderr]).toEqual([2, expect.stringContaining('WATTSTEWARD_HTTP_PORT')]);
    const file = await other.run({ WATTSTEWARD_DATA_DIR: other.file('not-a-folder', '') });
    expect([file.code, file.stderr]).toEqual([2, expect.stringContaining('WATTSTEWARD_DATA_DIR')]);
    await other.dispose();
  });

  test('a faulty portfolio file ends the process with code 2 and its faults by path', async () => {
    const file = product.file('city.yaml', stringify(portfolio([{ id: 'E1', building: 'nowhere' }])));
    const result = await product.run({ WATTSTEWARD_PORTFOLIO: file });
    expect(result.code).toBe(2);
    expect(result.stderr).toContain('meters[0].building');
  });

  test('a portfolio file fills the register at start, and again without harm', async () => {
    const file = product.file('city.yaml', stringify(portfolio([{ id: 'E1', secret: secretOf('E1') }])));
    await product.start({ WATTSTEWARD_PORTFOLIO: file });
    expect((await product.get<{ items: { id: string }[] }>('/api/v1/meters')).items.map((m) => m.id)).toEqual(['E1']);
    await product.stop();
    await product.start({ WATTSTEWARD_PORTFOLIO: file });
    expect((await product.get<{ items: { id: string }[] }>('/api/v1/meters')).items).toHaveLength(1);
  });

  test('without a password in the environment one is generated, shown once and written nowhere', async () => {
    await product.start({ WATTSTEWARD_ADMIN_PASSWORD: '' });
    const password = /admin {2}with the password {2}(\S+)/.exec(product.output)?.[1] ?? '';
    expect(password.length).toBeGreaterThanOrEqual(20);
    const login = await fetch(product.url + '/api/v1/session', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username: 'admin', password }),
    });
    expect(login.status).toBe(200);
    await product.stop();
    await product.start({ WATTSTEWARD_ADMIN_PASSWORD: '' });
    expect(product.output).not.toContain('password');
  });

  test('keys in the data folder are for its owner only', async () => {
    await product.start();
    for (const name of ['operator.key', 'device-secrets.key']) {
      expect(statSync(join(product.dataDir, name)).mode & 0o777).toBe(0o600);
    }
  });
});
