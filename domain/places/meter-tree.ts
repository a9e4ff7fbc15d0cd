/** Where a carrier's use went: meters under their parents, and what the parent measured beside its sub-meters. */

export interface TreeMeter {
  readonly meter: string;
  readonly parent: string | null;
  readonly endUse: string | null;
}
export interface Amount {
  /** NaN = nothing known. */
  readonly value: number;
  /** Of `value`, what is an estimate. */
  readonly estimated: number;
  /** 0…1 */
  readonly coverage: number;
}
export interface TreeNode extends Amount {
  /** null: the rest that no sub-meter measured. */
  readonly meter: string | null;
  readonly endUse: string | null;
  /** Of its parent, 0…1; NaN at a root or where the parent is not known. */
  readonly share: number;
  /** Its sub-meters together measured more than it did, beyond `toleratedExcess`. */
  readonly exceeds: boolean;
  readonly children: readonly TreeNode[];
}

/** Class 1 meters and registers that are not read at the same instant differ by this much without anybody being wrong. */
const toleratedExcess = 0.02;

/**
 * Roots are meters whose parent is absent or not among them: the place's main meters. A rest stands under every meter
 * that has sub-meters, never below 0; it is not known while the parent or one of the sub-meters is not.
 */
export function meterTree(meters: readonly TreeMeter[], amountOf: (meter: string) => Amount): TreeNode[] {
  const known = new Set(meters.map(({ meter }) => meter));
  const below = new Map<string, TreeMeter[]>();
  const roots: TreeMeter[] = [];
  for (const meter of meters) {
    if (meter.parent === null || !known.has(meter.parent)) roots.push(meter);
    else below.set(meter.parent, [...(below.get(meter.parent) ?? []), meter]);
  }
  const node = ({ meter, endUse }: TreeMeter, parent: number): TreeNode => {
    const own = amountOf(meter);
    const children = (below.get(meter) ?? []).map((child) => node(child, own.value));
    const sum = children.reduce((total, child) => total + child.value, 0);
    const rest = restOf(own, children, sum);
    return {
      meter,
      endUse,
      ...own,
      share: own.value / parent,
      exceeds: children.length > 0 && sum > own.value * (1 + toleratedExcess),
      children: rest === null ? children : [...children, rest],
    };
  };
  return roots.map((root) => node(root, NaN));
}

function restOf(own: Amount, children: readonly TreeNode[], sum: number): TreeNode | null {
  if (children.length === 0) return null;
  const value = Math.max(0, own.value - sum);
  return {
    meter: null,
    endUse: null,
    value,
    estimated: Math.min(value, own.estimated + children.reduce((total, child) => total + child.estimated, 0)),
    coverage: Math.min(own.coverage, ...children.map((child) => child.coverage)),
    share: value / own.value,
    exceeds: false,
    children: [],
  };
}

/** Ids of the main meters: those without a parent among `meters`. */
export function mainMeters(meters: readonly TreeMeter[]): string[] {
  const known = new Set(meters.map(({ meter }) => meter));
  return meters.filter(({ parent }) => parent === null || !known.has(parent)).map(({ meter }) => meter);
}
