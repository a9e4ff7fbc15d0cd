import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { problem } from '../http/problem.ts';
import { json, route, type Reply } from '../http/route.ts';
import { readManual } from '../quality/manual/manual.ts';
import { mostBytes } from '../quality/manual/table.ts';
import { csvTemplate, xlsxTemplate } from '../quality/manual/template.ts';
import { manualSchema } from '../wire/quality-schemas.ts';

const tag = 'quality';
const path = '/api/v1/quality/manual';
const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

const language = z.enum(['zh', 'en']).optional().describe('Of messages and columns; zh when absent');

export const qualityManualRoutes = [
  route({
    method: 'post',
    path,
    summary: 'Manual readings and corrected amounts from a file: first a preview, then for good',
    tag,
    query: z.object({
      preview: z.enum(['0', '1']).optional().describe('1 when absent: nothing is entered'),
      language,
      reason: z.string().trim().max(1000).optional().describe('For rows that have none of their own'),
    }),
    body: {
      kind: 'bytes',
      types: ['text/csv', xlsx, 'text/plain', 'application/vnd.ms-excel', 'application/octet-stream'],
      limit: mostBytes,
      schema: z
        .any()
        .describe('CSV or XLSX (first sheet). Columns meter, point, at, reading, from, to, month, amount, reason'),
    },
    answers: {
      200: { description: 'What it would be, with every fault', schema: manualSchema },
      201: { description: 'Entered as one batch', schema: manualSchema },
    },
    problems: [409, 503],
    handle: async ({ viewer, query, body }, house) => {
      const batch = randomUUID();
      const asked = { language: query.language ?? 'zh', reason: query.reason ?? '', batch };
      const { preview, decisions } = await readManual(body, asked, viewer, house);
      if (query.preview !== '0') return json(preview);
      if (preview.faults.length > 0) {
        return problem(422, 'row-faults', 'Nothing was entered.', { errors: preview.faults });
      }
      await house.decider.enter(decisions, viewer);
      return json({ ...preview, batch }, 201);
    },
  }),
  route({
    method: 'get',
    path: `${path}/template.csv`,
    summary: 'An empty file for manual readings',
    tag,
    query: z.object({ language }),
    answers: { 200: { description: 'The header only', contentType: 'text/csv' } },
    handle: ({ query }): Reply => {
      const bytes = csvTemplate(query.language ?? 'zh');
      return { kind: 'file', type: 'text/csv; charset=utf-8', name: 'manual-readings.csv', bytes };
    },
  }),
  route({
    method: 'get',
    path: `${path}/template.xlsx`,
    summary: 'The same as a workbook, with a sheet that says how',
    tag,
    query: z.object({ language }),
    answers: { 200: { description: 'A workbook', contentType: xlsx } },
    handle: async ({ query }): Promise<Reply> => {
      const bytes = await xlsxTemplate(query.language ?? 'zh');
      return { kind: 'file', type: xlsx, name: 'manual-readings.xlsx', bytes };
    },
  }),
];
