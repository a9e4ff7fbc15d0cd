import { describe, expect, it } from 'vitest';
import { mainMeters, meterTree, type Amount, type TreeMeter } from './meter-tree.ts';

const meter = (id: string, parent: string | null = null): TreeMeter => ({ meter: id, parent, endUse: null });
const amounts =
  (values: Readonly<Record<string, number>>) =>
  (id: string): Amount => ({ value: values[id] ?? NaN, estimated: 0, coverage: values[id] === undefined ? 0 : 1 });

const library = [meter('main'), meter('chiller', 'main'), meter('pumps', 'chiller'), meter('light', 'main')];

describe('where a building’s electricity went', () => {
  it('what no sub-meter measured stands under its parent, at each level', () => {
    const [main] = meterTree(library, amounts({ main: 1000, chiller: 500, pumps: 120, light: 300 }));
    expect(main!.children.map((node) => [node.meter, node.value, node.share])).toEqual([
      ['chiller', 500, 0.5],
      ['light', 300, 0.3],
      [null, 200, 0.2],
    ]);
    expect(main!.children[0]!.children.map((node) => [node.meter, node.value])).toEqual([
      ['pumps', 120],
      [null, 380],
    ]);
  });
  it('a silent sub-meter leaves the rest unknown, not larger', () => {
    const [main] = meterTree(library, amounts({ main: 1000, chiller: 500, pumps: 120 }));
    expect(main!.children.at(-1)).toMatchObject({ meter: null, value: NaN, coverage: 0 });
  });
  it('sub-meters above their main meter are told, and the rest is never below zero', () => {
    const [main] = meterTree(library, amounts({ main: 700, chiller: 500, pumps: 1, light: 300 }));
    expect(main!.exceeds).toBe(true);
    expect(main!.children.at(-1)!.value).toBe(0);
  });
  it('two per cent are the meters’ own', () => {
    const [main] = meterTree(library, amounts({ main: 790, chiller: 500, pumps: 1, light: 300 }));
    expect(main!.exceeds).toBe(false);
  });
  it('a meter whose parent lies in another building is a main meter here', () => {
    expect(mainMeters([meter('a', 'elsewhere'), meter('b', 'a')])).toEqual(['a']);
  });
});
