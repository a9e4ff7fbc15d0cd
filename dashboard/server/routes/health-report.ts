import { z } from 'zod';
import { wireHealth } from '../health/wire-health.ts';
import { json, route } from '../http/route.ts';
import { isoText } from '../wire/schemas.ts';

const finite = z.number();
const count = z.int().nonnegative();
const lastError = z.object({ at: isoText, message: z.string() }).nullable();

const healthSchema = z
  .object({
    at: isoText,
    since: isoText.describe('Start of the server'),
    parts: z.array(
      z.object({
        part: z.enum(['store', 'gateway', 'tls', 'pipeline', 'influx', 'source', 'disk']),
        name: z.string().nullable(),
        state: z.enum(['ok', 'degraded', 'failing', 'off']),
        code: z.string().nullable(),
        detail: z.string().nullable(),
        since: isoText.nullable(),
      }),
    ),
    ingest: z
      .object({
        messagesPerSecond: finite,
        itemsPerSecond: finite,
        commitP50Ms: finite.nullable(),
        commitP99Ms: finite.nullable(),
        pendingMessages: count,
        pendingBytes: count,
        dirtyMeters: count,
        eventLoopP99Ms: finite,
        residentBytes: count,
      })
      .describe('Of the last minute'),
    refusals: z.array(z.object({ what: z.string(), reason: z.string(), count })).describe('Since the start'),
    forwarder: z
      .object({
        url: z.string(),
        state: z.enum(['ok', 'catching-up', 'away', 'refused']),
        waitingRows: count,
        oldestWaitingSeconds: finite.nullable(),
        deadLetters: count,
        lastError,
        waitingForHistory: count,
      })
      .nullable(),
    sources: z.array(
      z.object({
        name: z.string(),
        url: z.string(),
        topics: z.array(z.string()),
        state: z.enum(['connected', 'connecting', 'refused']),
        since: isoText,
        messages: count,
        lastMessageAt: isoText.nullable(),
        lastError,
      }),
    ),
  })
  .meta({ id: 'Health' });

export const healthReportRoutes = [
  route({
    method: 'get',
    path: '/api/v1/health',
    summary: 'How each part is, worst first, with what to do; rates of the last minute',
    tag: 'operation',
    answers: { 200: { description: 'The report', schema: healthSchema } },
    handle: async (_call, house) => json(await wireHealth(house)),
  }),
];
