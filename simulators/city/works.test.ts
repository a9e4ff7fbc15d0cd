import { expect, it } from 'vitest';
import { DemoCity } from './city.ts';
import { dayIndex } from './day.ts';
import { demoMeters } from './meters.ts';
import { worksDayFor } from './works.ts';

const firstStart = Date.parse('2026-11-23T10:07:00+08:00');
const at = (text: string): number => Date.parse(`${text}T00:00:00+08:00`);
const meter = (id: string) => demoMeters.find((one) => one.id === id)!;
const [plain, worked] = [new DemoCity(7), new DemoCity(7, { worksDay: worksDayFor(firstStart) })];

function used(city: DemoCity, id: string, from: string, to: string): number {
  const { multiplier, digits } = meter(id).register!;
  const [a, b] = [city.registerAt(meter(id), at(from)), city.registerAt(meter(id), at(to))];
  return (b >= a ? b - a : b - a + 10 ** digits) * multiplier;
}

it('the works begin on the first of the month a year before the first start', () => {
  expect(worksDayFor(firstStart)).toBe(dayIndex(at('2025-11-01')));
  // The evening of UTC is the next day in Wenzhou.
  expect(worksDayFor(Date.parse('2026-11-30T17:00:00Z'))).toBe(dayIndex(at('2025-12-01')));
});

it('what was before the works is as it was; after them cooling needs a quarter less, and water what it needed', () => {
  expect(used(worked, 'DEMO-E-102', '2024-11-01', '2025-11-01')).toBe(
    used(plain, 'DEMO-E-102', '2024-11-01', '2025-11-01'),
  );
  const left =
    used(worked, 'DEMO-E-102', '2025-11-01', '2026-11-01') / used(plain, 'DEMO-E-102', '2025-11-01', '2026-11-01');
  expect(left).toBeCloseTo(0.72, 3);
  expect(used(worked, 'DEMO-W-101', '2025-11-01', '2026-11-01')).toBe(
    used(plain, 'DEMO-W-101', '2025-11-01', '2026-11-01'),
  );
});

it('the main meter saves what its sub-meters save', () => {
  const saved = (id: string) =>
    used(plain, id, '2026-07-01', '2026-08-01') - used(worked, id, '2026-07-01', '2026-08-01');
  expect(saved('DEMO-E-101')).toBeGreaterThan(0);
  // A tick of the main meter is 0.4 kWh.
  expect(Math.abs(saved('DEMO-E-101') - saved('DEMO-E-102') - saved('DEMO-E-103'))).toBeLessThan(2);
});
