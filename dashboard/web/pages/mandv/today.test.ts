import { expect, it } from 'vitest';
import type { WireMandvToday } from '../../../../domain/wire-mandv.ts';
import { withHours } from './today.ts';

const hour = (h: number, actual: number | null) => ({
  ts: `2026-11-23T${String(h).padStart(2, '0')}:00:00+08:00`,
  actual,
  counterfactual: 10,
  halfWidth: 1,
  temperatureC: 14,
});
const today: WireMandvToday = {
  date: '2026-11-23',
  confidence: 0.9,
  hours: [hour(0, 9), hour(1, null)],
  actual: 9,
  counterfactual: 10,
  halfWidth: 1,
  dataState: 'provisional',
  spread: false,
};

it('a delta replaces its hours, adds new ones in their place, and carries the sums', () => {
  const found = withHours(today, {
    date: today.date,
    hours: [hour(2, 7), hour(1, 8)],
    actual: 24,
    counterfactual: 30,
    halfWidth: 2,
  });
  expect(found.hours.map((h) => h.actual)).toEqual([9, 8, 7]);
  expect(found).toMatchObject({ date: '2026-11-23', actual: 24, counterfactual: 30, halfWidth: 2 });
});
