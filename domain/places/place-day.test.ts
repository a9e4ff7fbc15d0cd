import { describe, expect, it } from 'vitest';
import { bandOf, sumOfMeters, sumsWhereBoth } from './place-day.ts';
import { deviationOf, outsideShare } from './deviation.ts';

const flat = (value: number, length = 4): Float64Array => new Float64Array(length).fill(value);
const measured = (value: Float64Array, quality = 'm'.repeat(value.length)) => ({ value, quality });

describe('the sum of a place’s main meters', () => {
  it('a small meter that is silent is stood in for, and marked as an estimate', () => {
    const silent = measured(flat(NaN), 'xxxx');
    const sum = sumOfMeters([measured(flat(95)), silent], [flat(90), flat(5)], 4);
    expect([...sum.value]).toEqual([100, 100, 100, 100]);
    expect(sum.quality).toBe('eeee');
  });
  it('without a large one the place is missing, not smaller', () => {
    const sum = sumOfMeters([measured(flat(95)), measured(flat(NaN), 'xxxx')], [flat(60), flat(40)], 4);
    expect([...sum.value]).toEqual([NaN, NaN, NaN, NaN]);
    expect(sum.quality).toBe('xxxx');
  });
  it('a meter of which nobody knows what is usual can’t be stood in for', () => {
    expect(sumOfMeters([measured(flat(95)), measured(flat(NaN), 'xxxx')], [flat(60), flat(NaN)], 4).quality).toBe(
      'xxxx',
    );
  });
  it('what is still to come is neither missing nor 0', () => {
    const sum = sumOfMeters([measured(Float64Array.of(1, 2, NaN, NaN), 'mm--')], [flat(1)], 4);
    expect(sum.quality).toBe('mm--');
  });
  it('one meter that lags a quarter hour behind doesn’t make the place’s newest quarter missing', () => {
    const ahead = measured(Float64Array.of(90, 90, 90, NaN), 'mmm-');
    const behind = measured(Float64Array.of(5, 5, NaN, NaN), 'mm--');
    expect(sumOfMeters([ahead, behind], [flat(90), flat(5)], 4).quality).toBe('mme-');
  });
  it('a meter that was installed at noon lacks nowhere before it', () => {
    const [old, fresh] = [measured(flat(95)), measured(Float64Array.of(NaN, NaN, 5, 5), 'xxmm')];
    const sum = sumOfMeters([old, fresh], [flat(90), flat(NaN)], 4, [false, true]);
    expect([...sum.value]).toEqual([95, 95, 100, 100]);
    expect(sum.quality).toBe('mmmm');
  });
  it('a new meter that has spoken and falls silent is missed', () => {
    const fresh = measured(Float64Array.of(NaN, 5, NaN, 5), 'xmxm');
    const sum = sumOfMeters([measured(flat(95)), fresh], [flat(90), flat(NaN)], 4, [false, true]);
    expect(sum.quality).toBe('mmxm');
  });
  it('a place of new meters alone is missing until they speak', () => {
    const fresh = measured(Float64Array.of(NaN, 5, NaN), 'xm-');
    const sum = sumOfMeters([fresh], [flat(NaN)], 3, [true]);
    expect(sum.quality).toBe('xm-');
  });
  it('beside a new meter a small one that is silent is still stood in for, a large one still missed', () => {
    const meters = [measured(flat(95)), measured(flat(NaN), 'xxxx'), measured(flat(NaN), 'xxxx')];
    const isNew = [false, false, true];
    expect(sumOfMeters(meters, [flat(90), flat(5), flat(NaN)], 4, isNew).quality).toBe('eeee');
    expect(sumOfMeters(meters, [flat(60), flat(40), flat(NaN)], 4, isNew).quality).toBe('xxxx');
  });
  it('the worst quality of its meters is told', () => {
    const sum = sumOfMeters([measured(flat(1), 'mmmh'), measured(flat(1), 'memm')], [flat(1), flat(1)], 4);
    expect(sum.quality).toBe('memh');
  });
});

