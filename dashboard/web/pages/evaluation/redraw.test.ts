import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { drawPlan, drawOrder } from '../../../../domain/evaluation/plan.ts';
import type { WirePlan, WirePlanCanteen } from '../../../../domain/wire-evaluation.ts';
import { byRegion, firstDifference } from './redraw.ts';
import { sha256 } from './sha256.ts';

const bySystem = (text: string) => createHash('sha256').update(text).digest('hex');

describe('SHA-256 in a browser without https', () => {
  it.each([
    '',
    'abc',
    '2026-11-24 双色球 03 08 14 22 27 33:2026:CT012',
    'x'.repeat(55),
    'y'.repeat(56),
    'z'.repeat(200),
  ])('of %j', (text) => expect(sha256(text)).toBe(bySystem(text)));
});

/** As the server draws and publishes it. */
function published(seed: string): WirePlan {
  const canteens = Array.from({ length: 66 }, (_, i) => `CT${String(i + 1).padStart(3, '0')}`);
  const checkedIn = new Map(canteens.slice(0, 40).map((id, i) => [id, [i < 24 ? 2025 : 2024]]));
  const knownSince = new Map(canteens.map((id) => [id, id < 'CT060' ? 2023 : 2026]));
  const input = { canteens, year: 2026, seed, checkedIn, knownSince, sha256: bySystem };
  const drawn = new Set(drawPlan({ ...input, share: 0.35 }).canteens);
  const rows = drawOrder(input).map(({ canteen, group, key }, i) => ({
    ...{ canteen, place: i + 1, drawn: drawn.has(canteen), due: group !== 'other', must: group === 'must' },
    ...{ key: key.slice(0, 12), before: checkedIn.get(canteen) ?? [], inspection: null },
    regionName: i % 2 === 0 ? '瓯海区' : '鹿城区',
  }));
  return { year: 2026, seed, share: 0.35, canteens: rows as unknown as WirePlanCanteen[] } as unknown as WirePlan;
}

describe('a draw that anybody can repeat', () => {
  const plan = published('2026-11-24 双色球 03 08 14 22 27 33');
  it('comes out the same from what is published', () => expect(firstDifference(plan)).toBeNull());

  it('another seed, two places changed, or one more drawn is found', () => {
    expect(firstDifference({ ...plan, seed: '1' })).toBe(1);
    const swapped = [...plan.canteens];
    [swapped[9], swapped[10]] = [swapped[10]!, swapped[9]!];
    expect(firstDifference({ ...plan, canteens: swapped })).toBe(10);
    const more = plan.canteens.map((one, i) => (i === 24 ? { ...one, drawn: true } : one));
    expect(firstDifference({ ...plan, canteens: more })).toBe(25);
  });

  it('a canteen that was checked last year does not pass for one that is due', () => {
    const at = plan.canteens.findIndex(({ due }) => due);
    const favoured = plan.canteens.map((one, i) => (i === at ? { ...one, before: [2025] } : one));
    expect(firstDifference({ ...plan, canteens: favoured })).toBe(at + 1);
  });

  it('counties tell how many of their drawn ones are done', () => {
    const done = plan.canteens.map((one, i) =>
      i < 3
        ? {
            ...one,
            inspection: { evaluation: i, at: i < 2 ? '2026-03-01' : null, total: 90, between: null, grade: null },
          }
        : one,
    );
    expect(byRegion({ ...plan, canteens: done })).toEqual([
      { name: '鹿城区', drawn: 12, inspected: 1 },
      { name: '瓯海区', drawn: 12, inspected: 1 },
    ]);
  });
});
