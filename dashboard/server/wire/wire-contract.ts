import { stateOf } from '../../../domain/contract/steps.ts';
import type { WireContract, WireContractItem, WireContractSummary } from '../../../domain/wire-contracts.ts';
import type { ContractBaseline, StoredContract } from '../../../storage/registry/contract-port.ts';
import type { Viewer } from '../../../storage/registry/port.ts';
import { outdated } from '../contracts/frozen-text.ts';
import { ownViewer, type House } from '../house.ts';
import { mayEditContracts, mayOpenMatters, sideOf } from '../rights.ts';
import { milestonesOf } from './contract-milestones.ts';
import { todayOf } from './wire-matter.ts';

/** Verdicts that changed are told this far back. */
const toldChanges = 50;

/** Contracts as lists show them: with what the last evaluation found. */
export async function wireContractItems(
  contracts: readonly StoredContract[],
  house: Pick<House, 'registry' | 'meters'>,
): Promise<WireContractItem[]> {
  if (contracts.length === 0) return [];
  const [summaries, units] = await Promise.all([
    house.registry.contracts.summaries(contracts.map(({ contract }) => contract.id)),
    unitsOf(house),
  ]);
  return contracts.map((stored) => {
    const kept = summaries.get(stored.contract.id);
    return itemOf(stored, units, kept === undefined ? null : (JSON.parse(kept.summary) as WireContractSummary));
  });
}

/** One contract whole, with what whoever asks may do. */
export async function wireContract(stored: StoredContract, viewer: Viewer, house: House): Promise<WireContract> {
  const { contract } = stored;
  const { registry, contracts, calendar } = house;
  const subject = { kind: 'contract', id: contract.id } as const;
  const today = todayOf(house);
  const [units, summary, baseline, kept, entries, matters, changes] = await Promise.all([
    unitsOf(house),
    contracts.summary(stored),
    contracts.baseline(stored),
    registry.contracts.baseline(contract.id),
    registry.contracts.entries(contract.id),
    registry.matters.counts(viewer, { kind: 'contract', subject, today }),
    registry.contracts.changes(contract.id, toldChanges),
  ]);
  const { base, method, guarantee, share, shareCap, custody, price, comfort, data } = contract;
  const { negativeMonths, confidenceRule, minCompletenessPct } = contract;
  return {
    ...itemOf(stored, units, summary),
    ...{ base, method, guarantee, share, shareCap, custody, price, comfort, data },
    ...{ negativeMonths, confidenceRule, minCompletenessPct },
    investment: milestonesOf(contract, entries, today),
    baseline,
    document: stored.document,
    matters: { open: matters.open, answered: matters.answered, overdue: matters.overdue },
    changes: changes.map(({ duty, verdict, before, at }) => ({ duty, verdict, before, at: calendar.iso(at) })),
    may: mayOf(
      viewer,
      kept,
      baseline.problems.some(({ code }) => code === outdated),
      entries.some(({ body, steps }) => body.kind === 'payment' && isOpen(stateOf(steps))),
    ),
    side: sideOf(viewer),
  };
}

const isOpen = (state: ReturnType<typeof stateOf>) => state === 'proposed' || state === 'challenged';

function mayOf(
  viewer: Viewer,
  baseline: ContractBaseline | null,
  old: boolean,
  toVerify: boolean,
): WireContract['may'] {
  const side = sideOf(viewer);
  const may: WireContract['may'][number][] = [];
  if (mayEditContracts(viewer)) may.push('edit');
  if (side === 'owner' && (baseline === null || baseline.signatures.length === 0)) may.push('freeze');
  if (side !== null && baseline !== null && !old && !baseline.signatures.some((one) => one.side === side))
    may.push('sign');
  if (side !== null) may.push('pay', 'adjust', 'propose');
  if (side === 'owner' && toVerify) may.push('verify');
  if (mayOpenMatters(viewer)) may.push('notice');
  return may;
}

function itemOf(
  { contract, institutionName, demo }: StoredContract,
  units: ReadonlyMap<string, string>,
  summary: WireContractSummary | null,
): WireContractItem {
  const { id, name, type, institution, contractor, term, meters } = contract;
  const unit = meters.map((meter) => units.get(meter)).find((one) => one !== undefined);
  return {
    ...{ id, name, type, institution, institutionName, contractor, term, meters, demo, summary },
    unit: unit ?? (type === 'water' ? 'm³' : 'kWh'),
  };
}

/** A contract's meters are read in one unit (the import sees to it). */
async function unitsOf({ meters }: Pick<House, 'meters'>): Promise<ReadonlyMap<string, string>> {
  return new Map((await meters.all(ownViewer)).map(({ id, register }) => [id, register.unit]));
}
