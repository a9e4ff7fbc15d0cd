import { sql, type Kysely, type Selectable, type Transaction } from 'kysely';
import type { Template } from '../../domain/evaluation/template.ts';
import type { AuditLog } from './audit.ts';
import type { Evaluation, EvaluationKind, Evaluations } from './evaluation-port.ts';
import { evaluationOf, type EvaluationResult, type NamedEvaluationRow } from './evaluation-rows.ts';
import { SpotCheckBook } from './evaluation-plans.ts';
import { decodeCursor, encodeCursor } from './paging.ts';
import { RegistryRefusal, type AuditNote, type Page, type PageQuery, type Role, type Viewer } from './port.ts';
import { rightsOf } from './rights.ts';
import type { EvaluationAnswerRow } from './evaluation-tables.ts';
import type { Tables } from './tables.ts';

/** Those who are inspected see what an inspection found once it is submitted, not while it is being written. */
const inspectedRoles: ReadonlySet<Role> = new Set(['institution', 'canteen']);

/** Score sheets and evaluations in the register. Triggers keep what was submitted as it was. */
export class EvaluationBook implements Evaluations {
  readonly #db: Kysely<Tables>;
  readonly #audit: AuditLog;
  readonly #now: () => number;
  readonly #spotChecks: SpotCheckBook;

  constructor(db: Kysely<Tables>, audit: AuditLog, now: () => number) {
    this.#db = db;
    this.#audit = audit;
    this.#now = now;
    this.#spotChecks = new SpotCheckBook(db, audit, now);
  }

  readonly plan: Evaluations['plan'] = (year) => this.#spotChecks.plan(year);
  readonly draw: Evaluations['draw'] = (plan, by) => this.#spotChecks.draw(plan, by);
  readonly knownSince: Evaluations['knownSince'] = () => this.#spotChecks.knownSince();
  readonly checkedIn: Evaluations['checkedIn'] = () => this.#spotChecks.checkedIn();
  readonly bulletins: Evaluations['bulletins'] = () => this.#spotChecks.bulletins();
  readonly issue: Evaluations['issue'] = (bulletin, by) => this.#spotChecks.issue(bulletin, by);

  async templates(): Promise<readonly Template[]> {
    const rows = await this.#db.selectFrom('evaluation_templates').select('body').orderBy('id', 'desc').execute();
    return rows.map(({ body }) => JSON.parse(body) as Template);
  }

  async template(id: string, version?: number): Promise<Template | null> {
    let query = this.#db.selectFrom('evaluation_templates').select('body').where('template', '=', id);
    if (version !== undefined) query = query.where('version', '=', version);
    const row = await query.orderBy('version', 'desc').limit(1).executeTakeFirst();
    return row === undefined ? null : (JSON.parse(row.body) as Template);
  }

  putTemplate(template: Omit<Template, 'version'>, by: Viewer): Promise<number> {
    return this.#db.transaction().execute(async (trx) => {
      const { last } = await trx
        .selectFrom('evaluation_templates')
        .select((eb) => eb.fn.max<number | null>('version').as('last'))
        .where('template', '=', template.id)
        .executeTakeFirstOrThrow();
      const version = (last ?? 0) + 1;
      const body = JSON.stringify({ ...template, version } satisfies Template);
      await trx
        .insertInto('evaluation_templates')
        .values({ template: template.id, version, body, made_by: by.name, made_at: this.#now() })
        .execute();
      await this.#audit.add(entry(by, 'evaluation-template.put', template.id, `version ${version}`), trx);
      return version;
    });
  }

  async page(
    viewer: Viewer,
    query: PageQuery & { quarter?: string; canteen?: string; kind?: EvaluationKind; year?: number },
  ): Promise<Page<Evaluation>> {
    const { limit, cursor, quarter, canteen, kind, year } = query;
    let rows = this.#visible(viewer).orderBy('evaluations.id', 'desc');
    if (quarter !== undefined) rows = rows.where('quarter', '=', quarter);
    if (canteen !== undefined) rows = rows.where('canteen', '=', canteen);
    if (kind !== undefined) rows = rows.where('kind', '=', kind);
    if (year !== undefined) rows = rows.where('quarter', '>=', `${year}Q1`).where('quarter', '<=', `${year}Q4`);
    if (cursor !== null) rows = rows.where('evaluations.id', '<', idIn(cursor));
    const found = await rows.limit(limit + 1).execute();
    const shown = found.slice(0, limit);
    return {
      items: await this.#withAnswers(shown),
      next: found.length > limit ? encodeCursor(String(shown.at(-1)!.id)) : null,
    };
  }

