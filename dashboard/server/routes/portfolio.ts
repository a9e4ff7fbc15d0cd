import { z } from 'zod';
import { documentTypes, parseDocumentText } from '../http/document.ts';
import { problem } from '../http/problem.ts';
import { json, route } from '../http/route.ts';

const limit = 32 * 1024 * 1024;

export const portfolioRoutes = [
  route({
    method: 'post',
    path: '/api/v1/portfolio',
    summary: 'Import a portfolio, all or nothing: upsert by id, absent rows untouched, absent secrets kept',
    tag: 'register',
    query: z.object({ demo: z.enum(['true', 'false']).optional().describe('Marks what it creates; operator only') }),
    body: { kind: 'text', types: documentTypes, limit, schema: z.any().describe('The portfolio, as YAML or JSON') },
    answers: {
      200: {
        description: 'Imported',
        schema: z.object({ created: z.int(), updated: z.int(), unchanged: z.int() }),
      },
    },
    problems: [413, 415, 422],
    handle: async ({ viewer, query, body, contentType }, { registry }) => {
      const demo = query.demo === 'true';
      if (demo && viewer.kind !== 'operator') {
        return problem(403, 'operator-only', 'Only the command line of this machine marks rows as demo.');
      }
      const document = parseDocumentText(body, contentType);
      // The register writes what it took over, or refused, into the audit log itself.
      const result = document.ok ? await registry.importPortfolio(document.value, viewer, { demo }) : document;
      if (!result.ok) {
        const { faults } = result;
        const detail = `${faults.length} fault${faults.length === 1 ? '' : 's'}; nothing was imported.`;
        return problem(422, 'portfolio-faults', detail, { errors: faults });
      }
      const { created, updated, unchanged } = result;
      return json({ created, updated, unchanged });
    },
  }),
  route({
    method: 'get',
    path: '/api/v1/portfolio.schema.json',
    summary: 'JSON Schema of the portfolio file',
    tag: 'register',
    answers: { 200: { description: 'JSON Schema, draft 2020-12', schema: z.looseObject({}) } },
    handle: (_call, { registry }) => json(registry.portfolioSchema()),
  }),
];
