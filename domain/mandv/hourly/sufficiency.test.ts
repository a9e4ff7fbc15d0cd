import { describe, expect, it } from 'vitest';
import { chinaDayTypes, noDayTypes } from '../../time/day-types.ts';
import { fitHourly } from './fit.ts';
import { predictHours } from './predict.ts';
import { singleSegmentAllowed } from './single-segment.ts';
import { unpublishedHolidays } from './unpublished-holidays.ts';
import { baseline, hoursOf, office, without } from './testing/office.ts';

const zone = 'Asia/Shanghai';
const year = hoursOf('2019-01-01', '2020-01-01');
const failingMonths = (model: ReturnType<typeof fitHourly>): unknown[] =>
  model.sufficiency.disqualifications.map(({ numbers }) => numbers['month']);

describe('which months are enough (spec §3)', () => {
  it('three days of June missing are 90 % exactly, which is not more than 90 %', () => {
    const dates = (...days: string[]) => baseline(without(year, zone, ({ date }) => days.includes(date)));
    const three = ['2019-06-03', '2019-06-04', '2019-06-05'];
    expect(failingMonths(fitHourly(dates(...three)))).toEqual([6]);
    expect(failingMonths(fitHourly(dates(...three.slice(1))))).toEqual([]);
  });

  it('an hour without temperature is as missing as one without usage', () => {
    const temperature = year.temperature.map((t, i) => (i < 100 ? NaN : t));
    const model = fitHourly(baseline({ ...year, temperature }));
    expect(model.baseline.hours).toBe(8660);
    expect(failingMonths(model)).toEqual([1]);
    expect(model.segments.filter(({ sufficient }) => !sufficient).map(({ name }) => name)).toEqual([
      'dec-jan-feb-weighted',
      'jan-feb-mar-weighted',
      'nov-dec-jan-weighted',
    ]);
  });

  it('a baseline that begins on 20 January lacks January, though no hour since is missing', () => {
    expect(failingMonths(fitHourly(baseline(hoursOf('2019-01-20', '2020-01-01'))))).toEqual([1]);
  });

  it('a year from mid-March to mid-March has its March from both', () => {
    const model = fitHourly(baseline(hoursOf('2018-03-15', '2019-03-15')));
    expect(model.sufficiency.qualified).toBe(true);
    expect(model.segments[2]!.hours).toBe((28 + 31 + 30) * 24);
  });

  it('months that nobody metered and whose neighbours nobody metered are not predicted', () => {
    const model = fitHourly(baseline(hoursOf('2019-01-01', '2019-04-01')));
    const june = hoursOf('2020-06-01', '2020-06-08');
    expect(predictHours(model, june).every(Number.isNaN)).toBe(true);
    expect(failingMonths(model)).toEqual([4, 5, 6, 7, 8, 9, 10, 11, 12]);
  });

  it('says in both languages which month fails, with its share', () => {
    const [problem] = fitHourly(baseline(hoursOf('2019-01-20', '2020-01-01'))).sufficiency.disqualifications;
    expect(problem!.message.zh).toContain('1 月');
    expect(problem!.message.en).toContain('Month 1');
    expect(problem!.numbers['share']).toBeCloseTo(12 / 31, 12);
  });
});

describe('a reporting period whose holidays are not published', () => {
  const window = { from: Date.UTC(2044, 11, 31, 15), to: Date.UTC(2044, 11, 31, 17) };

  it('is said for every year that it touches on the local clock', () => {
    expect(unpublishedHolidays(chinaDayTypes, zone, window).map(({ numbers }) => numbers['year'])).toEqual([
      2044, 2045,
    ]);
    expect(unpublishedHolidays(chinaDayTypes, 'UTC', window).map(({ numbers }) => numbers['year'])).toEqual([2044]);
  });

  it('is nothing to say without a calendar, or without hours', () => {
    expect(unpublishedHolidays(noDayTypes, zone, window)).toEqual([]);
    expect(unpublishedHolidays(chinaDayTypes, zone, { from: 0, to: 0 })).toEqual([]);
  });
});

describe('one segment for the year (spec §6.7)', () => {
  const data = baseline(year);
  const single = fitHourly(data, { segmentation: 'single' });

  it('has one model of all hours that predicts every month', () => {
    expect(single.segments).toHaveLength(1);
    expect(single.segments[0]).toMatchObject({ name: 'all', hours: 8760, sufficient: true });
    expect(predictHours(single, hoursOf('2020-01-01', '2021-01-01')).every(Number.isFinite)).toBe(true);
  });

  it('is allowed where its months are unbiased', () => {
    const steady = baseline(
      hoursOf('2019-01-01', '2020-01-01', { use: (local) => office({ ...local, temperature: 18 }) }),
    );
    const model = fitHourly(steady, { segmentation: 'single' });
    expect(singleSegmentAllowed(model, steady, year.temperature)).toMatchObject({ allowed: true, because: ['months-unbiased'] }); // prettier-ignore
  });

  it('is not where half of the year uses more for reasons other than the weather', () => {
    const school = baseline(
      hoursOf('2019-01-01', '2020-01-01', {
        use: (local) => office(local) * (local.date < '2019-04-01' || local.date > '2019-10-01' ? 1.5 : 1),
      }),
    );
    const model = fitHourly(school, { segmentation: 'single' });
    const verdict = singleSegmentAllowed(model, school, year.temperature);
    expect(verdict).toMatchObject({ allowed: false, because: [] });
    expect(verdict.monthlyBias.filter((bias) => Math.abs(bias!) > 0.01).length).toBeGreaterThan(2);
    const hotter = year.temperature.map((t) => t + 8);
    expect(singleSegmentAllowed(model, school, hotter)).toMatchObject({
      allowed: true,
      because: ['temperatures-outside-baseline'],
    });
  });
});
