import type { VerdictEffect } from '../../../domain/metering/finding.ts';
import type { House } from '../house.ts';
import { needsSomebody } from './standing.ts';

type Counts = Readonly<Record<VerdictEffect, number>>;
type Options = Pick<House, 'store' | 'registry' | 'collector'>;

const metersAtOnce = 50;
const mostFindings = 100_000;

/**
 * How many verdicts nobody has looked at yet, by effect: all that are found, less those that were decided of. Only
 * meters that something was decided of are looked at closely, and remembered until they are derived or decided again.
 */
export class OpenVerdicts {
  readonly #options: Options;
  /** Of a meter: findings that need nobody. */
  readonly #settled = new Map<string, Promise<Counts>>();

  constructor(options: Options) {
    this.#options = options;
  }

  start(): void {
    this.#options.collector.onDerived((changes) => {
      for (const { meter } of changes) this.#settled.delete(meter);
    });
  }

  /** Something was decided of these meters, or undone. */
  decided(meters: Iterable<string>): void {
    for (const meter of meters) this.#settled.delete(meter);
  }

  /** All derived content was made again. */
  forget(): void {
    this.#settled.clear();
  }

  /** @param visible null = all meters */
  async counts(visible: ReadonlySet<string> | null): Promise<Counts> {
    const { store, registry } = this.#options;
    const own = [...registry.decisions.meters()].filter((meter) => visible === null || visible.has(meter));
    this.#lookAt(own.filter((meter) => !this.#settled.has(meter)));
    const [all, ...settled] = await Promise.all([
      store.countFindings(visible === null ? undefined : [...visible]),
      ...own.map((meter) => this.#settled.get(meter)!),
    ]);
    const left = { ...all };
    for (const counts of settled) {
      for (const effect of effects) left[effect] = Math.max(0, left[effect] - counts[effect]);
    }
    return left;
  }

  #lookAt(meters: readonly string[]): void {
    for (let i = 0; i < meters.length; i += metersAtOnce) {
      const few = meters.slice(i, i + metersAtOnce);
      const found = this.#read(few);
      for (const meter of few) {
        const own = found.then((counts) => counts.get(meter)!);
        this.#settled.set(meter, own);
        own.catch(() => {
          if (this.#settled.get(meter) === own) this.#settled.delete(meter);
        });
      }
    }
  }

  async #read(meters: readonly string[]): Promise<Map<string, Counts>> {
    const { store, registry } = this.#options;
    const counts = new Map(meters.map((meter) => [meter, { unknown: 0, judged: 0, flagged: 0 }]));
    for (const finding of await store.findings({ meters, limit: mostFindings })) {
      if (!needsSomebody(finding, registry.decisions)) counts.get(finding.meter)![finding.effect] += 1;
    }
    return counts;
  }
}

const effects = ['unknown', 'judged', 'flagged'] as const;
