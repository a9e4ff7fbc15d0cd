import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';

type Connection = InstanceType<typeof DatabaseSync>;

/** What `runtime.json` says of the process that holds the folder. */
export interface RuntimeFile {
  readonly httpPort: number;
  readonly mqttPort: number;
  /** Present when they listen. */
  readonly mqttsPort?: number;
  readonly wsPort?: number;
  readonly pid: number;
}

/** Another process holds the data folder. */
export class DataFolderInUse extends Error {
  readonly runtime: RuntimeFile | null;
  constructor(path: string, pid: number | null, runtime: RuntimeFile | null) {
    const ports = runtime ? `, web port ${runtime.httpPort}, MQTT port ${runtime.mqttPort}` : ', still starting';
    super(`The data folder ${path} is in use by process ${pid ?? 'unknown'}${ports}.`);
    this.name = 'DataFolderInUse';
    this.runtime = runtime;
  }
}

/** The data folder can't be made or written. */
export class DataFolderUnusable extends Error {
  constructor(path: string, cause: unknown) {
    super(
      `WATTSTEWARD_DATA_DIR: the folder ${path} can't be used: ${cause instanceof Error ? cause.message : String(cause)}`,
      { cause },
    );
    this.name = 'DataFolderUnusable';
  }
}

/**
 * The folder that holds everything an installation keeps. One process at a time: the lock is SQLite's own file lock,
 * which the system takes away when the process dies, however it dies.
 */
export class DataFolder {
  readonly path: string;
  readonly #lock: Connection;

  private constructor(path: string, lock: Connection) {
    this.path = path;
    this.#lock = lock;
  }

  /** @throws DataFolderInUse when another process holds it, DataFolderUnusable when it is no folder to write in. */
  static open(path: string): DataFolder {
    let lock: Connection;
    try {
      mkdirSync(path, { recursive: true, mode: 0o700 });
      lock = new DatabaseSync(join(path, 'lock.sqlite'), { timeout: 0 });
    } catch (error) {
      throw new DataFolderUnusable(path, error);
    }
    try {
      lock.exec('PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE');
    } catch (error) {
      lock.close();
      if (isBusy(error)) throw new DataFolderInUse(path, readPid(path), readRuntime(path));
      throw error;
    }
    // Left behind by a process that was killed.
    rmSync(join(path, 'runtime.json'), { force: true });
    writeFileSync(join(path, 'pid'), `${process.pid}\n`, { mode: 0o600 });
    return new DataFolder(path, lock);
  }

  file(name: string): string {
    return join(this.path, name);
  }

  /** A random key of 256 bits in a file that only the owner can read; made when it is absent. */
  key(name: string): string {
    const path = this.file(name);
    try {
      writeFileSync(path, randomBytes(32).toString('base64url') + '\n', { mode: 0o600, flag: 'wx' });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    return readFileSync(path, 'utf8').trim();
  }

  /** Tells others where this process listens. Written whole or not at all. */
  announce(runtime: RuntimeFile): void {
    const draft = this.file('runtime.json.new');
    writeFileSync(draft, JSON.stringify(runtime) + '\n', { mode: 0o600 });
    renameSync(draft, this.file('runtime.json'));
  }

  close(): void {
    rmSync(this.file('runtime.json'), { force: true });
    rmSync(this.file('pid'), { force: true });
    this.#lock.close();
  }
}

/** Where the process that holds the folder listens; `null` when none has said so. */
export function readRuntime(path: string): RuntimeFile | null {
  try {
    return JSON.parse(readFileSync(join(path, 'runtime.json'), 'utf8')) as RuntimeFile;
  } catch {
    return null;
  }
}

function readPid(path: string): number | null {
  try {
    return Number.parseInt(readFileSync(join(path, 'pid'), 'utf8'), 10);
  } catch {
    return null;
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && /database is locked|SQLITE_BUSY/i.test(error.message);
}
