import type { ContractBaseline, StoredContract } from '../../../storage/registry/contract-port.ts';
import { hashToSign } from '../contracts/frozen-text.ts';
import { ownViewer } from '../house.ts';
import { sha256 } from '../mandv/wire-analysis.ts';
import { allOf } from '../wire/paging.ts';
import type { ToldHashes } from './told-hashes.ts';
import type { Check, Findings, Verified } from './verification.ts';

/** Models that were frozen, of contracts and of analyses: each has the hash that it was signed, or kept, with. */
export async function checkBaselines(
  { registry }: Pick<Verified, 'registry'>,
  told: ToldHashes,
  findings: Findings,
): Promise<Check> {
  let checked = 0;
  for (const stored of await allOf((page) => registry.contracts.page(ownViewer, page))) {
    const baseline = await registry.contracts.baseline(stored.contract.id);
    if (baseline === null) continue;
    for (const [code, where, detail] of await faultsOf(stored, baseline, registry, told)) {
      findings.damage(code, where, detail);
    }
    findings.progress(++checked);
  }
  for (const { id, frozen } of await allOf((page) => registry.analyses.page(ownViewer, page))) {
    if (frozen === null) continue;
    const hash = sha256(frozen.model);
    if (hash !== frozen.modelSha256)
      findings.damage('model-changed', `baseline of ${id}`, differs(hash, frozen.modelSha256));
    findings.progress(++checked);
  }
  return { checked };
}

const differs = (found: string, expected: string): string => `its model has the hash ${found}, not ${expected}`;

type Faults = (readonly [code: string, where: string, detail: string])[];

async function faultsOf(
  { contract: { id } }: StoredContract,
  baseline: ContractBaseline,
  { contracts }: Verified['registry'],
  told: ToldHashes,
): Promise<Faults> {
  const faults: Faults = [];
  const where = `baseline of contract ${id}`;
  for (const { meter, model, modelSha256 } of baseline.meters) {
    const hash = sha256(model);
    if (hash !== modelSha256) faults.push(['model-changed', `${where}, meter ${meter}`, differs(hash, modelSha256)]);
  }
  // What both sides signed, as `toFreeze` makes it, of the text as it was then.
  const then = await contracts.asOf(id, baseline.at);
  if (then !== null) {
    const hash = hashToSign(then, baseline.meters);
    if (hash !== baseline.sha256) faults.push(['changed', where, `it has the hash ${hash}, not ${baseline.sha256}`]);
  }
  if (!(await told.has(baseline.sha256))) {
    faults.push(['not-in-audit', where, `the audit tells of no baseline with the hash ${baseline.sha256}`]);
  }
  return faults;
}
