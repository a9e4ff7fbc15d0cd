import { sql, type Expression, type Kysely, type SqlBool } from 'kysely';
import { subjectKinds, type MatterSubject } from '../../domain/matters/matter.ts';
import type { ImportFault, Role, Viewer } from './port.ts';
import { rightsOf } from './rights.ts';
import type { Tables } from './tables.ts';
import { fault } from './value-check.ts';

/** What matters and files may be about. */
const tables = {
  canteen: 'canteens',
  contract: 'contracts',
  institution: 'institutions',
  building: 'buildings',
} as const satisfies Readonly<Record<MatterSubject['kind'], string>>;
type Known = keyof typeof tables;

/** Who knows places by their meters only: what is wrong in the whole of them is not theirs to know. */
const limitedToMeters: ReadonlySet<Role> = new Set(['contractor', 'canteen']);
const places: ReadonlySet<string> = new Set(['institution', 'building']);

/** A contract is called by its id when its text gives it no name. */
function nameOf(kind: string, alias: string) {
  if (kind !== 'contract') return sql<string>`${sql.ref(`${alias}.name`)}`;
  return sql<string>`coalesce(json_extract(${sql.ref(`${alias}.document`)}, '$.name'), ${sql.ref(`${alias}.id`)})`;
}

export interface NamedSubject extends MatterSubject {
  readonly name: string;
  readonly demo: boolean;
}

/** Rows with `subject_kind` and `subject` that a viewer may see; null: all of them. */
export function visibleSubjects(db: Kysely<Tables>, viewer: Viewer, table: 'matters' | 'attachments') {
  const rights = rightsOf(db, viewer);
  const subject = sql.ref<string>(`${table}.subject`);
  const conditions: Expression<SqlBool>[] = [];
  for (const kind of Object.keys(tables) as Known[]) {
    const right = rights[tables[kind]];
    if (right === null) return null;
    const seen = places.has(kind) && limitedToMeters.has(viewer.role) ? sql<SqlBool>`0` : right(subject);
    conditions.push(sql<SqlBool>`when ${sql.lit(kind)} then ${seen}`);
  }
  return sql<SqlBool>`case ${sql.ref(`${table}.subject_kind`)} ${sql.join(conditions, sql` `)} else 0 end`;
}

/** A column of what the row is about. */
export function ofSubject<T>(table: 'matters' | 'attachments', column: 'name' | 'demo') {
  const cases = Object.entries(tables).map(
    ([kind, rows]) =>
      sql`when ${sql.lit(kind)} then
        (select ${column === 'name' ? nameOf(kind, 's') : sql.ref('s.demo')} from ${sql.table(rows)} as s
          where s.id = ${sql.ref(`${table}.subject`)})`,
  );
  return sql<T>`case ${sql.ref(`${table}.subject_kind`)} ${sql.join(cases, sql` `)} end`;
}

/** `viewer` null: whoever sees it. */
export async function findSubject(
  db: Kysely<Tables>,
  viewer: Viewer | null,
  { kind, id }: MatterSubject,
): Promise<NamedSubject | null> {
  if (!isKnown(kind)) return null;
  if (viewer !== null && places.has(kind) && limitedToMeters.has(viewer.role)) return null;
  const right = viewer === null ? null : rightsOf(db, viewer)[tables[kind]];
  let query = db
    .selectFrom(sql<{ id: string; demo: number }>`${sql.table(tables[kind])}`.as('s'))
    .select(['s.demo', nameOf(kind, 's').as('name')])
    .where('s.id', '=', id);
  if (right) query = query.where(right(sql.ref('s.id')));
  const row = await query.executeTakeFirst();
  return row === undefined ? null : { kind, id, name: row.name, demo: row.demo === 1 };
}

export async function checkSubject(db: Kysely<Tables>, subject: MatterSubject, path: string): Promise<ImportFault[]> {
  const { kind, id } = subject;
  if (!isKnown(kind)) return [fault(`${path}.kind`, 'not-one-of', `must be one of ${subjectKinds.join(', ')}`)];
  if ((await findSubject(db, null, subject)) !== null) return [];
  return [fault(`${path}.id`, `unknown-${kind}`, `there is no ${kind} "${id}" in the registry`)];
}

function isKnown(kind: string): kind is Known {
  return Object.hasOwn(tables, kind);
}
