import { z } from 'zod';
import type { BookRecords } from '../../../storage/registry/canteen-port.ts';
import type { Viewer } from '../../../storage/registry/port.ts';
import type { House } from '../house.ts';
import { isProblem, notFound, problem, type Problem } from '../http/problem.ts';

export const idText = z.string().regex(/^[1-9]\d{0,14}$/, 'a whole number');
export const reasonText = z.string().trim().min(1, 'is required: who reads it later was not there').max(2000);
export const undoBody = z.object({ reason: reasonText });

const undoing = { correction: 'undoCorrection', entry: 'undoEntry', fetch: 'undoFetch' } as const;

/** A record of that canteen: what is in another one's book is not found here. */
async function recordOf<K extends keyof BookRecords>(
  { canteenBook }: House['registry'],
  viewer: Viewer,
  kind: K,
  [canteen, id]: readonly [string, string],
): Promise<BookRecords[K] | Problem> {
  const record = await canteenBook.record(viewer, kind, Number(id));
  return record === null || record.canteen !== canteen ? notFound(kind, id) : record;
}

/** Undoes what a person wrote about a canteen. @returns it as it stands then */
export async function undo<K extends keyof BookRecords>(
  { registry }: Pick<House, 'registry'>,
  kind: K,
  of: readonly [canteen: string, id: string],
  reason: string,
  viewer: Viewer,
): Promise<BookRecords[K] | Problem> {
  const record = await recordOf(registry, viewer, kind, of);
  if (isProblem(record)) return record;
  const done = await registry.canteenBook[undoing[kind]](record.id, reason, viewer);
  if (done === 'undone') return problem(409, 'undone', 'It was undone before.');
  return done === 'unknown' ? notFound(kind, of[1]) : recordOf(registry, viewer, kind, of);
}
