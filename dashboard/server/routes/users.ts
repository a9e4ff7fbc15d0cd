import { z } from 'zod';
import { notFound, problem } from '../http/problem.ts';
import { empty, route } from '../http/route.ts';

export const userRoutes = [
  route({
    method: 'put',
    path: '/api/v1/users/{username}/password',
    summary: 'Give a person of the portfolio a password, the first one or a new one; their sessions end',
    tag: 'session',
    params: z.object({ username: z.string() }),
    body: { kind: 'json', schema: z.object({ newPassword: z.string().max(1024) }) },
    answers: { 204: { description: 'Set' } },
    handle: async ({ viewer, params, body }, { registry, recheckLive }) => {
      const result = await registry.setPassword(params.username, body.newPassword, viewer);
      if (result === 'not-allowed') return problem(403, 'role', 'Only an administrator sets passwords of others.');
      if (result === 'unknown-user') return notFound('user', params.username);
      if (result !== 'done') {
        const fault = { path: 'newPassword', code: 'weak', message: result.weak };
        return problem(422, fault.code, fault.message, { errors: [fault] });
      }
      recheckLive();
      return empty();
    },
  }),
];
