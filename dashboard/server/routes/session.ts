import { z } from 'zod';
import { sessionCookie } from '../http/credentials.ts';
import { problem, tooManyTries } from '../http/problem.ts';
import { empty, json, route } from '../http/route.ts';
import { sessionSchema } from '../wire/schemas.ts';
import type { Viewer } from '../../../storage/registry/port.ts';
import type { WireSession } from '../../../domain/wire.ts';

const wireSession = (viewer: Viewer): WireSession => ({
  username: viewer.name,
  role: viewer.role,
  scope: viewer.scope,
});

const credentials = z.object({ username: z.string().max(256), password: z.string().max(1024) });

export const sessionRoutes = [
  route({
    method: 'post',
    path: '/api/v1/session',
    summary: 'Sign in: sets the session cookie',
    tag: 'session',
    body: { kind: 'json', schema: credentials },
    answers: { 200: { description: 'Signed in', schema: sessionSchema } },
    problems: [429],
    limited: 'login',
    handle: async ({ body, address }, house) => {
      const result = await house.registry.login(body.username, body.password, address);
      if (!result.ok) {
        // The same words for an unknown name and a wrong password.
        if (result.reason === 'wrong') return problem(401, 'wrong-credentials', 'User name or password is wrong.');
        return tooManyTries(result.retryAfterMs);
      }
      const seconds = (result.expiresAt - house.now()) / 1000;
      const cookie = sessionCookie(result.sessionToken, house.tls !== undefined, seconds);
      return json(wireSession(result.viewer), 200, { 'Set-Cookie': cookie });
    },
  }),
  route({
    method: 'get',
    path: '/api/v1/session',
    summary: 'Who is signed in',
    tag: 'session',
    answers: { 200: { description: 'The session or token', schema: sessionSchema } },
    handle: ({ viewer }) => json(wireSession(viewer)),
  }),
  route({
    method: 'delete',
    path: '/api/v1/session',
    summary: 'Sign out: ends the session and its live connections; once more does no harm',
    tag: 'session',
    answers: { 204: { description: 'Signed out' } },
    handle: async ({ sessionToken }, house) => {
      if (sessionToken !== null) {
        await house.registry.logout(sessionToken);
        house.recheckLive();
      }
      return empty({ 'Set-Cookie': sessionCookie('', house.tls !== undefined, 0) });
    },
  }),
  route({
    method: 'put',
    path: '/api/v1/password',
    summary: 'Change one’s own password',
    tag: 'session',
    body: {
      kind: 'json',
      schema: z.object({ oldPassword: z.string().max(1024), newPassword: z.string().max(1024) }),
    },
    answers: { 204: { description: 'Changed' } },
    problems: [429],
    limited: 'login',
    handle: async ({ viewer, body, address }, house) => {
      if (viewer.kind !== 'user') return problem(403, 'no-password', 'Only people have a password.');
      const result = await house.registry.changePassword(viewer.name, body.oldPassword, body.newPassword);
      if (result === 'done') {
        house.recheckLive();
        return empty();
      }
      const wrong = result === 'wrong-password';
      const reason = wrong ? 'wrong password' : result.weak;
      const entry = { actor: viewer.name, action: 'password.change', subject: viewer.name, address };
      await house.registry.audit({ ...entry, result: 'refused', detail: reason });
      const fault = wrong
        ? { path: 'oldPassword', code: 'wrong-password', message: 'This is not the present password.' }
        : { path: 'newPassword', code: 'weak', message: result.weak };
      return problem(422, fault.code, fault.message, { errors: [fault] });
    },
  }),
];
