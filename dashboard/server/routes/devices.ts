import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import type { WireNewSecret } from '../../../domain/wire-devices.ts';
import type { NewSecret } from '../../../storage/registry/port.ts';
import { createDevice } from '../devices/create.ts';
import {
  deviceKinds,
  deviceSchema,
  deviceStates,
  knockSchema,
  newSecretSchema,
  overlapHours,
} from '../devices/schemas.ts';
import { wireDevice } from '../devices/wire-device.ts';
import type { House } from '../house.ts';
import { badParameter, isProblem, notFound } from '../http/problem.ts';
import { empty, json, route } from '../http/route.ts';
import { filteredPage, listOf, pageOf, pageQuery } from '../wire/paging.ts';

const hourMs = 3_600_000;
const defaultOverlapHours = 24;
const params = z.object({ id: z.string() });
const madeNow = { 201: { description: 'The secret, shown this once', schema: newSecretSchema } };

export const deviceRoutes = [
  route({
    method: 'get',
    path: '/api/v1/devices',
    summary: 'What logs in at the gateway, with state, rates and last fault; of your meters only, unless all are yours',
    tag: 'devices',
    query: z.object({
      ...pageQuery,
      kind: z.enum(deviceKinds).optional(),
      state: z.enum(deviceStates).optional(),
      building: z.string().optional(),
      q: z.string().max(200).optional().describe('Part of an id or a place'),
      withErrors: z.enum(['true', 'false']).optional().describe('true: only those with a fault'),
    }),
    answers: { 200: { description: 'A page of devices', schema: listOf(deviceSchema) } },
    handle: async ({ viewer, query }, house) => {
      const { kind, state, building, q, withErrors } = query;
      const filter = {
        ...(kind === undefined ? {} : { kind }),
        ...(building === undefined ? {} : { building }),
        ...(q === undefined ? {} : { q }),
      };
      const page = await filteredPage(
        async (part) => {
          // A filter may look at a whole province: the broker gets its turns.
          await setImmediate();
          return house.registry.devices(viewer, { ...filter, ...part });
        },
        pageOf(query),
        (device) => {
          const wire = wireDevice(device, house);
          if (state !== undefined && wire.state !== state) return null;
          return withErrors === 'true' && wire.fault === null ? null : wire;
        },
      );
      return json(page);
    },
  }),
  route({
    method: 'get',
    path: '/api/v1/devices/{id}',
    summary: 'One device',
    tag: 'devices',
    params,
    answers: { 200: { description: 'The device', schema: deviceSchema } },
    handle: async ({ viewer, params: { id } }, house) => {
      const device = await house.registry.device(viewer, id);
      return device === null ? notFound('device', id) : json(wireDevice(device, house));
    },
  }),
  route({
    method: 'post',
    path: '/api/v1/devices',
    summary: 'Connect a device: give one that is there a secret, or make a meter, gateway or account with one',
    tag: 'devices',
    body: {
      kind: 'json',
      schema: z.looseObject({
        kind: z.enum(['meter', 'gateway', 'account']).optional().describe('meter when absent'),
        id: z.string().max(200).optional(),
        overlapHours,
      }),
    },
    answers: madeNow,
    problems: [409],
    handle: async ({ viewer, body, address }, house) => {
      const { kind, id, overlapHours: hours, ...row } = body;
      const known = id === undefined ? null : await house.registry.device(viewer, id);
      if (known !== null && Object.keys(row).length === 0 && (kind === undefined || kind === known.kind)) {
        const made = await house.registry.newSecret(known.id, overlap(hours), viewer);
        return made === null ? notFound('device', known.id) : shown(known.id, made, house);
      }
      const made = await createDevice({ kind: kind ?? 'meter', id, row, viewer, address }, house);
      return isProblem(made) ? made : shown(made.id, { secret: made.secret, overlapUntil: null }, house);
    },
  }),
  route({
    method: 'post',
    path: '/api/v1/devices/{id}/secret',
    summary: 'Give a device a new secret; the one before holds for a while',
    tag: 'devices',
    params,
    body: { kind: 'json', schema: z.strictObject({ overlapHours }) },
    answers: madeNow,
    handle: async ({ viewer, params: { id }, body }, house) => {
      const made = await house.registry.newSecret(id, overlap(body.overlapHours), viewer);
      return made === null ? notFound('device', id) : shown(id, made, house);
    },
  }),
  route({
    method: 'delete',
    path: '/api/v1/devices/{id}/secret',
    summary: 'Revoke every secret of a device; its live connections close',
    tag: 'devices',
    params,
    answers: { 204: { description: 'Revoked' } },
    handle: async ({ viewer, params: { id } }, { registry }) =>
      (await registry.revokeSecret(id, viewer)) ? empty() : notFound('device', id),
  }),
  route({
    method: 'get',
    path: '/api/v1/knocks',
    summary: 'Who is not in the portfolio and tried, at the door or named by a gateway or account; newest first',
    tag: 'devices',
    query: z.object(pageQuery),
    answers: { 200: { description: 'A page of knocks', schema: listOf(knockSchema) } },
    handle: ({ query }, { knocks }) => {
      const { limit, cursor } = pageOf(query);
      if (cursor !== null && !/^\d{1,6}$/.test(cursor)) return badParameter('cursor', 'is not one of ours');
      const from = Number(cursor);
      const all = knocks.list();
      return json({
        items: all.slice(from, from + limit),
        next: from + limit < all.length ? String(from + limit) : null,
      });
    },
  }),
  route({
    method: 'delete',
    path: '/api/v1/knocks/{name}',
    summary: 'Leave a name out of the knocks for a day',
    tag: 'devices',
    params: z.object({ name: z.string() }),
    answers: { 204: { description: 'Left out' } },
    handle: ({ params: { name } }, { knocks }) => (knocks.ignore(name) ? empty() : notFound('knock', name)),
  }),
  route({
    method: 'delete',
    path: '/api/v1/knocks',
    summary: 'The same for a name that no path can hold, such as the empty one of those who gave none',
    tag: 'devices',
    query: z.object({ name: z.string().optional() }),
    answers: { 204: { description: 'Left out' } },
    handle: ({ query: { name = '' } }, { knocks }) => (knocks.ignore(name) ? empty() : notFound('knock', name)),
  }),
];

const overlap = (hours: number | undefined) => ({ overlapMs: (hours ?? defaultOverlapHours) * hourMs });

/** Never kept by a browser or proxy: every answer of the API says `no-store`. */
function shown(id: string, { secret, overlapUntil }: NewSecret, { calendar, runtime }: House) {
  const { mqttPort, mqttsPort, wsPort } = runtime();
  const body: WireNewSecret = {
    id,
    secret,
    overlapUntil: overlapUntil === null ? null : calendar.iso(overlapUntil),
    mqttPort,
    mqttsPort: mqttsPort ?? null,
    wsPort: wsPort ?? null,
  };
  return json(body, 201);
}
