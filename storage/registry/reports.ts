import { sql, type Kysely, type Selectable } from 'kysely';
import { decodeCursor, encodeCursor } from './paging.ts';
import type { Page, PageQuery, Viewer } from './port.ts';
import type { Report, ReportChange, Reports } from './report-port.ts';
import { rightsOf } from './rights.ts';
import type { ReportRow, Tables } from './tables.ts';

/** Reports in the register; triggers keep them as they were made. */
export class ReportBook implements Reports {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  async page(viewer: Viewer, { limit, cursor }: PageQuery): Promise<Page<Report>> {
    let query = this.#visible(viewer).orderBy('made_at', 'desc').orderBy('id');
    if (cursor !== null) {
      const [madeAt, ...id] = decodeCursor(cursor).split(' ');
      query = query.where(sql<boolean>`(-made_at, id) > (${-Number(madeAt)}, ${id.join(' ')})`);
    }
    const rows = await query.limit(limit + 1).execute();
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    const next = rows.length > limit && last !== undefined ? encodeCursor(`${last.made_at} ${last.id}`) : null;
    return { items: await this.#withChanges(shown), next };
  }

  async one(viewer: Viewer, id: string): Promise<Report | null> {
    const rows = await this.#visible(viewer).where('id', '=', id).execute();
    return (await this.#withChanges(rows))[0] ?? null;
  }

  async add({
    id,
    kind,
    title,
    meter,
    meters,
    from,
    to,
    inputsSha256,
    madeAt,
  }: Omit<Report, 'changes'>): Promise<void> {
    await this.#db.transaction().execute(async (trx) => {
      if ((await trx.selectFrom('reports').select('id').where('id', '=', id).execute()).length > 0) return;
      const row = { id, kind, title, meter, meters: JSON.stringify(meters), from_at: from, to_at: to };
      await trx
        .insertInto('reports')
        .values({ ...row, inputs_sha256: inputsSha256, made_at: madeAt })
        .execute();
    });
  }

  async changed(report: string, { at, why, inputsSha256 }: ReportChange): Promise<void> {
    await this.#db.insertInto('report_changes').values({ report, at, why, inputs_sha256: inputsSha256 }).execute();
  }

  #visible(viewer: Viewer) {
    const rights = rightsOf(this.#db, viewer).meters;
    const query = this.#db.selectFrom('reports').selectAll();
    return rights ? query.where(rights(sql.ref('reports.meter'))) : query;
  }

  async #withChanges(rows: readonly Selectable<ReportRow>[]): Promise<Report[]> {
    if (rows.length === 0) return [];
    const ids = rows.map(({ id }) => id);
    const changes = await this.#db
      .selectFrom('report_changes')
      .selectAll()
      .where('report', 'in', ids)
      .orderBy('id')
      .execute();
    return rows.map((row) => ({
      id: row.id,
      kind: row.kind,
      title: row.title,
      meter: row.meter,
      meters: JSON.parse(row.meters) as string[],
      from: row.from_at,
      to: row.to_at,
      inputsSha256: row.inputs_sha256,
      madeAt: row.made_at,
      changes: changes
        .filter(({ report }) => report === row.id)
        .map(({ at, why, inputs_sha256 }) => ({ at, why, inputsSha256: inputs_sha256 })),
    }));
  }
}
