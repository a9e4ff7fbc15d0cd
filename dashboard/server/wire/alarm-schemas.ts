import { z } from 'zod';
import { alarmKinds } from '../../../domain/wire-alarms.ts';
import { isoText } from './schemas.ts';

/** What `domain/wire-alarms.ts` says in types, for OpenAPI and for the check of answers in tests. */
const number = z.number().nullable();

const stepSchema = z
  .object({
    at: isoText,
    by: z.string().nullable().describe('null: the platform'),
    what: z.enum(['opened', 'acknowledged', 'assigned', 'closed', 'noted']),
    text: z.string(),
  })
  .meta({ id: 'AlarmStep' });

export const alarmSchema = z
  .object({
    id: z.int(),
    kind: z.enum(alarmKinds),
    building: z.string(),
    buildingName: z.string(),
    institution: z.string(),
    institutionName: z.string(),
    meter: z.string().nullable(),
    carrier: z.string(),
    state: z.enum(['open', 'acknowledged', 'closed']),
    openedAt: isoText,
    lastSeenAt: isoText,
    seen: z.int().describe('How often it was found: nights, days off'),
    closed: z
      .object({ at: isoText, by: z.string().nullable().describe('null: it was over'), reason: z.string() })
      .nullable(),
    acknowledged: z.object({ at: isoText, by: z.string() }).nullable(),
    assignee: z.string().nullable(),
    found: number,
    usual: number,
    limit: number,
    unit: z.string().nullable(),
    waste: z
      .object({
        quantity: z.number().describe('Beyond what is usual, since it opened'),
        unit: z.enum(['kWh', 'm³']),
        money: number.describe('Yuan; null without a tariff'),
        perDay: z.number(),
      })
      .nullable(),
    demo: z.boolean(),
    steps: z.array(stepSchema),
  })
  .meta({ id: 'Alarm' });

export const alarmPageSchema = z
  .object({
    items: z.array(alarmSchema),
    next: z.string().nullable().describe('Cursor of the next page; null = the last'),
    open: z.int().describe('Alarms that you may see and that are not closed'),
  })
  .meta({ id: 'AlarmPage' });
