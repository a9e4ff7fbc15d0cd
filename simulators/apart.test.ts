import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { FakeDirectory, secretOf } from '../gateway/fakes/directory.ts';
import { until } from '../gateway/fakes/raw-client.ts';
import { World } from '../gateway/fakes/world.ts';
import { SimulatorsApart } from './apart.ts';
import { demoDevices as devices } from './demo-portfolio.ts';

const now = Date.parse('2026-11-23T10:07:00+08:00');

let folder: string;
let world: World;
let simulators: SimulatorsApart;
let logged: string[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'wattsteward-apart-'));
  logged = [];
  world = await World.start(new FakeDirectory(devices));
  simulators = new SimulatorsApart({
    folder,
    mqttUrl: `mqtt://127.0.0.1:${world.port}`,
    log: pino({}, { write: (line: string) => void logged.push(line) }),
    now: () => now,
    patienceMs: 20,
  });
});
afterEach(async () => {
  await simulators.stop();
  await world.stop();
  rmSync(folder, { recursive: true, force: true });
});

function writeKeys(secret: (id: string) => string): void {
  const secrets = Object.fromEntries(devices.map((id) => [id, secret(id)]));
  writeFileSync(join(folder, 'demo-devices.json'), JSON.stringify({ seed: 5, worksDay: null, secrets }));
}

it('waits until the installation has made its demo and registered it, then every device speaks', async () => {
  simulators.start();
  await until(() => logged.some((line) => line.includes('waiting')), 'the line that says so');
  // Written before the devices are registered: whoever connects now is refused.
  writeKeys(() => 'not registered yet');
  await until(() => world.logs().some(({ reason }) => reason === 'wrong-credentials'), 'a refused knock');
  writeKeys(secretOf);
  await until(() => world.gateway.connected === devices.length, 'all');
  await until(() => world.sink.messages.length > 0, 'what they say');
});

it('an installation that never gets a demo: a stop is waited for by nobody', async () => {
  simulators.start();
  await simulators.stop();
  expect(world.gateway.connected).toBe(0);
});
