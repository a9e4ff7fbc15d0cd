import { z } from 'zod';
import type { MatterStepKind, MatterSubject } from '../../../domain/matters/matter.ts';
import type { WireMatterPage } from '../../../domain/wire-matters.ts';
import { RegistryRefusal, type Viewer } from '../../../storage/registry/port.ts';
import type { House } from '../house.ts';
import { badParameter, notFound, problem, type Problem } from '../http/problem.ts';
import { json, route, type Reply } from '../http/route.ts';
import { mayTakeStep } from '../rights.ts';
import { kindSchema, matterPageSchema, matterSchema, newMatterSchema, newStepSchema } from '../wire/matter-schemas.ts';
import { pageOf, pageQuery } from '../wire/paging.ts';
import { todayOf, wireMatters } from '../wire/wire-matter.ts';

const tag = 'matters';
const path = '/api/v1/matters';
const params = z.object({ id: z.string().regex(/^\d{1,15}$/) });

const query = z.object({
  ...pageQuery,
  state: z
    .enum(['open', 'answered', 'closed', 'referred', 'overdue'])
    .optional()
    .describe('Absent: all; overdue: open ones whose deadline has passed'),
  kind: kindSchema.optional().describe('What it is about'),
  id: z.string().min(1).max(200).optional().describe('Of that kind'),
});

export const matterRoutes = [
  route({
    method: 'get',
    path,
    summary: 'What must be put right: overdue first, then by deadline; what has ended last, the newest first',
    tag,
    query,
    answers: { 200: { description: 'A page of matters', schema: matterPageSchema } },
    handle: async ({ viewer, query: { state, kind, id, ...page } }, house) => {
      if (id !== undefined && kind === undefined) return badParameter('kind', 'is required beside id');
      const { matters } = house.registry;
      const of = {
        today: todayOf(house),
        ...(kind !== undefined && { kind }),
        ...(kind !== undefined && id !== undefined && { subject: { kind, id } }),
      };
      const [{ items, next }, counts] = await Promise.all([
        matters.page(viewer, { ...pageOf(page), ...of, ...(state && { state }) }),
        matters.counts(viewer, of),
      ]);
      return json({ items: await wireMatters(items, viewer, house), next, counts } satisfies WireMatterPage);
    },
  }),
  route({
    method: 'get',
    path: `${path}/{id}`,
    summary: 'One matter with every step of it',
    tag,
    params,
    answers: { 200: { description: 'The matter', schema: matterSchema } },
    handle: ({ viewer, params: { id } }, house) => answerWith(viewer, Number(id), house),
  }),
  route({
    method: 'post',
    path,
    summary: 'Something was found wrong: notice with a deadline',
    tag,
    body: { kind: 'json', schema: newMatterSchema },
    answers: { 201: { description: 'The matter', schema: matterSchema } },
    handle: async ({ viewer, body: { subject, attachments = [], ...rest } }, house) => {
      if (!(await isTheirs(viewer, subject, house))) return unknownSubject(subject);
      try {
        const [id] = await house.registry.matters.open([{ ...rest, subject, source: null, attachments }], viewer);
        return await answerWith(viewer, id!, house, 201);
      } catch (error) {
        if (error instanceof RegistryRefusal) return ofOne(error);
        throw error;
      }
    },
  }),
  route({
    method: 'post',
    path: `${path}/{id}/steps`,
    summary: 'The next step: answered, refused with a new deadline, closed, extended, referred, or a note',
    tag,
    params,
    body: { kind: 'json', schema: newStepSchema },
    answers: { 200: { description: 'The matter after it', schema: matterSchema } },
    problems: [409],
    handle: async ({ viewer, params: { id }, body }, house) => {
      const { matters } = house.registry;
      // What is not theirs is not found, whoever may write.
      const matter = await matters.one(viewer, Number(id));
      if (matter === null) return notFound('matter', id);
      const { what, text, deadline = null, attachments = [] } = body;
      if (!mayTakeStep(viewer, what, matter.subject.kind)) {
        return problem(403, 'role', `The role ${viewer.role} may not take this step.`);
      }
      if (isPast(what, deadline, todayOf(house))) return pastDeadline(todayOf(house));
      const done = await matters.step(Number(id), { what, text, deadline, attachments }, viewer);
      if (done === 'refused') return problem(409, 'step', `The matter's present state allows no step "${what}".`);
      return answerWith(viewer, Number(id), house);
    },
  }),
];

/** A new deadline leaves time; a notice may name one that has passed: one on paper is recorded later. */
function isPast(what: MatterStepKind, deadline: string | null, today: string): boolean {
  return (what === 'refused' || what === 'extended') && deadline !== null && deadline < today;
}

function pastDeadline(today: string): Problem {
  const message = `must not lie before ${today}`;
  return problem(422, 'invalid-content', `deadline ${message}`, {
    errors: [{ path: 'deadline', code: 'past', message }],
  });
}

export async function isTheirs(viewer: Viewer, subject: MatterSubject, { registry }: House): Promise<boolean> {
  return (await registry.matters.subject(viewer, subject)) !== null;
}

function unknownSubject({ kind, id }: MatterSubject): Problem {
  const message = `there is no ${kind} ${JSON.stringify(id)} that you may see`;
  const errors = [{ path: 'subject.id', code: `unknown-${kind}`, message }];
  return problem(422, 'invalid-content', `subject.id: ${message}`, { errors });
}

/** The register takes a list; the call is of one. */
function ofOne({ code, faults }: RegistryRefusal): Problem {
  const errors = faults.map((fault) => ({ ...fault, path: fault.path.replace(/^matters\[0\]\./, '') }));
  const detail = errors[0] && `${errors[0].path} ${errors[0].message}`;
  return problem(422, code, detail, { errors });
}

async function answerWith(viewer: Viewer, id: number, house: House, status = 200): Promise<Reply> {
  const matter = await house.registry.matters.one(viewer, id);
  if (matter === null) return notFound('matter', String(id));
  const [wire] = await wireMatters([matter], viewer, house);
  return json(wire, status);
}
