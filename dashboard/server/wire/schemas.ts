import { verdictRules } from '../../../domain/metering/finding.ts';
import { z } from 'zod';
import { qualities } from '../../../storage/series/port.ts';
import { carriers, roles } from '../../../storage/registry/port.ts';

/** Shapes of answers, for the OpenAPI document. The types themselves stand in domain/wire.ts. */
export const isoText = z.iso.datetime({ offset: true }).describe('ISO 8601 with the offset of the installation’s zone');
const finite = z.number();
const count = z.int().nonnegative();

export const problemSchema = z
  .looseObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string(),
    detail: z.string().optional(),
    errors: z.array(z.object({ path: z.string(), code: z.string(), message: z.string() })).optional(),
  })
  .meta({ id: 'Problem', description: 'RFC 9457 problem details' });

export const ledgerSchema = z
  .object({
    received: count.describe('Counted on its own; always the sum of the next four'),
    stored: count,
    duplicate: count,
    quarantined: count,
    rejected: count,
    revisions: count.describe('Of `stored`: those that put another value in place of a known one'),
  })
  .meta({ id: 'Ledger' });

export const sessionSchema = z
  .object({ username: z.string(), role: z.enum(roles), scope: z.string().nullable() })
  .meta({ id: 'Session' });

export const meterSchema = z
  .object({
    id: z.string(),
    building: z.string(),
    buildingName: z.string(),
    institution: z.string(),
    institutionName: z.string(),
    parent: z.string().nullable(),
    carrier: z.enum(carriers),
    endUse: z.string().nullable(),
    register: z.object({
      point: z.string(),
      unit: z.string(),
      digits: z.int().nullable(),
      decimals: z.int().nullable(),
      multiplier: z.union([finite, z.array(z.object({ from: z.string(), value: finite }))]),
    }),
    replacements: z.array(z.object({ at: z.string(), closing: finite.nullable(), opening: finite.nullable() })),
    maxPerHour: finite.nullable(),
    interval: z.string(),
    intervalMs: finite,
    gateway: z.string().nullable(),
    verifiedUntil: z.string().nullable(),
    virtual: z
      .array(z.object({ meter: z.string(), factor: finite, from: z.string().nullable(), to: z.string().nullable() }))
      .nullable()
      .describe('Computed of these meters from local midnight of from, up to to; null: a meter that is read'),
    demo: z.boolean(),
    state: z.enum(['never', 'live', 'late', 'silent']),
    ageSeconds: finite.nullable(),
    lastReading: z
      .object({
        ts: isoText,
        receivedAt: isoText,
        values: z.record(z.string(), z.object({ value: finite, ts: isoText, unit: z.string().nullable() })),
      })
      .nullable(),
    points: z.array(z.string()),
  })
  .meta({ id: 'Meter' });

const every = z.enum(['raw', '15m', '1h', '1d', '1mo']);

export const seriesSchema = z
  .object({
    meter: z.string(),
    point: z.string(),
    unit: z.string().nullable(),
    every,
    timezone: z.string(),
    points: z.array(
      z.object({
        ts: isoText.describe('Start of the interval, or the reading’s own time for `raw`'),
        value: finite.nullable().describe('null: nothing is known, never 0'),
        quality: z.enum([...qualities] as [string, ...string[]]),
        coverage: finite.min(0).max(1),
        min: finite.nullable().optional(),
        max: finite.nullable().optional(),
        partial: z.literal(true).optional().describe('The interval is still running'),
      }),
    ),
  })
  .meta({ id: 'Series' });

export const readingsSchema = z
  .object({
    meter: z.string(),
    point: z.string(),
    unit: z.string().nullable(),
    total: z.int().describe('Readings of the span'),
    odd: z.int().describe('Of them, those that are not plainly normal'),
    items: z.array(
      z.object({
        ts: isoText,
        receivedAt: isoText.nullable().describe('First arrival; null: not kept here'),
        value: finite,
        verdict: z
          .enum(['normal', ...verdictRules])
          .describe('Of the step that leads to this reading; of instantaneous points always `normal`'),
        used: finite.nullable(),
        limit: finite.nullable(),
      }),
    ),
  })
  .meta({ id: 'Readings' });

export const seriesTableSchema = z
  .object({
    every,
    timezone: z.string(),
    ts: z.array(isoText),
    series: z.array(
      z.object({
        meter: z.string(),
        point: z.string(),
        unit: z.string().nullable(),
        value: z.array(finite.nullable()),
        quality: z
          .string()
          .regex(/^[mexh]*$/)
          .describe('One letter an interval: measured, estimated, x missing, by hand'),
        coverage: z.array(finite.min(0).max(1)).optional().describe('Absent when every interval is fully covered'),
      }),
    ),
  })
  .meta({ id: 'SeriesTable' });

export const systemSchema = z
  .object({
    version: z.string(),
    timezone: z.string(),
    mqttPort: z.int(),
    mqttsPort: z.int().nullable(),
    wsPort: z.int().nullable(),
    demo: z.boolean(),
    metersTotal: count,
    metersLive: count,
    alarmsOpen: count.optional(),
    latestReadingAt: isoText.nullable(),
    store: z.union([
      z.object({ state: z.literal('ok') }),
      z.object({ state: z.literal('failing'), since: isoText, code: z.string(), message: z.string() }),
    ]),
  })
  .meta({ id: 'System' });
