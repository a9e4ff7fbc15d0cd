import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { contrast, deltaE2000, difference, type Triple, type Vision } from './colour-difference.ts';

const css = readFileSync(new URL('../styles/tokens.css', import.meta.url), 'utf8');

/** Custom properties of one block of tokens.css that are plain colours. */
function colours(block: string): Record<string, string> {
  return Object.fromEntries([...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map((m) => [m[1]!, m[2]!]));
}
const between = (start: string) => {
  const from = css.indexOf(start);
  return css.slice(from, css.indexOf('}', from));
};
const themes = {
  light: colours(between(':root {')),
  dark: colours(between(":root[data-theme='dark'] {")),
};
const systemDark = colours(between(":root:not([data-theme='light']) {"));

const text = [
  'ink',
  'ink-2',
  'ink-3',
  'accent',
  'elec',
  'water-text',
  'gas',
  'heat',
  'pv-text',
  'waste',
  'v-met',
  'v-not',
  'warn',
  'q-estimated',
];
const marks = [
  'elec',
  'water',
  'gas',
  'heat',
  'pv',
  'waste',
  'line-strong',
  'accent',
  'v-met',
  'v-not',
  'v-cannot',
  'q-missing',
  'q-estimated',
];
const carriers = ['elec', 'water', 'gas', 'heat', 'pv', 'waste'];
const verdicts = ['v-met', 'v-not', 'v-cannot'];
const visions: Vision[] = ['normal', 'protan', 'deutan', 'tritan'];
const pairs = (names: string[]) => names.flatMap((a, i) => names.slice(i + 1).map((b) => [a, b] as const));

it('dark by the system’s wish is the same as dark by the person’s', () => expect(systemDark).toEqual(themes.dark));

describe.each(['light', 'dark'] as const)('%s', (name) => {
  const c = themes[name];
  const get = (token: string) => c[token] ?? themes.light[token]!;

  it.each(text)('text in %s is readable on the surface', (token) =>
    expect(contrast(get(token), get('surface'))).toBeGreaterThanOrEqual(4.5),
  );
  it.each(['ink', 'ink-2', 'ink-3'])('%s is readable on raised and sunken parts too', (token) => {
    for (const ground of ['raised', 'sunken'])
      expect(contrast(get(token), get(ground)), ground).toBeGreaterThanOrEqual(4.5);
  });
  it('a button’s word is readable on the accent', () =>
    expect(contrast(get('on-accent'), get('accent'))).toBeGreaterThanOrEqual(4.5));
  it.each(marks)('marks in %s are seen', (token) =>
    expect(contrast(get(token), get('surface'))).toBeGreaterThanOrEqual(3),
  );
  it.each(visions)('carriers are told apart in %s vision', (vision) => {
    for (const [a, b] of pairs(carriers))
      expect(difference(get(a), get(b), vision), `${a} ${b}`).toBeGreaterThanOrEqual(11.5);
  });
  it.each(visions)('verdicts are told apart in %s vision', (vision) => {
    // The design's 12.7 is a rounded figure (12.68 in dark, deutan).
    for (const [a, b] of pairs(verdicts))
      expect(difference(get(a), get(b), vision), `${a} ${b}`).toBeGreaterThanOrEqual(12.65);
  });
});

describe('the measures themselves', () => {
  // Sharma, Wu, Dalal: The CIEDE2000 color-difference formula, table 1, pairs 1, 4, 7, 14, 17, 20, 25, 33.
  it.each<[Triple, Triple, number]>([
    [[50, 2.6772, -79.7751], [50, 0, -82.7485], 2.0425],
    [[50, -1.3802, -84.2814], [50, 0, -82.7485], 1.0],
    [[50, 0, 0], [50, -1, 2], 2.3669],
    [[50, 2.5, 0], [50, 0, -2.5], 4.3065],
    [[50, 2.5, 0], [73, 25, -18], 27.1492],
    [[50, 2.5, 0], [58, 24, 15], 19.4535],
    [[60.2574, -34.0099, 36.2677], [60.4626, -34.1751, 39.4387], 1.2644],
    [[6.7747, -0.2908, -2.4247], [5.8714, -0.0985, -2.2286], 0.6377],
  ])('CIEDE2000 of %j and %j is %d', (a, b, expected) => {
    expect(deltaE2000(a, b)).toBeCloseTo(expected, 4);
    expect(deltaE2000(b, a)).toBeCloseTo(expected, 4);
  });
  it('contrast runs from 1 to 21', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 6);
    expect(contrast('#123456', '#123456')).toBe(1);
  });
});
