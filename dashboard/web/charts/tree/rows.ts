import type { WireTreeNode } from '../../../../domain/wire-places.ts';

/** A line of the meter tree: a meter, the rest that no sub-meter measured, or sub-meters that exceed their parent. */
export interface TreeRow {
  readonly kind: 'meter' | 'rest' | 'excess';
  readonly key: string;
  readonly depth: number;
  readonly meter: string | null;
  readonly endUse: string | null;
  readonly value: number | null;
  readonly estimated: number;
  readonly coverage: number;
  /** Of its main meter, 0…1; null at the main meter or where that isn't known. An excess: sub-meters over their parent. */
  readonly share: number | null;
}

/** Below this coverage a figure is told as a lower bound. */
export const wholeFrom = 0.98;

/** Lines from top to bottom: each meter before its sub-meters, largest first, the rest last. */
export function rowsOf(roots: readonly WireTreeNode[]): readonly TreeRow[] {
  const rows: TreeRow[] = [];
  const add = (node: WireTreeNode, depth: number, root: WireTreeNode | null, path: string) => {
    const key = node.meter ?? `${path}/rest`;
    const share = root === null || node.value === null || !root.value ? null : node.value / root.value;
    const { meter, endUse, value, estimated, coverage, children } = node;
    rows.push({
      kind: meter === null ? 'rest' : 'meter',
      key,
      depth,
      meter,
      endUse,
      value,
      estimated,
      coverage,
      share,
    });
    const own = children.filter((child) => child.meter !== null);
    for (const child of own.sort(bySize)) add(child, depth + 1, root ?? node, key);
    const rest = children.find((child) => child.meter === null);
    if (node.exceeds) rows.push(excessOf(node, own, depth + 1, key));
    else if (rest) add(rest, depth + 1, root ?? node, key);
  };
  for (const root of roots) add(root, 0, null, root.meter ?? '');
  return rows;
}

const bySize = (a: WireTreeNode, b: WireTreeNode) => (b.value ?? -1) - (a.value ?? -1);

function excessOf(node: WireTreeNode, own: readonly WireTreeNode[], depth: number, key: string): TreeRow {
  const sum = own.reduce((total, child) => total + (child.value ?? 0), 0);
  const value = node.value === null ? null : sum - node.value;
  return {
    kind: 'excess',
    key: `${key}/excess`,
    depth,
    meter: null,
    endUse: null,
    value,
    estimated: 0,
    coverage: 1,
    share: value === null || !node.value ? null : value / node.value,
  };
}
