import { exact, sumOf, zero, type Exact } from '../money.ts';
import type { SettlementInputs, SettlementLine, ZoneDay } from '../settlement.ts';
import { feeTrace } from './adjustments.ts';
import { lineOf } from './lines.ts';
import { daysIn } from './period.ts';
import { field, readings, traced } from './trace.ts';

/** Each zone and day that was not kept costs its rate. What is unknown costs nothing, and is said. */
export function comfortLine(inputs: SettlementInputs): SettlementLine[] {
  const { comfort } = inputs.contract;
  if (comfort === null || inputs.zoneDays === null) return [];
  const broken = inputs.zoneDays.filter(({ state }) => state === 'not-kept');
  const unknown = inputs.zoneDays.filter(({ state }) => state === 'unknown');
  const rate = exact(comfort.perZoneDay);
  return [
    lineOf('comfort-deduction', rate.times(-broken.length), {
      quantity: String(broken.length),
      unit: 'zone-days',
      price: comfort.perZoneDay,
      formula: '−n × r',
      trace: [
        traced('zone-days', String(broken.length), 'zone-days', ...broken.map(sourceOf)),
        ...(unknown.length > 0
          ? [traced('zone-days-unknown', String(unknown.length), 'zone-days', ...unknown.map(sourceOf))]
          : []),
        traced('per-zone-day', comfort.perZoneDay, 'CNY', field('comfort.perZoneDay')),
      ],
    }),
  ];
}

function sourceOf({ meter, date }: ZoneDay) {
  return { kind: 'zone-day', meter, date } as const;
}

/** For each milestone that is late at the month's end, its part of the month's fee is held back (投入不足). */
export function investmentLine(inputs: SettlementInputs, fee: Exact): SettlementLine[] {
  const { custody } = inputs.contract;
  if (inputs.investment.length === 0 || custody === null) return [];
  const states = inputs.investment.map((state, at) => ({
    ...state,
    source: { kind: 'milestone', index: at + 1 } as const,
    path: field(`investment[${at}].latePct`),
  }));
  const late = states.filter((state) => state.late);
  const pct = sumOf(late.map((state) => exact(state.latePct)));
  return [
    lineOf('investment-deduction', fee.times(pct).dividedBy(100).negated(), {
      ...(late.length > 0 ? { quantity: pct.toFixed(), unit: '%' } : {}),
      formula: '−Σl × F0',
      trace: [
        traced('late-milestones', String(late.length), null, ...late.map(({ source }) => source)),
        ...states.flatMap((state) => [
          traced('promised', state.promised, 'CNY', state.source),
          traced('verified', state.verified, 'CNY', state.source),
          ...(state.late ? [traced('late-pct', state.latePct, '%', state.source, state.path)] : []),
        ]),
        ...feeTrace(inputs, custody),
      ],
    }),
  ];
}

/** Held back for a month whose readings are fewer than the contract's data duty asks; the worst meter counts. */
export function dataLine(inputs: SettlementInputs): SettlementLine[] {
  const { contract, dataPct } = inputs;
  const { data } = contract;
  if (data === null || data.perMonth === null || dataPct === null) return [];
  const short = dataPct < data.completenessPct;
  const span = daysIn(inputs.period, contract.term);
  return [
    lineOf('data-deduction', short ? exact(data.perMonth).negated() : zero, {
      formula: '−r',
      trace: [
        traced('data-pct', exact(dataPct).toFixed(), '%', ...contract.meters.map((meter) => readings(meter, span))),
        traced(
          short ? 'threshold-passed' : 'threshold-not-passed',
          exact(data.completenessPct).toFixed(),
          '%',
          field('data.completenessPct'),
        ),
        traced('per-month', data.perMonth, 'CNY', field('data.perMonth')),
      ],
    }),
  ];
}
