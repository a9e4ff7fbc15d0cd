import { z } from 'zod';
import type { StoredContract } from '../../../storage/registry/contract-port.ts';
import type { Viewer } from '../../../storage/registry/port.ts';
import type { House } from '../house.ts';
import { isProblem, type Problem } from '../http/problem.ts';
import { route, type Reply, type Route } from '../http/route.ts';
import { csvOf, linesTable, savingsTable, xlsxOf, type Table } from '../wire/contract-table.ts';
import { wireSettlement } from '../wire/wire-settlement.ts';
import { contractParams, contractsPath, contractsTag as tag, notSettled, withContract } from './contracts-of.ts';
import { settlementParams } from './contracts-settlements.ts';
import { daysOf, savingsQuery } from './contracts.ts';

const language = z.enum(['zh', 'en']).optional().describe('Of heads and words; zh when absent');
const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const formats = {
  csv: { contentType: 'text/csv', type: 'text/csv; charset=utf-8', of: csvOf },
  xlsx: { contentType: xlsx, type: xlsx, of: xlsxOf },
} as const;
type Format = keyof typeof formats;

/** Figures of the demonstration carry its mark in the file's name too. */
async function fileOf(table: Table, name: string, { demo }: StoredContract, format: Format): Promise<Reply> {
  const { type, of } = formats[format];
  return { kind: 'file', type, name: `${demo ? 'DEMO-' : ''}${name}.${format}`, bytes: await of(table) };
}

const savingsIn = (format: Format): Route =>
  route({
    method: 'get',
    path: `${contractsPath}/{id}/savings.${format}`,
    summary: `Savings by day as a table (${format}), with units in the heads`,
    tag,
    params: contractParams,
    query: z.object({ ...savingsQuery, language }),
    answers: { 200: { description: 'A row a day', contentType: formats[format].contentType } },
    handle: ({ viewer, params: { id }, query }, house): Promise<Reply> =>
      withContract(viewer, id, house, async (stored) => {
        const span = daysOf(query, house);
        if (isProblem(span)) return span;
        const savings = await house.contracts.savings(stored, span);
        const table = savingsTable(savings, stored.demo, query.language ?? 'zh');
        return fileOf(table, `${id}-savings`, stored, format);
      }),
  });

const linesIn = (format: Format): Route =>
  route({
    method: 'get',
    path: `${contractsPath}/{id}/settlements/{period}/lines.${format}`,
    summary: `Lines of a settlement as a table (${format}); amounts are texts, exact`,
    tag,
    params: settlementParams,
    query: z.object({ language }),
    answers: { 200: { description: 'A row a line, then the sum', contentType: formats[format].contentType } },
    problems: [409],
    handle: ({ viewer, params: { id, period }, query }, house): Promise<Reply> =>
      withContract(viewer, id, house, async (stored) => {
        const table = await linesOf(stored, period, viewer, query.language ?? 'zh', house);
        return isProblem(table) ? table : fileOf(table, `${id}-settlement-${period}`, stored, format);
      }),
  });

async function linesOf(
  stored: StoredContract,
  period: string,
  viewer: Viewer,
  language: 'zh' | 'en',
  house: House,
): Promise<Table | Problem> {
  const settlement = await wireSettlement(stored, period, viewer, house);
  return 'code' in settlement ? notSettled(settlement) : linesTable(settlement, stored.demo, language);
}

export const contractTableRoutes = [savingsIn('csv'), savingsIn('xlsx'), linesIn('csv'), linesIn('xlsx')];
