import { expect, it } from 'vitest';
import { onCircles } from './circles.ts';

it('finds what lies on a circle, not what leads to one', () => {
  const parents: Record<string, string> = { a: 'b', b: 'c', c: 'b', d: 'a', e: 'f', g: 'g', h: 'd' };
  const circular = onCircles(Object.keys(parents), (id) => parents[id] ?? null);
  expect([...circular].sort()).toEqual(['b', 'c', 'g']);
});
