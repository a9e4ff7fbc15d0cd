import { expect, it } from 'vitest';
import { LastMinute } from './last-minute.ts';

it('rates and commit times of the last minute; a minute later they are gone', () => {
  let clock = 10_000;
  const minute = new LastMinute(() => clock);
  expect(minute.figures()).toEqual({
    messagesPerSecond: 0,
    itemsPerSecond: 0,
    commitP50Ms: null,
    commitP99Ms: null,
  });
  for (let second = 0; second < 60; second++, clock += 1_000) {
    for (let i = 0; i < 10; i++) minute.committed(5, 20, second === 0 ? 900 : 2);
  }
  clock -= 1_000;
  const { messagesPerSecond, itemsPerSecond, commitP50Ms, commitP99Ms } = minute.figures();
  expect([messagesPerSecond, itemsPerSecond]).toEqual([50, 200]);
  expect(Math.abs(commitP50Ms! / 2 - 1)).toBeLessThan(0.1);
  expect(Math.abs(commitP99Ms! / 900 - 1)).toBeLessThan(0.1);
  // The slow second has gone, the rest is still there.
  clock += 1_000;
  expect(minute.figures().commitP99Ms).toBeLessThan(3);
  clock += 60_000;
  expect(minute.figures()).toMatchObject({ itemsPerSecond: 0, commitP99Ms: null });
});
