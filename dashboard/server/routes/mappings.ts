import { z } from 'zod';
import { judgeBy } from '../../../collector/judge.ts';
import { parseMapping } from '../../../domain/mapping/parse.ts';
import { knownUnits } from '../../../domain/mapping/units.ts';
import type { WireMapping, WireMappingTry, WireRecordedMessage } from '../../../domain/wire-mappings.ts';
import type { StoredMapping } from '../../../storage/registry/port.ts';
import type { House } from '../house.ts';
import { notFound, problem } from '../http/problem.ts';
import { empty, json, route } from '../http/route.ts';
import { tryMapping } from '../wire/mapping-try.ts';
import { mappingSchema, recordedSchema, trySchema, unitSchema } from '../wire/mapping-schemas.ts';
import { listOf } from '../wire/paging.ts';

const tag = 'mappings';
const id = z.object({ id: z.string().min(1).max(64) });
const rule = z.record(z.string(), z.unknown()).describe('As an item of `mappings` in the portfolio, without its id');
const base64 = z.base64();
const prefix = /^mappings\[0\]\.?/;

/** How messages of gateways that don't speak `v1/…` become readings. Staff only: recorded messages belong to nobody yet. */
export const mappingRoutes = [
  route({
    method: 'get',
    path: '/api/v1/mappings',
    summary: 'Mappings in the order in which they are tried',
    tag,
    answers: { 200: { description: 'All of them', schema: listOf(mappingSchema) } },
    handle: (_call, house) => json({ items: inOrder(house), next: null }),
  }),
  route({
    method: 'put',
    path: '/api/v1/mappings/{id}',
    summary: 'Make or replace a mapping; messages that come from now on are read by it',
    tag,
    params: id,
    body: { kind: 'json', schema: rule },
    answers: {
      200: { description: 'Replaced', schema: mappingSchema },
      201: { description: 'Made', schema: mappingSchema },
    },
    problems: [422],
    handle: async ({ viewer, params, body }, house) => {
      const result = await house.registry.importPortfolio({ mappings: [{ ...body, id: params.id }] }, viewer);
      if (!result.ok) {
        const errors = result.faults.map((fault) => ({ ...fault, path: fault.path.replace(prefix, '') }));
        return problem(422, 'invalid-content', undefined, { errors });
      }
      const stored = house.registry.mappings().find((mapping) => mapping.rule.id === params.id);
      if (!stored) return notFound('mapping', params.id);
      return json(wireMapping(stored, house), result.created > 0 ? 201 : 200);
    },
  }),
  route({
    method: 'delete',
    path: '/api/v1/mappings/{id}',
    summary: 'Remove a mapping; what it quarantined stays, and waits for another that takes its topic',
    tag,
    params: id,
    answers: { 204: { description: 'Removed' } },
    handle: async ({ viewer, params }, { registry }) =>
      (await registry.removeMapping(params.id, viewer)) ? empty() : notFound('mapping', params.id),
  }),
  route({
    method: 'post',
    path: '/api/v1/mappings/try',
    summary: 'What a message becomes by a mapping, step by step; nothing is stored or counted',
    tag,
    body: {
      kind: 'json',
      schema: z.object({
        mapping: z.unknown().describe('A draft; its id may be absent'),
        message: z.object({
          topic: z.string().max(65_535),
          payload: z.string().optional(),
          payloadBase64: base64.optional(),
          receivedAt: z.iso.datetime({ offset: true }).optional(),
        }),
      }),
    },
    answers: { 200: { description: 'The steps, or the faults of the mapping', schema: trySchema } },
    handle: async ({ body: { mapping, message } }, house) => {
      const draft = isRecord(mapping) ? { id: 'draft', ...mapping } : mapping;
      const checked = await house.registry.checkMapping(draft);
      const faulty = (faults: WireMappingTry['faults']) => json({ state: 'faulty', faults, steps: [], items: [] });
      if ('faults' in checked) return faulty(checked.faults);
      const parsed = parseMapping(checked.rule);
      if ('faults' in parsed) return faulty(parsed.faults);
      const { topic, payload = '', payloadBase64, receivedAt } = message;
      const bytes = payloadBase64 === undefined ? Buffer.from(payload) : Buffer.from(payloadBase64, 'base64');
      const at = receivedAt === undefined ? house.now() : Date.parse(receivedAt);
      const tools = { judge: judgeBy(house.registry.directory), iso: (ts: number) => house.calendar.iso(ts) };
      return json(tryMapping(parsed.mapping, { topic, payload: bytes, receivedAt: at }, tools));
    },
  }),
  route({
    method: 'get',
    path: '/api/v1/mappings/recorded',
    summary: 'Messages on other topics than v1/…, newest first: the newest of each topic, at most 50 a source',
    tag,
    query: z.object({ source: z.string().min(1).optional() }),
    answers: { 200: { description: 'Since the start', schema: listOf(recordedSchema) } },
    handle: ({ query }, house) => {
      const recorded = house.collector.mappings.recorded(query.source);
      const items = recorded.map(({ payload, receivedAt, ...message }): WireRecordedMessage => ({
        ...message,
        receivedAt: house.calendar.iso(receivedAt),
        payload: textOf(payload, message.bytes),
        payloadBase64: Buffer.from(payload).toString('base64'),
      }));
      return json({ items, next: null });
    },
  }),
  route({
    method: 'get',
    path: '/api/v1/mappings/units',
    summary: 'Units that a value may come in',
    tag,
    answers: { 200: { description: 'All of them', schema: listOf(unitSchema) } },
    handle: () => json({ items: knownUnits, next: null }),
  }),
];

function inOrder(house: House): readonly WireMapping[] {
  const places = new Map(house.collector.mappings.inOrder.map((id, at) => [id, at]));
  const place = ({ rule }: StoredMapping) => places.get(rule.id) ?? Infinity;
  return [...house.registry.mappings()].sort((a, b) => place(a) - place(b)).map((stored) => wireMapping(stored, house));
}

function wireMapping({ rule, demo }: StoredMapping, { collector }: House): WireMapping {
  const { messages, faults } = collector.mappings.figures(rule.id);
  return { ...rule, demo, messages, faults };
}

/** Of a message that was cut, the last character may be half: it is left out. */
function textOf(payload: Uint8Array, bytes: number): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(payload, { stream: payload.length < bytes });
  } catch {
    return null;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
