import { z } from 'zod';
import { json, route } from '../http/route.ts';
import { listOf, pageOf, pageQuery } from '../wire/paging.ts';
import { isoText } from '../wire/schemas.ts';

const auditSchema = z
  .object({
    id: z.int(),
    at: isoText,
    actor: z.string(),
    action: z.string(),
    subject: z.string(),
    result: z.enum(['done', 'refused', 'failed']),
    address: z.string().nullable(),
    detail: z.string().nullable(),
  })
  .meta({ id: 'AuditEntry' });

export const auditRoutes = [
  route({
    method: 'get',
    path: '/api/v1/audit',
    summary: 'What people did, newest first',
    tag: 'operation',
    query: z.object(pageQuery),
    answers: { 200: { description: 'A page of entries', schema: listOf(auditSchema) } },
    handle: async ({ viewer, query }, { registry, calendar }) => {
      const page = await registry.auditLog(viewer, pageOf(query));
      return json({ items: page.items.map((entry) => ({ ...entry, at: calendar.iso(entry.at) })), next: page.next });
    },
  }),
];
