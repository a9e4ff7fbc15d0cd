import {
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
} from 'kysely';
import { Mutex } from './mutex.ts';
import { SqliteThread, type SqlValue } from './sqlite-thread.ts';

/** Kysely on SQLite in a worker thread: the main thread never waits for the disk. `onLost`: the thread has died. */
export function sqliteDialect(file: string, onLost: (error: Error) => void = () => {}): Dialect {
  return {
    createAdapter: () => new TransactionalSqliteAdapter(),
    createDriver: () => new ThreadDriver(file, onLost),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
}

/** SQLite's DDL is transactional, though Kysely does not count on it: a kill in a migration leaves nothing half made. */
class TransactionalSqliteAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

class ThreadDriver implements Driver {
  readonly #thread: SqliteThread;
  readonly #connection: ThreadConnection;
  readonly #turns = new Mutex();
  #give: () => void = () => {};

  constructor(file: string, onLost: (error: Error) => void) {
    this.#thread = new SqliteThread(file, onLost);
    this.#connection = new ThreadConnection(this.#thread);
  }

  async init(): Promise<void> {
    this.#thread.start();
  }
  /** There is one connection: whoever holds it (a transaction, for instance) is alone. */
  async acquireConnection(): Promise<DatabaseConnection> {
    this.#give = await this.#turns.take();
    return this.#connection;
  }
  async beginTransaction(): Promise<void> {
    // Takes the write lock at once: another process of the same folder waits here, not in the middle.
    await this.#thread.run('begin immediate', []);
  }
  async commitTransaction(): Promise<void> {
    await this.#thread.run('commit', []);
  }
  async rollbackTransaction(): Promise<void> {
    await this.#thread.run('rollback', []);
  }
  async releaseConnection(): Promise<void> {
    this.#give();
  }
  async destroy(): Promise<void> {
    await this.#thread.stop();
  }
}

class ThreadConnection implements DatabaseConnection {
  readonly #thread: SqliteThread;

  constructor(thread: SqliteThread) {
    this.#thread = thread;
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const { rows, changes, insertId } = await this.#thread.run(query.sql, query.parameters as SqlValue[]);
    return {
      rows: rows as R[],
      ...(changes === undefined ? {} : { numAffectedRows: BigInt(changes) }),
      ...(insertId === undefined ? {} : { insertId: BigInt(insertId) }),
    };
  }

  // eslint-disable-next-line require-yield
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('the registry reads in pages, not in streams');
  }
}
