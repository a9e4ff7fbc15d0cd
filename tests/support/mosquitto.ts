import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from './product.ts';

export const mosquittoPath = ['/usr/sbin/mosquitto', '/usr/bin/mosquitto', '/usr/local/sbin/mosquitto'].find(
  existsSync,
);

export interface MosquittoUser {
  readonly name: string;
  readonly password: string;
  /** Lines of its access list: `topic readwrite v1/#`. */
  readonly access: readonly string[];
}

/**
 * A real Mosquitto with users, access lists and a database on disk; it can be killed and started again on its port.
 *
 * Mosquitto answers PUBACK before it saves: `autosave_on_changes` leaves a moment in between, and without it the default
 * is half an hour. What must survive a kill is saved on demand (`saved`, SIGUSR1).
 */
export class Mosquitto {
  readonly #folder = mkdtempSync(join(tmpdir(), 'wattsteward-mosquitto-'));
  #child: ChildProcess | undefined;
  port = 0;

  async start(users: readonly MosquittoUser[]): Promise<this> {
    this.port = await freePort();
    this.users(users);
    const lines = [
      `listener ${this.port} 127.0.0.1`,
      'allow_anonymous false',
      `password_file ${join(this.#folder, 'passwords')}`,
      `acl_file ${join(this.#folder, 'access')}`,
      'persistence true',
      `persistence_location ${this.#folder}/`,
      'autosave_on_changes true',
      'autosave_interval 1000',
      'max_queued_messages 0',
      'log_type none',
      ...(process.getuid?.() === 0 ? ['user root'] : []),
    ];
    writeFileSync(join(this.#folder, 'mosquitto.conf'), lines.join('\n') + '\n');
    await this.again();
    return this;
  }

  /** Writes users and rights; a running broker reads them at once. */
  users(users: readonly MosquittoUser[]): void {
    const file = join(this.#folder, 'passwords');
    writeFileSync(file, '', { mode: 0o600 });
    for (const { name, password } of users) {
      const { status, stderr } = spawnSync('mosquitto_passwd', ['-b', file, name, password], { encoding: 'utf8' });
      if (status !== 0) throw new Error(`mosquitto_passwd: ${stderr}`);
    }
    const access = users.map(({ name, access }) => [`user ${name}`, ...access].join('\n'));
    writeFileSync(join(this.#folder, 'access'), access.join('\n\n') + '\n', { mode: 0o600 });
    this.#child?.kill('SIGHUP');
  }

  async again(): Promise<void> {
    this.#child = spawn(mosquittoPath!, ['-c', join(this.#folder, 'mosquitto.conf')], { stdio: 'ignore' });
    await until('Mosquitto', () => accepts(this.port));
  }

  /** Its database on disk holds everything that it has acknowledged by now. */
  async saved(): Promise<void> {
    const before = this.#savedAt();
    // Two saves within one tick of the file's clock would look like one.
    await until('a tick of the clock', () => Date.now() > before + 20);
    this.#child!.kill('SIGUSR1');
    await until('the database of Mosquitto', () => this.#savedAt() > before);
  }

  async kill(): Promise<void> {
    const child = this.#child;
    if (child?.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }

  async dispose(): Promise<void> {
    await this.kill();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #savedAt(): number {
    return statSync(join(this.#folder, 'mosquitto.db'), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('connect', () => resolve(true)).on('error', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });
}
