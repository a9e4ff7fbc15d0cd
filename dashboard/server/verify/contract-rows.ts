import { ownViewer } from '../house.ts';
import { allOf } from '../wire/paging.ts';
import type { ToldRows } from './told-rows.ts';
import type { Check, Findings, Verified } from './verification.ts';

/**
 * Texts, baselines, signatures, payments, adjustments and every step: what is there was told of when it was written,
 * and what was told of is there.
 *
 * @param head number of the entry up to which the audit was followed: the rows of those before it were there by then
 */
export async function checkContractRows(
  { registry }: Pick<Verified, 'registry'>,
  head: number,
  told: ToldRows,
  findings: Findings,
): Promise<Check> {
  const records = [];
  for await (const record of registry.contracts.records()) {
    records.push(record);
    findings.progress(records.length);
  }
  // What people wrote since the audit was followed.
  const { items } = await registry.auditLog(ownViewer, { limit: 1000, cursor: null });
  for (const entry of items.toReversed()) told.take(entry);
  const unknown = records.filter((record) => !told.answersFor(record));
  const stored = await allOf((page) => registry.contracts.page(ownViewer, page));
  const contracts = new Map(stored.map(({ contract, demo }) => [contract.id, { demo }]));
  for (const { contract, where, mayBeUntold } of unknown) {
    // It left with the demo meanwhile.
    if (mayBeUntold || !contracts.has(contract)) continue;
    findings.damage('not-in-audit', `contract ${contract}, ${where}`, 'the audit tells of no such row');
  }
  for (const { id, actor, action, subject, detail } of told.unanswered(head, contracts)) {
    const said = `${actor}: ${action} ${detail ?? ''}`;
    findings.damage('missing', `contract ${subject}`, `what audit entry ${id} tells of is not there: ${said}`);
  }
  return { checked: records.length };
}
