import { describe, expect, it } from 'vitest';
import { applies, itemsOf } from './score.ts';
import { canteenWasteSheet } from './sheets/canteen-waste.ts';
import { checkTemplate } from './template-check.ts';

type Sheet = { sections: { id: string; items: Record<string, unknown>[] }[] } & Record<string, unknown>;
const changed = (change: (sheet: Sheet) => void) => {
  const sheet = structuredClone(canteenWasteSheet) as unknown as Sheet;
  change(sheet);
  const checked = checkTemplate(sheet);
  return 'faults' in checked ? checked.faults.map(({ path, code }) => `${path} ${code}`) : [];
};

describe('a score sheet that somebody wrote', () => {
  it('is taken as the platform’s own is', () => {
    expect(checkTemplate(canteenWasteSheet)).toEqual({ template: canteenWasteSheet });
    expect(itemsOf({ ...canteenWasteSheet, version: 1 }).length).toBeGreaterThanOrEqual(20);
    const own = itemsOf({ ...canteenWasteSheet, version: 1 });
    const points = own
      .filter((item) => applies(item, { operatingMode: 'self', supplyMode: 'weighed' }))
      .reduce((sum, { max }) => sum + max, 0);
    expect(points).toBe(100);
  });

  it('is refused with the path of each wrong field', () => {
    const faults = changed((sheet) => {
      sheet['tittle'] = {};
      sheet.sections[0]!.items[1]!['max'] = 0;
      sheet.sections[1]!.items[0]!['how'] = 'guess';
      sheet['cutoffs'] = { excellent: 90, good: 80 };
      delete (sheet.sections[2]!.items[0]!['title'] as Record<string, unknown>)['en'];
    });
    expect(faults).toEqual([
      'sections[0].items[1].max too-small',
      'sections[1].items[0].how invalid-value',
      'sections[2].items[0].title.en invalid-type',
      'cutoffs.pass invalid-type',
      'tittle unknown',
    ]);
  });

  it('is refused when an automatic item has nothing to rest on, or an inspected one pretends to', () => {
    expect(
      changed((sheet) => {
        const automatic = sheet.sections[3]!.items[0]!;
        delete automatic['metric'];
        automatic['bands'] = [
          { upTo: 30, score: 12 },
          { upTo: 20, score: 8 },
        ];
        sheet.sections[3]!.items[3]!['metric'] = 'plate-grams-per-meal';
      }),
    ).toEqual([
      'sections[3].items[0].metric missing',
      'sections[3].items[0].bands[0].score over-max',
      'sections[3].items[0].bands[1] no-else',
      'sections[3].items[0].bands[1] unreachable',
      'sections[3].items[3].metric not-automatic',
    ]);
  });

  it('is refused when an id stands twice, grades overlap or nothing applies to some canteens', () => {
    expect(
      changed((sheet) => {
        sheet.sections[1]!.items[0]!['id'] = sheet.sections[0]!.items[0]!['id'];
        sheet['cutoffs'] = { excellent: 80, good: 80, pass: 85 };
      }),
    ).toEqual(['sections[1].items[0].id twice', 'cutoffs.good order', 'cutoffs.pass order']);
    expect(
      changed((sheet) => {
        for (const { items } of sheet.sections)
          for (const item of items) item['appliesTo'] = { supplyMode: ['buffet'] };
      }).filter((fault) => fault === 'sections nothing-applies'),
    ).toHaveLength(6);
  });

  it('is no sheet when it is something else altogether', () => {
    for (const value of [null, 7, [], 'sheet']) expect(checkTemplate(value)).toHaveProperty('faults');
  });
});
