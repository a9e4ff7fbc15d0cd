import { LocalCalendar } from '../../time/calendar.ts';
import type { MeterFigures } from '../figures.ts';
import { dateOf, dayOf } from '../local-days.ts';

export const shanghai = new LocalCalendar('Asia/Shanghai');

export interface Given {
  readonly meter?: string;
  /** First and last local day. */
  readonly from: string;
  readonly to: string;
  readonly calendar?: LocalCalendar;
  /** By local day; NaN = unknown. */
  readonly expected?: (date: string) => number;
  readonly actual?: (date: string) => number;
  /** Share of the day's quarter hours that are there, measured. */
  readonly known?: (date: string) => number;
  /** Half band of one day; of n days √n times that. null = undefined. */
  readonly dayHalfWidth?: number | null;
  /** null = no model can be made. */
  readonly model?: Partial<NonNullable<MeterFigures['model']>> | null;
}

/** A meter that is expected to use 100 a day, and uses 90. */
export function figuresOf(given: Given): MeterFigures {
  const { meter = 'M1', from, to, calendar = shanghai, dayHalfWidth = 5, model = {} } = given;
  const dates = Array.from({ length: dayOf(to) - dayOf(from) + 1 }, (_, i) => dateOf(dayOf(from) + i));
  const known = Float64Array.from(dates, given.known ?? (() => 1));
  const expected = given.expected ?? (() => 100);
  const actual = given.actual ?? (() => 90);
  return {
    ...{ meter, unit: 'kWh' },
    edges: Float64Array.from([...dates, dateOf(dayOf(to) + 1)], (date) => calendar.localMidnight(date)),
    expected: Float64Array.from(dates, (date) => (model === null ? NaN : expected(date))),
    actual: Float64Array.from(dates, (date, i) => (known[i]! < 1 ? NaN : actual(date))),
    known,
    measured: known,
    halfWidth: (first, end) => (dayHalfWidth === null ? null : dayHalfWidth * Math.sqrt(end - first)),
    model: model && {
      ...{ sha256: `model of ${meter}`, baselineSha256: `baseline of ${meter}`, frozen: true, disqualified: false },
      perDayOfMonth: new Array<number>(12).fill(100),
      ...model,
    },
  };
}
