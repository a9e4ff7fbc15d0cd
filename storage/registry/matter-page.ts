import { sql, type Kysely } from 'kysely';
import type { MatterQuery } from './matter-port.ts';
import { ofSubject, visibleSubjects } from './matter-subjects.ts';
import { decodeCursor, encodeCursor } from './paging.ts';
import { RegistryRefusal, type Viewer } from './port.ts';
import type { Tables } from './tables.ts';

/** Matters that the viewer may see, with the name of what each is about. */
export function visibleMatters(
  db: Kysely<Tables>,
  viewer: Viewer,
  { kind, subject }: Pick<MatterQuery, 'kind' | 'subject'> = {},
) {
  const seen = visibleSubjects(db, viewer, 'matters');
  let query = db
    .selectFrom('matters')
    .selectAll('matters')
    .select([
      ofSubject<string | null>('matters', 'name').as('subject_name'),
      ofSubject<number | null>('matters', 'demo').as('demo'),
    ]);
  if (seen) query = query.where(seen);
  if (kind !== undefined) query = query.where('subject_kind', '=', kind);
  if (subject !== undefined) {
    query = query.where('subject_kind', '=', subject.kind).where('subject', '=', subject.id);
  }
  return query;
}

export type VisibleMatter = Awaited<ReturnType<ReturnType<typeof visibleMatters>['execute']>>[number];

export const isOverdue = (today: string) => sql<boolean>`(state = 'open' and deadline < ${today})`;

/** One page: overdue first, then by deadline; what has ended last, the newest first. @returns its rows and the cursor. */
export async function pageOfMatters(db: Kysely<Tables>, viewer: Viewer, query: MatterQuery) {
  const { limit, state } = query;
  const after = query.cursor === null ? null : placeOf(query.cursor);
  // Midnight in the middle of a list moves nothing in it.
  const today = after?.today ?? query.today;
  const rank = sql<number>`case when ended_at is not null then 2 when ${isOverdue(today)} then 0 else 1 end`;
  const due = sql<string>`case when ended_at is null then deadline else '' end`;
  const ended = sql<number>`-ifnull(ended_at, 0)`;
  let rows = visibleMatters(db, viewer, query).select([rank.as('rank'), due.as('due'), ended.as('ended')]);
  if (state === 'overdue') rows = rows.where(isOverdue(today));
  else if (state !== undefined) rows = rows.where('state', '=', state);
  if (after !== null) {
    const place = sql`(${after.rank}, ${after.due}, ${after.ended}, ${after.id})`;
    rows = rows.where(sql<boolean>`(${rank}, ${due}, ${ended}, matters.id) > ${place}`);
  }
  const found = await rows
    .orderBy('rank')
    .orderBy('due')
    .orderBy('ended')
    .orderBy('matters.id')
    .limit(limit + 1)
    .execute();
  const shown = found.slice(0, limit);
  const last = shown.at(-1);
  const more = found.length > limit && last !== undefined;
  const next = more ? encodeCursor(JSON.stringify([today, last.rank, last.due, last.ended, last.id])) : null;
  return { shown, next };
}

function placeOf(cursor: string) {
  try {
    const [today, rank, due, ended, id] = JSON.parse(decodeCursor(cursor)) as unknown[];
    const numbers = [rank, ended, id].every(Number.isFinite);
    if (numbers && typeof today === 'string' && typeof due === 'string') {
      return { today, rank: rank as number, due, ended: ended as number, id: id as number };
    }
  } catch {
    // Said below.
  }
  throw new RegistryRefusal('invalid-cursor', 'the cursor is not one of the matters');
}
