import { sql, type Kysely, type Selectable, type SelectQueryBuilder, type Transaction } from 'kysely';
import type { Alarm, AlarmChange, AlarmChannel, AlarmEpisode, AlarmQuery, Alarms } from './alarm-port.ts';
import { AlarmOutbox } from './alarm-outbox.ts';
import { alarmOf, episodeOf, followedColumns, newRow, type PlacedRow } from './alarm-rows.ts';
import type { AuditLog } from './audit.ts';
import { decodeCursor, encodeCursor } from './paging.ts';
import { RegistryRefusal, type Page, type Role, type Viewer } from './port.ts';
import { rightsOf } from './rights.ts';
import type { AlarmStepRow, Tables } from './tables.ts';

type Step = Alarm['steps'][number]['what'];

/**
 * Dearest first among the open ones, then what wastes something without a price, the most of its unit first, then what
 * wastes nothing; newest first among the closed ones.
 */
const closedPart = sql<number>`(alarms.closed_at is not null)`;
const sortPart = sql<number>`case when alarms.closed_at is not null or alarms.money is not null then 0
  when alarms.waste_unit is null then 3 when alarms.waste_unit = 'kWh' then 1 else 2 end`;
const rankPart = sql<number>`coalesce(alarms.closed_at, alarms.money, iif(alarms.waste_unit is null, 0, alarms.quantity))`;

/** Who sees meters, and of a building no more than those: what the whole of it uses is not theirs to know. */
const limitedToMeters: ReadonlySet<Role> = new Set(['contractor', 'canteen']);

/** Alarms in the register. Each change, its step, its audit and its messages are one transaction. */
export class AlarmBook implements Alarms {
  readonly #db: Kysely<Tables>;
  readonly #audit: AuditLog;
  readonly #now: () => number;
  readonly #outbox: AlarmOutbox;

  constructor(db: Kysely<Tables>, audit: AuditLog, now: () => number) {
    this.#db = db;
    this.#audit = audit;
    this.#now = now;
    this.#outbox = new AlarmOutbox(db, now);
  }

  readonly due: Alarms['due'] = (channel, limit, dueBy) => this.#outbox.due(channel, limit, dueBy);
  readonly sent: Alarms['sent'] = (ids) => this.#outbox.sent(ids);
  readonly failed: Alarms['failed'] = (ids, error, nextTryAt) => this.#outbox.failed(ids, error, nextTryAt);
  readonly outbox: Alarms['outbox'] = () => this.#outbox.counts();

  async page(viewer: Viewer, { limit, cursor, state, kind, building }: AlarmQuery): Promise<Page<Alarm>> {
    let query = inOrder(this.#visible(viewer));
    if (kind !== undefined) query = query.where('alarms.kind', '=', kind);
    if (building !== undefined) query = query.where('alarms.building', '=', building);
    if (state !== undefined) query = query.where('alarms.closed_at', state === 'closed' ? 'is not' : 'is', null);
    if (state === 'open') query = query.where('alarms.acknowledged_at', 'is', null);
    if (state === 'acknowledged') query = query.where('alarms.acknowledged_at', 'is not', null);
    if (cursor !== null) {
      const { closed, sort, rank, id } = placeOf(cursor);
      const after = sql`(${closed}, ${sort}, ${-rank}, ${-id})`;
      query = query.where(sql<boolean>`(${closedPart}, ${sortPart}, -${rankPart}, -alarms.id) > ${after}`);
    }
    const rows = await query.limit(limit + 1).execute();
    const shown = rows.slice(0, limit);
    const items = await this.#withSteps(shown);
    return { items, next: rows.length > limit ? cursorOf(shown.at(-1)!) : null };
  }

  async one(viewer: Viewer, id: number): Promise<Alarm | null> {
    const rows = await this.#visible(viewer).where('alarms.id', '=', id).execute();
    return (await this.#withSteps(rows))[0] ?? null;
  }

  async open(viewer: Viewer): Promise<readonly Alarm[]> {
    const rows = await inOrder(this.#visible(viewer)).where('alarms.closed_at', 'is', null).execute();
    return this.#withSteps(rows);
  }

  async countOpen(viewer: Viewer): Promise<number> {
    const { open } = await this.#visible(viewer)
      .clearSelect()
      .select((eb) => eb.fn.countAll<number>().as('open'))
      .where('alarms.closed_at', 'is', null)
      .executeTakeFirstOrThrow();
    return Number(open);
  }

  async followed(sinceDay: number): Promise<readonly AlarmEpisode[]> {
    const rows = await this.#db
      .selectFrom('alarms')
      .selectAll()
      .where((eb) =>
        eb.or([eb('closed_at', 'is', null), eb('state', '=', 'silenced'), eb('judged_day', '>=', sinceDay)]),
      )
      .orderBy('id')
      .execute();
    return rows.map(episodeOf);
  }

  keep(episodes: readonly AlarmEpisode[], channels: readonly AlarmChannel[]): Promise<readonly number[]> {
    return this.#db.transaction().execute(async (trx) => {
      const changed: number[] = [];
      for (const own of episodes) {
        const id = own.id === null ? await this.#open(trx, own, channels) : await this.#follow(trx, own, channels);
        if (id !== null) changed.push(id);
      }
      return changed;
    });
  }

  acknowledge(id: number, by: Viewer): Promise<AlarmChange> {
    const set = { acknowledged_at: this.#now(), acknowledged_by: by.name };
    return this.#change(id, by, 'acknowledged', '', (trx) =>
      // The first one who took notice.
      trx.updateTable('alarms').set(set).where('id', '=', id).where('acknowledged_at', 'is', null).execute(),
    );
  }

  assign(id: number, assignee: string | null, by: Viewer): Promise<AlarmChange> {
    return this.#change(id, by, 'assigned', assignee ?? '', (trx) =>
      trx.updateTable('alarms').set({ assignee }).where('id', '=', id).execute(),
    );
  }

