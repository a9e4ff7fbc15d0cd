import { z } from 'zod';
import { json, route } from '../http/route.ts';

export const openapiRoutes = [
  route({
    method: 'get',
    path: '/api/v1/openapi.json',
    summary: 'This document',
    tag: 'operation',
    answers: { 200: { description: 'OpenAPI 3.1', schema: z.looseObject({ openapi: z.literal('3.1.0') }) } },
    handle: (_call, house) => json(house.openapi()),
  }),
];
