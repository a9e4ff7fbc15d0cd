import { z } from 'zod';
import { json, jsonText, route } from '../http/route.ts';
import { badParameter, notFound, problem } from '../http/problem.ts';
import { lotTraceSchema, periodText, recomputedSchema } from '../wire/contract-settlement-schemas.ts';
import { settlementItemSchema, settlementSchema } from '../wire/contract-settlement-schemas.ts';
import { issuedOf, wireSettlement } from '../wire/wire-settlement.ts';
import { contractParams, contractsPath, contractsTag as tag, notSettled, withContract } from './contracts-of.ts';

const path = `${contractsPath}/{id}/settlements`;
export const settlementParams = z.object({ id: z.string(), period: periodText });

/** Settlements as they are looked at; steps of them stand in `contracts-settlement-steps.ts`. */
export const contractSettlementRoutes = [
  route({
    method: 'get',
    path,
    summary: 'Every period of the term that is over, the newest first',
    tag,
    params: contractParams,
    answers: {
      200: {
        description: 'Not paged: as many as the term has',
        schema: z.object({ items: z.array(settlementItemSchema) }),
      },
    },
    handle: ({ viewer, params: { id } }, house) =>
      withContract(viewer, id, house, async (stored) => json({ items: await house.contracts.settlements(stored) })),
  }),
  route({
    method: 'get',
    path: `${path}/{period}`,
    summary: 'The settlement of a month or year as it was issued, else what it would be',
    tag,
    params: settlementParams,
    answers: { 200: { description: 'Lines with their trace', schema: settlementSchema } },
    problems: [409],
    handle: ({ viewer, params: { id, period } }, house) =>
      withContract(viewer, id, house, async (stored) => {
        const settlement = await wireSettlement(stored, period, viewer, house);
        return 'code' in settlement ? notSettled(settlement) : json(settlement);
      }),
  }),
  route({
    method: 'get',
    path: `${path}/{period}/inputs`,
    summary: 'What it was computed of, byte by byte what the hash is of',
    tag,
    params: settlementParams,
    answers: { 200: { description: 'Canonical JSON; of a draft as of now', schema: z.looseObject({}) } },
    problems: [409],
    handle: ({ viewer, params: { id, period } }, house) =>
      withContract(viewer, id, house, async (stored) => {
        const issued = await issuedOf(id, period, house);
        if (issued !== null) return jsonText(issued.inputs);
        const draft = await house.contracts.draft(stored, period);
        return 'code' in draft ? notSettled(draft) : jsonText(draft.inputsText);
      }),
  }),
  route({
    method: 'post',
    path: `${path}/{period}/recompute`,
    summary: 'Compute an issued settlement again from its frozen inputs: the same bytes, or it was tampered with',
    tag,
    params: settlementParams,
    answers: { 200: { description: 'Whether every byte is the same', schema: recomputedSchema } },
    problems: [409],
    handle: ({ viewer, params: { id, period } }, house) =>
      withContract(viewer, id, house, async () => {
        const issued = await issuedOf(id, period, house);
        if (issued === null) return notIssued(period);
        const { identical, resultSha256 } = house.contracts.recompute(issued);
        return json({ identical, inputsHash: issued.inputsSha256, resultHash: resultSha256 });
      }),
  }),
  route({
    method: 'get',
    path: `${path}/{period}/trace`,
    summary: 'Days behind the saving of a meter, month and kind of tariff',
    tag,
    params: settlementParams,
    query: z.object({
      meter: z.string().min(1).max(200),
      month: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'must be a month `YYYY-MM`'),
      kind: z.string().max(200).optional().describe('Of the tariff: `peak`; absent: all of them'),
    }),
    answers: { 200: { description: 'Down to where the readings are', schema: lotTraceSchema } },
    handle: ({ viewer, params: { id, period }, query: { meter, month, kind } }, house) =>
      withContract(viewer, id, house, async (stored) => {
        if (!stored.contract.meters.includes(meter)) return notFound('meter', meter);
        // A month is settled with all of the term up to it.
        if (month > (period.length === 4 ? `${period}-12` : period)) {
          return badParameter('month', `lies after ${period}`);
        }
        const lot = await house.contracts.lot(stored, { meter, month, kind: kind || null });
        return lot === null ? notFound('saving', `${meter} ${month}`) : json(lot);
      }),
  }),
];

export const notIssued = (period: string) =>
  problem(409, 'not-issued', `No settlement of ${period} was proposed yet, or it was withdrawn.`);
