import type { Kysely, Transaction } from 'kysely';
import type { Logger } from 'pino';
import { Mutex } from './mutex.ts';
import type { Tables } from './tables.ts';

type Listener = (meters: readonly string[]) => void | Promise<void>;

/**
 * Meters whose rules changed, remembered in the registry until a listener has taken care of them. Registry and series
 * are two files: without this a kill between the two commits would leave intervals of the old multiplier for ever.
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

  /** Part of the transaction that changes the rules. */
  async note(trx: Transaction<Tables>, meters: readonly string[]): Promise<void> {
    for (let at = 0; at < meters.length; at += 200) {
      await trx
        .insertInto('rule_changes')
        .values(meters.slice(at, at + 200).map((meter) => ({ meter })))
        .onConflict((conflict) => conflict.column('meter').doNothing())
        .execute();
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
        const rows = await this.#db.selectFrom('rule_changes').select('meter').orderBy('meter').execute();
        if (rows.length === 0) return;
        const meters = rows.map((row) => row.meter);
        for (const listener of this.#listeners) await listener(meters);
        if (this.#stopped) return;
        this.#forgetting = this.#forget(meters);
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
  async #forget(meters: readonly string[]): Promise<void> {
    for (let at = 0; at < meters.length; at += 200) {
      await this.#db
        .deleteFrom('rule_changes')
        .where('meter', 'in', meters.slice(at, at + 200))
        .execute();
    }
  }
}
