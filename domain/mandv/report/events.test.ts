import { expect, it } from 'vitest';
import { LocalCalendar } from '../../time/calendar.ts';
import type { Analysis } from '../analysis.ts';
import type { ComparedIntervals } from '../savings/compared.ts';
import { undeclaredEvents } from './events.ts';

const calendar = new LocalCalendar('Asia/Shanghai');
const noise = (i: number): number => 6 * Math.sin(i * 12.9898) + 4 * Math.cos(i * 78.233);

function days(from: string, observed: (i: number) => number): ComparedIntervals {
  const edges = calendar.edges('1d', calendar.localMidnight(from), calendar.localMidnight(from) + 364 * 86_400_000);
  const n = edges.length - 1;
  return {
    edges,
    observed: Float64Array.from({ length: n }, (_, i) => observed(i) + noise(i)),
    counterfactual: new Float64Array(n).fill(100),
  };
}
const usual = days('2024-11-01', () => 100);
const analysis = (method: string, before: ComparedIntervals, after: ComparedIntervals): Analysis =>
  ({ method, baseline: { fit: before }, reporting: { compared: after } }) as unknown as Analysis;

it('a new machine room in May: told with its week and size, in both languages; a lasting saving is no event', () => {
  const after = days('2025-11-01', (i) => (i < 182 ? 90 : 120));
  const [event, ...more] = undeclaredEvents(analysis('daily', usual, after), calendar);
  expect(more).toEqual([]);
  expect(event!.code).toBe('nre.reporting');
  expect(event!.numbers['date']).toMatch(/^2026-0(4-2|5-0)/);
  expect(event!.message.en).toContain('rose by about 2');
  expect(event!.message.zh).toContain('上升');
  expect(
    undeclaredEvents(
      analysis(
        'daily',
        usual,
        days('2025-11-01', () => 90),
      ),
      calendar,
    ),
  ).toEqual([]);
});

it('a floor that moved out within the baseline is told too; bills are too few to tell', () => {
  const before = days('2024-11-01', (i) => (i < 200 ? 130 : 100));
  const after = days('2025-11-01', () => 100);
  expect(undeclaredEvents(analysis('hourly', before, after), calendar).map(({ code }) => code)).toEqual([
    'nre.baseline',
  ]);
  expect(undeclaredEvents(analysis('monthly', before, after), calendar)).toEqual([]);
});

it('a long holiday within the baseline came back and is no event; within the reporting period it is one finding', () => {
  const holiday = (i: number): number => (i >= 100 && i < 130 ? 60 : 100);
  const found = undeclaredEvents(
    analysis(
      'daily',
      days('2024-11-01', holiday),
      days('2025-11-01', (i) => (i >= 200 && i < 260 ? 40 : 100)),
    ),
    calendar,
  );
  expect(found.map(({ code }) => code)).toEqual(['nre.reporting']);
  expect(found[0]!.numbers['shifts']).toBe(2);
});
