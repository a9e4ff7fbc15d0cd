import type { SettlementLine } from '../../../../domain/contract/settlement.ts';
import type { ContractSettlementMessages } from '../../messages/contract-settlement/type.ts';

/** What a line is, with its kind of tariff, or the period that it settles. */
export function lineWord(line: SettlementLine, m: ContractSettlementMessages): string {
  const kind = line.trace.find(({ name }) => name === 'tariff-kind')?.value;
  if (kind) return `${m.codes[line.code]} · ${m.kinds[kind] ?? kind}`;
  const reason =
    line.code === 'agreed-adjustment' ? line.trace.find(({ name }) => name === 'reason')?.value : undefined;
  if (reason) return `${m.codes[line.code]} · ${reason}`;
  if (line.code !== 'difference') return m.codes[line.code];
  const earlier = line.trace.flatMap(({ sources }) => sources).find((source) => source.kind === 'settlement');
  return earlier ? `${m.codes[line.code]} · ${earlier.period}` : m.codes[line.code];
}
