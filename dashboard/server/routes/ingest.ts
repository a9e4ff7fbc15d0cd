import { z } from 'zod';
import { notFound } from '../http/problem.ts';
import { json, route } from '../http/route.ts';
import { ledgerOf } from '../wire/ledger.ts';
import { ledgerSchema } from '../wire/schemas.ts';

export const ingestRoutes = [
  route({
    method: 'get',
    path: '/api/v1/ingest/ledger',
    summary: 'Where every reading and event went',
    tag: 'ingest',
    query: z.object({
      meter: z.string().min(1).optional(),
      device: z.string().min(1).optional(),
      source: z.string().min(1).optional().describe('mqtt, bulk, or the name of another broker'),
    }),
    answers: { 200: { description: 'The counts; of your meters only, unless all are yours', schema: ledgerSchema } },
    handle: async ({ viewer, query }, { registry, store }) => {
      const { meter, device, source } = query;
      const bySource = source === undefined ? {} : { source };
      if (meter !== undefined && (await registry.meter(viewer, meter)) === null) return notFound('meter', meter);
      const visible = await registry.visibleMeters(viewer);
      // A meter is its own device; what else a device says belongs to those who see everything.
      if (device !== undefined && visible !== null && !visible.has(device)) return notFound('device', device);
      if (meter === undefined && device === undefined) return json(await ledgerOf(store, visible, bySource));
      return json(
        await store.ledger({
          ...bySource,
          ...(meter === undefined ? {} : { meter }),
          ...(device === undefined ? {} : { device }),
        }),
      );
    },
  }),
];
