import type { LiveMeterRow, LiveOverview, LiveOverviewDelta, WireLedger, WireMeter } from '../../../../domain/wire.ts';
import * as calls from '../../api/calls.ts';
import type { ApiProblem } from '../../api/problem.ts';
import { clock } from '../../live/clock.svelte.ts';
import { live } from '../../live/live.svelte.ts';
import { rowOf } from './state.ts';

/** What the line of one meter shows: it alone is drawn anew when it changes. */
class Line {
  row: LiveMeterRow;

  constructor(row: LiveMeterRow) {
    this.row = $state.raw(row);
  }
}

/**
 * Every visible meter: the register once from the API, readings and ledger as the live overview tells them. However many
 * messages come, what is on screen changes once a frame; of a tab that is not looked at only the newest is kept.
 */
export class Fleet {
  meters: readonly WireMeter[] = $state.raw([]);
  complete = $state(false);
  problem: ApiProblem | null = $state.raw(null);
  ledger: WireLedger | null = $state.raw(null);
  latestAt: number | null = $state(null);
  /* eslint-disable svelte/prefer-svelte-reactivity -- lines tell of their own changes; sums look when the clock ticks */
  /** The newest row of each meter, not reactive. */
  readonly rows = new Map<string, LiveMeterRow>();
  readonly #lines = new Map<string, Line>();
  readonly #changed = new Set<string>();
  /* eslint-enable svelte/prefer-svelte-reactivity */
  #newestLedger: WireLedger | null = null;
  #newestAt: number | null = null;
  #abort: AbortController | null = null;
  #frame = 0;

  start(): () => void {
    void this.load();
    const unfollow = live.follow<LiveOverview, LiveOverviewDelta>('overview', {
      snapshot: (data, at) => {
        clock.sync(at);
        this.#take(data.meters, data.ledger);
        // A portfolio was imported meanwhile: the list itself is old.
        if (this.complete && data.meters.length !== this.meters.length) void this.load();
      },
      delta: (data) => {
        const added = data.meters?.some((row) => !this.rows.has(row.id)) ?? false;
        this.#take(data.meters ?? [], data.ledger);
        if (added && this.complete) void this.load();
      },
    });
    return () => {
      unfollow();
      this.#abort?.abort();
      cancelAnimationFrame(this.#frame);
    };
  }

  async load(): Promise<void> {
    this.#abort?.abort();
    const abort = new AbortController();
    this.#abort = abort;
    this.problem = null;
    try {
      const [list, ledger] = await Promise.all([
        calls.meters({
          signal: abort.signal,
          onPage: (items, last) => {
            for (const meter of items) if (!this.rows.has(meter.id)) this.#take([rowOf(meter)]);
            // The first page is shown at once, the rest when all is there: the list doesn't jump twelve times.
            if (last || this.meters.length === 0) this.meters = [...items];
          },
        }),
        calls.ledger(undefined, abort.signal),
      ]);
      if (!list.ok) this.problem = list.problem;
      this.complete = list.ok;
      if (ledger.ok && this.#newestLedger === null) this.#take([], ledger.value);
    } catch (error) {
      if (!abort.signal.aborted) throw error;
    }
  }

  /** The row of a meter as of this frame; reactive. */
  row(id: string): LiveMeterRow | undefined {
    return this.#lines.get(id)?.row;
  }

  #take(rows: readonly LiveMeterRow[], ledger: WireLedger | null = null): void {
    for (const row of rows) {
      // A delta names the points that changed; the others keep their value.
      const known = this.rows.get(row.id);
      const newest = known ? { ...row, values: { ...known.values, ...row.values } } : row;
      this.rows.set(row.id, newest);
      if (this.#lines.has(row.id)) this.#changed.add(row.id);
      else this.#lines.set(row.id, new Line(newest));
      if (row.lastReadingAt !== null) this.#newestAt = Math.max(row.lastReadingAt, this.#newestAt ?? -Infinity);
    }
    this.#newestLedger = ledger ?? this.#newestLedger;
    this.#frame ||= requestAnimationFrame(() => this.#show());
  }

  #show(): void {
    this.#frame = 0;
    for (const id of this.#changed) this.#lines.get(id)!.row = this.rows.get(id)!;
    this.#changed.clear();
    this.latestAt = this.#newestAt;
    this.ledger = this.#newestLedger;
  }
}
