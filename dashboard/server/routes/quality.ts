import { z } from 'zod';
import { verdictRules } from '../../../domain/metering/finding.ts';
import type { Viewer } from '../../../storage/registry/port.ts';
import type { House } from '../house.ts';
import { instant } from '../http/instant.ts';
import { badParameter, isProblem, notFound, type Problem } from '../http/problem.ts';
import { json, route } from '../http/route.ts';
import { listVerdicts, verdictStates } from '../quality/list.ts';
import { parseVerdictId, verdictId, type VerdictKey } from '../quality/verdict-key.ts';
import { wireVerdict } from '../quality/wire-verdict.ts';
import { pageOf, pageQuery } from '../wire/paging.ts';
import { effects, verdictPageSchema } from '../wire/quality-schemas.ts';
import { instantText } from './series.ts';

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
    }),
    answers: { 200: { description: 'A page of verdicts', schema: verdictPageSchema } },
    handle: async ({ viewer, query }, house) => {
      const { limit, cursor } = pageOf(query);
      const after = cursor === null ? null : keyOfCursor(cursor);
      if (after === undefined) return badParameter('cursor', 'is not one of ours');
      const span = timesOf(query, house);
      if (isProblem(span)) return span;
      const visible = await house.registry.visibleMeters(viewer);
      const meters = await metersOf(query, viewer, visible, house);
      if (isProblem(meters)) return meters;
      const { state = 'open', rule: rules, effect } = query;
      const [page, open, all] = await Promise.all([
        listVerdicts({ state, meters, rules, effects: effect, ...span, limit, after }, house),
        house.verdicts.counts(visible),
        house.meters.all(viewer),
      ]);
      const byId = new Map(all.map((meter) => [meter.id, meter]));
      const items = page.items.flatMap(({ finding, decision }) => {
        const meter = byId.get(finding.meter);
        return meter === undefined ? [] : [wireVerdict(finding, decision, meter, house)];
      });
      return json({ items, next: page.next === null ? null : cursorOf(page.next), open });
    },
  }),
];

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
