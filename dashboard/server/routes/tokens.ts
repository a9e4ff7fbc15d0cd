import { z } from 'zod';
import { notFound, problem, type Problem } from '../http/problem.ts';
import { empty, json, route } from '../http/route.ts';
import { roles, type Viewer } from '../../../storage/registry/port.ts';
import { listOf, pageOf, pageQuery } from '../wire/paging.ts';
import { isoText } from '../wire/schemas.ts';

const tokenSchema = z.object({
  name: z.string(),
  role: z.enum(roles),
  scope: z.string().nullable(),
  createdAt: isoText,
  createdBy: z.string(),
  lastUsedAt: isoText.nullable(),
});

export const tokenRoutes = [
  route({
    method: 'post',
    path: '/api/v1/tokens',
    summary: 'Make an API token; it is shown this once',
    tag: 'tokens',
    body: {
      kind: 'json',
      schema: z.object({
        name: z.string().max(200).describe('Gets a number when it is in use'),
        role: z.enum(roles),
        scope: z
          .string()
          .max(200)
          .nullish()
          .describe('Region, institution, contractor or canteen that a limited role is limited to'),
      }),
    },
    answers: { 201: { description: 'Made', schema: z.object({ token: z.string(), name: z.string() }) } },
    handle: async ({ viewer, body }, { registry }) =>
      mayManage(viewer) ?? json(await registry.createToken(body.name, body.role, viewer, body.scope), 201),
  }),
  route({
    method: 'get',
    path: '/api/v1/tokens',
    summary: 'The tokens, without their secrets',
    tag: 'tokens',
    query: z.object(pageQuery),
    answers: { 200: { description: 'A page of tokens', schema: listOf(tokenSchema) } },
    handle: async ({ viewer, query }, { registry, calendar }) => {
      const refused = mayManage(viewer);
      if (refused !== null) return refused;
      const page = await registry.tokens(viewer, pageOf(query));
      const items = page.items.map((token) => ({
        ...token,
        createdAt: calendar.iso(token.createdAt),
        lastUsedAt: token.lastUsedAt === null ? null : calendar.iso(token.lastUsedAt),
      }));
      return json({ items, next: page.next });
    },
  }),
  route({
    method: 'delete',
    path: '/api/v1/tokens/{name}',
    summary: 'Revoke a token',
    tag: 'tokens',
    params: z.object({ name: z.string() }),
    answers: { 204: { description: 'Revoked' } },
    handle: async ({ viewer, params }, { registry, recheckLive }) => {
      const refused = mayManage(viewer);
      if (refused !== null) return refused;
      if (!(await registry.revokeToken(params.name, viewer))) return notFound('token', params.name);
      recheckLive();
      return empty();
    },
  }),
];

/** The maker of a token is kept by name: a token that bears a person's name must not pass for that person. */
function mayManage({ kind, role }: Viewer): Problem | null {
  if (kind !== 'token' || role === 'administrator') return null;
  return problem(403, 'token', 'A token makes no tokens; sign in.');
}
