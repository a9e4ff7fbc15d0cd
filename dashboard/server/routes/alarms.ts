import { z } from 'zod';
import { alarmKinds, type WireAlarmPage } from '../../../domain/wire-alarms.ts';
import type { AlarmChange } from '../../../storage/registry/alarm-port.ts';
import type { Viewer } from '../../../storage/registry/port.ts';
import { wireAlarm } from '../alarms/wire-alarm.ts';
import type { House } from '../house.ts';
import { notFound, problem } from '../http/problem.ts';
import { json, route, type Reply } from '../http/route.ts';
import { alarmPageSchema, alarmSchema } from '../wire/alarm-schemas.ts';
import { pageOf, pageQuery } from '../wire/paging.ts';

const tag = 'alarms';
const path = '/api/v1/alarms';
const params = z.object({ id: z.string().regex(/^\d{1,15}$/) });
const answers = { 200: { description: 'The alarm after it', schema: alarmSchema } };
const words = (most: number) => z.string().trim().min(1).max(most);

const query = z.object({
  ...pageQuery,
  state: z.enum(['open', 'acknowledged', 'closed']).optional().describe('Absent: all'),
  kind: z.enum(alarmKinds).optional(),
  building: z.string().max(200).optional(),
});

export const alarmRoutes = [
  route({
    method: 'get',
    path,
    summary: 'Alarms of what you may see: open ones first, the dearest first; then closed ones, the newest first',
    tag,
    query,
    answers: { 200: { description: 'A page of alarms', schema: alarmPageSchema } },
    handle: async ({ viewer, query: { state, kind, building, ...page } }, house) => {
      const { alarms } = house.registry;
      const asked = { ...pageOf(page), ...(state && { state }), ...(kind && { kind }), ...(building && { building }) };
      const [{ items, next }, open] = await Promise.all([alarms.page(viewer, asked), alarms.countOpen(viewer)]);
      return json({ items: items.map((alarm) => wireAlarm(alarm, house)), next, open } satisfies WireAlarmPage);
    },
  }),
  route({
    method: 'get',
    path: `${path}/{id}`,
    summary: 'One alarm with all that happened to it',
    tag,
    params,
    answers: { 200: { description: 'The alarm', schema: alarmSchema } },
    handle: ({ viewer, params: { id } }, house) => answerWith(viewer, id, house),
  }),
  route({
    method: 'post',
    path: `${path}/{id}/acknowledge`,
    summary: 'Somebody took notice',
    tag,
    params,
    answers,
    problems: [409],
    handle: ({ viewer, params: { id } }, house) =>
      changing(viewer, id, house, (alarm) => house.alarms.acknowledge(alarm, viewer)),
  }),
  route({
    method: 'post',
    path: `${path}/{id}/assign`,
    summary: 'Who sees to it: a user name, or anybody by name',
    tag,
    params,
    body: {
      kind: 'json',
      schema: z.object({ assignee: words(100).nullable().describe('null: nobody any more') }),
    },
    answers,
    problems: [409],
    handle: ({ viewer, params: { id }, body }, house) =>
      changing(viewer, id, house, (alarm) => house.alarms.assign(alarm, body.assignee, viewer)),
  }),
  route({
    method: 'post',
    path: `${path}/{id}/close`,
    summary: 'It is as it should be, with the reason; no other one opens until it has been back to usual once',
    tag,
    params,
    body: { kind: 'json', schema: z.object({ reason: words(1000) }) },
    answers,
    problems: [409],
    handle: ({ viewer, params: { id }, body }, house) =>
      changing(viewer, id, house, (alarm) => house.alarms.close(alarm, body.reason, viewer)),
  }),
  route({
    method: 'post',
    path: `${path}/{id}/note`,
    summary: 'What was found or done; of closed ones too',
    tag,
    params,
    body: { kind: 'json', schema: z.object({ text: words(2000) }) },
    answers,
    handle: ({ viewer, params: { id }, body }, house) =>
      changing(viewer, id, house, (alarm) => house.alarms.note(alarm, body.text, viewer)),
  }),
];

/** What is not theirs is not found, whoever may write. */
async function changing(
  viewer: Viewer,
  id: string,
  house: House,
  change: (alarm: number) => Promise<AlarmChange>,
): Promise<Reply> {
  if ((await house.registry.alarms.one(viewer, Number(id))) === null) return notFound('alarm', id);
  const done = await change(Number(id));
  if (done === 'closed') return problem(409, 'closed', 'The alarm is closed.');
  return answerWith(viewer, id, house);
}

async function answerWith(viewer: Viewer, id: string, house: House): Promise<Reply> {
  const alarm = await house.registry.alarms.one(viewer, Number(id));
  return alarm === null ? notFound('alarm', id) : json(wireAlarm(alarm, house));
}
