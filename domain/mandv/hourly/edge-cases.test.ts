import { describe, expect, it } from 'vitest';
import { LocalCalendar } from '../../time/calendar.ts';
import { chinaDayTypes } from '../../time/day-types.ts';
import type { BaselineData, HourlyObservations, MandvCarrier } from '../types.ts';
import { predictHour } from './append.ts';
import { fitHourly } from './fit.ts';
import { hourlyModelFromJson, hourlyModelToJson } from './json.ts';
import { predictHours } from './predict.ts';
import {
  baseline,
  hourMs,
  hoursOf,
  occupiedLoad,
  office,
  seasons,
  unoccupiedLoad,
  without,
  type Local,
} from './testing/office.ts';
import { extrapolationProblems, outsideSegmentRange } from './temperature-range.ts';

/** Cases of spec §15, each named by its number. */

describe('case 3: the hour from 01:00 that London sees twice in October', () => {
  const site = { timeZone: 'Europe/London' };
  const hours = hoursOf('2019-01-01', '2020-01-01', site);
  const model = fitHourly(baseline(hours, site));
  const first = Date.UTC(2019, 9, 27, 0);

  it('is two hours of the year: 8,760 rows', () => {
    expect(model.baseline.hours).toBe(8760);
  });

  it('has one hour of week, so that equal temperatures get equal use', () => {
    const both = { startsAt: Float64Array.of(first, first + hourMs), temperature: Float64Array.of(11, 11) };
    const [once, again] = predictHours(model, both);
    expect(again).toBe(once);
  });

  it('leaves the day of 25 hours whole: its residual is that of 25 hours', () => {
    const day = model.daily.startsAt.indexOf(first - hourMs);
    expect(day).toBeGreaterThan(0);
    const of = (from: number, n: number): number =>
      hours.energy
        .slice(hours.startsAt.indexOf(from))
        .slice(0, n)
        .reduce((a, b) => a + b, 0);
    expect(model.daily.observed[day]).toBeCloseTo(of(first - hourMs, 25), 6);
  });

  it('and the morning that London skips in March is 23 hours', () => {
    const spring = Date.UTC(2019, 2, 31);
    const day = model.daily.startsAt.indexOf(spring);
    const from = hours.startsAt.indexOf(spring);
    const observed = hours.energy.slice(from, from + 23).reduce((a, b) => a + b, 0);
    expect(model.daily.observed[day]).toBeCloseTo(observed, 6);
  });
});

describe('case 5: leap day', () => {
  it('is predicted with February’s segment, and March begins the day after', () => {
    const model = fitHourly(baseline(hoursOf('2019-01-01', '2020-01-01')));
    const calendar = new LocalCalendar('Asia/Shanghai');
    const at = (date: string): number => calendar.localMidnight(date) + 12 * hourMs;
    const february = model.segments[1]!;
    // 2020-02-29 is a Saturday: hour of week 132.
    const occupied = february.occupiedHours.includes(132);
    const { binEndsF, slopes } = occupied ? february.occupied : february.unoccupied;
    const below = binEndsF.length === 0 || binEndsF[0]! >= 14;
    expect(below).toBe(true);
    // −10 °C = 14 °F lies in the first bin.
    expect(predictHour(model, at('2020-02-29'), -10)).toBeCloseTo(february.hourOfWeek[132]! + slopes[0]! * 14, 9);
    expect(predictHour(model, at('2020-03-01'), 8)).not.toBeNull();
  });

  it('belongs to a baseline of 366 days, all of whose months are enough', () => {
    const model = fitHourly(baseline(hoursOf('2020-01-01', '2021-01-01')));
    expect(model.baseline.hours).toBe(8784);
    expect(model.segments[1]!.hours).toBe((31 + 29 + 31) * 24);
    expect(model.sufficiency).toMatchObject({ qualified: true, disqualifications: [] });
  });

  it('has 12 monthly predictions of 366 days from a common year', () => {
    const model = fitHourly(baseline(hoursOf('2019-01-01', '2020-01-01')));
    const report = hoursOf('2020-01-01', '2021-01-01');
    expect(predictHours(model, report).every(Number.isFinite)).toBe(true);
  });
});

