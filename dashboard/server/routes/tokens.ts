import { z } from 'zod';
import { notFound, problem } from '../http/problem.ts';
import { empty, json, route } from '../http/route.ts';
import { roles } from '../../../storage/registry/port.ts';
import { listOf } from '../wire/paging.ts';
import { isoText } from '../wire/schemas.ts';

const name = z
  .string()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,63}$/u, '1 to 64 letters, digits, blanks, dots, hyphens');

const tokenSchema = z.object({
  name: z.string(),
  role: z.enum(roles),
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
    body: { kind: 'json', schema: z.object({ name, role: z.enum(roles) }) },
    answers: { 201: { description: 'Made', schema: z.object({ token: z.string() }) } },
    problems: [409],
    handle: async ({ viewer, body, address }, house) => {
      const known = await house.registry.tokens(viewer);
      if (known.some((token) => token.name === body.name)) {
        return problem(409, 'name-taken', `There is a token ${JSON.stringify(body.name)} already.`);
      }
      const { token } = await house.registry.createToken(body.name, body.role, viewer);
      const entry = {
        actor: viewer.name,
        action: 'token.create',
        subject: body.name,
        result: 'done',
        address,
      } as const;
      await house.registry.audit({ ...entry, detail: `role ${body.role}` });
      return json({ token }, 201);
    },
  }),
  route({
    method: 'get',
    path: '/api/v1/tokens',
    summary: 'The tokens, without their secrets',
    tag: 'tokens',
    answers: { 200: { description: 'All tokens', schema: listOf(tokenSchema) } },
    handle: async ({ viewer }, { registry, calendar }) => {
      const items = (await registry.tokens(viewer)).map((token) => ({
        ...token,
        createdAt: calendar.iso(token.createdAt),
        lastUsedAt: token.lastUsedAt === null ? null : calendar.iso(token.lastUsedAt),
      }));
      return json({ items, next: null });
    },
  }),
  route({
    method: 'delete',
    path: '/api/v1/tokens/{name}',
    summary: 'Revoke a token',
    tag: 'tokens',
    params: z.object({ name: z.string() }),
    answers: { 204: { description: 'Revoked' } },
    handle: async ({ viewer, params, address }, { registry, recheckLive }) => {
      if (!(await registry.revokeToken(params.name, viewer))) return notFound('token', params.name);
      const entry = {
        actor: viewer.name,
        action: 'token.revoke',
        subject: params.name,
        result: 'done',
        address,
      } as const;
      await registry.audit({ ...entry, detail: null });
      recheckLive();
      return empty();
    },
  }),
];
