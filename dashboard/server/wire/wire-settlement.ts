import type { NotSettled, Settlement, SettlementInputs } from '../../../domain/contract/settlement.ts';
import { sides, stateOf } from '../../../domain/contract/steps.ts';
import type { WireContractBaseline, WireSettlement } from '../../../domain/wire-contracts.ts';
import type { IssuedSettlement, StoredContract } from '../../../storage/registry/contract-port.ts';
import type { Viewer } from '../../../storage/registry/port.ts';
import { countingBaseline } from '../contracts/frozen-text.ts';
import type { DraftSettlement } from '../contracts/port.ts';
import type { House } from '../house.ts';
import { sideOf } from '../rights.ts';
import { stepsAllowed, wireSteps } from './wire-contract-steps.ts';

/** The settlement of a period that stands: proposed and not withdrawn. */
export async function issuedOf(
  contract: string,
  period: string,
  { registry }: Pick<House, 'registry'>,
): Promise<IssuedSettlement | null> {
  const standing = await registry.contracts.settlements(contract);
  return standing.find((one) => one.period === period) ?? null;
}

/** As it was issued, with what it would come to today; else what it would be. */
export async function wireSettlement(
  stored: StoredContract,
  period: string,
  viewer: Viewer,
  house: House,
): Promise<WireSettlement | NotSettled> {
  const issued = await issuedOf(stored.contract.id, period, house);
  if (issued !== null) return wireIssued(stored, issued, viewer, house);
  const draft = await house.contracts.draft(stored, period);
  return 'code' in draft ? draft : wireDraft(stored, draft, viewer, house);
}

/** @param issued a withdrawn one too */
export async function wireIssued(
  stored: StoredContract,
  issued: IssuedSettlement,
  viewer: Viewer,
  house: House,
): Promise<WireSettlement> {
  const { id } = stored.contract;
  const { period, settlement, inputsSha256, revision, steps } = issued;
  const inputs = JSON.parse(issued.inputs) as SettlementInputs;
  const draft = await house.contracts.draft(stored, period);
  const isOther = !('code' in draft) && draft.settlement.payable !== settlement.payable;
  return {
    ...linesOf(id, period, settlement),
    status: stateOf(steps),
    revision,
    inputsHash: inputsSha256,
    completenessPct: inputs.completenessPct,
    baseline: await baselineState(id, inputs, house),
    steps: await wireSteps(steps, house),
    may: stepsAllowed('settlement', steps, viewer),
    now: isOther ? { payable: draft.settlement.payable, inputsHash: draft.inputsSha256 } : null,
  };
}

async function wireDraft(
  { contract }: StoredContract,
  { settlement, inputs, inputsSha256 }: DraftSettlement,
  viewer: Viewer,
  house: House,
): Promise<WireSettlement> {
  return {
    ...linesOf(contract.id, inputs.period, settlement),
    status: 'draft',
    revision: 0,
    inputsHash: inputsSha256,
    completenessPct: inputs.completenessPct,
    baseline: await baselineState(contract.id, inputs, house),
    steps: [],
    may: sideOf(viewer) === null ? [] : ['proposed'],
    now: null,
  };
}

const linesOf = (contract: string, period: string, { payer, lines, payable }: Settlement) => ({
  ...{ contract, period, payer, lines, payable },
});

/** What it rests on: models that were signed since are others than those that were fitted at the moment of asking. */
async function baselineState(
  contract: string,
  inputs: SettlementInputs,
  { registry }: House,
): Promise<WireContractBaseline['state']> {
  const frozen = await registry.contracts.baseline(contract);
  const meters = inputs.meters.map(({ meter }) => meter);
  const { baseline } = countingBaseline(frozen, inputs.contract, meters);
  const models = new Set(baseline?.meters.map(({ modelSha256 }) => modelSha256));
  const rests = inputs.meters.length === 0 || inputs.meters.every(({ modelSha256 }) => models.has(modelSha256));
  if (baseline === null || !rests) {
    return inputs.meters.some(({ modelSha256 }) => modelSha256 !== '') ? 'draft' : 'none';
  }
  const signed = sides.every((side) => baseline.signatures.some((one) => one.side === side));
  return signed ? 'signed' : 'frozen';
}
