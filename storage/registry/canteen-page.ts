import { sql, type Kysely } from 'kysely';
import type { CanteenBook, CorrectionRecord, EntryRecord } from './canteen-port.ts';
import { correctionOf, entryOf } from './canteen-rows.ts';
import { decodeCursor, encodeCursor } from './paging.ts';
import { RegistryRefusal, type Page, type Viewer } from './port.ts';
import { rightsOf } from './rights.ts';
import type { Tables } from './tables.ts';

type Kind = 'correction' | 'entry';
interface Row {
  readonly kind: Kind;
  readonly record: CorrectionRecord | EntryRecord;
}
interface Place {
  readonly at: number;
  readonly kind: Kind;
  readonly id: number;
}

/** Corrections and entries that stand, newest first; of one instant corrections before entries. */
export async function pageOfBook(
  db: Kysely<Tables>,
  viewer: Viewer,
  { limit, cursor, canteen }: Parameters<CanteenBook['page']>[1],
): Promise<Page<CorrectionRecord | EntryRecord>> {
  const after = cursor === null ? null : placeOf(cursor);
  const rights = rightsOf(db, viewer).canteens;
  const standing = (table: 'canteen_corrections' | 'canteen_entries', kind: Kind) => {
    let query = db.selectFrom(table).select('id').where('undone_at', 'is', null);
    if (rights) query = query.where(rights(sql.ref('canteen')));
    if (canteen !== undefined) query = query.where('canteen', '=', canteen);
    if (after !== null) query = query.where(beyond(after, kind));
    return query
      .orderBy('made_at', 'desc')
      .orderBy('id', 'desc')
      .limit(limit + 1);
  };
  const corrections = await db
    .selectFrom('canteen_corrections')
    .selectAll()
    .where('id', 'in', standing('canteen_corrections', 'correction'))
    .execute();
  const entries = await db
    .selectFrom('canteen_entries')
    .selectAll()
    .where('id', 'in', standing('canteen_entries', 'entry'))
    .execute();
  const rows = [
    ...corrections.map((row): Row => ({ kind: 'correction', record: correctionOf(row) })),
    ...entries.map((row): Row => ({ kind: 'entry', record: entryOf(row) })),
  ].sort(newestFirst);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const next = rows.length > limit && last ? encodeCursor(`${last.record.at} ${last.kind} ${last.record.id}`) : null;
  return { items: shown.map(({ record }) => record), next };
}

function newestFirst(a: Row, b: Row): number {
  if (a.record.at !== b.record.at) return b.record.at - a.record.at;
  if (a.kind !== b.kind) return a.kind === 'correction' ? -1 : 1;
  return b.record.id - a.record.id;
}

/** Rows of a kind that come after a place in that order. */
function beyond({ at, kind: last, id }: Place, kind: Kind) {
  if (kind === last) return sql<boolean>`(made_at, id) < (${at}, ${id})`;
  return kind === 'entry' ? sql<boolean>`made_at <= ${at}` : sql<boolean>`made_at < ${at}`;
}

function placeOf(cursor: string): Place {
  const match = /^(-?\d{1,16}) (correction|entry) (\d{1,15})$/.exec(decodeCursor(cursor));
  if (match === null) throw new RegistryRefusal('invalid-cursor', 'the cursor is not one of the canteens');
  return { at: Number(match[1]), kind: match[2] as Kind, id: Number(match[3]) };
}
