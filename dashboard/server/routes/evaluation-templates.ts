import { z } from 'zod';
import { checkTemplate, templateSchema } from '../../../domain/evaluation/template-check.ts';
import type { WireTemplate } from '../../../domain/wire-evaluation.ts';
import { documentTypes, parseDocumentText } from '../http/document.ts';
import { problem } from '../http/problem.ts';
import { json, route } from '../http/route.ts';
import { wireTemplateSchema } from '../wire/evaluation-schemas.ts';

const tag = 'evaluation';
const path = '/api/v1/evaluation-templates';
const limit = 1024 * 1024;

export const evaluationTemplateRoutes = [
  route({
    method: 'get',
    path,
    summary: 'Score sheets in all their versions; what was put last comes first',
    tag,
    answers: {
      200: {
        description: 'All of them',
        schema: z.object({ items: z.array(wireTemplateSchema), next: z.null().describe('Not paged') }),
      },
    },
    handle: async (_call, { registry }) => {
      const templates = await registry.evaluations.templates();
      const newest = new Map<string, number>();
      for (const { id, version } of templates) newest.set(id, Math.max(version, newest.get(id) ?? 0));
      const items = templates.map((template): WireTemplate => ({
        ...template,
        newest: newest.get(template.id) === template.version,
      }));
      return json({ items, next: null });
    },
  }),
  route({
    method: 'post',
    path,
    summary: 'Put a score sheet: another version when its id is known. Evaluations keep the version they began with',
    tag,
    body: { kind: 'text', types: documentTypes, limit, schema: templateSchema },
    answers: { 201: { description: 'The sheet as it is kept', schema: wireTemplateSchema } },
    problems: [413, 415, 422],
    handle: async ({ viewer, body, contentType }, { registry }) => {
      const document = parseDocumentText(body, contentType);
      const checked = document.ok ? checkTemplate(document.value) : document;
      if ('faults' in checked) {
        return problem(422, 'template-faults', 'The score sheet has faults; nothing was kept.', {
          errors: checked.faults,
        });
      }
      const version = await registry.evaluations.putTemplate(checked.template, viewer);
      return json({ ...checked.template, version, newest: true } satisfies WireTemplate, 201);
    },
  }),
];
