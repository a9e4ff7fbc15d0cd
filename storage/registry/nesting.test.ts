import { expect, it } from 'vitest';
import { nestings } from './nesting.ts';

it('counts levels and meters, each time that a meter is there', () => {
  const terms: Record<string, string[]> = { city: ['east', 'west', 'm1'], east: ['m1', 'm2'], west: ['east', 'm3'] };
  const found = nestings(['city', 'm1'], (id) => terms[id] ?? null);
  expect([...found]).toEqual([
    ['east', { depth: 1, leaves: 2 }],
    ['west', { depth: 2, leaves: 3 }],
    ['city', { depth: 3, leaves: 6 }],
  ]);
});

it('is quick where every level doubles what lies in it', () => {
  const termsOf = (id: string) => (Number(id) < 1000 ? [String(Number(id) + 1), String(Number(id) + 1)] : null);
  expect(nestings(['0'], termsOf).get('0')).toEqual({ depth: 1000, leaves: 2 ** 1000 });
});