  close(id: number, reason: string, by: Viewer, channels: readonly AlarmChannel[]): Promise<AlarmChange> {
    const closed = { closed_at: this.#now(), closed_by: by.name, closed_reason: reason };
    return this.#change(id, by, 'closed', reason, async (trx) => {
      const state = sql<string>`case when calm > 0 then 'dismissed' else 'silenced' end`;
      await trx
        .updateTable('alarms')
        .set({ ...closed, state })
        .where('id', '=', id)
        .execute();
      await this.#outbox.add(trx, id, 'closed', channels);
    });
  }

  async note(id: number, text: string, by: Viewer | null): Promise<AlarmChange> {
    return this.#change(id, by, 'noted', text, async () => {}, 'closed too');
  }

  async #open(trx: Transaction<Tables>, own: AlarmEpisode, channels: readonly AlarmChannel[]): Promise<number> {
    const over = own.episode.state === 'over';
    const { id } = await trx
      .insertInto('alarms')
      .values({ ...newRow(own), ...(over && closedByItself(own)) })
      .returning('id')
      .executeTakeFirstOrThrow();
    await this.#step(trx, id, null, 'opened', '', own.openedAt);
    // What began and ended before anybody looked is history, and no news.
    if (over) await this.#step(trx, id, null, 'closed', closedByItself(own).closed_reason, own.closedAt!);
    else await this.#outbox.add(trx, id, 'opened', channels);
    return id;
  }

  async #follow(
    trx: Transaction<Tables>,
    own: AlarmEpisode,
    channels: readonly AlarmChannel[],
  ): Promise<number | null> {
    const { id, episode } = own as AlarmEpisode & { readonly id: number };
    const byPerson = episode.state === 'silenced' || episode.state === 'dismissed';
    const columns = byPerson ? { state: episode.state, judged_day: episode.judgedDay } : followedColumns(own);
    const over = episode.state === 'over';
    const row = await trx
      .updateTable('alarms')
      .set({ ...columns, ...(over && closedByItself(own)) })
      .where('id', '=', id)
      .where('closed_at', byPerson ? 'is not' : 'is', null)
      .returning('id')
      .executeTakeFirst();
    if (row === undefined || byPerson) return null;
    if (over) {
      await this.#step(trx, id, null, 'closed', closedByItself(own).closed_reason, own.closedAt!);
      await this.#outbox.add(trx, id, 'closed', channels);
    }
    return id;
  }

  /** Looked at and changed in one transaction, so that of two who close at once only one does. */
  #change(
    id: number,
    by: Viewer | null,
    what: Step,
    text: string,
    change: (trx: Transaction<Tables>) => Promise<unknown>,
    when: 'open' | 'closed too' = 'open',
  ): Promise<AlarmChange> {
    return this.#db.transaction().execute(async (trx) => {
      const row = await trx.selectFrom('alarms').select('closed_at').where('id', '=', id).executeTakeFirst();
      if (row === undefined) return 'unknown';
      if (row.closed_at !== null && when === 'open') return 'closed';
      await change(trx);
      await this.#step(trx, id, by?.name ?? null, what, text, this.#now());
      return 'done';
    });
  }

  async #step(trx: Transaction<Tables>, alarm: number, by: string | null, what: Step, text: string, at: number) {
    await trx.insertInto('alarm_steps').values({ alarm, at, by_whom: by, what, text }).execute();
    const actor = by ?? 'platform';
    const entry = { actor, action: `alarm.${what}`, subject: String(alarm), result: 'done', address: null } as const;
    await this.#audit.add({ ...entry, detail: text === '' ? null : text }, trx);
  }

  #visible(viewer: Viewer) {
    const { buildings, meters } = rightsOf(this.#db, viewer);
    const query = this.#db
      .selectFrom('alarms')
      .innerJoin('buildings', 'buildings.id', 'alarms.building')
      .innerJoin('institutions', 'institutions.id', 'buildings.institution')
      .leftJoin('meters', 'meters.id', 'alarms.meter')
      .selectAll('alarms')
      .select([
        'buildings.name as building_name',
        'buildings.institution as institution',
        'institutions.name as institution_name',
        sql<number>`max(buildings.demo, ifnull(meters.demo, 0))`.as('demo'),
      ]);
    if (buildings === null || meters === null) return query;
    if (limitedToMeters.has(viewer.role)) return query.where(meters(sql.ref('alarms.meter')));
    return query.where(
      sql<boolean>`case when alarms.meter is null then ${buildings(sql.ref('alarms.building'))} else ${meters(sql.ref('alarms.meter'))} end`,
    );
  }

  async #withSteps(rows: readonly PlacedRow[]): Promise<Alarm[]> {
    const steps = new Map<number, Selectable<AlarmStepRow>[]>();
    // A statement takes so many values at most.
    for (let from = 0; from < rows.length; from += 500) {
      for (const step of await this.#stepsOf(rows.slice(from, from + 500).map(({ id }) => id))) {
        const own = steps.get(step.alarm);
        if (own === undefined) steps.set(step.alarm, [step]);
        else own.push(step);
      }
    }
    return rows.map((row) => alarmOf(row, steps.get(row.id) ?? []));
  }

  #stepsOf(alarms: readonly number[]) {
    return this.#db.selectFrom('alarm_steps').selectAll().where('alarm', 'in', alarms).orderBy('id').execute();
  }
}

