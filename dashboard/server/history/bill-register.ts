import { Decimal } from 'decimal.js';
import type { Decision } from '../../../domain/metering/decision.ts';
import { gapsOf, type Bill } from './bills.ts';

/** The first reading that the meter itself gave after its bills. */
export interface Anchor {
  readonly ts: number;
  readonly value: number;
}

/** Bills as readings of a register, and what must be known of its steps. */
export interface BillRegister {
  readonly ts: Float64Array;
  readonly value: Float64Array;
  readonly steps: readonly Step[];
}
export interface Step {
  readonly change: Extract<Decision, { readonly kind: 'step' | 'readings' }>;
  /** Of a step that was billed. */
  readonly bill: Bill | null;
}

// The calculation counts in 10^-10 of a unit.
const decimals = 10;

/**
 * The register runs back from the meter's own first reading, so that it meets it without a seam: it goes below 0 where
 * more was billed than the meter showed when it came, as no register does that a meter shows. Steps between are said to
 * be what was billed; those that nobody billed, up to the meter's own first reading too, are said to be unknown, so that
 * no energy is made of the difference of two registers. Without such a reading it begins at 0 until there is one.
 * @param stale instants of readings that were made of bills as they were before, and are no edge of one any more
 * @param multiplierOf what one unit of the register is worth in the time of a bill
 */
export function billRegister(
  {
    bills,
    anchor,
    stale,
  }: {
    readonly bills: readonly Bill[];
    readonly anchor: Anchor | null;
    readonly stale: readonly number[];
  },
  point: string,
  multiplierOf: (bill: Bill) => number,
): BillRegister {
  const end = bills.at(-1)!.to;
  const meets = anchor?.ts === end;
  const edges: number[] = [];
  const rises: Decimal[] = [];
  for (const [i, bill] of bills.entries()) {
    const before = bills[i - 1];
    if (before !== undefined && before.to !== bill.from) {
      edges.push(before.to);
      rises.push(new Decimal(0));
    }
    edges.push(bill.from);
    rises.push(new Decimal(bill.amount).div(multiplierOf(bill)));
  }
  const total = rises.reduce((sum, rise) => sum.plus(rise), new Decimal(0));
  let at = anchor === null ? new Decimal(0) : new Decimal(anchor.value).minus(total);
  const values: number[] = [];
  for (const rise of rises) {
    values.push(at.toDecimalPlaces(decimals).toNumber());
    at = at.plus(rise);
  }
  // Where it meets the meter's own reading, that one stands.
  if (!meets) {
    edges.push(end);
    values.push(at.toDecimalPlaces(decimals).toNumber());
  }
  const step = (from: number, to: number, as: 'used' | 'unknown', bill: Bill | null): Step => ({
    change: { kind: 'step', point, from, to, as },
    bill,
  });
  const steps: Step[] = [
    ...stale.map<Step>((at) => ({ change: { kind: 'readings', point, from: at, to: at, as: 'ignored' }, bill: null })),
    ...bills.map((bill) => step(bill.from, bill.to, 'used', bill)),
    ...gapsOf(bills).map(({ from, to }) => step(from, to, 'unknown', null)),
    ...(anchor === null || meets ? [] : [step(end, anchor.ts, 'unknown', null)]),
  ];
  return { ts: Float64Array.from(edges), value: Float64Array.from(values), steps };
}
