import { z } from 'zod';
import { notFound } from '../http/problem.ts';
import { json, route } from '../http/route.ts';
import { carriers } from '../../../storage/registry/port.ts';
import { wireMeter } from '../wire/meter.ts';
import { filteredPage, listOf, pageOf, pageQuery } from '../wire/paging.ts';
import { meterSchema } from '../wire/schemas.ts';

export const meterRoutes = [
  route({
    method: 'get',
    path: '/api/v1/meters',
    summary: 'Meters that you may see, with newest reading, age and state',
    tag: 'meters',
    query: z.object({
      ...pageQuery,
      building: z.string().optional(),
      institution: z.string().optional(),
      carrier: z.enum(carriers).optional(),
      state: z.enum(['never', 'live', 'late', 'silent']).optional(),
    }),
    answers: { 200: { description: 'A page of meters', schema: listOf(meterSchema) } },
    handle: async ({ viewer, query }, house) => {
      const { building, institution, carrier, state } = query;
      const filter = {
        ...(building === undefined ? {} : { building }),
        ...(institution === undefined ? {} : { institution }),
        ...(carrier === undefined ? {} : { carrier }),
      };
      const page = await filteredPage(
        (part) => house.meters.page(viewer, { ...filter, ...part }),
        pageOf(query),
        (meter) => {
          const wire = wireMeter(meter, house);
          return state === undefined || wire.state === state ? wire : null;
        },
      );
      return json(page);
    },
  }),
  route({
    method: 'get',
    path: '/api/v1/meters/{id}',
    summary: 'One meter',
    tag: 'meters',
    params: z.object({ id: z.string() }),
    answers: { 200: { description: 'The meter', schema: meterSchema } },
    handle: async ({ viewer, params }, house) => {
      const meter = await house.registry.meter(viewer, params.id);
      return meter === null ? notFound('meter', params.id) : json(wireMeter(meter, house));
    },
  }),
];
