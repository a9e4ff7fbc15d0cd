import { meterTree, type TreeNode } from '../../../domain/places/meter-tree.ts';
import type { UseCarrier, WireMeterTree, WireTreeNode } from '../../../domain/wire-places.ts';
import type { Place } from './place-index.ts';
import { amountOf, orNull, readIntervals, type Reading } from './read.ts';
import { units } from './unit.ts';

/** Where a carrier's use of a place went in [from, to): days, or hours for a span within one day. */
export async function placeTree(
  house: Reading,
  place: Place,
  carrier: UseCarrier,
  from: number,
  to: number,
): Promise<WireMeterTree> {
  const meters = place.meters.filter((meter) => meter.carrier === carrier);
  const columns = await readIntervals(house, meters, from === house.calendar.startOfDay(from) ? '1d' : '1h', from, to);
  const now = house.now();
  const amounts = new Map(meters.map(({ id }, i) => [id, amountOf([columns[i]!], now)]));
  const roots = meterTree(
    meters.map(({ id, parent, endUse }) => ({ meter: id, parent, endUse })),
    (meter) => {
      const { value, estimated, coverage } = amounts.get(meter)!;
      return { value: value ?? NaN, estimated, coverage };
    },
  );
  return { carrier, unit: units[carrier].amount, roots: roots.map(wireNode) };
}

function wireNode({ value, share, children, ...rest }: TreeNode): WireTreeNode {
  return { ...rest, value: orNull(value), share: orNull(share), children: children.map(wireNode) };
}
