import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { loadConfiguration, type Configuration } from '../configuration/configuration.ts';
import { DataFolder } from '../storage/data-folder.ts';
import { startInstallation } from '../wattsteward.ts';
import { CommandFault } from './exit.ts';
import { withServer } from './server.ts';

// Each starts a whole installation, some twice.
vi.setConfig({ testTimeout: 60_000 });

let dataDir: string;
let configuration: Configuration;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'cli-server-'));
  const loaded = loadConfiguration(
    {
      WATTSTEWARD_DATA_DIR: dataDir,
      WATTSTEWARD_HTTP_PORT: '0',
      WATTSTEWARD_MQTT_PORT: '0',
      WATTSTEWARD_ADMIN_PASSWORD: 'quite a long password 1',
    },
    (path) => readFileSync(path, 'utf8'),
  );
  if (!loaded.ok) throw new Error('faulty');
  configuration = loaded.value;
});
afterEach(() => rmSync(dataDir, { recursive: true }));

const portfolio = `
institutions: [{id: I, name: 机关}]
buildings: [{id: B, institution: I, name: 主楼}]
meters: [{id: M, building: B, carrier: electricity, register: {point: energy_kwh, unit: kWh}, secret: s}]`;

interface Counts {
  readonly created: number;
  readonly unchanged: number;
}
const importInto = (text: string) =>
  withServer(configuration, (api) => api.post<Counts>('/api/v1/portfolio', text, 'application/yaml'));

it('opens the folder itself when no server runs, and leaves it free again', async () => {
  // Left behind by one that was killed: nobody listens there.
  writeFileSync(join(dataDir, 'runtime.json'), JSON.stringify({ httpPort: 1, mqttPort: 1, pid: 999_999 }));
  expect((await importInto(portfolio)).created).toBe(3);
  expect((await importInto(portfolio)).unchanged).toBe(3);
  expect(statSync(join(dataDir, 'operator.key')).mode & 0o777).toBe(0o600);
  DataFolder.open(dataDir).close();
});

it('talks to the server that holds the folder', async () => {
  const running = await startInstallation(configuration, {
    listenMqtt: true,
    demo: false,
    log: pino({ level: 'silent' }),
  });
  try {
    expect((await importInto(portfolio)).created).toBe(3);
  } finally {
    await running.stop();
  }
});

it('a fault of the file comes back with its path and exit code 2, and the folder is free again', async () => {
  const fault = await importInto('buildings: [{id: B, institution: nowhere, name: 楼}]').catch(
    (error: unknown) => error,
  );
  expect(fault).toBeInstanceOf(CommandFault);
  expect((fault as CommandFault).code).toBe(2);
  expect((fault as CommandFault).lines.join('\n')).toContain('buildings[0].institution');
  DataFolder.open(dataDir).close();
});

it('a server that is still starting is not reachable: exit code 4', async () => {
  const holder = DataFolder.open(dataDir);
  const fault = await importInto(portfolio).catch((error: unknown) => error);
  holder.close();
  expect(fault).toMatchObject({ code: 4, message: expect.stringContaining('in use by process') });
});