  async one(viewer: Viewer, id: number): Promise<Evaluation | null> {
    const rows = await this.#visible(viewer).where('evaluations.id', '=', id).execute();
    return (await this.#withAnswers(rows))[0] ?? null;
  }

  begin(canteen: string, kind: EvaluationKind, quarter: string, template: Template, by: Viewer): Promise<number> {
    return this.#db.transaction().execute(async (trx) => {
      const there = await trx
        .selectFrom('evaluations')
        .select('id')
        .where('canteen', '=', canteen)
        .where('kind', '=', kind)
        .where('quarter', '=', quarter)
        .executeTakeFirst();
      if (there !== undefined) return there.id;
      const { id } = await trx
        .insertInto('evaluations')
        .values({
          ...{ canteen, kind, quarter, template: template.id, version: template.version },
          ...{ created_at: this.#now(), created_by: by.name },
        })
        .returning('id')
        .executeTakeFirstOrThrow();
      const detail = `${kind} of ${canteen} in ${quarter}, ${template.id} version ${template.version}`;
      await this.#audit.add(entry(by, 'evaluation.begin', String(id), detail), trx);
      return id;
    });
  }

  readonly answer: Evaluations['answer'] = (id, answers, by) =>
    this.#whileOpen(id, async (trx) => {
      const made = { evaluation: id, made_by: by.name, made_at: this.#now() };
      for (const { item, evaluator, score, note, attachments } of answers) {
        await trx
          .insertInto('evaluation_answers')
          .values({ ...made, item, evaluator, score, note, attachments: JSON.stringify(attachments) })
          .execute();
        const detail = `${item}: ${score ?? 'taken back'} by ${evaluator}`;
        await this.#audit.add(entry(by, 'evaluation.answer', String(id), detail), trx);
      }
      return 'done' as const;
    });

  readonly submit: Evaluations['submit'] = (id, { metrics, mode, span, score, lastAnswer }, by) =>
    this.#whileOpen(id, async (trx) => {
      const { last } = await trx
        .selectFrom('evaluation_answers')
        .select((eb) => eb.fn.max<number | null>('id').as('last'))
        .where('evaluation', '=', id)
        .executeTakeFirstOrThrow();
      if ((last ?? 0) !== lastAnswer) return 'changed';
      const result = JSON.stringify({ metrics, mode, span, score } satisfies EvaluationResult);
      await trx
        .updateTable('evaluations')
        .set({ submitted_at: this.#now(), submitted_by: by.name, result })
        .where('id', '=', id)
        .execute();
      const detail = `${score.total ?? 'without a total'} ${score.grade ?? ''}`.trim();
      await this.#audit.add(entry(by, 'evaluation.submit', String(id), detail), trx);
      return 'done';
    });

  /** Looked at and changed in one transaction, so that nothing is answered after it was submitted. */
  #whileOpen<T>(id: number, change: (trx: Transaction<Tables>) => Promise<T>) {
    return this.#db.transaction().execute(async (trx): Promise<T | 'unknown' | 'submitted'> => {
      const row = await trx.selectFrom('evaluations').select('submitted_at').where('id', '=', id).executeTakeFirst();
      if (row === undefined) return 'unknown';
      if (row.submitted_at !== null) return 'submitted';
      return change(trx);
    });
  }

  #visible(viewer: Viewer) {
    const rights = rightsOf(this.#db, viewer).canteens;
    const query = this.#db
      .selectFrom('evaluations')
      .innerJoin('canteens', 'canteens.id', 'evaluations.canteen')
      .selectAll('evaluations')
      .select(['canteens.name as canteen_name', 'canteens.demo as demo']);
    if (rights === null) return query;
    const theirs = query.where(rights(sql.ref('evaluations.canteen')));
    if (!inspectedRoles.has(viewer.role)) return theirs;
    return theirs.where(({ or, eb }) => or([eb('kind', '!=', 'spot'), eb('submitted_at', 'is not', null)]));
  }

  async #withAnswers(rows: readonly NamedEvaluationRow[]): Promise<Evaluation[]> {
    const answers = new Map<number, Selectable<EvaluationAnswerRow>[]>();
    // A statement takes so many values at most.
    for (let from = 0; from < rows.length; from += 500) {
      const ids = rows.slice(from, from + 500).map(({ id }) => id);
      const some = await this.#db
        .selectFrom('evaluation_answers')
        .selectAll()
        .where('evaluation', 'in', ids)
        .orderBy('id')
        .execute();
      for (const row of some) {
        const own = answers.get(row.evaluation);
        if (own === undefined) answers.set(row.evaluation, [row]);
        else own.push(row);
      }
    }
    return rows.map((row) => evaluationOf(row, answers.get(row.id) ?? []));
  }
}

function entry(by: Viewer, action: string, subject: string, detail: string): AuditNote {
  return { actor: by.name, action, subject, result: 'done', address: null, detail };
}

function idIn(cursor: string): number {
  const id = decodeCursor(cursor);
  if (!/^\d{1,15}$/.test(id)) throw new RegistryRefusal('invalid-cursor', 'the cursor is not one of the evaluations');
  return Number(id);
}
