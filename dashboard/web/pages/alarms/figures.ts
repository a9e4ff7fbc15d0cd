import type { WireAlarm } from '../../../../domain/wire-alarms.ts';
import type { AlarmsQuery } from '../../router/alarms.ts';

/** What a further day costs, yuan: at the price that the episode had so far; null without a tariff. */
export function moneyPerDay({ waste }: Pick<WireAlarm, 'waste'>): number | null {
  if (waste === null || waste.money === null || !(waste.quantity > 0)) return null;
  return (waste.money / waste.quantity) * waste.perDay;
}

/** Whether an alarm belongs to the list that was asked for. */
export function matches(alarm: WireAlarm, { tab, kind, building }: Omit<AlarmsQuery, 'alarm'>): boolean {
  const inTab = tab === 'current' ? alarm.state !== 'closed' : alarm.state === tab;
  return inTab && (kind === null || alarm.kind === kind) && (building === null || alarm.building === building);
}

export interface Sums {
  readonly money: number | null;
  readonly moneyPerDay: number | null;
  readonly kWh: number | null;
  readonly m3: number | null;
  /** How many waste something that has no price. */
  readonly unpriced: number;
}

const plus = (sum: number | null, more: number | null): number | null => (more === null ? sum : (sum ?? 0) + more);

/** null where nothing is known, which is not zero. */
export function sumsOf(alarms: readonly WireAlarm[]): Sums {
  let sums: Sums = { money: null, moneyPerDay: null, kWh: null, m3: null, unpriced: 0 };
  for (const alarm of alarms) {
    const { waste } = alarm;
    if (waste === null) continue;
    sums = {
      money: plus(sums.money, waste.money),
      moneyPerDay: plus(sums.moneyPerDay, moneyPerDay(alarm)),
      kWh: plus(sums.kWh, waste.unit === 'kWh' ? waste.quantity : null),
      m3: plus(sums.m3, waste.unit === 'm³' ? waste.quantity : null),
      unpriced: sums.unpriced + (waste.money === null ? 1 : 0),
    };
  }
  return sums;
}

/** Buildings by id, in the order of their names. */
export function buildingsOf(alarms: readonly WireAlarm[]): readonly (readonly [string, string])[] {
  const found = new Map(alarms.map(({ building, buildingName }) => [building, buildingName]));
  return [...found].sort(([, a], [, b]) => a.localeCompare(b, 'zh-CN'));
}

/** The one beside it in the list: where the arrow keys lead. */
export function neighbour(list: readonly WireAlarm[], chosen: number | null, by: number): WireAlarm | null {
  const at = list.findIndex(({ id }) => id === chosen);
  return list[Math.max(0, Math.min(list.length - 1, (at < 0 ? 0 : at) + by))] ?? null;
}
