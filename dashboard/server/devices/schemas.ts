import { z } from 'zod';
import { isoText } from '../wire/schemas.ts';

/** Shapes of answers about devices, for the OpenAPI document. The types stand in domain/wire-devices.ts. */
export const deviceKinds = ['meter', 'gateway', 'scale', 'counter', 'account'] as const;
export const deviceStates = ['new', 'ok', 'late', 'silent', 'refused', 'no-secret'] as const;
const count = z.int().nonnegative();

export const deviceSchema = z
  .object({
    id: z.string(),
    kind: z.enum(deviceKinds),
    place: z.string().nullable().describe('Name of its building, or of its canteen'),
    building: z.string().nullable(),
    carrier: z.string().nullable(),
    gateway: z.string().nullable().describe('The gateway that speaks for it'),
    state: z.enum(deviceStates),
    connections: count,
    address: z.string().nullable(),
    connectedSince: isoText.nullable(),
    lastMessageAt: isoText.nullable().describe('Since the server started'),
    clockOffsetSeconds: z.number().nullable().describe('Arrival minus its own time, of the newest stored reading'),
    quarterHours: z.array(count).length(96).describe('Items of the last 24 h by quarter hour, oldest first'),
    received: count,
    quarantined: count,
    rejected: count,
    fault: z
      .object({
        at: isoText,
        what: z.enum(['login', 'quarantined', 'rejected', 'closed']),
        reason: z.string(),
        detail: z.string(),
        excerpt: z.string().nullable(),
      })
      .nullable()
      .describe('What went wrong last'),
    secret: z.object({ set: z.boolean(), overlapUntil: isoText.nullable() }),
    demo: z.boolean(),
  })
  .meta({ id: 'Device' });

export const newSecretSchema = z
  .object({
    id: z.string(),
    secret: z.string().describe('Shown this once; kept as a hash'),
    overlapUntil: isoText.nullable().describe('The secret before holds until then'),
    mqttPort: z.int(),
    mqttsPort: z.int().nullable(),
    wsPort: z.int().nullable(),
  })
  .meta({ id: 'NewSecret' });

export const knockSchema = z
  .object({
    name: z.string(),
    via: z.enum(['login', 'reading']),
    publisher: z.string().nullable(),
    address: z.string().nullable(),
    clientId: z.string().nullable(),
    reason: z.string(),
    count,
    firstAt: isoText,
    lastAt: isoText,
    adoptable: z.boolean().describe('The name can be a device id: POST /api/v1/devices with it'),
  })
  .meta({ id: 'Knock' });

export const overlapHours = z
  .number()
  .min(0)
  .max(168)
  .optional()
  .describe('The secret before holds for so many hours, 0 to 168; 24 when absent');
