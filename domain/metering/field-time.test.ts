import { describe, expect, test } from 'vitest';
import { LocalCalendar } from '../time/calendar.ts';
import { fold } from './fold.ts';
import { deriveRegister } from './register.ts';
import { day, hour, meterRules, minute } from './testing.ts';
import {
  arrivals,
  besideGaps,
  climbing,
  columnsOf,
  live,
  named,
  quarter,
  shownAs,
  start,
  told,
} from './testing/stories.ts';

/** What goes wrong in the field with clocks, calendars and the order of arrival. */

describe('a device’s clock', () => {
  const truth = climbing(start, 4 * 96, 1_000);
  const wrong = truth.slice(100, 116);
  const right = truth.filter((reading) => !wrong.includes(reading));
  const rose = (4 * 96 - 1) * 1.5;

  test('a day ahead for four hours, at the instants that it reads at: the true ones come and count', () => {
    const early = live(
      wrong.map((r) => ({ ...r, ts: r.ts + day })),
      day,
    );
    const sent = [...early, ...live(right)];
    expect(told(sent).energy).toBe(rose);
    expect(named(told(sent))).toEqual(['gap judged']);
  });

  test.each([
    ['ahead', day],
    ['behind', -day],
  ])('a day %s for four hours, between the true readings: left out, with how far it was off', (_name, offMs) => {
    const off = live(
      wrong.map((r) => ({ ...r, ts: r.ts + offMs + 4 * minute })),
      offMs,
    );
    const sent = [...live(right), ...off];
    const answer = told(sent, meterRules(quarter), arrivals(sent));
    expect(answer.energy).toBe(rose);
    expect(besideGaps(answer)).toEqual(['clock-jump judged']);
    expect(answer.found.find(({ rule }) => rule === 'clock-jump')!.evidence).toMatchObject({
      readings: 16,
      offsetMs: offMs - 700,
      neighboursOffsetMs: -700,
    });
    // The label rests on the arrivals; what is left out does not.
    expect(besideGaps(told(sent))).toEqual(['glitch judged']);
  });

  test('a backlog with a zero in it arrived late as a whole: the clock was right', () => {
    const backlog = shownAs(truth, 150, 1, () => 0).map((r) => ({ ...r, receivedAt: truth.at(-1)!.ts + 1000 }));
    expect(besideGaps(told(backlog, meterRules(quarter), arrivals(backlog)))).toEqual(['glitch judged']);
  });
});

describe('days and months', () => {
  test('readings out of order over the end of a month', () => {
    const readings = climbing(Date.UTC(2026, 0, 31, 12), 97, 10);
    const mixed = [...readings.slice(40), ...readings.slice(0, 40).reverse()];
    const edges = Float64Array.of(readings[0]!.ts, Date.UTC(2026, 1, 1), readings[96]!.ts);
    const { ts, value } = columnsOf(mixed);
    const months = deriveRegister(ts, value, meterRules(quarter), 'energy_kwh', edges);
    expect([...months.value]).toEqual([72, 72]);
  });

  test('an instant with another value: the newest counts', () => {
    const sent = climbing(start, 9, 10);
    expect(told([...sent, { ts: start + 8 * quarter, value: 30 }]).energy).toBe(20);
  });

  test.each([
    ['local midnight in Shanghai', 'Asia/Shanghai', '2026-03-01', 24],
    ['the leap day', 'Asia/Shanghai', '2028-02-29', 24],
    ['the day of 23 hours in London', 'Europe/London', '2026-03-29', 23],
    ['the day of 25 hours in London', 'Europe/London', '2026-10-25', 25],
  ])('%s, a zero and a gap in it: one energy by quarters, hours and day', (_name, zone, date, hours) => {
    const calendar = new LocalCalendar(zone);
    const midnight = calendar.localMidnight(date);
    const next = calendar.nextDay(midnight);
    expect(next - midnight).toBe(hours * hour);
    const readings = shownAs(climbing(midnight - day, (hours + 48) * 4 + 1, 700), 130, 2, () => 0).filter(
      (_, i) => i < 150 || i > 156,
    );
    const { ts, value } = columnsOf(readings);
    const fine = deriveRegister(ts, value, meterRules(quarter), 'energy_kwh', calendar.quarterEdges(midnight));
    const byHour = fold(fine, calendar.edges('1h', midnight, next));
    expect(byHour.value.length).toBe(hours);
    expect(fold(fine, Float64Array.of(midnight, next)).value[0]).toBe(hours * 6);
    expect(fold(byHour, Float64Array.of(midnight, next)).value[0]).toBe(hours * 6);
  });
});
