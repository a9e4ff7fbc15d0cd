import type { MeterRules } from '../../domain/metering/meter.ts';
import type { LocalCalendar } from '../../domain/time/calendar.ts';
import { parseDuration } from '../../domain/time/duration.ts';
import { momentMs } from './moments.ts';
import type { Meter } from './port.ts';
import type { MeterRow } from './tables.ts';

export const defaultInterval = '15m';

export function multiplierOf(row: MeterRow): Meter['register']['multiplier'] {
  return JSON.parse(row.multiplier) as Meter['register']['multiplier'];
}

export function replacementsOf(row: MeterRow): Meter['replacements'] {
  return JSON.parse(row.replacements) as Meter['replacements'];
}

/** What the calculation needs: dates become local midnights, the first multiplier holds from the beginning. */
export function meterRules(row: MeterRow, calendar: LocalCalendar): MeterRules {
  const multiplier = multiplierOf(row);
  const steps = typeof multiplier === 'number' ? [{ from: '', value: multiplier }] : multiplier;
  const intervalMs = parseDuration(row.interval);
  if (intervalMs === null) throw new Error(`meter ${row.id} has no readable interval`);
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
