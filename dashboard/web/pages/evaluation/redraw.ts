import { drawKey, leastOf } from '../../../../domain/evaluation/plan.ts';
import type { WirePlan, WirePlanCanteen } from '../../../../domain/wire-evaluation.ts';
import { sha256 } from './sha256.ts';

/** Digits of a check value that are published. */
const digits = 12;

/** What a check value is made of: anybody can hash it. */
export const keyText = (plan: Pick<WirePlan, 'seed' | 'year'>, canteen: string): string =>
  `${plan.seed}:${plan.year}:${canteen}`;

const group = ({ must, due }: WirePlanCanteen) => (must ? 0 : due ? 1 : 2);
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/**
 * Draws again from what is published: check values from the seed, the groups from the years before.
 * @returns the first place that differs; null = all is as published
 */
export function firstDifference(plan: WirePlan): number | null {
  const keys = new Map(
    plan.canteens.map(({ canteen }) => [canteen, drawKey(plan.seed, plan.year, canteen, sha256)] as const),
  );
  const again = plan.canteens.toSorted(
    (a, b) =>
      group(a) - group(b) || compare(keys.get(a.canteen)!, keys.get(b.canteen)!) || compare(a.canteen, b.canteen),
  );
  const drawn = Math.max(leastOf(plan.share, again.length), again.filter(({ must }) => must).length);
  const at = plan.canteens.findIndex((one, i) => {
    const due = !one.before.some((year) => year === plan.year - 1 || year === plan.year - 2);
    return (
      again[i]!.canteen !== one.canteen ||
      keys.get(one.canteen)!.slice(0, digits) !== one.key ||
      one.due !== due ||
      one.drawn !== i < drawn
    );
  });
  return at < 0 ? null : at + 1;
}

export interface RegionProgress {
  readonly name: string | null;
  readonly drawn: number;
  readonly inspected: number;
}
/** Of the drawn ones, in the order of their names. */
export function byRegion(plan: WirePlan): readonly RegionProgress[] {
  const found = new Map<string | null, { drawn: number; inspected: number }>();
  for (const { regionName, inspection, drawn } of plan.canteens) {
    if (!drawn) continue;
    const one = found.get(regionName) ?? { drawn: 0, inspected: 0 };
    one.drawn += 1;
    if (inspection !== null && inspection.at !== null) one.inspected += 1;
    found.set(regionName, one);
  }
  return [...found]
    .map(([name, one]) => ({ name, ...one }))
    .toSorted((a, b) => (a.name ?? '\uffff').localeCompare(b.name ?? '\uffff', 'zh'));
}
