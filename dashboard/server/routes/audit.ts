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
    hash: z.string().describe('SHA-256 over the entry and the hash of the one before it, hex'),
  })
  .meta({ id: 'AuditEntry' });

const headSchema = z
  .object({ id: z.int(), hash: z.string() })
  .describe('Number and hash of the newest entry: whoever notes it sees later whether the end was cut off')
  .meta({ id: 'AuditHead' });

export const auditRoutes = [
  route({
    method: 'get',
    path: '/api/v1/audit',
    summary: 'What people did, newest first: a chain of hashes, which `POST /api/v1/verify` follows',
    tag: 'operation',
    query: z.object(pageQuery),
    answers: { 200: { description: 'A page of entries', schema: listOf(auditSchema).extend({ head: headSchema }) } },
    handle: async ({ viewer, query }, { registry, calendar }) => {
      const page = await registry.auditLog(viewer, pageOf(query));
      const items = page.items.map((entry) => ({ ...entry, at: calendar.iso(entry.at) }));
      return json({ items, next: page.next, head: await registry.auditHead() });
    },
  }),
];
