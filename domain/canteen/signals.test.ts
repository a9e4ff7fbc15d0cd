import { describe, expect, test } from 'vitest';
import { normOf } from './norm.ts';
import { canteenRules as rules } from './rules.ts';
import { signalsOf, type SignalInputs } from './signals.ts';
import { at, clock, count, day, figuresOf, weighing, workdaysBefore } from './testing/canteen.ts';
import type { WeighingFinding } from './types.ts';

const date = '2026-11-23';
const norm = normOf(
  workdaysBefore(date, 28).map((one, i) => day(one, 38 + (i % 5), { people: 400 })),
  { date, meal: 'LUNCH', stream: 'PLATE_WASTE' },
  rules,
);
const lunch = (people: number, grams: number | null) =>
  figuresOf({
    counts: [count(`${date} 11:45`, people)],
    weighings: grams === null ? [] : [weighing(`${date} 12:10`, grams)],
  })[0]!;
const minute = (time: string) => clock.minuteOf(at(`${date} ${time}`));
const signals = (inputs: Partial<SignalInputs> & { time: string }) =>
  signalsOf({
    today: null,
    norm,
    findings: [],
    servedOnLikeDays: true,
    minuteOfDay: minute(inputs.time),
    meal: 'LUNCH',
    rules,
    ...inputs,
  });

test('a usual lunch bears no mark', () => {
  expect(signals({ today: lunch(400, 15_800), time: '12:20' })).toEqual([]);
});

describe('far above its norm', () => {
  test('61 g where 40 are usual', () => {
    expect(signals({ today: lunch(400, 24_400), time: '12:20' })).toEqual(['far-above-norm']);
  });

  test('not while the counts of a full hall are still on their way', () => {
    expect(signals({ today: lunch(60, 15_800), time: '12:20' })).toEqual([]);
  });

  test('not on a scale whose weighings are doubtful, nor without a norm', () => {
    const doubtful = { ...lunch(400, 24_400), state: 'doubtful' as const };
    expect(signals({ today: doubtful, time: '12:20' })).toEqual([]);
    expect(signals({ today: lunch(400, 24_400), norm: null, time: '12:20' })).toEqual([]);
  });
});

describe('silent during lunch', () => {
  test('people eat and nobody has weighed a plate an hour and a half after the doors opened', () => {
    const usuallyWeighedBy = minute('11:40');
    expect(signals({ today: lunch(300, null), usuallyWeighedBy, time: '12:09' })).toEqual([]);
    expect(signals({ today: lunch(300, null), usuallyWeighedBy, time: '12:10' })).toEqual(['silent']);
  });

  test('a scale that weighed peelings this morning and no plates is silent too', () => {
    const [today] = figuresOf({
      counts: [count(`${date} 11:45`, 300)],
      weighings: [weighing(`${date} 09:30`, 6_000, { stream: 'PREP_WASTE' })],
    });
    expect(signals({ today: today!, usuallyWeighedBy: minute('11:40'), time: '12:30' })).toEqual(['silent']);
  });

  test('a canteen that weighs when all have gone is not silent before it usually does', () => {
    const usuallyWeighedBy = minute('13:05');
    expect(signals({ today: lunch(300, null), usuallyWeighedBy, time: '13:10' })).toEqual([]);
    expect(signals({ today: lunch(300, null), usuallyWeighedBy, time: '13:20' })).toEqual(['silent']);
  });

  test('one whose habit is not known may weigh when all have gone: it bears no mark before serving has ended', () => {
    expect(signals({ today: lunch(300, null), time: '13:29' })).toEqual([]);
    expect(signals({ today: lunch(300, null), time: '13:30' })).toEqual(['silent']);
    const short = { ...rules, hours: { ...rules.hours, LUNCH: { ...rules.hours.LUNCH, to: minute('11:30') } } };
    expect(signals({ today: lunch(300, null), rules: short, time: '12:09' })).toEqual([]);
    expect(signals({ today: lunch(300, null), rules: short, time: '12:10' })).toEqual(['silent']);
  });

  test('one without a scale has nothing that could be silent: its figures are not there yet', () => {
    expect(signals({ today: lunch(300, null), hasScale: false, time: '14:00' })).toEqual(['insufficient-data']);
  });
});

test('closed is a canteen that serves nothing on such days; one that usually does tells too little', () => {
  expect(signals({ servedOnLikeDays: false, time: '13:00' })).toEqual(['closed']);
  expect(signals({ servedOnLikeDays: true, time: '11:00' })).toEqual([]);
  expect(signals({ servedOnLikeDays: true, time: '13:00' })).toEqual(['insufficient-data']);
  // A banquet on a rest day.
  expect(signals({ servedOnLikeDays: false, today: lunch(120, 5_000), time: '13:00' })).toEqual([]);
});

test('a dozen guests are too few, once the meal is half over', () => {
  expect(signals({ today: lunch(12, 600), time: '11:50' })).toEqual([]);
  expect(signals({ today: lunch(12, 600), time: '12:30' })).toEqual(['insufficient-data']);
});

test('a scale that drifts or is stuck is marked while it does, not when it is over', () => {
  const of = (rule: WeighingFinding['rule'], last: string): WeighingFinding => ({
    rule,
    effect: 'doubtful',
    device: 'S1',
    stream: null,
    first: { device: 'S1', seq: 1, ts: at('2026-10-01 12:00') },
    last: { device: 'S1', seq: 9, ts: at(last) },
    events: 9,
    evidence: {},
  });
  const findings = [of('tare-drift', '2026-11-20 12:40'), of('stuck', '2026-11-09 12:40')];
  const today = lunch(400, 15_800);
  expect(signals({ today, findings, findingsSince: clock.startOf('2026-11-20'), time: '12:20' })).toEqual([
    'scale-drifts',
  ]);
  expect(signals({ today, findings, time: '12:20' })).toEqual(['scale-drifts', 'scale-stuck']);
});
