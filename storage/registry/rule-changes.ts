import type { Kysely, Transaction } from 'kysely';
import type { Logger } from 'pino';
import { Mutex } from './mutex.ts';
import type { RuleChange } from './port.ts';
import type { Tables } from './tables.ts';

type Listener = (changes: readonly RuleChange[]) => void | Promise<void>;

const rowsAStatement = 200;

/**
 * Meters whose rules or decisions changed, remembered in the registry until a listener has taken care of them. Registry
 * and series are two files: without this a kill between the two commits would leave intervals of the old multiplier for
 * ever.
 */
export class RuleChanges {
  readonly #db: Kysely<Tables>;
  readonly #log: Logger;
  readonly #turns = new Mutex();
  readonly #listeners: Listener[] = [];
  #forgetting: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(db: Kysely<Tables>, log: Logger) {
    this.#db = db;
    this.#log = log;
  }

  /** Part of the transaction that changes the rules. A row each, so that one that is being delivered hides none. */
  async note(trx: Transaction<Tables>, changes: readonly RuleChange[]): Promise<void> {
    for (const slice of slices(changes)) {
      const rows = slice.map(({ meter, range }) => ({ meter, from_at: range?.from ?? null, to_at: range?.to ?? null }));
      await trx.insertInto('rule_changes').values(rows).execute();
    }
  }

  /** What waits is delivered at once. */
  listen(listener: Listener): void {
    this.#listeners.push(listener);
    void this.deliver();
  }

  /** Never rejects: what a listener fails at stays noted, for all of them, and is logged. */
  deliver(): Promise<void> {
    return this.#turns.run(async () => {
      if (this.#listeners.length === 0 || this.#stopped) return;
      try {
        const rows = await this.#db.selectFrom('rule_changes').selectAll().orderBy('meter').orderBy('id').execute();
        if (rows.length === 0) return;
        const changes = merged(rows);
        for (const listener of this.#listeners) await listener(changes);
        if (this.#stopped) return;
        this.#forgetting = this.#forget(rows.map(({ id }) => id));
        await this.#forgetting;
      } catch (error) {
        if (!this.#stopped)
          this.#log.error({ err: error }, 'changed meter rules were not taken over; they are delivered again');
      }
    });
  }

  /** Does not wait for a listener: what it is still at is delivered again. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#forgetting.catch(() => {});
  }

  /** In slices, so that a statement stays short. */
  async #forget(ids: readonly number[]): Promise<void> {
    for (const slice of slices(ids)) await this.#db.deleteFrom('rule_changes').where('id', 'in', slice).execute();
  }
}

interface Row {
  readonly meter: string;
  readonly from_at: number | null;
  readonly to_at: number | null;
}

/** A meter once when all of it changed, else each of its stretches; rows come in the order of meters. */
function merged(rows: readonly Row[]): RuleChange[] {
  const whole = new Set(rows.filter(({ from_at }) => from_at === null).map(({ meter }) => meter));
  const seen = new Set<string>();
  return rows.flatMap(({ meter, from_at: from, to_at: to }) => {
    const all = whole.has(meter) || from === null || to === null;
    const key = all ? meter : `${meter}\n${from}\n${to}`;
    if (seen.has(key)) return [];
    seen.add(key);
    return [all ? { meter } : { meter, range: { from, to } }];
  });
}

function* slices<T>(list: readonly T[]): Iterable<T[]> {
  for (let at = 0; at < list.length; at += rowsAStatement) yield list.slice(at, at + rowsAStatement);
}
