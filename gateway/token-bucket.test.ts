import { expect, it } from 'vitest';
import { TokenBucket } from './token-bucket.ts';

it('a burst, then the rate', () => {
  const bucket = new TokenBucket(10, 20, 0);
  expect(bucket.take(20, 0)).toBe(0);
  expect(bucket.take(5, 0)).toBe(500);
  expect(bucket.take(0, 400)).toBe(100);
  expect(bucket.take(0, 500)).toBe(0);
  expect(bucket.take(1, 500)).toBe(100);
});

it('does not save up more than its burst', () => {
  const bucket = new TokenBucket(10, 2, 0);
  const taken = [1, 2, 3].map(() => bucket.tryTake(60_000));
  expect(taken).toEqual([true, true, false]);
  expect(bucket.tryTake(60_099)).toBe(false);
  expect(bucket.tryTake(60_100)).toBe(true);
});
