import { sql, type Kysely, type Selectable } from 'kysely';
import type { MandvMethod } from '../../domain/mandv/types.ts';
import type { AuditLog } from './audit.ts';
import { decodeCursor, encodeCursor } from './paging.ts';
import type {
  Adjustment,
  Analyses,
  Analysis,
  AnalysisChange,
  AnalysisDefinition,
  FrozenBaseline,
  Page,
  PageQuery,
  Viewer,
} from './port.ts';
import { RegistryRefusal } from './port.ts';
import { rightsOf } from './rights.ts';
import type { AdjustmentRow, AnalysisRow, Tables } from './tables.ts';

/** Measurements and verifications in the register. Triggers keep what a frozen one rests on. */
export class AnalysisBook implements Analyses {
  readonly #db: Kysely<Tables>;
  readonly #audit: AuditLog;
  readonly #now: () => number;

  constructor(db: Kysely<Tables>, audit: AuditLog, now: () => number) {
    this.#db = db;
    this.#audit = audit;
    this.#now = now;
  }

  /** Newest first. */
  async page(viewer: Viewer, { limit, cursor }: PageQuery): Promise<Page<Analysis>> {
    let query = this.#visible(viewer).orderBy('serial', 'desc');
    if (cursor !== null) query = query.where('serial', '<', cursorSerial(cursor));
    const rows = await query.limit(limit + 1).execute();
    const shown = rows.slice(0, limit);
    const items = await this.#withAdjustments(shown);
    return { items, next: rows.length > limit ? encodeCursor(String(shown.at(-1)!.serial)) : null };
  }

  async one(viewer: Viewer, id: string): Promise<Analysis | null> {
    const row = await this.#visible(viewer).where('serial', '=', serialOf(id)).executeTakeFirst();
    return row === undefined ? null : ((await this.#withAdjustments([row]))[0] ?? null);
  }

  async create(definition: AnalysisDefinition, by: Viewer): Promise<string> {
    return this.#db.transaction().execute(async (trx) => {
      const { serial } = await trx
        .insertInto('analyses')
        .values({
          meter: definition.meter,
          weather_meter: definition.weatherMeter,
          method: definition.method,
          baseline_from: definition.baseline.from,
          baseline_to: definition.baseline.to,
          reporting_from: definition.reportingFrom,
          confidence: definition.confidence,
          guarantee: definition.guarantee,
          created_at: this.#now(),
          created_by: by.name,
        })
        .returning('serial')
        .executeTakeFirstOrThrow();
      const id = idOf(serial);
      await this.#audit.add(entry(by, 'mandv.create', id, `${definition.method} of ${definition.meter}`), trx);
      return id;
    });
  }

  freeze(id: string, { inputsSha256, modelSha256, model }: FrozenBaseline, by: Viewer): Promise<AnalysisChange> {
    const frozen = { frozen_at: this.#now(), frozen_by: by.name };
    const change = { ...frozen, inputs_sha256: inputsSha256, model_sha256: modelSha256, model };
    return this.#changeDraft(id, by, 'mandv.freeze', `inputs ${inputsSha256} model ${modelSha256}`, (trx, serial) =>
      trx.updateTable('analyses').set(change).where('serial', '=', serial).execute(),
    );
  }

  override(id: string, reason: string, by: Viewer): Promise<AnalysisChange> {
    const change = { override_reason: reason, override_by: by.name, override_at: this.#now() };
    return this.#changeDraft(id, by, 'mandv.override', reason, (trx, serial) =>
      trx.updateTable('analyses').set(change).where('serial', '=', serial).execute(),
    );
  }