describe('case 7: a zero of electricity is a missing reading', () => {
  const outage = (date: string): boolean => date >= '2019-05-06' && date < '2019-05-16';
  const hours = (broken: boolean, carrier: MandvCarrier): BaselineData<HourlyObservations> =>
    baseline(
      hoursOf('2019-01-01', '2020-01-01', { use: (local) => (broken && outage(local.date) ? 0 : office(local)) }),
      { carrier },
    );

  it('an outage of 240 hours isn’t in the baseline, and doesn’t lower it', () => {
    const model = fitHourly(hours(true, 'electricity'));
    expect(model.baseline.hours).toBe(8760 - 240);
    const noon = Date.UTC(2019, 4, 8, 4);
    expect(predictHour(model, noon, 18)).toBeCloseTo(predictHour(fitHourly(hours(false, 'electricity')), noon, 18)!, 0);
  });

  it('a month with an outage of ten days has under 90 % of its hours: it and its neighbours are not sufficient', () => {
    const { sufficiency, segments } = fitHourly(hours(true, 'electricity'));
    expect(sufficiency.qualified).toBe(false);
    expect(sufficiency.disqualifications.map(({ code, numbers }) => [code, numbers['month']])).toEqual([
      ['caltrack.hourly.month-under-90-percent', 5],
    ]);
    expect(
      segments
        .map(({ sufficient }) => sufficient)
        .map(Number)
        .join(''),
    ).toBe('111000111111');
  });

  it('gas of 0 is data', () => {
    expect(fitHourly(hours(true, 'gas')).baseline.hours).toBe(8760);
  });
});

describe('case 22: temperatures outside the baseline', () => {
  const all = hoursOf('2019-01-01', '2020-01-01');
  const july = ({ date }: { date: string }): boolean => date.startsWith('2019-07');

  it('without July in the baseline, a July is said to be extrapolated, with the share of hours', () => {
    const hot = hoursOf('2020-07-01', '2020-08-01', { temperature: (ts) => seasons(ts) + 8 });
    const model = fitHourly(baseline(without(all, 'Asia/Shanghai', july)));
    const outside = outsideSegmentRange(model, hot);
    expect(outside.hours).toBe(31 * 24);
    expect(outside.farOutside).toBeGreaterThan(0.05);
    const [problem] = extrapolationProblems(model, hot);
    expect(problem).toMatchObject({ code: 'caltrack.hourly.temperature-outside-baseline' });
    expect(problem!.numbers['farOutside']).toBe(outside.farOutside);
    expect(model.sufficiency.disqualifications.map(({ numbers }) => numbers['month'])).toEqual([7]);
  });

  it('the baseline itself is inside its range', () => {
    expect(extrapolationProblems(fitHourly(baseline(all)), all)).toEqual([]);
  });

  it('summer heat in January is outside January’s segment, though the year has known it', () => {
    const model = fitHourly(baseline(all));
    const warm = hoursOf('2020-01-01', '2020-01-08', { temperature: () => 30 });
    expect(outsideSegmentRange(model, warm)).toMatchObject({ outside: 1, farOutside: 1 });
  });
});

describe('case 23: holidays and make-up workdays (调休)', () => {
  /** Works as the State Council says, with Friday’s and Sunday’s hours. */
  const closedOnHolidays = (local: Local): number => {
    const type = chinaDayTypes.typeOf(new Date(`${local.date}T00:00:00Z`).getTime() / 86_400_000);
    const weekday = type === 'holiday' ? 6 : type === 'make-up-workday' ? 4 : local.weekday;
    return office({ ...local, weekday });
  };
  const site = { use: closedOnHolidays };
  const data = baseline(hoursOf('2024-01-01', '2025-01-01', site));
  const dayTyped = fitHourly(data, { dayTypes: chinaDayTypes });
  const plain = fitHourly(data);
  const week = hoursOf('2025-10-06', '2025-10-13', site);
  /** Largest error of an hour on a local date. */
  const worst = (model: typeof plain, date: string): number => {
    const calendar = new LocalCalendar('Asia/Shanghai');
    const predicted = predictHours(model, week);
    return Math.max(
      ...[...week.startsAt.keys()]
        .filter((i) => calendar.iso(week.startsAt[i]!).startsWith(date))
        .map((i) => Math.abs(predicted[i]! - week.energy[i]!)),
    );
  };

  it('a working Saturday has Friday’s profile', () => {
    expect(worst(dayTyped, '2025-10-11')).toBeLessThan(2);
  });

  it('a holiday on a Wednesday has Sunday’s profile', () => {
    expect(worst(dayTyped, '2025-10-08')).toBeLessThan(2);
  });

  it('without day types the whole occupancy block is wrong on both', () => {
    const block = occupiedLoad - unoccupiedLoad;
    expect(worst(plain, '2025-10-11')).toBeGreaterThan(0.8 * block);
    expect(worst(plain, '2025-10-08')).toBeGreaterThan(0.5 * block);
  });

  it('is an option of its own name, kept through JSON', () => {
    expect([plain.method, dayTyped.method]).toEqual(['hourly', 'hourly-day-types']);
    const restored = hourlyModelFromJson(hourlyModelToJson(dayTyped));
    expect(predictHours(restored, week)).toEqual(predictHours(dayTyped, week));
  });

  it('a year without published holidays is said, and its days keep their weekday', () => {
    const future = fitHourly(baseline(hoursOf('2039-01-01', '2040-01-01')), { dayTypes: chinaDayTypes });
    expect(future.sufficiency.warnings).toMatchObject([
      { code: 'mandv.day-types.unpublished-year', numbers: { calendar: 'china', year: 2039 } },
    ]);
    expect(dayTyped.sufficiency.warnings).toEqual([]);
  });

  it('a site’s own calendar must be given again to predict, not guessed', () => {
    const school = { name: 'school-7', typeOf: () => 'ordinary' as const };
    const model = fitHourly(data, { dayTypes: school });
    expect(() => predictHours(model, week)).toThrow(RangeError);
    expect(predictHours(model, week, { dayTypes: school })).toEqual(predictHours(plain, week));
    expect(() => predictHours(plain, week, { dayTypes: school })).toThrow(RangeError);
  });
});

