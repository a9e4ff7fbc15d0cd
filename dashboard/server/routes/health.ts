import { z } from 'zod';
import { problem } from '../http/problem.ts';
import { json, route } from '../http/route.ts';

const state = z.object({ status: z.string() });

export const healthRoutes = [
  route({
    method: 'get',
    path: '/healthz',
    summary: 'The process is alive',
    tag: 'operation',
    answers: { 200: { description: 'Alive', schema: state } },
    handle: () => json({ status: 'alive' }),
  }),
  route({
    method: 'get',
    path: '/readyz',
    summary: 'Ready to take readings',
    tag: 'operation',
    answers: { 200: { description: 'Readings are taken and made durable', schema: state } },
    problems: [503],
    handle: (_call, house) => {
      if (!house.runtime().ready) return problem(503, 'starting', 'Not all parts have started.');
      const health = house.store.health();
      if (health.state === 'failing') return problem(503, 'store-failing', `${health.code}: ${health.message}`);
      return json({ status: 'ready' });
    },
  }),
  route({
    method: 'get',
    path: '/metrics',
    summary: 'Metrics as Prometheus text; a token of an administrator or officer, or a call from this machine',
    tag: 'operation',
    answers: { 200: { description: 'Prometheus text format', contentType: 'text/plain' } },
    handle: async (_call, house) => ({
      kind: 'text',
      status: 200,
      type: house.metrics.contentType,
      body: await house.metrics.metrics(),
    }),
  }),
];
