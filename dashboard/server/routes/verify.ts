import { z } from 'zod';
import { verifiedParts } from '../../../domain/wire-verify.ts';
import { problem } from '../http/problem.ts';
import { json, route } from '../http/route.ts';
import { isoText } from '../wire/schemas.ts';

const path = '/api/v1/verify';
const tag = 'operation';
const count = z.int().nonnegative();
const part = z.enum(verifiedParts);
const hash = z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256 of 64 hexadecimal digits');

const verificationSchema = z
  .object({
    sound: z.boolean(),
    startedAt: isoText,
    finishedAt: isoText,
    head: z
      .object({ id: count, hash })
      .describe('The audit’s newest entry: to be noted where nobody who could cut it off can change it'),
    checked: z.record(part, count).describe('How many of each were looked at'),
    damage: z.array(z.object({ part, code: z.string(), where: z.string(), detail: z.string() })),
  })
  .meta({ id: 'Verification' });

export const verifyRoutes = [
  route({
    method: 'post',
    path,
    summary: 'Checks what is kept: databases, the audit’s chain, files, settlements, ledger; may take minutes',
    tag,
    query: z.object({
      head: hash.optional().describe('The audit’s head as it was noted earlier: it must be among the hashes still'),
      files: z.enum(['check', 'skip']).optional().describe('skip: the databases themselves were checked already'),
    }),
    answers: { 200: { description: 'What was looked at and what is damaged', schema: verificationSchema } },
    problems: [409, 503],
    handle: async ({ query }, { verification }) => {
      const asked = { noted: query.head ?? null, withFiles: query.files !== 'skip' };
      const result = await verification.run(asked);
      if (result === 'running') return problem(409, 'running', 'A verification is running already.');
      return json(result);
    },
  }),
  route({
    method: 'get',
    path,
    summary: 'How far a running verification has come',
    tag,
    answers: {
      200: {
        description: 'The part that is looked at, and how much of it',
        schema: z
          .object({ running: z.boolean(), part: part.nullable(), done: count, of: count.nullable() })
          .meta({ id: 'VerificationProgress' }),
      },
    },
    handle: (_call, { verification }) => json(verification.progress),
  }),
];
