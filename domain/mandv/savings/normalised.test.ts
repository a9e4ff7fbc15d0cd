import { expect, it } from 'vitest';
import { LocalCalendar } from '../../time/calendar.ts';
import { normalisedSaving, normalYearText, type NormalSide } from './normalised.ts';

const shanghai = new LocalCalendar('Asia/Shanghai');
const edges = shanghai.edges('1d', shanghai.localMidnight('2023-01-01'), shanghai.localMidnight('2024-01-01'));
const side = (perDay: number, halfWidth: number | null, months = 12): NormalSide => ({
  predicted: new Float64Array(365).fill(perDay),
  bandOf: (_, confidence) => ({ confidence, halfWidth }),
  months,
});
const normalYear = {
  name: 'Wenzhou, normal year',
  sha256: '00',
  startsAt: edges.slice(0, -1),
  temperature: new Float64Array(365).fill(18),
};

it('both models on one year, bands in quadrature, with the year’s name and hash', () => {
  const result = normalisedSaving(side(100, 300), side(90, 400), edges, normalYear, shanghai);
  if (!result.ok) throw new Error(result.code);
  expect(result.saving).toMatchObject({ saving: 3650, counterfactual: 36_500, distinguishable: true });
  expect(result.saving.band.halfWidth).toBe(500);
  expect(result.normalYear).toEqual({ name: 'Wenzhou, normal year', sha256: '00' });
});

it('half a year of reporting has no normalised saving', () => {
  expect(normalisedSaving(side(100, 1), side(90, 1, 6), edges, normalYear, shanghai)).toEqual({
    ok: false,
    code: 'normal-year.needs-full-year',
  });
});

it('a model that can’t say every day of the year says nothing of the year', () => {
  const hole = side(100, 1);
  hole.predicted[40] = NaN;
  expect(normalisedSaving(hole, side(90, 1), edges, normalYear, shanghai)).toMatchObject({
    code: 'normal-year.incomplete',
  });
});

it('the text that is hashed names the year and every value', () => {
  const lines = normalYearText(normalYear).split('\n');
  expect([lines[0], lines[1], lines.length]).toEqual(['Wenzhou, normal year', `${edges[0]!},18`, 367]);
});
