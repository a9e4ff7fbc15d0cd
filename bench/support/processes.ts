import { fork, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DriverResult, DriverTask } from './driver.ts';
import type { SubscriberReport } from './subscriber.ts';

/** Processes that the benchmarks measure and drive. They run from dist/: `npm run bench` builds it when missing. */
const entry = fileURLToPath(new URL('../../wattsteward.js', import.meta.url));

export interface RunningProduct {
  readonly dataDir: string;
  readonly httpPort: number;
  readonly mqttPort: number;
  readonly pid: number;
  readonly operatorKey: string;
  /** Spawn to ready. */
  readonly readyMs: number;
  residentMb(): number;
  /** User and system time used so far, s. */
  cpuSeconds(): number;
  stop(): Promise<void>;
}

export const adminPassword = 'only-for-this-benchmark';

export async function startProduct(
  dataDir = mkdtempSync(join(tmpdir(), 'wattsteward-bench-')),
  env: Readonly<Record<string, string>> = {},
): Promise<RunningProduct> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, [entry], {
    env: {
      ...process.env,
      WATTSTEWARD_DATA_DIR: dataDir,
      WATTSTEWARD_HTTP_PORT: '0',
      WATTSTEWARD_MQTT_PORT: '0',
      WATTSTEWARD_BIND: '127.0.0.1',
      WATTSTEWARD_DEMO: 'off',
      WATTSTEWARD_DEVICE_RATE: 'off',
      WATTSTEWARD_ADMIN_PASSWORD: adminPassword,
      ...env,
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const file = join(dataDir, 'runtime.json');
  const runtime = await poll(() => {
    if (child.exitCode !== null) throw new Error(`The product ended with code ${child.exitCode}`);
    if (!existsSync(file)) return null;
    const value = JSON.parse(readFileSync(file, 'utf8')) as { httpPort: number; mqttPort: number; pid: number };
    return value.pid === child.pid ? value : null;
  });
  const readyMs = performance.now() - startedAt;
  return {
    dataDir,
    ...runtime,
    operatorKey: readFileSync(join(dataDir, 'operator.key'), 'utf8').trim(),
    readyMs,
    residentMb: () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]) / 1024,
    cpuSeconds: () => {
      const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
      return (Number(fields[11]) + Number(fields[12])) / 100;
    },
    stop: () => end(child, 'SIGTERM'),
  };
}

export async function importPortfolio(product: RunningProduct, document: unknown): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${product.httpPort}/api/v1/portfolio`, {
    method: 'POST',
    headers: { authorization: `Bearer ${product.operatorKey}`, 'content-type': 'application/json' },
    body: JSON.stringify(document),
  });
  if (!response.ok) throw new Error(`Import answered ${response.status}: ${await response.text()}`);
}

export const mosquittoPath = ['/usr/sbin/mosquitto', '/usr/bin/mosquitto', '/usr/local/sbin/mosquitto'].find(
  existsSync,
);

/** Mosquitto as packaged, with the limits that would throttle a load test lifted; stores nothing. */
export async function startMosquitto(): Promise<{ port: number; stop(): Promise<void> }> {
  if (mosquittoPath === undefined) throw new Error('Mosquitto is not installed: apt-get install mosquitto');
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'mosquitto-'));
  const config = join(folder, 'mosquitto.conf');
  const lines = [`listener ${port} 127.0.0.1`, 'allow_anonymous true', 'persistence false', 'log_type none'];
  lines.push('max_queued_messages 0', 'max_inflight_messages 0', 'set_tcp_nodelay true', 'user root');
  writeFileSync(config, lines.join('\n') + '\n');
  const child = spawn(mosquittoPath, ['-c', config], { stdio: 'ignore' });
  await poll(() => spawnSync('bash', ['-c', `exec 3<>/dev/tcp/127.0.0.1/${port}`]).status === 0 || null);
  return {
    port,
    stop: async () => {
      await end(child, 'SIGTERM');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export async function runDriver(task: DriverTask): Promise<DriverResult> {
  const child = fork(fileURLToPath(new URL('./driver.js', import.meta.url)));
  child.send(task);
  const ended = once(child, 'exit').then(() => Promise.reject(new Error('The driver ended without a result')));
  ended.catch(() => undefined);
  const [result] = (await Promise.race([once(child, 'message'), ended])) as [DriverResult];
  return result;
}

export async function startSubscriber(port: number): Promise<{ count(): Promise<number>; stop(): void }> {
  const child = fork(fileURLToPath(new URL('./subscriber.js', import.meta.url)));
  child.send(port);
  await once(child, 'message');
  return {
    count: async () => {
      child.send('count');
      const [report] = (await once(child, 'message')) as [SubscriberReport];
      return report.forwarded;
    },
    stop: () => void child.send('end'),
  };
}

export async function poll<T>(condition: () => T | null | Promise<T | null>, timeoutMs = 60_000): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const value = await condition();
    if (value !== null && value !== false) return value;
    if (Date.now() > deadline) throw new Error('The benchmark waited too long');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill(signal);
  await once(child, 'exit');
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}
