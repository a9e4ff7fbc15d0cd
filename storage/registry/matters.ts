import type { Kysely, Transaction } from 'kysely';
import type { Matter, MatterStep } from '../../domain/matters/matter.ts';
import { mayStep, standingOf } from '../../domain/matters/standing.ts';
import type { KeptAttachments } from './attachments.ts';
import type { AuditLog } from './audit.ts';
import { checkMatter, checkStep } from './matter-check.ts';
import { isOverdue, pageOfMatters, visibleMatters, type VisibleMatter } from './matter-page.ts';
import type { MatterChange, Matters, NamedMatter } from './matter-port.ts';
import { matterOf, standingColumns, stepOf, stepRow } from './matter-rows.ts';
import { checkSubject, findSubject, ofSubject } from './matter-subjects.ts';
import type { Viewer } from './port.ts';
import type { Tables } from './tables.ts';
import { fault, refuseFaults } from './value-check.ts';

interface Parts {
  readonly db: Kysely<Tables>;
  readonly attachments: KeptAttachments;
  readonly audit: AuditLog;
  readonly now: () => number;
}

const valuesAStatement = 500;

/** Matters in the register. Each step, what it comes to and its audit are one transaction. */
export class MatterBook implements Matters {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  readonly page: Matters['page'] = async (viewer, query) => {
    const { shown, next } = await pageOfMatters(this.#parts.db, viewer, query);
    return { items: await this.#named(shown), next };
  };

  readonly one: Matters['one'] = async (viewer, id) => {
    const rows = await visibleMatters(this.#parts.db, viewer).where('matters.id', '=', id).execute();
    return (await this.#named(rows))[0] ?? null;
  };

  readonly counts: Matters['counts'] = async (viewer, query) => {
    const row = await visibleMatters(this.#parts.db, viewer, query)
      .clearSelect()
      .select(({ fn }) => [
        fn.countAll<number>().filterWhere('state', '=', 'open').as('open'),
        fn.countAll<number>().filterWhere('state', '=', 'answered').as('answered'),
        fn.countAll<number>().filterWhere(isOverdue(query.today)).as('overdue'),
      ])
      .executeTakeFirstOrThrow();
    return { open: Number(row.open), answered: Number(row.answered), overdue: Number(row.overdue) };
  };

  readonly subject: Matters['subject'] = (viewer, subject) => findSubject(this.#parts.db, viewer, subject);

  /** In the order in which they were opened. */
  readonly of: Matters['of'] = async (kind, ids) => {
    const matters: Matter[] = [];
    for (let from = 0; from < ids.length; from += valuesAStatement) {
      const rows = await this.#parts.db
        .selectFrom('matters')
        .selectAll()
        .where('subject_kind', '=', kind)
        .where('subject', 'in', ids.slice(from, from + valuesAStatement))
        .execute();
      const steps = await stepsOf(
        this.#parts.db,
        rows.map(({ id }) => id),
      );
      matters.push(...rows.map((row) => matterOf(row, steps.get(row.id) ?? [])));
    }
    return matters.sort((a, b) => a.id - b.id);
  };

  readonly open: Matters['open'] = async (matters, by) => {
    const { db, attachments, audit, now } = this.#parts;
    const found = await attachments.several(matters.flatMap((matter) => matter.attachments));
    return db.transaction().execute(async (trx) => {
      for (const [at, matter] of matters.entries()) {
        const path = `matters[${at}]`;
        const faults = checkMatter(matter, found, path);
        refuseFaults([...(await checkSubject(trx, matter.subject, `${path}.subject`)), ...faults]);
      }
      const ids: number[] = [];
      for (const { subject, title, text, deadline, source, attachments: own } of matters) {
        const what = { what: 'opened', at: now(), by: by.name, text, deadline, attachments: unique(own) } as const;
        const { id } = await trx
          .insertInto('matters')
          .values({ subject_kind: subject.kind, subject: subject.id, title, source, ...standingColumns([what]) })
          .returning('id')
          .executeTakeFirstOrThrow();
        await trx.insertInto('matter_steps').values(stepRow(id, what)).execute();
        await audit.add(auditOf(by, id, what, `${subject.kind} ${subject.id}: ${title}: ${text}`), trx);
        ids.push(id);
      }
      return ids;
    });
  };

  readonly step: Matters['step'] = async (id, given, by) => {
    const { db, attachments, audit, now } = this.#parts;
    const found = await attachments.several(given.attachments);
    return db.transaction().execute(async (trx): Promise<MatterChange> => {
      const row = await trx.selectFrom('matters').selectAll().where('id', '=', id).executeTakeFirst();
      if (row === undefined) return 'unknown';
      const matter = matterOf(row, (await stepsOf(trx, [id])).get(id) ?? []);
      refuseFaults(checkStep(given, matter.subject, found));
      if (!mayStep(matter, given.what)) return 'refused';
      if (given.what === 'extended') refuseFaults(checkLater(matter, given.deadline!));
      const { what, text, deadline } = given;
      const step = { what, at: now(), by: by.name, text, deadline, attachments: unique(given.attachments) };
      await trx.insertInto('matter_steps').values(stepRow(id, step)).execute();
      if (what !== 'note') {
        const columns = standingColumns([...matter.steps, step]);
        await trx.updateTable('matters').set(columns).where('id', '=', id).execute();
      }
      await audit.add(auditOf(by, id, step, [deadline, text].filter(Boolean).join(': ')), trx);
      return 'done';
    });
  };

  /** In the transaction that takes the demo's rows out. */
  async leave(trx: Transaction<Tables>): Promise<void> {
    const demo = trx.selectFrom('matters').select('id').where(ofSubject<number>('matters', 'demo'), '=', 1);
    await trx.deleteFrom('matter_steps').where('matter', 'in', demo).execute();
    await trx.deleteFrom('matters').where(ofSubject<number>('matters', 'demo'), '=', 1).execute();
  }

  async #named(rows: readonly VisibleMatter[]): Promise<NamedMatter[]> {
    const steps = await stepsOf(
      this.#parts.db,
      rows.map(({ id }) => id),
    );
    return rows.map((row) => ({
      ...matterOf(row, steps.get(row.id) ?? []),
      subjectName: row.subject_name ?? row.subject,
      demo: row.demo === 1,
    }));
  }
}

async function stepsOf(
  db: Kysely<Tables>,
  ids: readonly number[],
): Promise<ReadonlyMap<number, readonly MatterStep[]>> {
  const steps = new Map<number, MatterStep[]>();
  for (let from = 0; from < ids.length; from += valuesAStatement) {
    const some = ids.slice(from, from + valuesAStatement);
    const rows = await db.selectFrom('matter_steps').selectAll().where('matter', 'in', some).orderBy('id').execute();
    for (const row of rows) {
      const own = steps.get(row.matter);
      if (own === undefined) steps.set(row.matter, [stepOf(row)]);
      else own.push(stepOf(row));
    }
  }
  return steps;
}

function checkLater(matter: Matter, deadline: string) {
  const { deadline: present } = standingOf(matter, '');
  if (present === null || deadline > present) return [];
  return [fault('deadline', 'not-later', `must lie after ${present}, which it extends`)];
}

const unique = (ids: readonly number[]): readonly number[] => [...new Set(ids)];

function auditOf(by: Viewer, matter: number, { what }: MatterStep, detail: string) {
  const entry = { actor: by.name, action: `matter.${what}`, subject: String(matter), result: 'done' } as const;
  return { ...entry, address: null, detail: detail === '' ? null : detail };
}
