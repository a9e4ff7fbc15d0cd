import type { TraceSource } from '../../../../domain/contract/settlement.ts';
import type { ContractFormsMessages, ContractSettlementMessages } from '../../messages/contract-settlement/type.ts';
import { labelKey } from '../contract-forms/field-path.ts';

/** A field of the contract in words; one that has none keeps its path. */
export function clause(path: string, forms: ContractFormsMessages): string {
  return forms.fields[labelKey(path)] ?? path;
}

/** Where a number comes from, in a few words. */
export function sourceWord(source: TraceSource, m: ContractSettlementMessages, forms: ContractFormsMessages): string {
  const t = m.trace;
  switch (source.kind) {
    case 'readings':
      return `${t.readingsOf(source.meter, source.from, source.to)}${source.tariffKind ? ` · ${m.kinds[source.tariffKind] ?? source.tariffKind}` : ''}`;
    case 'model':
      return `${source.meter} ${t.model(source.sha256.slice(0, 8))}`;
    case 'tariff':
      return t.tariff(source.id, source.validFrom);
    case 'contract':
      return `${t.contractField}: ${clause(source.path, forms)}`;
    case 'zone-day':
      return t.zoneDay(source.meter, source.date);
    case 'milestone':
      return t.milestone(String(source.index));
    case 'adjustment':
      return t.adjustment;
    case 'settlement':
      return `${t.earlier} ${source.period}`;
  }
}
