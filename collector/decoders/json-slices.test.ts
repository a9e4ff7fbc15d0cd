import fc from 'fast-check';
import { expect, it } from 'vitest';
import { arrayItemRanges } from './json-slices.ts';

function slices(text: string): string[] {
  const bytes = Buffer.from(text);
  const ranges = arrayItemRanges(bytes);
  return Array.from({ length: ranges.length / 2 }, (_, i) =>
    bytes.subarray(ranges[2 * i], ranges[2 * i + 1]).toString(),
  );
}

it.each([
  ['[]', []],
  [' [ ] ', []],
  ['[1,2]', ['1', '2']],
  ['[ {"a":[1,{"b":2}]} ,\n"x,]" ]', ['{"a":[1,{"b":2}]}', '"x,]"']],
  ['["a\\"],b","\\\\"]', ['"a\\"],b"', '"\\\\"']],
  ['[{"电":"表"},null , -1.5e3]', ['{"电":"表"}', 'null', '-1.5e3']],
  ['[[],[[]],{}]', ['[]', '[[]]', '{}']],
])('%s', (text, items) => {
  expect(slices(text)).toEqual(items);
});

it('every slice of any JSON array is that item as it was written', () => {
  const array = fc.array(fc.jsonValue({ depthSize: 'medium' }));
  fc.assert(
    fc.property(array, fc.constantFrom(undefined, 1, '\t'), (items, indent) => {
      expect(slices(JSON.stringify(items, null, indent)).map((slice) => JSON.parse(slice))).toEqual(
        JSON.parse(JSON.stringify(items)),
      );
    }),
  );
});
