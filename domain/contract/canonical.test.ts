import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { canonicalJson } from './canonical.ts';

describe('JSON of which a hash is made', () => {
  test('keys by code unit, no spaces, what is undefined left out', () => {
    expect(canonicalJson({ b: [1, { z: null, a: '能' }], B: true, ä: -0, a: undefined, 10: 1e21, 9: 0.1 })).toBe(
      '{"10":1e+21,"9":0.1,"B":true,"b":[1,{"a":"能","z":null}],"ä":0}',
    );
  });

  test('the order in which somebody wrote the keys does not matter, and reading it back changes nothing', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value);
        expect(canonicalJson(JSON.parse(text))).toBe(text);
        expect(canonicalJson(reversed(value))).toBe(text);
      }),
    );
  });

  test.each([
    [Number.NaN],
    [Number.POSITIVE_INFINITY],
    [1n],
    [undefined],
    [[undefined]],
    [() => 1],
    [new Date(0)],
    [new Map()],
    [new Float64Array(1)],
  ])('%s has none: a bug, not a null', (value) => {
    expect(() => canonicalJson(value)).toThrow(TypeError);
    expect(() => canonicalJson({ deep: [value] })).toThrow(TypeError);
  });
});

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, reversed(inner)]),
  );
}
