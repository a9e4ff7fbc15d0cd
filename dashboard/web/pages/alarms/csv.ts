import type { WireAlarm } from '../../../../domain/wire-alarms.ts';
import type { ChartTable } from '../../charts/table.ts';
import type { Messages } from '../../messages/type.ts';
import { moneyPerDay } from './figures.ts';
import { reasonText } from './words.ts';

/** The list as a table, unrounded: amounts as they are kept, times with their offset. */
export function alarmTable(
  list: readonly WireAlarm[],
  m: Messages['alarms'],
  carrier: (carrier: string) => string,
): ChartTable {
  const c = m.csv.columns;
  const columns: readonly (readonly [string, (alarm: WireAlarm) => string | number | null])[] = [
    [c.id, ({ id }) => id],
    [c.kind, ({ kind }) => m.kinds[kind]],
    [c.state, ({ state }) => m.states[state]],
    [c.institution, ({ institutionName }) => institutionName],
    [c.building, ({ buildingName }) => buildingName],
    [c.meter, ({ meter }) => meter],
    [c.carrier, (alarm) => carrier(alarm.carrier)],
    [c.opened, ({ openedAt }) => openedAt],
    [c.lastSeen, ({ lastSeenAt }) => lastSeenAt],
    [c.seen, ({ seen }) => seen],
    [c.found, ({ found }) => found],
    [c.usual, ({ usual }) => usual],
    [c.limit, ({ limit }) => limit],
    [c.unit, ({ unit }) => unit],
    [c.wasted, ({ waste }) => waste?.quantity ?? null],
    [c.wastedUnit, ({ waste }) => waste?.unit ?? null],
    [c.money, ({ waste }) => waste?.money ?? null],
    [c.perDay, ({ waste }) => waste?.perDay ?? null],
    [c.moneyPerDay, moneyPerDay],
    [c.assignee, ({ assignee }) => assignee],
    [c.acknowledgedAt, ({ acknowledged }) => acknowledged?.at ?? null],
    [c.acknowledgedBy, ({ acknowledged }) => acknowledged?.by ?? null],
    [c.closedAt, ({ closed }) => closed?.at ?? null],
    [c.closedBy, ({ closed }) => (closed === null ? null : (closed.by ?? m.steps.platform))],
    [c.reason, ({ closed }) => (closed === null ? null : reasonText(closed.reason, m))],
  ];
  return {
    columns: columns.map(([name]) => name),
    rows: list.map((alarm) => columns.map(([, valueOf]) => valueOf(alarm))),
  };
}
