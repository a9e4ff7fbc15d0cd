import type { WireDeviceEntry } from '../../../../domain/wire-devices.ts';

/** The same thing that happened several times in a row, told once. */
export interface Chapter {
  readonly key: string;
  readonly first: WireDeviceEntry;
  readonly last: WireDeviceEntry;
  readonly count: number;
}

const kept = 50;

/** Entries as they came, newest last, at most 50. */
export function append(
  entries: readonly WireDeviceEntry[],
  more: readonly WireDeviceEntry[],
): readonly WireDeviceEntry[] {
  return [...entries, ...more].slice(-kept);
}

/** Oldest first; what is the same as before it joins its chapter, so that a stream of readings hides no refusal. */
export function chapters(entries: readonly WireDeviceEntry[]): readonly Chapter[] {
  const found: { key: string; first: WireDeviceEntry; last: WireDeviceEntry; count: number }[] = [];
  for (const entry of entries) {
    const before = found.at(-1);
    if (before && before.first.what === entry.what && before.first.reason === entry.reason) {
      before.last = entry;
      before.count += 1;
    } else
      found.push({
        key: `${entry.at} ${entry.what} ${entry.reason ?? ''} ${found.length}`,
        first: entry,
        last: entry,
        count: 1,
      });
  }
  return found;
}

/** Where in the excerpt the fault lies, [from, to), as far as reason and detail tell; null = nowhere in particular. */
export function faultSpan(
  excerpt: string,
  reason: string | null,
  detail: string | null,
): readonly [number, number] | null {
  if (reason?.startsWith('ts-')) return valueOf(excerpt, 'ts');
  const path = /\bvalues[.[]["']?([\w-]+)/.exec(detail ?? '')?.[1];
  if (path !== undefined) return valueOf(excerpt, path);
  if (reason === 'unknown-device' || reason === 'not-entitled') return valueOf(excerpt, 'device');
  // As JSON.parse of the server says it.
  const position = /\bposition (\d+)/.exec(detail ?? '')?.[1];
  if (position === undefined) return null;
  const at = Number(position);
  return at < excerpt.length ? [at, at + 1] : null;
}

function valueOf(text: string, key: string): readonly [number, number] | null {
  const found = new RegExp(`"${key.replace(/[^\w-]/g, '')}"\\s*:\\s*("[^"]*"?|[^,}\\]]+)`).exec(text);
  if (!found) return null;
  const to = found.index + found[0].length;
  return [to - found[1]!.length, to];
}

/** A register reading against the digits that the portfolio says the meter has. */
export function digitsUsed(value: number): number {
  return String(Math.trunc(Math.abs(value))).length;
}

/** Seconds from a reading's own time to its arrival. */
export const delaySeconds = (entry: WireDeviceEntry): number | null =>
  entry.reading === null ? null : (Date.parse(entry.at) - Date.parse(entry.reading.ts)) / 1000;

/** The multiplier that holds at an instant: a number, or the newest of a list that has begun. */
export function multiplierAt(
  multiplier: number | readonly { readonly from: string; readonly value: number }[],
  at: number,
): number {
  if (typeof multiplier === 'number') return multiplier;
  const begun = multiplier.filter(({ from }) => Date.parse(from) <= at).at(-1);
  return (begun ?? multiplier[0])?.value ?? 1;
}
