import { request } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { Dashboard } from './dashboard.ts';
import { Installation, operatorKey, until } from './fakes/installation.ts';
import { LiveClient } from './fakes/live-client.ts';
import type { DashboardOptions } from './port.ts';

const houses: Installation[] = [];
afterEach(async () => {
  for (const house of houses.splice(0)) await house.stop();
});

async function open(): Promise<{ house: Installation; options: DashboardOptions }> {
  const house = new Installation();
  houses.push(house);
  let options!: DashboardOptions;
  await house.start((given) => ((options = given), {}));
  return { house, options };
}

describe('the web server', () => {
  it('stops with pages open: live sockets end, an upload that hangs is cut', async () => {
    const { house } = await open();
    const pages = ['websocket', 'polling'].map(
      (transport) => new LiveClient(house.url, { token: operatorKey, transports: [transport] }),
    );
    for (const page of pages) {
      page.subscribe('overview');
      await page.nth('overview', 0);
    }
    const { hostname, port } = new URL(house.url);
    const headers = { authorization: `Bearer ${operatorKey}`, 'content-type': 'application/json' };
    const hanging = request({ hostname, port, path: '/api/v1/portfolio', method: 'POST', headers });
    const cut = new Promise((resolve) => hanging.on('error', resolve));
    await new Promise((resolve) => hanging.write('{"meters":', resolve));

    const startedAt = performance.now();
    await house.dashboard.stop();
    expect(performance.now() - startedAt).toBeLessThan(5000);
    await cut;
    await until('the pages to notice', () => pages.every((page) => !page.socket.connected));
    // Once more does no harm.
    await house.dashboard.stop();
  });

  it('a port that is taken is said, and nothing stays behind', async () => {
    const { house, options } = await open();
    const second = new Dashboard({
      ...options,
      port: Number(new URL(house.url).port),
      metrics: new (options.metrics.constructor as new () => typeof options.metrics)(),
    });
    await expect(second.start()).rejects.toMatchObject({ code: 'EADDRINUSE' });
    await second.stop();
    expect((await house.client().get('/healthz')).status).toBe(200);
  });
});
