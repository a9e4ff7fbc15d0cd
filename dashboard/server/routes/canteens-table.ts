import { z } from 'zod';
import { dayOf } from '../../../domain/canteen/clock.ts';
import type { Viewer } from '../../../storage/registry/port.ts';
import { datesOf } from '../canteens/span.ts';
import { csvOf, xlsxOf, type TableRow } from '../canteens/table.ts';
import type { House } from '../house.ts';
import { badParameter, isProblem, notFound, type Problem } from '../http/problem.ts';
import { route, type Reply } from '../http/route.ts';
import { breath } from '../places/breath.ts';
import { datesQuery } from './canteens.ts';

const tag = 'canteens';
const usualDays = 31;
/** Canteens × days: all 66 for a year and a quarter, or one of them for good. */
const mostCanteenDays = 32_000;
const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

const query = z.object({
  ...datesQuery,
  canteen: z.string().min(1).max(200).optional().describe('All that you may see when absent'),
  language: z.enum(['zh', 'en']).optional().describe('Of heads and words; zh when absent'),
});

async function rowsOf(
  house: House,
  viewer: Viewer,
  asked: z.output<typeof query>,
): Promise<{ readonly rows: readonly TableRow[]; readonly name: string } | Problem> {
  const span = datesOf(asked, usualDays, house);
  if (isProblem(span)) return span;
  const visible = await house.canteens.visible(viewer);
  const chosen = asked.canteen === undefined ? visible : visible.filter(({ id }) => id === asked.canteen);
  if (asked.canteen !== undefined && chosen.length === 0) return notFound('canteen', asked.canteen);
  if ((dayOf(span.to) - dayOf(span.from)) * chosen.length > mostCanteenDays) {
    return badParameter(
      'from',
      `more than ${mostCanteenDays} days of canteens: ask for fewer days, or for one canteen`,
    );
  }
  const rows: TableRow[] = [];
  for (const canteen of chosen) {
    for (const meal of await house.canteens.meals(canteen.id, span.from, span.to)) rows.push({ canteen, meal });
    await breath();
  }
  const demo = chosen.some((canteen) => canteen.demo) ? 'DEMO-' : '';
  return { rows, name: `${demo}canteens-${span.from}-${span.to}` };
}

/** Mounted before the routes with an id in the same place. */
export const canteenTableRoutes = [
  route({
    method: 'get',
    path: '/api/v1/canteens/table.csv',
    summary: 'A row a canteen, date and meal, with units in the heads',
    tag,
    query,
    answers: { 200: { description: 'Rows of the demonstration are marked DEMO', contentType: 'text/csv' } },
    handle: async ({ viewer, query: asked }, house): Promise<Reply> => {
      const found = await rowsOf(house, viewer, asked);
      if (isProblem(found)) return found;
      const bytes = csvOf(found.rows, asked.language ?? 'zh');
      return { kind: 'file', type: 'text/csv; charset=utf-8', name: `${found.name}.csv`, bytes };
    },
  }),
  route({
    method: 'get',
    path: '/api/v1/canteens/table.xlsx',
    summary: 'The same as a workbook',
    tag,
    query,
    answers: { 200: { description: 'A workbook', contentType: xlsx } },
    handle: async ({ viewer, query: asked }, house): Promise<Reply> => {
      const found = await rowsOf(house, viewer, asked);
      if (isProblem(found)) return found;
      const bytes = await xlsxOf(found.rows, asked.language ?? 'zh');
      return { kind: 'file', type: xlsx, name: `${found.name}.xlsx`, bytes };
    },
  }),
];
