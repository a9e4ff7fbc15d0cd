import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The built product, started as a user starts it: `node dist/wattsteward.js` with the environment of interfaces. */
export const packageRoot = fileURLToPath(new URL('../..', import.meta.url));
const entry = join(packageRoot, 'dist/wattsteward.js');
const cliEntry = join(packageRoot, 'dist/cli/main.js');

export const adminPassword = 'quiet-verdigris-instrument';

export interface Runtime {
  readonly httpPort: number;
  readonly mqttPort: number;
  readonly pid: number;
}

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Waits for a condition, checked every few milliseconds; fails with what was waited for. */
export async function until<T>(
  what: string,
  condition: () => T | Promise<T>,
  timeoutMs = 20_000,
): Promise<NonNullable<T>> {
  const deadline = Date.now() + timeoutMs;
  let last: unknown;
  for (;;) {
    try {
      const value = await condition();
      if (value !== undefined && value !== null && value !== false) return value as NonNullable<T>;
      last = value;
    } catch (error) {
      last = error;
    }
    if (Date.now() > deadline) throw new Error(`Waited ${timeoutMs} ms for: ${what}. Last seen: ${String(last)}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

export class Product {
  readonly dataDir: string;
  readonly #env: Record<string, string>;
  #child: ChildProcess | undefined;
  #output = '';
  #token: string | undefined;
  runtime!: Runtime;

  constructor(env: Record<string, string> = {}, dataDir = mkdtempSync(join(tmpdir(), 'wattsteward-'))) {
    this.dataDir = dataDir;
    this.#env = {
      PATH: process.env.PATH ?? '',
      HOME: process.env.HOME ?? '',
      WATTSTEWARD_DATA_DIR: dataDir,
      WATTSTEWARD_HTTP_PORT: '0',
      WATTSTEWARD_MQTT_PORT: '0',
      WATTSTEWARD_BIND: '127.0.0.1',
      WATTSTEWARD_ADMIN_PASSWORD: adminPassword,
      WATTSTEWARD_DEMO: 'off',
      // Most tests send as fast as they can.
      WATTSTEWARD_DEVICE_RATE: 'off',
      ...env,
    };
  }

  /** Starts the process and waits until it says that it is ready. */
  async start(env: Record<string, string> = {}): Promise<this> {
    const child = spawn(process.execPath, [entry], {
      cwd: packageRoot,
      env: { ...this.#env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    this.#output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (chunk: string) => (this.#output = (this.#output + chunk).slice(-200_000)));
    }
    this.runtime = await until(
      'runtime.json',
      () => {
        if (child.exitCode !== null) throw new Error(`ended with code ${child.exitCode}:\n${this.#output}`);
        const file = join(this.dataDir, 'runtime.json');
        if (!existsSync(file)) return null;
        const runtime = JSON.parse(readFileSync(file, 'utf8')) as Runtime;
        return runtime.pid === child.pid ? runtime : null;
      },
      30_000,
    );
    return this;
  }

  /** Starts a process that is expected to end by itself. */
  run(env: Record<string, string> = {}): Promise<Finished> {
    return finish(spawn(process.execPath, [entry], { cwd: packageRoot, env: { ...this.#env, ...env } }));
  }

  /** The command line, as `npm run --silent cli -- …`. */
  cli(...args: string[]): Promise<Finished> {
    return finish(this.cliProcess(...args));
  }

  cliProcess(...args: string[]): ChildProcess {
    return spawn(process.execPath, [cliEntry, ...args], { cwd: packageRoot, env: this.#env });
  }

  get output(): string {
    return this.#output;
  }

  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** SIGTERM; answers the exit code. */
  async stop(): Promise<number | null> {
    return this.#end('SIGTERM');
  }

  async #end(signal: NodeJS.Signals): Promise<number | null> {
    const child = this.#child;
    if (child === undefined) return null;
    if (child.exitCode === null && child.signalCode === null) {
      child.kill(signal);
      await once(child, 'exit');
    }
    this.#child = undefined;
    return child.exitCode;
  }

  async dispose(): Promise<void> {
    await this.kill();
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  get url(): string {
    return `http://127.0.0.1:${this.runtime.httpPort}`;
  }

  get mqttUrl(): string {
    return `mqtt://127.0.0.1:${this.runtime.mqttPort}`;
  }

  /** Calls the API as the administrator (through an API token, made once). */
  async api<T = unknown>(
    path: string,
    init: RequestInit & { json?: unknown } = {},
  ): Promise<{ status: number; body: T }> {
    this.#token ??= await this.#createToken();
    const headers = new Headers(init.headers);
    headers.set('authorization', `Bearer ${this.#token}`);
    let { body } = init;
    if (init.json !== undefined) {
      headers.set('content-type', 'application/json');
      body = JSON.stringify(init.json);
    }
    const response = await fetch(this.url + path, { ...init, headers, body });
    const text = await response.text();
    return { status: response.status, body: (text === '' ? null : JSON.parse(text)) as T };
  }

  async get<T>(path: string): Promise<T> {
    const { status, body } = await this.api<T>(path);
    if (status !== 200) throw new Error(`GET ${path} answered ${status}: ${JSON.stringify(body)}`);
    return body;
  }

  async importPortfolio(document: unknown): Promise<unknown> {
    const { status, body } = await this.api('/api/v1/portfolio', { method: 'POST', json: document });
    if (status !== 200) throw new Error(`The portfolio was refused (${status}): ${JSON.stringify(body)}`);
    return body;
  }

  async #createToken(): Promise<string> {
    const login = await fetch(this.url + '/api/v1/session', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username: 'admin', password: adminPassword }),
    });
    if (!login.ok) throw new Error(`Sign-in answered ${login.status}`);
    const cookie = login.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const answer = await fetch(this.url + '/api/v1/tokens', {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie, origin: this.url },
      body: JSON.stringify({ name: `test-${process.pid}-${Date.now()}`, role: 'administrator' }),
    });
    if (answer.status !== 201) throw new Error(`Creating a token answered ${answer.status}: ${await answer.text()}`);
    return ((await answer.json()) as { token: string }).token;
  }

  file(name: string, text: string): string {
    const path = join(this.dataDir, name);
    writeFileSync(path, text);
    return path;
  }
}

async function finish(child: ChildProcess): Promise<Finished> {
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk));
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout, stderr };
}
