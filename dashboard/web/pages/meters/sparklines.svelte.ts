import { SvelteMap } from 'svelte/reactivity';
import type { WireSeriesTable } from '../../../../domain/wire.ts';
import * as calls from '../../api/calls.ts';
import { marksOf, type Mark } from '../../charts/mark.ts';

const hourMs = 3_600_000;
const freshMs = 5 * 60_000;
const qualities = { m: 'measured', e: 'estimated', x: 'missing', h: 'manual' } as const;

/** Columns of the API → marks of each meter. */
export function marksOfTable(table: WireSeriesTable): Map<string, { point: string; marks: readonly Mark[] }> {
  const found = new Map<string, { point: string; marks: readonly Mark[] }>();
  for (const s of table.series) {
    const points = table.ts.map((ts, i) => ({
      ts,
      value: s.value[i] ?? null,
      quality: qualities[s.quality[i] as keyof typeof qualities] ?? 'missing',
      coverage: s.coverage?.[i] ?? 1,
    }));
    found.set(s.meter, { point: s.point, marks: marksOf({ every: table.every, timezone: table.timezone, points }) });
  }
  return found;
}

/** The last 24 hours of the meters on screen, in one call for those that come into view together. */
export class Sparklines {
  readonly known = new SvelteMap<string, { point: string; marks: readonly Mark[]; from: number; to: number }>();
  readonly #asked = new Map<string, number>();
  #wanted = new Set<string>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  want(ids: readonly string[]): void {
    const now = Date.now();
    this.#wanted = new Set(ids.filter((id) => now - (this.#asked.get(id) ?? 0) > freshMs));
    if (this.#wanted.size === 0) return;
    clearTimeout(this.#timer);
    // Not while a person scrolls through.
    this.#timer = setTimeout(() => void this.#fetch([...this.#wanted].slice(0, 60)), 200);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  async #fetch(ids: readonly string[]): Promise<void> {
    const now = Date.now();
    for (const id of ids) this.#asked.set(id, now);
    const to = Math.ceil(now / hourMs) * hourMs;
    const from = to - 24 * hourMs;
    const answer = await calls.seriesTable(ids, { from, to, every: '1h' });
    if (!answer.ok) return;
    for (const [id, s] of marksOfTable(answer.value)) this.known.set(id, { ...s, from, to });
  }
}
