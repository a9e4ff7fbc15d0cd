import { randomUUID } from 'node:crypto';
import type { Kysely, Transaction } from 'kysely';
import type { AlarmChannel, AlarmMessage } from './alarm-port.ts';
import type { Tables } from './tables.ts';

/**
 * Messages of alarms: written with what they tell of, kept until they were sent or given up. A kill between sending and
 * `sent` sends one again, under the same `message`.
 */
export class AlarmOutbox {
  readonly #db: Kysely<Tables>;
  readonly #now: () => number;

  constructor(db: Kysely<Tables>, now: () => number) {
    this.#db = db;
    this.#now = now;
  }

  async add(
    trx: Transaction<Tables>,
    alarm: number,
    event: AlarmMessage['event'],
    channels: readonly AlarmChannel[],
  ): Promise<void> {
    const told = event === 'opened' ? channels : await this.#toldOpening(trx, alarm, channels);
    if (told.length === 0) return;
    const [at, message] = [this.#now(), randomUUID()];
    const rows = told.map((channel) => ({ alarm, event, channel, message, created_at: at, due_at: at }));
    await trx.insertInto('alarm_messages').values(rows).execute();
  }

  async due(channel: AlarmChannel, limit: number, dueBy = this.#now()): Promise<readonly AlarmMessage[]> {
    const rows = await this.#db
      .selectFrom('alarm_messages')
      .selectAll()
      .where('state', '=', 'waiting')
      .where('channel', '=', channel)
      .where('due_at', '<=', dueBy)
      // Nobody hears of an end before the beginning.
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('alarm_messages as before')
              .select('before.id')
              .whereRef('before.alarm', '=', 'alarm_messages.alarm')
              .whereRef('before.id', '<', 'alarm_messages.id')
              .where('before.channel', '=', channel)
              .where('before.state', '=', 'waiting'),
          ),
        ),
      )
      .orderBy('id')
      .limit(limit)
      .execute();
    return rows.map((row) => ({
      id: row.id,
      alarm: row.alarm,
      event: row.event as AlarmMessage['event'],
      channel,
      message: row.message,
      createdAt: row.created_at,
      tries: row.tries,
    }));
  }

  async sent(ids: readonly number[]): Promise<void> {
    if (ids.length === 0) return;
    await this.#db
      .updateTable('alarm_messages')
      .set((eb) => ({ state: 'sent', tries: eb('tries', '+', 1), error: null }))
      .where('id', 'in', ids)
      .execute();
  }

  async failed(ids: readonly number[], error: string, nextTryAt: number | null): Promise<void> {
    if (ids.length === 0) return;
    const next = nextTryAt === null ? { state: 'given-up' } : { due_at: nextTryAt };
    await this.#db
      .updateTable('alarm_messages')
      .set((eb) => ({ ...next, tries: eb('tries', '+', 1), error: error.slice(0, 500) }))
      .where('id', 'in', ids)
      .execute();
  }

  async counts(): Promise<{ readonly waiting: number; readonly givenUp: number }> {
    const rows = await this.#db
      .selectFrom('alarm_messages')
      .select((eb) => ['state', eb.fn.countAll<number>().as('count')])
      .where('state', '!=', 'sent')
      .groupBy('state')
      .execute();
    const count = (state: string) => Number(rows.find((row) => row.state === state)?.count ?? 0);
    return { waiting: count('waiting'), givenUp: count('given-up') };
  }

  /** Channels that were told that it began: nobody is told of an end without a beginning. */
  async #toldOpening(trx: Transaction<Tables>, alarm: number, channels: readonly AlarmChannel[]) {
    const rows = await trx
      .selectFrom('alarm_messages')
      .select('channel')
      .where('alarm', '=', alarm)
      .where('event', '=', 'opened')
      .execute();
    return channels.filter((channel) => rows.some((row) => row.channel === channel));
  }
}
