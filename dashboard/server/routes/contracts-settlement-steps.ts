import { canonicalJson } from '../../../domain/contract/canonical.ts';
import type { EntryStepKind } from '../../../domain/contract/steps.ts';
import type { Viewer } from '../../../storage/registry/port.ts';
import type { House } from '../house.ts';
import { isProblem, notFound, problem, type Problem } from '../http/problem.ts';
import { json, route, type Reply } from '../http/route.ts';
import { sideOf } from '../rights.ts';
import {
  newProposalSchema,
  newSettlementStepSchema,
  settlementSchema,
  type NewContractStep,
} from '../wire/contract-settlement-schemas.ts';
import { stepsAllowed } from '../wire/wire-contract-steps.ts';
import { issuedOf, wireIssued } from '../wire/wire-settlement.ts';
import { contractsPath, contractsTag as tag, foreignFiles, notSettled, withContract } from './contracts-of.ts';
import { notIssued, settlementParams } from './contracts-settlements.ts';
import type { StoredContract } from '../../../storage/registry/contract-port.ts';

const path = `${contractsPath}/{id}/settlements/{period}`;

export const contractSettlementStepRoutes = [
  route({
    method: 'post',
    path: `${path}/propose`,
    summary: 'Freeze what the settlement of a period is computed of, for the other side to agree or to challenge',
    tag,
    params: settlementParams,
    body: { kind: 'json', schema: newProposalSchema },
    answers: { 201: { description: 'As it was issued', schema: settlementSchema } },
    problems: [409],
    handle: ({ viewer, params: { id, period }, body: { text = '', inputsHash } }, house) =>
      withContract(viewer, id, house, async () => {
        const side = sideOf(viewer);
        if (side === null) return noSide(viewer);
        if ((await issuedOf(id, period, house)) !== null) return alreadyIssued(period);
        // What was received and not yet derived belongs to it too.
        await house.collector.settled();
        const { contracts } = house.registry;
        const standing = (await contracts.settlements(id)).map((issued) => issued.inputsSha256);
        const stored = await contracts.one(viewer, id);
        if (stored === null) return notFound('contract', id);
        const draft = await house.contracts.draft(stored, period);
        if ('code' in draft) return notSettled(draft);
        const { inputsText: inputs, inputsSha256, settlement } = draft;
        if (inputsHash !== undefined && inputsHash !== inputsSha256) return changed(period);
        const result = canonicalJson(settlement);
        const issue = { period, inputs, inputsSha256, result, side, text, standing };
        const done = await contracts.issue(id, issue, viewer);
        if (done === 'refused') {
          return (await issuedOf(id, period, house)) === null ? changed(period) : alreadyIssued(period);
        }
        // From now on it says when its readings change.
        await house.reports.made();
        return done === 'unknown' ? notFound('contract', id) : answerWith(stored, period, viewer, house, 201);
      }),
  }),
  route({
    method: 'post',
    path: `${path}/steps`,
    summary: 'Agree to a settlement, challenge it, withdraw it, or add a note',
    tag,
    params: settlementParams,
    body: { kind: 'json', schema: newSettlementStepSchema },
    answers: { 200: { description: 'The settlement after it', schema: settlementSchema } },
    problems: [409],
    handle: ({ viewer, params: { id, period }, body }, house) =>
      withContract(viewer, id, house, async (stored) => {
        const issued = await issuedOf(id, period, house);
        if (issued === null) return notIssued(period);
        const step = await checkedStep(body, stepsAllowed('settlement', issued.steps, viewer), id, viewer, house);
        if (isProblem(step)) return step;
        if (body.inputsHash !== undefined && body.inputsHash !== issued.inputsSha256) return changed(period);
        const { inputsSha256 } = issued;
        const done = await house.registry.contracts.stepSettlement(id, period, { ...step, inputsSha256 }, viewer);
        if (done === 'refused') return refusedStep(body.what);
        if (done === 'unknown') return notIssued(period);
        return answerWith(stored, period, viewer, house);
      }),
  }),
];

/** A step that this side may take now, with words where the other side must know why, and files of this contract. */
export async function checkedStep(
  { what, text = '', attachments = [] }: NewContractStep,
  allowed: readonly EntryStepKind[],
  contract: string,
  viewer: Viewer,
  house: House,
) {
  const side = sideOf(viewer);
  if (side === null) return noSide(viewer);
  if (!allowed.includes(what)) return refusedStep(what);
  if (what !== 'agreed' && what !== 'withdrawn' && text === '' && attachments.length === 0) {
    const message = 'is required: the other side reads it';
    return problem(422, 'invalid-content', `text: ${message}`, {
      errors: [{ path: 'text', code: 'missing', message }],
    });
  }
  const foreign = await foreignFiles(attachments, contract, viewer, house);
  return foreign ?? { what, side, text, attachments };
}

export const refusedStep = (what: string): Problem =>
  problem(409, 'step', `The present state allows your side no step "${what}".`);
export const noSide = ({ role }: Viewer): Problem =>
  problem(403, 'role', `The role ${role} stands on no side of a contract.`);

/** What lay before whoever proposes or agrees is no longer what they would put their name to. */
const changed = (period: string): Problem =>
  problem(409, 'changed', `What ${period} is made of has changed since it was read: read it again.`);
const alreadyIssued = (period: string): Problem =>
  problem(409, 'issued', `A settlement of ${period} was proposed already: it stands until it is withdrawn.`);

/** The newest of that period, a withdrawn one too. */
async function answerWith(
  stored: StoredContract,
  period: string,
  viewer: Viewer,
  house: House,
  status = 200,
): Promise<Reply> {
  const all = await house.registry.contracts.settlements(stored.contract.id, { withdrawn: true });
  const issued = all.find((one) => one.period === period);
  return issued === undefined ? notIssued(period) : json(await wireIssued(stored, issued, viewer, house), status);
}
