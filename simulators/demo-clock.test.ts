import { expect, it } from 'vitest';
import { demoClock, liveFromOf } from './demo-clock.ts';

const start = Date.parse('2026-11-23T10:00:00+08:00');
const day = 86_400_000;

it('a day is left to be lived through sixty times as fast, and then it is real time', () => {
  let at = start;
  const clock = demoClock(() => at, liveFromOf(start, 60), 60);
  expect(clock()).toBe(start - day);
  at = start + 60_000;
  expect(clock()).toBe(start - day + 3_600_000);
  // 24 h ÷ 59: the present is reached.
  at = start + 24.5 * 60_000;
  expect(clock()).toBe(at);
  at = start + 5 * day;
  expect(clock()).toBe(at);
});

it('real time from the start leaves nothing to catch up with', () => {
  const clock = demoClock(() => start, liveFromOf(start, 1), 1);
  expect(clock()).toBe(start);
});
