import type { WireDecision } from '../../../../domain/wire-quality.ts';
import type { ChartTable } from '../../charts/table.ts';
import type { Format } from '../../format/index.ts';
import type { Messages } from '../../messages/type.ts';
import { evidenceLines } from './evidence.ts';
import { changeOf, outcomeOf, titleOf, type VerdictCore } from './words.ts';

interface Listed {
  readonly core: VerdictCore | null;
  readonly meter: string;
  readonly decision: WireDecision | null;
}
type Column = readonly [name: string, valueOf: (one: Listed) => string | number | null];

/** The list as a table, unrounded: instants with their offset, the evidence in words. */
export function listTable(list: readonly Listed[], messages: Messages, f: Format): ChartTable {
  const m = messages.dataQuality;
  const columns: readonly Column[] = [
    [m.days.meter, ({ meter }) => meter],
    [m.filter.building, ({ core }) => core?.buildingName ?? null],
    [m.filter.carrier, ({ core }) => (core === null ? null : (messages.carriers[core.carrier] ?? core.carrier))],
    [m.evidence.point, ({ core }) => core?.point ?? null],
    [m.filter.rule, ({ core }) => (core === null ? m.list.entry : titleOf(core, m))],
    [m.filter.state, ({ core, decision }) => stateOf(core, decision, m)],
    [messages.chart.time, ({ core }) => core?.from ?? null],
    [messages.chart.until, ({ core }) => core?.to ?? null],
    [m.evidence.before, ({ core }) => core?.before ?? null],
    [m.evidence.after, ({ core }) => core?.after ?? null],
    [messages.chart.unit, ({ core }) => core?.unit ?? null],
    [m.evidence.title, ({ core }) => (core === null ? null : evidenceText(core, m, f))],
    [m.decided.choice, ({ decision: d, core }) => (d === null ? null : changeOf(d.change, core?.unit ?? null, m, f))],
    [m.decided.by, ({ decision }) => decision?.by ?? null],
    [m.decided.at, ({ decision }) => decision?.at ?? null],
    [m.decided.reason, ({ decision }) => decision?.reason ?? null],
  ];
  return {
    columns: columns.map(([name]) => name),
    rows: list.map((one) => columns.map(([, valueOf]) => valueOf(one))),
  };
}

function stateOf(core: VerdictCore | null, decision: WireDecision | null, m: Messages['dataQuality']): string | null {
  if (decision !== null) return outcomeOf(decision, m);
  return core === null ? null : m.standing[core.effect];
}

const evidenceText = (core: VerdictCore, m: Messages['dataQuality'], f: Format): string =>
  evidenceLines({ ...core, before: null, after: null }, m.evidence, f)
    .map(({ name, value }) => `${name} ${value.replaceAll('\u202f', ' ')}`)
    .join('; ');
