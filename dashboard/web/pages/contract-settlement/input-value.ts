import type { TraceInput } from '../../../../domain/contract/settlement.ts';
import type { ContractSettlementMessages } from '../../messages/contract-settlement/type.ts';
import { money } from '../contract/money.ts';
import { plain } from './yuan.ts';

/** Value and unit of an input as text: money exact, energy with its digits, words as they are. */
export function inputValue({ name, value, unit }: TraceInput, m: ContractSettlementMessages): string {
  if (!/^-?\d+(\.\d+)?$/.test(value)) return name === 'tariff-kind' ? (m.kinds[value] ?? value) : value;
  if (unit === null) return plain(value);
  if (unit === '%') return `${plain(value)}%`;
  if (unit === 'CNY') return `${money(value)}\u202f${m.yuan}`;
  if (unit.startsWith('CNY/')) return `${plain(value)}\u202f${m.yuan}/${unit.slice(4)}`;
  return `${plain(value)}\u202f${unit === 'zone-days' || unit === 'zone-day' ? m.trace.zoneDays : unit}`;
}
