import { expect, it } from 'vitest';
import { alarmRules } from '../../../domain/alarms/rules.ts';
import { LocalCalendar } from '../../../domain/time/calendar.ts';
import { qualities, type IntervalColumns } from '../../../storage/series/port.ts';
import type { House } from '../house.ts';
import type { PlaceMeter } from '../places/place-index.ts';
import { readFigures } from './figures.ts';

const calendar = new LocalCalendar('Europe/London');
const measured = qualities.indexOf('measured');

/** A house that idles at 1 kW and starts work at five by the clock; its water drips and starts then too. */
function columns(from: number, to: number): IntervalColumns {
  const edges = calendar.edges('1h', from, to);
  const startsAt = edges.slice(0, -1);
  const value = startsAt.map((start) => (Number(calendar.iso(start).slice(11, 13)) < 5 ? 1 : 50));
  return {
    ...{ startsAt, value, endsAt: edges.at(-1)! },
    coverage: new Float64Array(value.length).fill(1),
    quality: new Uint8Array(value.length).fill(measured),
  };
}

it.each([
  ['forward', ['2026-03-28', '2026-03-29', '2026-03-30', '2026-03-31']],
  ['back', ['2026-10-24', '2026-10-25', '2026-10-26', '2026-10-27']],
])('the night in which the clocks go %s ends at five by the clock, and is no louder than others', async (_, dates) => {
  const sources = {
    calendar,
    now: () => Date.parse('2026-11-01T00:00Z'),
    intervals: {
      ofMany: (points: unknown[], _: string, from: number, to: number) => points.map(() => columns(from, to)),
    },
    store: {
      latest: () => new Map(),
      intervalsOf: (points: unknown[], _: string, from: number, to: number) => points.map(() => columns(from, to)),
    },
  } as unknown as Pick<House, 'intervals' | 'store' | 'calendar' | 'now'>;
  const meter = (id: string, carrier: string) => ({ id, carrier, register: { point: 'p' } }) as unknown as PlaceMeter;
  const meters = [meter('E1', 'electricity'), meter('W1', 'water')];
  // The change is a day before the last one, then it is the last, of which no more than the night is over.
  for (const last of [dates.length, dates.length - 1]) {
    const starts = Float64Array.from(dates.slice(0, last), (date) => calendar.localMidnight(date));
    const figures = await readFigures(sources, meters, { first: 0, starts }, alarmRules, () => false);
    const nights = Array.from({ length: last - 1 }, () => 1);
    expect([...figures.get('E1')!.night]).toEqual(nights);
    expect([...figures.get('W1')!.least]).toEqual(nights);
  }
});
