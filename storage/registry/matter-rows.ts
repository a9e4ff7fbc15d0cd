import type { Selectable } from 'kysely';
import type { Matter, MatterStep, MatterSubject } from '../../domain/matters/matter.ts';
import { standingOf } from '../../domain/matters/standing.ts';
import type { MatterRow, MatterStepRow } from './matter-tables.ts';

export function matterOf(row: Selectable<MatterRow>, steps: readonly MatterStep[]): Matter {
  const subject = { kind: row.subject_kind as MatterSubject['kind'], id: row.subject };
  return { id: row.id, subject, title: row.title, source: row.source, steps };
}

export function stepOf(row: Selectable<MatterStepRow>): MatterStep {
  return {
    what: row.what as MatterStep['what'],
    at: row.at,
    by: row.by_whom,
    text: row.text,
    deadline: row.deadline,
    attachments: JSON.parse(row.attachments) as number[],
  };
}

export function stepRow(matter: number, { what, at, by, text, deadline, attachments }: MatterStep) {
  return { matter, what, at, by_whom: by, text, deadline, attachments: JSON.stringify(attachments) };
}

/** What the steps come to, as lists look for it. */
export function standingColumns(steps: readonly MatterStep[]) {
  // Overdue is a question of the day on which somebody asks.
  const { state, deadline } = standingOf({ steps }, '');
  const ended = steps.find(({ what }) => what === 'closed' || what === 'referred');
  return { state, deadline: deadline ?? '', ended_at: ended?.at ?? null };
}
