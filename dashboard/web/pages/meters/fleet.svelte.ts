import type { LiveMeterRow, LiveOverview, LiveOverviewDelta, WireLedger, WireMeter } from '../../../../domain/wire.ts';
import * as calls from '../../api/calls.ts';
import type { ApiProblem } from '../../api/problem.ts';
import { clock } from '../../live/clock.svelte.ts';
import { live } from '../../live/live.svelte.ts';
import { rowOf } from './state.ts';

/** Every visible meter: the register once from the API, readings and ledger as the live overview tells them. */
export class Fleet {
  meters: readonly WireMeter[] = $state.raw([]);
  complete = $state(false);
  problem: ApiProblem | null = $state.raw(null);
  ledger: WireLedger | null = $state.raw(null);
  latestAt: number | null = $state(null);
  /** Counts changes of `rows`: thousands of them a second cost one look. */
  version = $state(0);
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- `version` tells of changes, once a frame
  readonly rows = new Map<string, LiveMeterRow>();
  #abort: AbortController | null = null;
  #frame = 0;

  start(): () => void {
    void this.load();
    const unfollow = live.follow<LiveOverview, LiveOverviewDelta>('overview', {
      snapshot: (data, at) => {
        clock.sync(at);
        this.#take(data.meters);
        this.ledger = data.ledger;
        // A portfolio was imported meanwhile: the list itself is old.
        if (this.complete && data.meters.length !== this.meters.length) void this.load();
      },
      delta: (data) => {
        const added = data.meters?.some((row) => !this.rows.has(row.id)) ?? false;
        if (data.meters) this.#take(data.meters);
        if (added && this.complete) void this.load();
        if (data.ledger) this.ledger = data.ledger;
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
      if (ledger.ok && this.ledger === null) this.ledger = ledger.value;
    } catch (error) {
      if (!abort.signal.aborted) throw error;
    }
  }

  #take(rows: readonly LiveMeterRow[]): void {
    let latest = this.latestAt ?? -Infinity;
    for (const row of rows) {
      // A delta names the points that changed; the others keep their value.
      const known = this.rows.get(row.id);
      this.rows.set(row.id, known ? { ...row, values: { ...known.values, ...row.values } } : row);
      if (row.lastReadingAt !== null && row.lastReadingAt > latest) latest = row.lastReadingAt;
    }
    if (latest !== -Infinity) this.latestAt = latest;
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.version += 1;
    });
  }
}
