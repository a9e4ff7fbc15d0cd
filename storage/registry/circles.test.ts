import { expect, it } from 'vitest';
import { knots, onCircles } from './circles.ts';

it('finds what lies on a circle, not what leads to one', () => {
  const parents: Record<string, string> = { a: 'b', b: 'c', c: 'b', d: 'a', e: 'f', g: 'g', h: 'd' };
  const circular = onCircles(Object.keys(parents), (id) => parents[id] ?? null);
  expect([...circular].sort()).toEqual(['b', 'c', 'g']);
});

it('finds the knots of what leads to several, and not what lies between two of them', () => {
  const leads: Record<string, string[]> = {
    a: ['b', 'x'],
    b: ['c', 'd'],
    c: ['a'],
    d: ['e'],
    e: ['f'],
    f: ['e', 'x'],
    g: ['g', 'x'],
    h: ['a', 'x'],
  };
  const knotOf = knots(Object.keys(leads), (id) => leads[id] ?? []);
  expect([...knotOf.keys()].sort()).toEqual(['a', 'b', 'c', 'e', 'f', 'g']);
  expect(new Set([knotOf.get('a'), knotOf.get('b'), knotOf.get('c')]).size).toBe(1);
  expect(knotOf.get('e')).toBe(knotOf.get('f'));
  expect(new Set(knotOf.values()).size).toBe(3);
});

it('goes down a chain as long as a province', () => {
  const knotOf = knots(['0'], (id) => (Number(id) < 200_000 ? [String(Number(id) + 1)] : ['0']));
  expect(knotOf.size).toBe(200_001);
});
