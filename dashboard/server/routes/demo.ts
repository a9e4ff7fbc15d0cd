import { z } from 'zod';
import { problem } from '../http/problem.ts';
import { json, route } from '../http/route.ts';

const removedSchema = z
  .object({
    rows: z.int().nonnegative().describe('Of the register'),
    meters: z.int().nonnegative(),
    devices: z.int().nonnegative(),
    readings: z.int().nonnegative(),
    events: z.int().nonnegative(),
    leftBehind: z.boolean().describe('InfluxDB stands behind the store, and holds points of the demo still'),
  })
  .meta({ id: 'DemoRemoved' });

export const demoRoutes = [
  route({
    method: 'delete',
    path: '/api/v1/demo',
    summary: 'Take the demo city out: its rows, readings, events and everything derived; may take a minute',
    tag: 'operation',
    answers: { 200: { description: 'What was removed; zeros when there was no demo', schema: removedSchema } },
    problems: [404, 409],
    handle: async ({ viewer }, { removeDemo }) => {
      if (removeDemo === undefined) return problem(404, 'no-demo', 'There is no demo here to take out.');
      const removed = await removeDemo(viewer);
      if (!removed.ok) {
        const { holders } = removed;
        const detail = `${holders.length} rows of your own refer to the demo; nothing was removed. Move or delete them first.`;
        return problem(409, 'demo-held', detail, { errors: holders });
      }
      const { ok: _, ...counts } = removed;
      return json(counts);
    },
  }),
];
