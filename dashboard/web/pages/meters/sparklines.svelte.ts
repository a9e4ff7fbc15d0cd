import { SvelteMap } from 'svelte/reactivity';
import * as calls from '../../api/calls.ts';
import type { Mark } from '../../charts/mark.ts';
import { marksOfTable } from '../../charts/table-marks.ts';

const hourMs = 3_600_000;
const freshMs = 5 * 60_000;
/** The last 24 hours of the meters on screen, in one call for those that come into view together. */
export class Sparklines {
  readonly known = new SvelteMap<string, { point: string; marks: readonly Mark[]; from: number; to: number }>();
  /* eslint-disable svelte/prefer-svelte-reactivity -- what was asked for is not shown */
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
