import type { Kysely } from 'kysely';
import type { AuditLog } from './audit.ts';
import type { Bulletin, Evaluations, SpotCheckPlan } from './evaluation-port.ts';
import { bulletinRowOf, planOf } from './evaluation-rows.ts';
import type { AuditNote, Viewer } from './port.ts';
import type { Tables } from './tables.ts';

/** Plans of spot checks and bulletins in the register: made once, never changed. */
export class SpotCheckBook implements Pick<
  Evaluations,
  'plan' | 'draw' | 'knownSince' | 'checkedIn' | 'bulletins' | 'issue'
> {
  readonly #db: Kysely<Tables>;
  readonly #audit: AuditLog;
  readonly #now: () => number;

  constructor(db: Kysely<Tables>, audit: AuditLog, now: () => number) {
    this.#db = db;
    this.#audit = audit;
    this.#now = now;
  }

  async plan(year: number): Promise<SpotCheckPlan | null> {
    const row = await this.#db
      .selectFrom('spot_check_plans')
      .selectAll()
      .where('year', '=', year)
      .orderBy('demo')
      .limit(1)
      .executeTakeFirst();
    return row === undefined ? null : planOf(row);
  }

  readonly draw: Evaluations['draw'] = ({ year, seed, share, canteens, order, demo }, by) =>
    this.#db.transaction().execute(async (trx) => {
      const key = { year, demo: demo ? 1 : 0 };
      const there = await trx
        .selectFrom('spot_check_plans')
        .select('id')
        .where('year', '=', year)
        .where('demo', '=', key.demo)
        .execute();
      if (there.length > 0) return 'drawn';
      const made = { drawn_at: this.#now(), drawn_by: by.name };
      await trx
        .insertInto('spot_check_plans')
        .values({ ...key, ...made, seed, share, drawn: canteens.length, draw: JSON.stringify(order) })
        .execute();
      const detail = `${canteens.length} of ${order.length} by seed ${seed}`;
      await this.#audit.add(entry(by, 'spot-checks.draw', String(year), detail), trx);
      return 'done';
    });

  async knownSince(): Promise<ReadonlyMap<string, number>> {
    const rows = await this.#db.selectFrom('spot_check_plans').selectAll().orderBy('year').execute();
    const since = new Map<string, number>();
    for (const { year, drawnFrom } of rows.map(planOf)) {
      for (const canteen of drawnFrom) if (!since.has(canteen)) since.set(canteen, year);
    }
    return since;
  }

  async checkedIn(): Promise<ReadonlyMap<string, readonly number[]>> {
    const rows = await this.#db
      .selectFrom('evaluations')
      .select(['canteen', 'quarter'])
      .where('kind', '=', 'spot')
      .where('submitted_at', 'is not', null)
      .orderBy('quarter')
      .execute();
    const years = new Map<string, Set<number>>();
    for (const { canteen, quarter } of rows) {
      const own = years.get(canteen) ?? new Set<number>();
      years.set(canteen, own.add(Number(quarter.slice(0, 4))));
    }
    return new Map([...years].map(([canteen, own]) => [canteen, [...own]]));
  }

  async bulletins(): Promise<readonly Bulletin[]> {
    const rows = await this.#db.selectFrom('bulletins').selectAll().orderBy('id', 'desc').execute();
    return rows.map(bulletinRowOf);
  }

  readonly issue: Evaluations['issue'] = ({ quarter, content, demo }, by) =>
    this.#db.transaction().execute(async (trx) => {
      const last = await trx
        .selectFrom('bulletins')
        .select(['id', 'content'])
        .where('quarter', '=', quarter)
        .where('demo', '=', demo ? 1 : 0)
        .orderBy('id', 'desc')
        .limit(1)
        .executeTakeFirst();
      // A button that was pressed twice issues one.
      if (last?.content === content) return last.id;
      const { id } = await trx
        .insertInto('bulletins')
        .values({ quarter, content, demo: demo ? 1 : 0, issued_at: this.#now(), issued_by: by.name })
        .returning('id')
        .executeTakeFirstOrThrow();
      await this.#audit.add(entry(by, 'bulletin.issue', String(id), quarter), trx);
      return id;
    });
}

function entry(by: Viewer, action: string, subject: string, detail: string): AuditNote {
  return { actor: by.name, action, subject, result: 'done', address: null, detail };
}
