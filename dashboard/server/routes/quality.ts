import { z } from 'zod';
import { verdictRules, type VerdictEffect } from '../../../domain/metering/finding.ts';
import type { Viewer } from '../../../storage/registry/port.ts';
import type { House } from '../house.ts';
import { instant } from '../http/instant.ts';
import { badParameter, isProblem, notFound, type Problem } from '../http/problem.ts';
import { json, route } from '../http/route.ts';
import { passes, verdictsAsOf } from '../quality/as-of.ts';
import { listVerdicts, placeOf, verdictStates, type Verdict, type VerdictQuery } from '../quality/list.ts';
import { parseVerdictId, verdictId, type VerdictKey } from '../quality/verdict-key.ts';
import { wireVerdict } from '../quality/wire-verdict.ts';
import { pageOf, pageQuery } from '../wire/paging.ts';
import { effects, verdictPageSchema } from '../wire/quality-schemas.ts';
import { instantText } from './series.ts';

const mostMetersThen = 50;
const usualMs = 31 * 86_400_000;
const longestMs = 400 * 86_400_000;

const listed = <T extends readonly [string, ...string[]]>(values: T) =>
  z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(z.enum(values)).min(1))
    .optional();

export const qualityRoutes = [
  route({
    method: 'get',
    path: '/api/v1/quality/verdicts',
    summary:
      'What rules found in the readings of the meters that you may see, and what was decided of it; newest first',
    tag: 'quality',
    query: z.object({
      ...pageQuery,
      state: z.enum(verdictStates).optional().describe('`open` when absent: nobody decided of it yet'),
      rule: listed(verdictRules).describe('One or several, with commas between'),
      effect: listed(effects).describe('One or several, with commas between'),
      meter: z.string().min(1).max(200).optional(),
      building: z.string().min(1).max(200).optional(),
      from: instantText.optional().describe('Verdicts that touch the time from here on'),
      to: instantText.optional().describe('… and before here'),
      asOf: instantText.optional().describe('As known at that instant: of one meter or building, and at most 400 days'),
    }),
    answers: { 200: { description: 'A page of verdicts', schema: verdictPageSchema } },
    problems: [503],
    handle: async ({ viewer, query }, house) => {
      const { limit, cursor } = pageOf(query);
      const after = cursor === null ? null : keyOfCursor(cursor);
      if (after === undefined) return badParameter('cursor', 'is not one of ours');
      const span = timesOf(query, house);
      if (isProblem(span)) return span;
      const visible = await house.registry.visibleMeters(viewer);
      const meters = await metersOf(query, viewer, visible, house);
      if (isProblem(meters)) return meters;
      const { state = 'open', rule: rules, effect: effects } = query;
      const asked = { state, meters, rules, effects, ...span, limit, after };
      const [page, all] = await Promise.all([
        query.asOf === undefined ? newest(asked, visible, house) : knownThen(asked, query.asOf, viewer, house),
        house.meters.all(viewer),
      ]);
      if (isProblem(page)) return page;
      const byId = new Map(all.map((meter) => [meter.id, meter]));
      const items = page.items.flatMap(({ finding, decision }) => {
        const meter = byId.get(finding.meter);
        return meter === undefined ? [] : [wireVerdict(finding, decision, meter, house)];
      });
      return json({ items, next: page.next === null ? null : cursorOf(page.next), open: page.open });
    },
  }),
];

interface Listed {
  readonly items: readonly Verdict[];
  readonly next: VerdictKey | null;
  readonly open: Readonly<Record<VerdictEffect, number>>;
}

async function newest(query: VerdictQuery, visible: ReadonlySet<string> | null, house: House): Promise<Listed> {
  const [page, open] = await Promise.all([listVerdicts(query, house), house.verdicts.counts(visible)]);
  return { ...page, open };
}

/** Computed of the readings: of few meters and a bounded time. `open` is of these meters and this time. */
async function knownThen(query: VerdictQuery, text: string, viewer: Viewer, house: House): Promise<Listed | Problem> {
  const asOf = instant('asOf', text, house.calendar);
  if (isProblem(asOf)) return asOf;
  const { meters, to = asOf, from = to - usualMs, limit } = query;
  if (meters === null || meters.size > mostMetersThen) {
    return badParameter('asOf', `is answered for one meter or building, with at most ${mostMetersThen} meters`);
  }
  if (to - from > longestMs) return badParameter('from', 'more than 400 days: ask for less', 'too-many-points');
  const all = await verdictsAsOf({ ...query, meters: [...meters], from, to }, asOf, viewer, house);
  const open = { unknown: 0, judged: 0, flagged: 0 };
  for (const { finding, decision } of all) if (decision === null) open[finding.effect] += 1;
  const rest = all.filter((verdict) => passes(verdict, query));
  const items = rest.slice(0, limit);
  return { items, next: rest.length > limit ? placeOf(items.at(-1)!) : null, open };
}

/** Meters that were asked for, of those that the viewer may see; null = all there are. */
export async function metersOf(
  { meter, building }: { readonly meter?: string | undefined; readonly building?: string | undefined },
  viewer: Viewer,
  visible: ReadonlySet<string> | null,
  { meters }: Pick<House, 'meters'>,
): Promise<ReadonlySet<string> | null | Problem> {
  if (meter === undefined && building === undefined) return visible;
  const all = await meters.all(viewer);
  const own = all.filter((one) => (meter ?? one.id) === one.id && (building ?? one.building) === one.building);
  if (own.length > 0) return new Set(own.map(({ id }) => id));
  return meter === undefined ? notFound('building', building!) : notFound('meter', meter);
}

export function timesOf(
  query: { readonly from?: string | undefined; readonly to?: string | undefined },
  { calendar }: Pick<House, 'calendar'>,
): { readonly from?: number; readonly to?: number } | Problem {
  const from = query.from === undefined ? undefined : instant('from', query.from, calendar);
  const to = query.to === undefined ? undefined : instant('to', query.to, calendar);
  if (isProblem(from)) return from;
  if (isProblem(to)) return to;
  if (from !== undefined && to !== undefined && from > to) return badParameter('from', 'lies after `to`');
  return { ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
}

const cursorOf = (key: VerdictKey): string => Buffer.from(verdictId(key)).toString('base64url');

/** undefined: not one of ours. */
function keyOfCursor(cursor: string): VerdictKey | undefined {
  const key = parseVerdictId(Buffer.from(cursor, 'base64url').toString());
  return key !== null && cursorOf(key) === cursor ? key : undefined;
}