function closedByItself({ kind, closedAt, reason }: AlarmEpisode) {
  const closed_reason = reason ?? (kind === 'meter-silent' ? 'speaks-again' : 'back-to-usual');
  return { closed_at: closedAt, closed_by: null, closed_reason };
}

const inOrder = <DB, TB extends keyof DB, O>(query: SelectQueryBuilder<DB, TB, O>): SelectQueryBuilder<DB, TB, O> =>
  query
    .orderBy(closedPart)
    .orderBy(sortPart)
    .orderBy(rankPart, 'desc')
    .orderBy(sql`alarms.id`, 'desc');

function cursorOf({ closed_at, money, quantity, waste_unit, id }: PlacedRow): string {
  const sort = closed_at !== null || money !== null ? 0 : waste_unit === null ? 3 : waste_unit === 'kWh' ? 1 : 2;
  const rank = closed_at ?? money ?? (waste_unit === null ? 0 : quantity);
  return encodeCursor(JSON.stringify([closed_at === null ? 0 : 1, sort, rank, id]));
}

function placeOf(cursor: string) {
  try {
    const parts = JSON.parse(decodeCursor(cursor)) as unknown[];
    if (parts.length === 4 && parts.every(Number.isFinite)) {
      const [closed, sort, rank, id] = parts as [number, number, number, number];
      return { closed, sort, rank, id };
    }
  } catch {
    // Said below.
  }
  throw new RegistryRefusal('invalid-cursor', 'the cursor is not one of the alarms');
}
