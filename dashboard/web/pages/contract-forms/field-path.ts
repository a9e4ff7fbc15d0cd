/** Paths of fields as problems name them (`contracts[0].investment[1].verified[0].date`) ↔ values and inputs. */
export type Step = string | number;

export function stepsOf(path: string): readonly Step[] {
  return [...path.matchAll(/([^.[\]]+)|\[(\d+)\]/g)].map(([, name, at]) => (at === undefined ? name! : Number(at)));
}

/** Where the form has it: without the list of the portfolio that the server may put before it. */
export const ownPath = (path: string): string => path.replace(/^\/?(body\.)?(contracts\[\d+\]\.?)?/, '');

export function getAt(value: unknown, path: string): unknown {
  let at = value;
  for (const step of stepsOf(path)) {
    if (typeof at !== 'object' || at === null) return undefined;
    at = (at as Record<Step, unknown>)[step];
  }
  return at;
}

/** Writes in place; what lies between is made as needed: lists where a number follows. */
export function setAt(value: Record<string, unknown>, path: string, to: unknown): void {
  const steps = stepsOf(path);
  let at: Record<Step, unknown> = value;
  for (const [i, step] of steps.slice(0, -1).entries()) {
    const next = at[step];
    if (typeof next === 'object' && next !== null) at = next as Record<Step, unknown>;
    else at = (at[step] = typeof steps[i + 1] === 'number' ? [] : {}) as Record<Step, unknown>;
  }
  const last = steps.at(-1);
  if (last !== undefined) at[last] = to;
}

/** What the settlement's engine calls a field, as the portfolio calls it. */
const alike: Readonly<Record<string, string>> = {
  'guarantee[].amount': 'guarantee[].kwh',
  'price.price': 'price',
  'price.tariff': 'price',
  'price.floor': 'priceFloor',
  minCompletenessPct: 'minCompleteness',
  'adjustments[].amountPerDay': 'adjustments[].kwhPerDay',
};
/** The name under which words know it: `share[0].contractorPct` → `share[].contractorPct`. */
export function labelKey(path: string): string {
  const key = ownPath(path).replace(/\[\d+\]/g, '[]');
  return alike[key] ?? key;
}

/**
 * The input that a problem belongs to: itself, or the nearest thing around it that the form shows; null = nowhere, it
 * stands at the head of the form.
 */
export function inputFor(path: string, shown: ReadonlySet<string>): string | null {
  let at = ownPath(path);
  for (;;) {
    if (shown.has(at)) return at;
    // A list names itself with its first item: what concerns `meters[2]` is said at `meters`.
    const cut = Math.max(at.lastIndexOf('.'), at.lastIndexOf('['));
    if (cut <= 0) return null;
    at = at.slice(0, cut);
  }
}

/** As an id of an element. */
export const idOf = (path: string): string => `f-${path.replace(/[^A-Za-z0-9]+/g, '-')}`;