describe('case 24: an hour of week that the baseline never had', () => {
  const mondayAtThree = ({ weekday, hour }: { weekday: number; hour: number }): boolean => weekday === 0 && hour === 3;
  const all = hoursOf('2019-01-01', '2020-01-01');
  const model = fitHourly(baseline(without(all, 'Asia/Shanghai', mondayAtThree)));
  const calendar = new LocalCalendar('Asia/Shanghai');
  const monday = calendar.localMidnight('2020-03-02');

  it('is null, and its neighbours are predicted', () => {
    expect(predictHour(model, monday + 3 * hourMs, 10)).toBeNull();
    expect(predictHour(model, monday + 2 * hourMs, 10)).toBeGreaterThan(0);
    expect(predictHour(model, monday + 27 * hourMs, 10)).toBeGreaterThan(0);
  });

  it('is null in JSON, and said for each segment', () => {
    expect(JSON.parse(hourlyModelToJson(model)).segments[0].hourOfWeek[3]).toBeNull();
    expect(model.sufficiency.warnings).toHaveLength(12);
    expect(model.sufficiency.warnings[0]).toMatchObject({ code: 'caltrack.hourly.unseen-hours-of-week' });
  });

  it('an hour without a temperature is null too', () => {
    expect(predictHour(model, monday, NaN)).toBeNull();
  });
});

describe('case 25: collinear bins', () => {
  it('a segment with one temperature is finite everywhere, and right at that temperature', () => {
    const site = { temperature: () => 10 };
    const hours = hoursOf('2019-01-01', '2020-01-01', site);
    const model = fitHourly(baseline(hours));
    const at = hours.startsAt.subarray(0, 400);
    const predicted = predictHours(model, { startsAt: at, temperature: new Float64Array(400).fill(10) });
    predicted.forEach((p, i) => expect(p).toBeCloseTo(hours.energy[i]!, 8));
    const elsewhere = predictHours(model, { startsAt: at, temperature: new Float64Array(400).fill(25) });
    expect(elsewhere.every(Number.isFinite)).toBe(true);
    // 168 levels; neither group's slope is in the data.
    expect(model.segments[0]!.rank).toBe(168);
  });

  it.each([10.0123, 21.37, 33.333])('rounding isn’t variance: a year at %d °C has no slopes', (celsius) => {
    let state = 1;
    const noise = (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
    const hours = hoursOf('2019-01-01', '2020-01-01', { temperature: () => celsius, use: () => 20 + noise() });
    const model = fitHourly(baseline(hours));
    expect(model.segments.map(({ rank }) => rank)).toEqual(Array.from({ length: 12 }, () => 168));
    const elsewhere = { startsAt: hours.startsAt, temperature: hours.temperature.map((t) => t + 0.01) };
    predictHours(model, elsewhere).forEach((p) => expect(Math.abs(p - 20.5)).toBeLessThan(0.6));
    // A third of the hours would be called occupied by residuals of chance alone only now and then.
    for (const { occupiedHours } of model.segments) expect(occupiedHours.length).toBeLessThan(50);
  });

  it('takes the least norm: with T = 50 °F and levels y, slope = 50·Σy/(1 + 2,500·n)', () => {
    const hours = hoursOf('2019-01-01', '2020-01-01', { temperature: () => 10, use: () => 20 });
    const { unoccupied, occupiedHours } = fitHourly(baseline(hours)).segments[5]!;
    expect(occupiedHours).toEqual([]);
    expect(unoccupied.binEndsF).toEqual([]);
    expect(unoccupied.slopes[0]).toBeCloseTo((50 * 168 * 20) / (1 + 2500 * 168), 12);
  });

  it('nothing at all gives a model that predicts nothing', () => {
    const model = fitHourly(baseline({ startsAt: new Float64Array(0), energy: new Float64Array(0), temperature: new Float64Array(0) })); // prettier-ignore
    expect(model.sufficiency.qualified).toBe(false);
    expect(predictHour(model, Date.UTC(2020, 0, 1), 5)).toBeNull();
    expect(hourlyModelFromJson(hourlyModelToJson(model))).toEqual(model);
  });
});