  remove(id: string, by: Viewer): Promise<AnalysisChange> {
    return this.#changeDraft(id, by, 'mandv.delete', null, async (trx, serial) => {
      await trx.deleteFrom('adjustments').where('analysis', '=', serial).execute();
      await trx.deleteFrom('analyses').where('serial', '=', serial).execute();
    });
  }

  async adjust(
    id: string,
    { kind, from, to, perDay, reason, evidence }: Omit<Adjustment, 'id' | 'createdAt' | 'createdBy'>,
    by: Viewer,
  ): Promise<number | null> {
    return this.#db.transaction().execute(async (trx) => {
      const known = await trx.selectFrom('analyses').select('serial').where('serial', '=', serialOf(id)).execute();
      if (known.length === 0) return null;
      const row = await trx
        .insertInto('adjustments')
        .values({
          analysis: serialOf(id),
          kind,
          from_at: from,
          to_at: to,
          per_day: perDay,
          reason,
          evidence,
          created_at: this.#now(),
          created_by: by.name,
        })
        .returning('id')
        .executeTakeFirstOrThrow();
      await this.#audit.add(entry(by, 'mandv.adjust', id, `${row.id} ${kind} ${perDay} a day: ${reason}`), trx);
      return row.id;
    });
  }

  async withdrawAdjustment(id: string, adjustment: number, by: Viewer): Promise<boolean> {
    return this.#db.transaction().execute(async (trx) => {
      const row = await trx
        .updateTable('adjustments')
        .set({ withdrawn_at: this.#now(), withdrawn_by: by.name })
        .where('id', '=', adjustment)
        .where('analysis', '=', serialOf(id))
        .where('withdrawn_at', 'is', null)
        .returning('id')
        .executeTakeFirst();
      if (row) await this.#audit.add(entry(by, 'mandv.withdraw-adjustment', id, String(adjustment)), trx);
      return row !== undefined;
    });
  }

  async remember(id: string, summary: string): Promise<void> {
    await this.#db.updateTable('analyses').set({ summary }).where('serial', '=', serialOf(id)).execute();
  }

  #visible(viewer: Viewer) {
    const rights = rightsOf(this.#db, viewer).meters;
    const query = this.#db.selectFrom('analyses').selectAll();
    return rights ? query.where(rights(sql.ref('analyses.meter'))) : query;
  }

  /** Looked at and changed in one transaction, so that of two who freeze at once only one does. */
  async #changeDraft(
    id: string,
    by: Viewer,
    action: string,
    detail: string | null,
    change: (trx: Kysely<Tables>, serial: number) => Promise<unknown>,
  ): Promise<AnalysisChange> {
    return this.#db.transaction().execute(async (trx) => {
      const serial = serialOf(id);
      const row = await trx.selectFrom('analyses').select('frozen_at').where('serial', '=', serial).executeTakeFirst();
      if (row === undefined) return 'unknown';
      if (row.frozen_at !== null) return 'frozen';
      await change(trx, serial);
      await this.#audit.add(entry(by, action, id, detail), trx);
      return 'done';
    });
  }

  async #withAdjustments(rows: readonly Selectable<AnalysisRow>[]): Promise<Analysis[]> {
    const serials = rows.map((row) => row.serial);
    if (serials.length === 0) return [];
    const adjustments = await this.#db
      .selectFrom('adjustments')
      .selectAll()
      .where('analysis', 'in', serials)
      .where('withdrawn_at', 'is', null)
      .orderBy('id')
      .execute();
    return rows.map((row) =>
      analysisOf(row, adjustments.filter((one) => one.analysis === row.serial).map(adjustmentOf)),
    );
  }
}

const idOf = (serial: number): string => `MV-${String(serial).padStart(4, '0')}`;

/** −1, which no row has, for what is no id. */
function serialOf(id: string): number {
  const serial = /^MV-(\d{4,12})$/.exec(id)?.[1];
  return serial !== undefined && idOf(Number(serial)) === id ? Number(serial) : -1;
}

function cursorSerial(cursor: string): number {
  const key = decodeCursor(cursor);
  if (!/^\d{1,15}$/.test(key)) throw new RegistryRefusal('invalid-cursor', 'the cursor is not one of the analyses');
  return Number(key);
}

function analysisOf(row: Selectable<AnalysisRow>, adjustments: readonly Adjustment[]): Analysis {
  return {
    id: idOf(row.serial),
    meter: row.meter,
    weatherMeter: row.weather_meter,
    method: row.method as MandvMethod,
    baseline: { from: row.baseline_from, to: row.baseline_to },
    reportingFrom: row.reporting_from,
    confidence: row.confidence,
    guarantee: row.guarantee,
    createdAt: row.created_at,
    createdBy: row.created_by,
    override:
      row.override_at === null
        ? null
        : { reason: row.override_reason ?? '', by: row.override_by ?? '', at: row.override_at },
    frozen:
      row.frozen_at === null
        ? null
        : {
            at: row.frozen_at,
            by: row.frozen_by ?? '',
            inputsSha256: row.inputs_sha256 ?? '',
            modelSha256: row.model_sha256 ?? '',
            model: row.model ?? 'null',
          },
    adjustments,
    summary: row.summary,
  };
}

function adjustmentOf(row: Selectable<AdjustmentRow>): Adjustment {
  return {
    id: row.id,
    kind: row.kind as Adjustment['kind'],
    from: row.from_at,
    to: row.to_at,
    perDay: row.per_day,
    reason: row.reason,
    evidence: row.evidence,
    createdAt: row.created_at,
    createdBy: row.created_by,
  };
}

function entry(by: Viewer, action: string, subject: string, detail: string | null) {
  return { actor: by.name, action, subject, result: 'done', address: null, detail } as const;
}
