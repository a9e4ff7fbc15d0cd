import type { Decision } from '../../domain/metering/decision.ts';
import type { MeterRules } from '../../domain/metering/meter.ts';
import type { VirtualTerm } from '../../domain/metering/virtual.ts';
import type { LocalCalendar } from '../../domain/time/calendar.ts';
import { parseDuration } from '../../domain/time/duration.ts';
import { momentMs } from './moments.ts';
import type { Meter } from './port.ts';
import type { MeterRow } from './tables.ts';

export const defaultInterval = '15m';

/** What of a meter's row the calculation rests on: what a version keeps. */
export const ruleColumns = [
  'point',
  'unit',
  'digits',
  'decimals',
  'multiplier',
  'replacements',
  'max_per_hour',
  'interval',
  'virtual',
] as const satisfies readonly (keyof MeterRow)[];
export type RuleColumns = Pick<MeterRow, (typeof ruleColumns)[number]>;

export function multiplierOf(row: RuleColumns): Meter['register']['multiplier'] {
  return JSON.parse(row.multiplier) as Meter['register']['multiplier'];
}

export function replacementsOf(row: RuleColumns): Meter['replacements'] {
  return JSON.parse(row.replacements) as Meter['replacements'];
}

export function virtualOf(row: RuleColumns): Meter['virtual'] {
  return row.virtual === null ? null : (JSON.parse(row.virtual) as Meter['virtual']);
}

/** What the calculation needs: dates become local midnights, the first multiplier holds from the beginning. */
export function meterRules(row: RuleColumns, calendar: LocalCalendar): MeterRules {
  const multiplier = multiplierOf(row);
  const steps = typeof multiplier === 'number' ? [{ from: '', value: multiplier }] : multiplier;
  const intervalMs = parseDuration(row.interval);
  if (intervalMs === null) throw new Error(`"${row.interval}" is no interval of a meter`);
  return {
    intervalMs,
    registerPoint: row.point,
    register: {
      ...(row.digits === null ? {} : { digits: row.digits }),
      ...(row.decimals === null ? {} : { decimals: row.decimals }),
      multiplier: steps.map((step, at) => ({
        from: at === 0 ? -Infinity : momentMs(step.from, calendar),
        value: step.value,
      })),
      replacements: replacementsOf(row)
        .map(({ at, closing, opening }) => ({
          at: momentMs(at, calendar),
          ...(closing === null ? {} : { closing }),
          ...(opening === null ? {} : { opening }),
        }))
        .sort((a, b) => a.at - b.at),
      ...(row.max_per_hour === null ? {} : { maxPerHour: row.max_per_hour }),
    },
  };
}

/** The same rules with these decisions in place of any others. */
export function withDecisions(
  { decisions: _others, ...rules }: MeterRules,
  decisions: readonly Decision[],
): MeterRules {
  return decisions.length === 0 ? rules : { ...rules, decisions };
}

/** Terms with local midnights; an open end is infinite. */
export function virtualTerms(row: RuleColumns, calendar: LocalCalendar): VirtualTerm[] {
  return (virtualOf(row) ?? []).map(({ meter, factor, from, to }) => ({
    meter,
    factor,
    from: from === null ? -Infinity : calendar.localMidnight(from),
    to: to === null ? Infinity : calendar.localMidnight(to),
  }));
}
