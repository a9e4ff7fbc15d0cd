import type { LiveMeter, LiveMeterDelta, WireLedger, WireMeter } from '../../../../domain/wire.ts';
import * as calls from '../../api/calls.ts';
import type { ApiProblem } from '../../api/problem.ts';
import { marksOfSamples, merged, type Mark } from '../../charts/mark.ts';
import { clock } from '../../live/clock.svelte.ts';
import { live } from '../../live/live.svelte.ts';
import type { Derived } from './derived.ts';
import { sampleWindow } from './sample-window.ts';

/** One meter as it lives: its register, its newest readings, its ledger; told by `meter:ID`, first asked from the API. */
export class LiveMeterStore {
  readonly id: string;
  meter: WireMeter | null = $state.raw(null);
  ledger: WireLedger | null = $state.raw(null);
  problem: ApiProblem | null = $state.raw(null);
  /** Samples of about the last 24 h by point, as close as a chart can show them. */
  samples: Readonly<Record<string, readonly Mark[]>> = $state.raw({});
  /** Called with intervals that were derived again. */
  onDerived: (ranges: readonly Derived[]) => void = () => {};
  /** Called after a fresh snapshot that followed a hole: what is on screen may miss something. */
  onFresh: () => void = () => {};
  #snapshots = 0;

  constructor(id: string) {
    this.id = id;
  }

  start(): () => void {
    void this.load();
    return live.follow<LiveMeter, LiveMeterDelta>(`meter:${this.id}`, {
      snapshot: (data, at) => {
        clock.sync(at);
        this.meter = data.meter;
        this.ledger = data.ledger;
        this.problem = null;
        this.#addSamples(data.samples);
        if (this.#snapshots++ > 0) this.onFresh();
      },
      delta: (data) => {
        if (data.samples) this.#addSamples(data.samples);
        if (data.ledger) this.ledger = data.ledger;
        if (this.meter && (data.lastReading !== undefined || data.state !== undefined)) {
          const lastReading = data.lastReading === undefined ? this.meter.lastReading : data.lastReading;
          const known = this.meter.points;
          const points = [...known, ...Object.keys(lastReading?.values ?? {}).filter((p) => !known.includes(p))];
          this.meter = { ...this.meter, lastReading, state: data.state ?? this.meter.state, points };
        }
        if (data.derived && data.derived.length > 0) this.onDerived(data.derived);
      },
    });
  }

  async load(): Promise<void> {
    const [meter, ledger] = await Promise.all([calls.meter(this.id), calls.ledger(this.id)]);
    if (meter.ok) {
      this.meter ??= meter.value;
      this.problem = null;
    } else if (this.meter === null) this.problem = meter.problem;
    if (ledger.ok) this.ledger ??= ledger.value;
  }

  #addSamples(samples: LiveMeter['samples']): void {
    const next = { ...this.samples };
    for (const [point, pairs] of Object.entries(samples))
      next[point] = sampleWindow(merged(next[point] ?? [], marksOfSamples(pairs)), clock.now);
    this.samples = next;
  }
}
