import { z } from 'zod';
import { badParameter, notFound, problem } from '../http/problem.ts';
import { json, route } from '../http/route.ts';
import { quarantineReasons } from '../../../domain/metering/ledger.ts';
import { listOf, pageOf, pageQuery } from '../wire/paging.ts';
import { isoText } from '../wire/schemas.ts';

const states = ['open', 'replayed', 'discarded'] as const;
const idText = z.string().regex(/^[1-9]\d{0,14}$/, 'a whole number');

const quarantineSchema = z
  .object({
    id: z.int(),
    receivedAt: isoText,
    source: z.string(),
    device: z.string().describe('Who published it'),
    meter: z.string().describe('The meter it speaks of; empty when none is known'),
    topic: z.string(),
    reason: z.enum(quarantineReasons),
    detail: z.string(),
    state: z.enum(states),
    bytes: z.string().meta({ contentEncoding: 'base64', description: 'The item as received' }),
  })
  .meta({ id: 'QuarantineItem' });

export const quarantineRoutes = [
  route({
    method: 'get',
    path: '/api/v1/quarantine',
    summary: 'Readable but unacceptable items with their bytes, newest first',
    tag: 'ingest',
    query: z.object({
      ...pageQuery,
      device: z.string().min(1).optional(),
      state: z
        .enum([...states, 'all'])
        .optional()
        .describe('open when absent'),
    }),
    answers: { 200: { description: 'A page of items', schema: listOf(quarantineSchema) } },
    handle: async ({ query }, { store, calendar }) => {
      const { limit, cursor } = pageOf(query);
      if (cursor !== null && !idText.safeParse(cursor).success) return badParameter('cursor', 'is not one of ours');
      const state = query.state ?? 'open';
      const rows = await store.quarantine({
        limit: limit + 1,
        ...(cursor === null ? {} : { before: Number(cursor) }),
        ...(query.device === undefined ? {} : { device: query.device }),
        ...(state === 'all' ? {} : { state }),
      });
      const items = rows.slice(0, limit).map(({ bytes, receivedAt, ...row }) => ({
        ...row,
        receivedAt: calendar.iso(receivedAt),
        bytes: Buffer.from(bytes).toString('base64'),
      }));
      return json({ items, next: rows.length > limit ? String(items.at(-1)!.id) : null });
    },
  }),
  route({
    method: 'post',
    path: '/api/v1/quarantine/{id}/replay',
    summary: 'Judge an item again, by today’s register; if it is acceptable now, it is stored and its count moves',
    tag: 'ingest',
    params: z.object({ id: idText }),
    answers: {
      200: {
        description: 'Stored, or found to be a duplicate',
        schema: z.object({ state: z.literal('replayed'), outcome: z.enum(['stored', 'revision', 'duplicate']) }),
      },
    },
    problems: [409, 422, 503],
    handle: async ({ viewer, params, address }, { store, collector, registry }) => {
      const id = Number(params.id);
      if ((await store.quarantineItem(id)) === null) return notFound('quarantined item', params.id);
      const result = await collector.replayQuarantined(id);
      const entry = { actor: viewer.name, action: 'quarantine.replay', subject: params.id, address };
      if (result.state === 'replayed') {
        await registry.audit({ ...entry, result: 'done', detail: result.outcome });
        return json(result);
      }
      const detail = result.state === 'refused' ? `${result.reason}: ${result.detail}` : result.state;
      await registry.audit({ ...entry, result: 'refused', detail });
      if (result.state === 'not-open') return problem(409, 'not-open', 'It was replayed or discarded before.');
      return problem(422, 'still-unacceptable', detail, {
        errors: [{ path: '', code: result.reason, message: result.detail }],
      });
    },
  }),
];
