import type { Meter, Viewer } from '../../../storage/registry/port.ts';
import { isProblem, problem } from '../http/problem.ts';
import { json, type Reply } from '../http/route.ts';
import type { House } from '../house.ts';
import { billsOf } from './bills.ts';
import type { HistoryRow } from './rows.ts';

/** Bills of one meter: a preview, or for good and in the audit. */
export async function importBills(
  rows: readonly HistoryRow[],
  asked: {
    readonly meter: Meter;
    readonly point: string;
    readonly by: Viewer;
    readonly dryRun: boolean;
    readonly address: string;
  },
  { bills: book, calendar, registry }: Pick<House, 'bills' | 'calendar' | 'registry'>,
): Promise<Reply> {
  const { meter, point, by, dryRun, address } = asked;
  const read = billsOf(rows, calendar);
  if (!read.ok) return problem(422, 'row-faults', undefined, { errors: read.faults });
  const { bills } = read;
  const taken = dryRun ? await book.preview({ meter, point, bills, by }) : await book.take({ meter, point, bills, by });
  if (isProblem(taken)) return taken;
  const { sum, unit, gaps, meets, counts } = taken;
  if (!dryRun) {
    const detail = `${point}: ${bills.length} bills, ${sum} ${unit}; ${counts.stored} stored, ${counts.duplicate} duplicate`;
    await registry.audit({
      ...{ actor: by.name, action: 'history.import', subject: meter.id, result: 'done' },
      ...{ address, detail },
    });
  }
  const { received, stored, duplicate, revisions } = counts;
  return json({
    ...{ dryRun, point, readings: taken.register.ts.length },
    missing: rows.filter(({ value }) => value === null).length,
    ...{ from: calendar.iso(bills[0]!.from), to: calendar.iso(bills.at(-1)!.to) },
    ...{ received, stored, duplicate, revisions },
    bills: {
      ...{ count: bills.length, sum, unit, meets },
      gaps: gaps.map(({ from, to }) => ({ from: calendar.iso(from), to: calendar.iso(to) })),
    },
  });
}
