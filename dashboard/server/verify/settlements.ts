import { canonicalJson } from '../../../domain/contract/canonical.ts';
import { settle } from '../../../domain/contract/settle.ts';
import type { SettlementInputs } from '../../../domain/contract/settlement.ts';
import type { IssuedSettlement } from '../../../storage/registry/contract-port.ts';
import { ownViewer } from '../house.ts';
import { sha256 } from '../mandv/wire-analysis.ts';
import { allOf } from '../wire/paging.ts';
import type { ToldHashes } from './told-hashes.ts';
import type { Check, Findings, Verified } from './verification.ts';

/**
 * Every issued settlement: its frozen inputs have the hash that it was proposed and entered in the audit with, and
 * computed again they come to the same bytes. None that the audit tells of is gone.
 */
export async function checkSettlements(
  { registry }: Pick<Verified, 'registry'>,
  told: ToldHashes,
  findings: Findings,
): Promise<Check> {
  const seen = new Set<string>();
  let checked = 0;
  try {
    for await (const issued of registry.contracts.allSettlements()) {
      const { contract, period, revision } = issued;
      seen.add(`${contract} ${period} revision ${revision}`);
      const where = `settlement ${contract} ${period} revision ${revision}`;
      for await (const [code, detail] of faultsOf(issued, told)) findings.damage(code, where, detail);
      findings.progress(++checked);
    }
  } catch (error) {
    findings.damage('unreadable', `settlement after ${[...seen].at(-1) ?? 'the beginning'}`, (error as Error).message);
  }
  const stored = await allOf((page) => registry.contracts.page(ownViewer, page));
  const contracts = new Map(stored.map(({ contract, demo }) => [contract.id, { demo }]));
  for (const { contract, what, sha256: hash } of told.missing(seen, contracts)) {
    findings.damage('missing', `settlement ${contract} ${what}`, `is gone; the audit tells of its inputs ${hash}`);
  }
  return { checked };
}

async function* faultsOf(
  { inputs, inputsSha256, result }: IssuedSettlement,
  told: ToldHashes,
): AsyncIterable<[string, string]> {
  const hash = sha256(inputs);
  if (hash !== inputsSha256) yield ['inputs-changed', `its inputs have the hash ${hash}, not ${inputsSha256}`];
  else if (!(await told.has(hash))) yield ['not-in-audit', `the audit tells of no settlement with the inputs ${hash}`];
  let again: string;
  try {
    again = canonicalJson(settle(JSON.parse(inputs) as SettlementInputs));
  } catch (error) {
    yield ['not-computable', `its inputs can't be computed: ${(error as Error).message}`];
    return;
  }
  if (again === result) return;
  yield ['result-differs', `computed of its inputs it has the hash ${sha256(again)}, not ${sha256(result)}`];
}
