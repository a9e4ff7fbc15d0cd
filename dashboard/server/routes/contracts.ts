import { z } from 'zod';
import { instant } from '../http/instant.ts';
import { badParameter, isProblem, type Problem } from '../http/problem.ts';
import { json, route } from '../http/route.ts';
import type { House } from '../house.ts';
import { contractItemSchema, contractSchema } from '../wire/contract-schemas.ts';
import { complianceSchema, contractSavingsSchema } from '../wire/contract-parts.ts';
import { listOf, pageOf, pageQuery } from '../wire/paging.ts';
import { wireContract, wireContractItems } from '../wire/wire-contract.ts';
import { contractParams as params, contractsPath as path, contractsTag as tag, withContract } from './contracts-of.ts';
import { instantText } from './series.ts';

const earliest = Date.UTC(1970, 0, 3);

export const savingsQuery = {
  from: instantText.optional().describe('Absent: the first of January of this year'),
  to: instantText.optional().describe('Exclusive; absent: today'),
};

/** Mounted after the paths with a word in the place of the id. */
export const contractRoutes = [
  route({
    method: 'get',
    path,
    summary: 'Contracts that you may see, with what the last evaluation found',
    tag,
    query: z.object(pageQuery),
    answers: { 200: { description: 'One page', schema: listOf(contractItemSchema) } },
    handle: async ({ viewer, query }, house) => {
      const { items, next } = await house.registry.contracts.page(viewer, pageOf(query));
      return json({ items: await wireContractItems(items, house), next });
    },
  }),
  route({
    method: 'get',
    path: `${path}/{id}`,
    summary: 'One contract: what was signed, how it stands, and what you may do',
    tag,
    params,
    answers: { 200: { description: 'The contract', schema: contractSchema } },
    handle: ({ viewer, params: { id } }, house) =>
      withContract(viewer, id, house, async (stored) => json(await wireContract(stored, viewer, house))),
  }),
  route({
    method: 'get',
    path: `${path}/{id}/savings`,
    summary: 'Saving by day, month and year with its 90 % band, against the guarantee; positive = saved',
    tag,
    params,
    query: z.object(savingsQuery),
    answers: { 200: { description: 'Days that start in [from, to)', schema: contractSavingsSchema } },
    handle: ({ viewer, params: { id }, query }, house) =>
      withContract(viewer, id, house, async (stored) => {
        const span = daysOf(query, house);
        return isProblem(span) ? span : json(await house.contracts.savings(stored, span));
      }),
  }),
  route({
    method: 'get',
    path: `${path}/{id}/compliance`,
    summary: 'What the contract obliges to and whether it was done: met, not-met, or cannot-tell',
    tag,
    params,
    query: z.object({ asOf: instantText.optional().describe('With what was known then, judged at that instant') }),
    answers: { 200: { description: 'Every duty with reasons and evidence', schema: complianceSchema } },
    handle: ({ viewer, params: { id }, query }, house) =>
      withContract(viewer, id, house, async (stored) => {
        const asked = query.asOf === undefined ? undefined : instant('asOf', query.asOf, house.calendar);
        if (isProblem(asked)) return asked;
        const now = house.now();
        // What will be known is not known yet.
        const asOf = asked === undefined || asked >= now ? undefined : asked;
        const duties = await house.contracts.duties(stored, asOf);
        return json({ contract: id, asOf: house.calendar.iso(asOf ?? now), duties });
      }),
  }),
];

/**
 * Local midnights of the days that start in the span; absent: the running year up to today. Days to come have no saving,
 * and nobody signed anything before 1970: `to=9999-12-31` asks for all that there is.
 */
export function daysOf(
  query: { readonly from?: string | undefined; readonly to?: string | undefined },
  { calendar, now }: Pick<House, 'calendar' | 'now'>,
): { readonly from: number; readonly to: number } | Problem {
  const today = calendar.startOfDay(now());
  const asked = query.to === undefined ? today : instant('to', query.to, calendar);
  if (isProblem(asked)) return asked;
  const first = query.from === undefined ? null : instant('from', query.from, calendar);
  if (isProblem(first)) return first;
  if (first !== null && query.to !== undefined && first > asked) return badParameter('from', 'lies after `to`');
  const within = (ts: number) => Math.min(calendar.nextDay(today), Math.max(earliest, ts));
  const to = firstMidnight(within(asked), calendar);
  const year = calendar.iso(query.to === undefined ? now() : Math.max(earliest, to - 1)).slice(0, 4);
  const from = first === null ? calendar.localMidnight(`${year}-01-01`) : firstMidnight(within(first), calendar);
  return { from: Math.min(from, to), to };
}

/** The first local midnight that is not before it. */
function firstMidnight(ts: number, calendar: House['calendar']): number {
  const start = calendar.startOfDay(ts);
  return start === ts ? ts : calendar.nextDay(start);
}
