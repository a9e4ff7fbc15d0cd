import type { MeterRules } from '../../../domain/metering/meter.ts';
import { StoreError, type DeriveRequest, type DeriveResult } from '../port.ts';
import type { Derivation } from './deriver.ts';
import type { Names } from './names.ts';
import type { Range } from './ranges.ts';
import type { Threads } from './threads.ts';

/** Meters that share one transaction of the derived database. */
const metersAtOnce = 64;

/**
 * Runs derivations one after the other. The marks of a meter are taken before the deriver looks at its readings and
 * cleared only after the intervals are on disk: what arrives in between is a new mark.
 */
export class Derivations {
  readonly #threads: Threads;
  readonly #names: Names;
  #last: Promise<unknown> = Promise.resolve();
  #closing = false;

  constructor(threads: Threads, names: Names) {
    this.#threads = threads;
    this.#names = names;
  }

  derive(requests: readonly DeriveRequest[]): Promise<DeriveResult[]> {
    return this.#next(async () => {
      const results: DeriveResult[] = [];
      for (const part of parts(unite(requests), metersAtOnce)) results.push(...(await this.#derive(part)));
      return results;
    });
  }

  rebuild(
    requests: readonly DeriveRequest[],
    progress: (done: number, of: number) => void = () => {},
  ): Promise<{ sha256: string; intervals: number }> {
    return this.#next(async () => {
      const derivations = unite(requests.map(({ meter, rules }) => ({ meter, rules })));
      await this.#threads.deriver.call(
        'keepOnly',
        derivations.map(({ meter }) => meter),
      );
      let done = 0;
      for (const part of parts(derivations, 8)) {
        await this.#derive(part);
        progress((done += part.length), derivations.length);
      }
      return this.#threads.deriver.call('contentHash', undefined);
    });
  }

  contentHash(): Promise<{ sha256: string; intervals: number }> {
    return this.#next(() => this.#threads.deriver.call('contentHash', undefined));
  }

  /**
   * Resolves when nothing is derived any more. What is at work ends between two meters' transactions and rejects: each
   * meter's intervals are whole, and marks keep the rest.
   */
  async close(): Promise<void> {
    this.#closing = true;
    await this.#last;
  }

  async #derive(derivations: readonly Derivation[]): Promise<readonly DeriveResult[]> {
    if (this.#closing) throw new StoreError('CLOSED', 'the store is being closed');
    const { writer, deriver } = this.#threads;
    const keys = derivations.map(({ meter }) => this.#names.knownMeter(meter)).filter((key) => key !== undefined);
    const { taking, ranges } = await writer.call('takeDirty', keys);
    const marked = new Map<string, Range[]>();
    for (const { meter, from, to } of ranges) {
      const id = this.#names.meterIds[meter] as string;
      const known = marked.get(id);
      if (known === undefined) marked.set(id, [{ from, to }]);
      else known.push({ from, to });
    }
    let done = false;
    try {
      const results = await deriver.call(
        'derive',
        derivations.map(({ meter, rules, ranges }) => ({
          meter,
          rules,
          ranges: ranges === undefined ? undefined : [...ranges, ...(marked.get(meter) ?? [])],
        })),
      );
      done = true;
      return results;
    } finally {
      await writer.call('derived', { taking, done });
    }
  }

  #next<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work, work);
    this.#last = result.catch(() => {});
    return result;
  }
}

/** One derivation a meter; a request without range asks for everything. */
function unite(requests: readonly DeriveRequest[]): Derivation[] {
  const meters = new Map<string, { rules: MeterRules; ranges?: Range[] }>();
  for (const { meter, rules, range } of requests) {
    const known = meters.get(meter);
    if (known === undefined) meters.set(meter, { rules, ranges: range === undefined ? undefined : [range] });
    else if (range === undefined) meters.set(meter, { rules });
    else known.ranges?.push(range);
  }
  return Array.from(meters, ([meter, derivation]) => ({ meter, ...derivation }));
}

function* parts<T>(items: readonly T[], size: number): Iterable<T[]> {
  for (let i = 0; i < items.length; i += size) yield items.slice(i, i + size);
}
