import { expect, test } from 'vitest';
import type { RegisterRules } from './meter.ts';
import { at, meterRules, minute } from './testing.ts';
import { besideGaps, climbing, quarter, start, told, type Reading } from './testing/stories.ts';

/** Fitters write a date, or a time that is a minute off. */

const length = 96 * 3;
// The old meter's last reading is of +1 10:00, the new one's first of +1 10:15.
const change = 96 + 41;
const opened = 44_500;
const old = climbing(start, change, opened);
const last = old.at(-1)!.value;
const swapped = [...old, ...climbing(start + change * quarter, length - change, 3.6)];
const [closing, opening] = [last + 0.7, 3];
const truth = closing - opened + (swapped.at(-1)!.value - opening);

const rulesOf = (clock: string, register: Partial<RegisterRules> = {}) =>
  meterRules(quarter, { decimals: 2, replacements: [{ at: at(clock), closing, opening }], ...register });
const cents = (value: number): number => Number(value.toFixed(2));

test.each(['+1 10:07', '+1 10:00', '+1 10:15', '+1 10:16', '+1 10:37', '+1 09:37', '+1 00:00', '+2 00:00', '+1 23:59'])(
  'a swap that was noted at %s belongs to where the level changes',
  (clock) => {
    for (const register of [{}, { maxPerHour: 50 }, { maxPerHour: 400_000 }, { digits: 6 }]) {
      const answer = told(swapped, rulesOf(clock, register));
      expect(answer.energy).toBe(cents(truth));
      expect(besideGaps(answer)).toEqual(['swap judged']);
    }
  },
);

test('its evidence says the time as it was noted and as it is taken', () => {
  const evidence = (clock: string) => told(swapped, rulesOf(clock)).found.at(-1)!.evidence;
  expect(evidence('+1 10:07')).toEqual({ announced: true, decided: false, closing, opening, swapAt: at('+1 10:07') });
  expect(evidence('+1 00:00')).toMatchObject({ swapAt: at('+1 10:00'), announcedAt: at('+1 00:00') });
  expect(evidence('+1 10:37')).toMatchObject({ swapAt: at('+1 10:15'), announcedAt: at('+1 10:37') });
});

test('a swap that never was makes no energy: its step is unknown, and is said to be', () => {
  const plain = climbing(start, length, opened);
  for (const register of [{}, { maxPerHour: 50 }]) {
    const answer = told(plain, rulesOf('+1 10:07', register));
    expect(besideGaps(answer)).toEqual(['swap unknown']);
    expect(answer.energy).toBe(cents(plain.at(-1)!.value - opened - 1.5));
    expect(answer.found[0]).toMatchObject({ from: at('+1 10:00'), to: at('+1 10:15') });
    expect(answer.found[0]!.evidence).toMatchObject({ announced: true, closing, opening, fits: false });
  }
});

test('further off than anybody errs, or readings of another meter: the change shows as what it is', () => {
  const far = told(swapped, rulesOf('+2 23:00'));
  expect(besideGaps(far)).toEqual(['reset unknown', 'swap unknown']);
  expect(far.found[1]!.evidence['fits']).toBe(false);
  expect(far.energy).toBeLessThan(truth);
  const other = rulesOf('+1 10:07', { replacements: [{ at: at('+1 10:07'), closing: 100, opening }] });
  const bad = told(swapped, other);
  expect(besideGaps(bad)).toEqual(['swap unknown']);
  expect(bad.energy).toBeLessThan(truth);
});

test('a step that stood still, and a register that nobody saw rise', () => {
  const still = climbing(start, length, opened, 0);
  const answer = told(still, rulesOf('+1 10:07'));
  expect(answer.energy).toBe(0);
  expect(besideGaps(answer)).toEqual(['swap unknown']);
});

test('what a person decided with the minute takes the place of the date in the portfolio', () => {
  const decisions = [
    { kind: 'swap' as const, point: 'energy_kwh', at: at('+1 10:08'), closing: closing + 0.2, opening },
  ];
  for (const clock of ['+1 00:00', '+1 10:05']) {
    const answer = told(swapped, { ...rulesOf(clock), decisions });
    expect(answer.energy).toBe(cents(truth + 0.2));
    expect(answer.found.map(({ evidence }) => evidence['decided'])).toEqual([true]);
  }
});

test('two meters in a week, noted by their dates', () => {
  const third: Reading[] = climbing(start + 200 * quarter, length - 200, 900.5);
  const second = swapped.slice(0, 200);
  const end = second.at(-1)!.value;
  const replacements = [
    { at: at('+1 00:00'), closing, opening },
    { at: at('+2 00:00'), closing: end + 1, opening: 900 },
  ];
  const answer = told([...second, ...third], rulesOf('+1 00:00', { replacements, maxPerHour: 50 }));
  expect(answer.energy).toBe(cents(closing - opened + (end + 1 - opening) + (third.at(-1)!.value - 900)));
  expect(besideGaps(answer)).toEqual(['swap judged', 'swap judged']);
});

test('the minute of a swap does not make what was used before or after it impossible', () => {
  for (const clock of ['+1 10:00', '+1 10:01', '+1 10:14']) {
    const replacements = [{ at: at(clock) + minute / 2, closing, opening: 2.5 }];
    const answer = told(swapped, rulesOf(clock, { replacements, maxPerHour: 12 }));
    expect(besideGaps(answer)).toEqual(['swap judged']);
    expect(answer.energy).toBe(cents(truth + 0.5));
  }
});