describe('what is usual', () => {
  it('fewer than three like days that are known say nothing', () => {
    const band = bandOf([flat(1), flat(2), Float64Array.of(3, NaN, 3, 3)], 4);
    expect([...band.low]).toEqual([1, NaN, 1, 1]);
    expect([...band.high]).toEqual([3, NaN, 3, 3]);
    expect(band.expected[0]).toBe(2);
  });
  it('time outside the band counts only where the band is known', () => {
    const band = { low: Float64Array.of(1, NaN, 1), high: Float64Array.of(3, NaN, 3), expected: flat(2, 3) };
    expect(outsideShare(Float64Array.of(9, 9, NaN), band)).toBe(1);
    expect(outsideShare(Float64Array.of(2, 9, 0), band)).toBe(0.5);
  });
  it('sums are compared over what both know', () => {
    expect(sumsWhereBoth(Float64Array.of(1, NaN, 3), Float64Array.of(10, 20, NaN), 0, 3)).toEqual([1, 10]);
  });
});

describe('why a building stands out', () => {
  /** kW by local hour, as quarter hours. */
  const day = (rate: (hour: number) => number): Float64Array =>
    Float64Array.from({ length: 96 }, (_, i) => rate(i / 4));
  const office = (hour: number): number => (hour >= 7 && hour < 19 ? 100 : 20);
  const band = bandOf(
    [0.96, 1, 1.04].map((factor) => day((hour) => office(hour) * factor)),
    96,
  );

  it.each([
    ['nothing, when it is as usual', day(office), false, null],
    ['the chiller runs through the night', day((hour) => (hour < 5 ? 60 : office(hour))), false, 'night-load'],
    ['it was not shut down in the evening', day((hour) => (hour >= 19 ? 80 : office(hour))), false, 'not-shut-down'],
    [
      'it is switched on two hours too early',
      day((hour) => (hour >= 5 && hour < 7 ? 90 : office(hour))),
      false,
      'early-start',
    ],
    ['everything is higher', day((hour) => office(hour) * 1.5), false, 'above-all-day'],
    ['everything is lower', day((hour) => office(hour) * 0.6), false, 'below-all-day'],
  ])('%s', (_, actual, offDay, code) => {
    expect(deviationOf(actual, band, 96, offDay).reason?.code ?? null).toBe(code);
  });

  it('a night load that has lasted over a week is still told, though it is in the band by now', () => {
    const nights = day((hour) => (hour < 5 ? 60 : office(hour)));
    const lasting = bandOf([nights, day(office), day(office), day(office)], 96);
    expect(deviationOf(nights, lasting, 96, false).reason?.code).toBe('night-load');
  });
  it('a Sunday that runs like a workday', () => {
    const sundays = bandOf(
      [19, 20, 21].map((rate) => day(() => rate)),
      96,
    );
    const { reason } = deviationOf(day(office), sundays, 96, true);
    expect(reason).toMatchObject({ code: 'weekend-like-workday', rate: 400, usual: 80 });
  });
  it('what is not over yet is not judged', () => {
    const { amount, reason } = deviationOf(
      day((hour) => (hour >= 19 ? 80 : office(hour))),
      band,
      19 * 4,
      false,
    );
    expect(amount).toBeCloseTo(0);
    expect(reason).toBeNull();
  });
  it('a day that is as usual but for the dust of its sums is as usual', () => {
    const third = day((hour) => office(hour) / 3);
    const dusty = band.expected.map((value, i) => (value / 3) * (1 + (i % 2 ? 1e-15 : -3e-15)));
    const { amount, share } = deviationOf(third, { ...band, expected: dusty }, 96, false);
    expect([amount, share]).toEqual([0, 0]);
  });
  it('an hour without data is left out on both sides', () => {
    const actual = day((hour) => (hour >= 10 && hour < 11 ? NaN : office(hour)));
    expect(deviationOf(actual, band, 96, false).amount).toBeCloseTo(0);
  });
});
