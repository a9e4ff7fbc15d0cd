import { expect, it } from 'vitest';
import { RecentMap } from './recent-map.ts';

it('forgets whoever was touched longest ago', () => {
  const map = new RecentMap<string, number>(2);
  map.set('a', 1);
  map.set('b', 2);
  map.get('a');
  map.set('c', 3);
  expect([...map]).toEqual([
    ['a', 1],
    ['c', 3],
  ]);
});

it('a look does not touch, a new value does, and takes no further place', () => {
  const map = new RecentMap<string, number>(2);
  map.set('a', 1);
  map.set('b', 2);
  map.peek('a');
  map.set('b', 4);
  expect(map.size).toBe(2);
  map.set('c', 3);
  expect(map.peek('a')).toBeUndefined();
  expect(map.peek('b')).toBe(4);
});
