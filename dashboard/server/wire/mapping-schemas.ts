import { z } from 'zod';
import { items } from '../../../storage/registry/portfolio-schema.ts';
import { isoText } from './schemas.ts';

/** Shapes of answers about mappings, for the OpenAPI document. The types themselves stand in domain/wire-mappings.ts. */
const count = z.int().nonnegative();

export const mappingSchema = items.mappings
  .extend({ demo: z.boolean(), messages: count, faults: count })
  .meta({ id: 'Mapping' });

const stepSchema = z
  .object({
    step: z.enum(['topic', 'payload', 'items', 'device', 'ts', 'value', 'judge']),
    ok: z.boolean(),
    rule: z.string().describe('Where in the mapping'),
    place: z.string().describe('Where in the message'),
    found: z.string().nullable(),
    became: z.string().nullable(),
    detail: z.string(),
  })
  .meta({ id: 'MappingStep' });

export const trySchema = z
  .object({
    state: z.enum(['faulty', 'not-taken', 'unreadable', 'read']),
    faults: z.array(z.object({ path: z.string(), code: z.string(), message: z.string() })),
    steps: z.array(stepSchema),
    items: z.array(
      z.object({
        place: z.string(),
        outcome: z.enum(['reading', 'quarantined', 'rejected', 'ignored']),
        reason: z.string().nullable(),
        detail: z.string().nullable(),
        reading: z
          .object({
            device: z.string(),
            ts: isoText,
            ownTime: z.boolean(),
            values: z.array(z.object({ point: z.string(), value: z.number(), unit: z.string().nullable() })),
          })
          .nullable(),
        steps: z.array(stepSchema),
      }),
    ),
  })
  .meta({ id: 'MappingTry' });

export const recordedSchema = z
  .object({
    source: z.string(),
    topic: z.string(),
    receivedAt: isoText,
    payload: z.string().nullable().describe('null: no text'),
    payloadBase64: z.string().meta({ contentEncoding: 'base64' }),
    bytes: count.describe('Of the whole message; more than 8,192 were cut'),
    mapping: z.string().nullable(),
  })
  .meta({ id: 'RecordedMessage' });

export const unitSchema = z.object({ unit: z.string(), quantity: z.string() }).meta({ id: 'MappingUnit' });
