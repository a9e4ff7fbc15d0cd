import { spawn, type ChildProcess } from 'node:child_process';
import { accessSync, constants, createWriteStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { readFile } from 'node:fs/promises';

/** Debian's InfluxDB 1.6 for tests: its own folder, its own ports, real processes that are really killed. */

export const influxdPath = [...(process.env.PATH ?? '').split(delimiter), '/usr/bin', '/usr/sbin']
  .map((folder) => join(folder, 'influxd'))
  .find(executable);

/** For test names: `describe.skipIf(influxdPath === undefined)(\`… ${withoutInfluxd}\`)`. `.ci/run` looks for this text. */
export const withoutInfluxd = '(skipped without influxd: apt-get install influxdb)';

export interface InfluxdOptions {
  /** With these, authentication is on and the user may do everything. */
  readonly user?: { readonly name: string; readonly password: string };
  /** Lines for sections of the configuration, e.g. `{ http: 'max-body-size = 2000' }`. */
  readonly sections?: Readonly<Partial<Record<'http' | 'data' | 'coordinator', string>>>;
}

export interface Influxd {
  readonly url: string;
  readonly folder: string;
  /** SIGTERM; what it confirmed is on disk. */
  stop(): Promise<void>;
  /** SIGKILL. */
  kill(): Promise<void>;
  /** Again on the same folder and ports. Resolves when it answers. */
  start(): Promise<void>;
  /** SIGSTOP and SIGCONT: connections are accepted, nothing is answered. */
  freeze(): Promise<void>;
  thaw(): void;
  /** What the server logged. */
  log(): Promise<string>;
  /** Stops it and removes the folder. */
  remove(): Promise<void>;
}

export async function startInfluxd(options: InfluxdOptions = {}): Promise<Influxd> {
  if (influxdPath === undefined) throw new Error('influxd is not installed: apt-get install influxdb');
  const folder = mkdtempSync(join(tmpdir(), 'wattsteward-influxd-'));
  const [http, rpc] = await Promise.all([freePort(), freePort()]);
  const config = join(folder, 'influxdb.conf');
  writeFileSync(config, configuration(folder, http, rpc, options));
  const server = new InfluxdProcess(folder, config, `http://127.0.0.1:${http}`);
  try {
    await server.start();
    if (options.user !== undefined) await createAdmin(server.url, options.user);
  } catch (error) {
    await server.remove();
    throw error;
  }
  return server;
}

class InfluxdProcess implements Influxd {
  readonly folder: string;
  readonly url: string;
  readonly #config: string;
  #child: ChildProcess | null = null;

  constructor(folder: string, config: string, url: string) {
    this.folder = folder;
    this.#config = config;
    this.url = url;
  }

  async start(): Promise<void> {
    if (this.#child !== null) return;
    const log = createWriteStream(join(this.folder, 'influxd.log'), { flags: 'a' });
    const child = spawn(influxdPath!, ['run', '-config', this.#config], { stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.pipe(log, { end: false });
    child.stderr.pipe(log, { end: false });
    this.#child = child;
    child.once('exit', () => {
      log.end();
      if (this.#child === child) this.#child = null;
    });
    // A crashed test run must not leave servers behind.
    const reap = () => child.kill('SIGKILL');
    process.once('exit', reap);
    child.once('exit', () => process.off('exit', reap));
    await this.#answers(child);
  }

  stop(): Promise<void> {
    return this.#end('SIGTERM');
  }

  kill(): Promise<void> {
    return this.#end('SIGKILL');
  }

  async freeze(): Promise<void> {
    const child = this.#child;
    if (child === null) return;
    child.kill('SIGSTOP');
    // The signal takes effect a moment later: what is asked until then would still be answered.
    const deadline = Date.now() + 5_000;
    while (!/^State:\s+T/m.test(await readFile(`/proc/${child.pid}/status`, 'utf8'))) {
      if (Date.now() > deadline) throw new Error('influxd does not stop');
    }
  }

  thaw(): void {
    this.#child?.kill('SIGCONT');
  }

  log(): Promise<string> {
    return readFile(join(this.folder, 'influxd.log'), 'utf8');
  }

  async remove(): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    child.kill('SIGCONT');
    await ended;
  }

  async #answers(child: ChildProcess): Promise<void> {
    const until = Date.now() + 15_000;
    while (Date.now() < until) {
      if (child.exitCode !== null) throw new Error(`influxd ended with ${child.exitCode}: ${await this.log()}`);
      try {
        const answer = await fetch(`${this.url}/ping`, { signal: AbortSignal.timeout(1_000) });
        if (answer.status === 204) return;
      } catch {
        // Not listening yet.
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error(`influxd does not answer: ${await this.log()}`);
  }
}

function configuration(folder: string, http: number, rpc: number, options: InfluxdOptions): string {
  const section = (name: 'http' | 'data' | 'coordinator') => options.sections?.[name] ?? '';
  return `
bind-address = "127.0.0.1:${rpc}"
reporting-disabled = true
[meta]
dir = "${join(folder, 'meta')}"
[data]
dir = "${join(folder, 'data')}"
wal-dir = "${join(folder, 'wal')}"
${section('data')}
[coordinator]
${section('coordinator')}
[monitor]
store-enabled = false
[continuous_queries]
enabled = false
[http]
bind-address = "127.0.0.1:${http}"
auth-enabled = ${options.user !== undefined}
log-enabled = false
${section('http')}
`;
}

async function createAdmin(url: string, user: { name: string; password: string }): Promise<void> {
  const quoted = user.password.replaceAll('\\', '\\\\').replaceAll("'", "\\'");
  const statement = `CREATE USER "${user.name}" WITH PASSWORD '${quoted}' WITH ALL PRIVILEGES`;
  const answer = await fetch(`${url}/query`, { method: 'POST', body: new URLSearchParams({ q: statement }) });
  if (!answer.ok) throw new Error(`could not create the administrator: ${await answer.text()}`);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

function executable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
