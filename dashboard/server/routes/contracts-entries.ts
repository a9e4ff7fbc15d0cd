import { z } from 'zod';
import type { Contract } from '../../../domain/contract/contract.ts';
import type { ContractEntryBody } from '../../../storage/registry/contract-port.ts';
import { isProblem, notFound, problem, type Problem } from '../http/problem.ts';
import { json, route } from '../http/route.ts';
import type { House } from '../house.ts';
import type { Viewer } from '../../../storage/registry/port.ts';
import { sideOf } from '../rights.ts';
import { contractEntrySchema, newContractStepSchema, newEntrySchema } from '../wire/contract-settlement-schemas.ts';
import { stepsAllowed, wireEntries } from '../wire/wire-contract-steps.ts';
import { todayOf } from '../wire/wire-matter.ts';
import {
  contractParams as params,
  contractsPath,
  contractsTag as tag,
  foreignFiles,
  withContract,
} from './contracts-of.ts';
import { checkedStep, noSide, refusedStep } from './contracts-settlement-steps.ts';

const path = `${contractsPath}/{id}/entries`;
const entryParams = z.object({ id: z.string(), entry: z.string().regex(/^[1-9]\d{0,14}$/, 'a whole number') });

/** Payments that one side shows and the owner verifies, and adjustments that both agree on. */
export const contractEntryRoutes = [
  route({
    method: 'get',
    path,
    summary: 'Payments and adjustments that were entered, with every step of them',
    tag,
    params,
    answers: {
      200: { description: 'All of them, not paged', schema: z.object({ items: z.array(contractEntrySchema) }) },
    },
    handle: ({ viewer, params: { id } }, house) =>
      withContract(viewer, id, house, async () =>
        json({ items: await wireEntries(await house.registry.contracts.entries(id), viewer, house) }),
      ),
  }),
  route({
    method: 'post',
    path,
    summary: 'Something was invested, or must be adjusted: counts when the other side has agreed',
    tag,
    params,
    body: { kind: 'json', schema: newEntrySchema },
    answers: { 201: { description: 'Proposed', schema: contractEntrySchema } },
    handle: ({ viewer, params: { id }, body: { body, reason, attachments = [] } }, house) =>
      withContract(viewer, id, house, async ({ contract }) => {
        const side = sideOf(viewer);
        if (side === null) return noSide(viewer);
        const fault = faultOf(body, contract, todayOf(house)) ?? (await foreignFiles(attachments, id, viewer, house));
        if (fault !== null) return fault;
        const entry = await house.registry.contracts.enter(id, { body, reason, attachments, side }, viewer);
        return entry === 'unknown' ? notFound('contract', id) : answerWith(id, entry, viewer, house, 201);
      }),
  }),
  route({
    method: 'post',
    path: `${path}/{entry}/steps`,
    summary: 'Agree to what the other side entered, challenge or reject it, withdraw your own, or add a note',
    tag,
    params: entryParams,
    body: { kind: 'json', schema: newContractStepSchema },
    answers: { 200: { description: 'The entry after it', schema: contractEntrySchema } },
    problems: [409],
    handle: ({ viewer, params: { id, entry }, body }, house) =>
      withContract(viewer, id, house, async () => {
        // What was entered under another contract is not found here.
        const found = (await house.registry.contracts.entries(id)).find((one) => one.id === Number(entry));
        if (found === undefined) return notFound('entry', entry);
        const allowed = stepsAllowed(found.body.kind, found.steps, viewer);
        const step = await checkedStep(body, allowed, id, viewer, house);
        if (isProblem(step)) return step;
        const done = await house.registry.contracts.stepEntry(id, found.id, step, viewer);
        if (done === 'refused') return refusedStep(body.what);
        return done === 'unknown' ? notFound('entry', entry) : answerWith(id, found.id, viewer, house);
      }),
  }),
];

async function answerWith(id: string, entry: number, viewer: Viewer, house: House, status = 200) {
  const found = (await house.registry.contracts.entries(id)).filter((one) => one.id === entry);
  const [wire] = await wireEntries(found, viewer, house);
  return wire === undefined ? notFound('entry', String(entry)) : json(wire, status);
}

function faultOf(body: ContractEntryBody, { investment }: Contract, today: string): Problem | null {
  const fault = (path: string, code: string, message: string) =>
    problem(422, 'invalid-content', `${path} ${message}`, { errors: [{ path, code, message }] });
  if (body.kind === 'adjustment') {
    return body.from <= body.to ? null : fault('body.to', 'order', 'lies before `from`');
  }
  if (body.date > today) return fault('body.date', 'future', 'lies in the future: nobody has paid yet');
  if (body.milestone !== null && body.milestone > investment.length) {
    return fault('body.milestone', 'unknown', `the contract has ${investment.length} milestones`);
  }
  return null;
}
