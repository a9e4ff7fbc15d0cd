import { z } from 'zod';
import { json, route } from '../http/route.ts';
import { listOf, pageOf, pageQuery } from '../wire/paging.ts';

const regionSchema = z
  .object({ id: z.string(), name: z.string(), parent: z.string().nullable() })
  .meta({ id: 'Region' });
const institutionSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    region: z.string().nullable(),
    creditCode: z.string().nullable(),
    kind: z.enum(['office', 'education', 'health', 'culture', 'sports', 'other']).nullable(),
    floorAreaM2: z.number().nullable(),
    people: z.number().nullable(),
  })
  .meta({ id: 'Institution' });
const buildingSchema = z
  .object({
    id: z.string(),
    institution: z.string(),
    name: z.string(),
    floorAreaM2: z.number().nullable(),
    latitude: z.number().nullable(),
    longitude: z.number().nullable(),
    weatherMeter: z.string().nullable(),
  })
  .meta({ id: 'Building' });

const query = z.object(pageQuery);

export const placeRoutes = [
  route({
    method: 'get',
    path: '/api/v1/regions',
    summary: 'Cities, counties and townships that you may see',
    tag: 'register',
    query,
    answers: { 200: { description: 'A page of regions', schema: listOf(regionSchema) } },
    handle: async (call, { registry }) => json(await registry.regions(call.viewer, pageOf(call.query))),
  }),
  route({
    method: 'get',
    path: '/api/v1/institutions',
    summary: 'Institutions that you may see',
    tag: 'register',
    query,
    answers: { 200: { description: 'A page of institutions', schema: listOf(institutionSchema) } },
    handle: async (call, { registry }) => json(await registry.institutions(call.viewer, pageOf(call.query))),
  }),
  route({
    method: 'get',
    path: '/api/v1/buildings',
    summary: 'Buildings that you may see',
    tag: 'register',
    query,
    answers: { 200: { description: 'A page of buildings', schema: listOf(buildingSchema) } },
    handle: async (call, { registry }) => json(await registry.buildings(call.viewer, pageOf(call.query))),
  }),
];
