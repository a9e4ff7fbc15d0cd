import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Aedes } from 'aedes';
import { afterAll, beforeAll, expect, it } from 'vitest';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cli-'));
  writeFileSync(
    join(folder, 'good.csv'),
    'timestamp,value\n2018-01-01T00:00Z,1.5\n2018-01-01T01:00Z,\n2018-01-01T02:00Z,2\n',
  );
  writeFileSync(join(folder, 'naive.csv'), 'timestamp,value\n2018-01-01T00:00,1.5\n');
});
afterAll(() => rmSync(folder, { recursive: true }));

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}
function cli(args: readonly string[], env: Record<string, string> = {}): Promise<Ended> {
  const main = new URL('./main.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, ['--import', 'tsx', main, ...args], {
    env: { ...process.env, WATTSTEWARD_DATA_DIR: join(folder, 'data'), INIT_CWD: folder, ...env },
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, out, err })));
}

it.each(['--help', 'import --help', 'history import --help', 'replay --help', 'rebuild --help'])(
  '%s explains itself',
  async (line) => {
    const { code, out } = await cli(line.split(' '));
    expect(code).toBe(0);
    expect(out).toContain('Usage: npm run --silent cli --');
    if (line !== '--help') expect(out).toContain('Examples:');
  },
);

it.each<[string, readonly string[], RegExp]>([
  ['no command', [], /Usage/],
  ['an unknown command', ['improt'], /unknown command 'improt'/],
  ['an unknown option', ['rebuild', '--fast'], /unknown option '--fast'/],
  ['a file that is not there', ['import', 'nowhere.yaml'], /nowhere\.yaml: there is no such file/],
  ['history without its kind', ['history', 'import', 'good.csv', '--meter', 'M'], /--kind/],
  [
    'a naive timestamp',
    ['replay', 'naive.csv', '--meter', 'M', '--secret', 's'],
    /row 2, column timestamp: "2018-01-01T00:00" has neither/,
  ],
  ['no secret', ['replay', 'good.csv', '--meter', 'M'], /--secret/],
  ['a speed of nothing', ['replay', 'good.csv', '--meter', 'M', '--secret', 's', '--speed', '0'], /positive number/],
  [
    'another quality of service',
    ['replay', 'good.csv', '--meter', 'M', '--secret', 's', '--qos', '0'],
    /Allowed choices are 1/,
  ],
  ['a meter that is a topic', ['replay', 'good.csv', '--meter', 'a/b', '--secret', 's'], /part of a topic/],
  [
    'a URL of the web',
    ['replay', 'good.csv', '--meter', 'M', '--secret', 's', '--url', 'http://x'],
    /URL such as mqtt:/,
  ],
  [
    'temperatures added up',
    ['replay', 'good.csv', '--meter', 'M', '--secret', 's', '--kind', 'interval', '--point', 'temperature_c'],
    /no register point/,
  ],
])('refuses %s with exit code 2', async (_, args, message) => {
  const { code, out, err } = await cli(args);
  expect(err).toMatch(message);
  expect(out).toBe('');
  expect(code).toBe(2);
});

it('names the faults of the configuration with exit code 2', async () => {
  const { code, err } = await cli(['rebuild'], { WATTSTEWARD_HTTP_PORT: 'x', WATTSTEWARD_DEMO: 'x' });
  expect(err).toMatch(/WATTSTEWARD_HTTP_PORT: must be a port[^]*WATTSTEWARD_DEMO: must be on or off/);
  expect(code).toBe(2);
});

it('replay to a port where nobody listens ends with exit code 4', async () => {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  const { code, err } = await cli([
    'replay',
    'good.csv',
    '--meter',
    'M',
    '--secret',
    's',
    '--url',
    `mqtt://127.0.0.1:${port}`,
  ]);
  expect(err).toMatch(/can't be reached.*ECONNREFUSED/);
  expect(code).toBe(4);
});

it('replays intervals to a broker that it finds through the data folder, and says what became of them', async () => {
  const payloads: string[] = [];
  const aedes = await Aedes.createBroker({
    authorizePublish: (_client, packet, done) => {
      payloads.push(`${packet.topic} ${packet.payload.toString()}`);
      done(null);
    },
  });
  const server = createServer((socket) => aedes.handle(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const data = mkdtempSync(join(folder, 'running-'));
  const { port } = server.address() as AddressInfo;
  writeFileSync(join(data, 'runtime.json'), JSON.stringify({ httpPort: 1, mqttPort: port, pid: 1 }));
  const { code, out, err } = await cli(
    [
      'replay',
      'good.csv',
      '--meter',
      'M',
      '--secret',
      's',
      '--kind',
      'interval',
      '--opening',
      '99.95',
      '--point',
      'volume_m3',
    ],
    { WATTSTEWARD_DATA_DIR: data },
  );
  aedes.close();
  server.close();
  expect(err).toBe('');
  expect(out).toBe('M: 3 readings, 3 sent, 3 acknowledged, 0 reconnects\n');
  expect(code).toBe(0);
  const shown = [
    '{"ts":"2018-01-01T00:00:00.000Z","values":{"volume_m3":99.95}}',
    '{"ts":"2018-01-01T01:00:00.000Z","values":{"volume_m3":101.45}}',
    '{"ts":"2018-01-01T03:00:00.000Z","values":{"volume_m3":103.45}}',
  ];
  expect(payloads).toEqual([`v1/M/readings [${shown.join(',')}]`]);
});
