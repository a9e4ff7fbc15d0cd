import { z } from 'zod';
import { json, route } from '../http/route.ts';
import { wireReport } from '../quality/wire-report.ts';
import { listOf, pageOf, pageQuery } from '../wire/paging.ts';
import { reportSchema } from '../wire/quality-schemas.ts';

export const qualityReportRoutes = [
  route({
    method: 'get',
    path: '/api/v1/quality/reports',
    summary:
      'What was computed and signed of your meters, and whether what it rests on is still the same; newest first',
    tag: 'quality',
    query: z.object(pageQuery),
    answers: { 200: { description: 'A page of reports', schema: listOf(reportSchema) } },
    handle: async ({ viewer, query }, { registry, calendar }) => {
      const { items, next } = await registry.reports.page(viewer, pageOf(query));
      return json({ items: items.map((report) => wireReport(report, calendar)), next });
    },
  }),
];
