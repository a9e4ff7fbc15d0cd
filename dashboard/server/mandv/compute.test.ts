import { expect, it } from 'vitest';
import type { HourlyObservations } from '../../../domain/mandv/types.ts';
import { compute } from './compute.ts';
import type { ComputeJob } from './job.ts';

const hourMs = 3_600_000;
function span(from: number, days: number): ComputeJob['baseline'] {
  const startsAt = Float64Array.from({ length: days * 24 }, (_, i) => from + i * hourMs);
  const temperature = startsAt.map((ts) => 15 - 12 * Math.cos((2 * Math.PI * ts) / (8766 * hourMs)));
  const energy = temperature.map((t, i) => 40 + 2 * Math.max(12 - t, 0) + 4 * Math.sin(i * 12.9898));
  return { from, to: from + days * 24 * hourMs, hours: { startsAt, energy, temperature } };
}
const blind = (hours: HourlyObservations): HourlyObservations => ({
  ...hours,
  temperature: hours.temperature.map(() => NaN),
});

it('a weather station that is dead since the works: no result, and no fault of the frozen baseline', () => {
  const reporting = span(Date.UTC(2025, 0, 1), 60);
  const job: ComputeJob = {
    timeZone: 'UTC',
    carrier: 'electricity',
    method: 'daily',
    confidence: 0.9,
    guarantee: null,
    baseline: span(Date.UTC(2024, 0, 1), 366),
    reporting: { ...reporting, hours: blind(reporting.hours) },
    adjustments: [],
    kept: null,
    baselineChanged: false,
  };
  const draft = compute(job);
  expect(draft.kept).not.toBeNull();
  const { sufficiency, total } = compute({ ...job, kept: draft.kept });
  expect(total).toBeNull();
  expect(sufficiency.qualified).toBe(false);
  expect(sufficiency.disqualifications.map(({ code }) => code)).toEqual(['mandv.no-reporting-days']);
});
