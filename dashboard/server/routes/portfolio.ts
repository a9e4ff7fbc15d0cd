import { parseDocument } from 'yaml';
import { z } from 'zod';
import { problem, type Fault } from '../http/problem.ts';
import { json, route } from '../http/route.ts';

const limit = 32 * 1024 * 1024;
const types = [
  'application/json',
  'application/yaml',
  'application/x-yaml',
  'text/yaml',
  'text/x-yaml',
  'text/plain',
  'application/octet-stream',
  // What curl says when nobody told it otherwise.
  'application/x-www-form-urlencoded',
];

export const portfolioRoutes = [
  route({
    method: 'post',
    path: '/api/v1/portfolio',
    summary: 'Import a portfolio, all or nothing: upsert by id, absent rows untouched, absent secrets kept',
    tag: 'register',
    query: z.object({ demo: z.enum(['true', 'false']).optional().describe('Marks what it creates; operator only') }),
    body: { kind: 'text', types, limit, schema: z.any().describe('The portfolio, as YAML or JSON') },
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
      const document = parsePortfolio(body, contentType);
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

type Parsed =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly faults: readonly Fault[] };

/** JSON when it says so or looks so (YAML would read it too, only slower); otherwise YAML. */
function parsePortfolio(text: string, contentType: string): Parsed {
  if (contentType === 'application/json' || /^\s*[{[]/.test(text)) {
    try {
      return { ok: true, value: JSON.parse(text) };
    } catch (error) {
      if (contentType === 'application/json') return unreadable([{ path: '', message: (error as Error).message }]);
    }
  }
  const document = parseDocument(text, { prettyErrors: true, uniqueKeys: true });
  if (document.errors.length > 0) {
    return unreadable(
      document.errors.map((error) => {
        const at = error.linePos?.[0];
        return { path: at ? `line ${at.line}, column ${at.col}` : '', message: error.message.split('\n', 1)[0]! };
      }),
    );
  }
  try {
    // Stops at a hundred aliases: a small file must not unfold into a large one.
    return { ok: true, value: document.toJS({ maxAliasCount: 100 }) };
  } catch (error) {
    return unreadable([{ path: '', message: (error as Error).message }]);
  }
}

const unreadable = (faults: readonly { path: string; message: string }[]): Parsed => ({
  ok: false,
  faults: faults.map((fault) => ({ ...fault, code: 'unreadable' })),
});
