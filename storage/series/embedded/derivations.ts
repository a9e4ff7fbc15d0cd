import type { MeterRules } from '../../../domain/metering/meter.ts';
import { StoreError, type DeriveRequest, type DeriveResult } from '../port.ts';
import type { Derivation, Derived } from './deriver.ts';
import { HistoryNeeded, type Behind } from './history.ts';
import type { MeterRange } from './dirt.ts';
import type { Names } from './names.ts';
import type { Range } from './ranges.ts';
import type { Threads } from './threads.ts';

/** 2100: behind every reading. */
export const endOfTime = 4_102_444_800_000;

/** Meters that share one transaction of the derived database. */
const metersAtOnce = 64;

/**
 * Runs derivations one after the other. The marks of a meter are taken before the deriver looks at its readings and
 * cleared only after the intervals are on disk: what arrives in between is a new mark.
 */
export class Derivations {
  readonly #threads: Threads;
  readonly #names: Names;
  readonly #behind: Behind | null;
  /** The newest rules of meters that wait for their history: those they began to wait with may be undone by now. */
  readonly #waiting = new Map<string, MeterRules>();
  #last: Promise<unknown> = Promise.resolve();
  #closing = false;

  constructor(threads: Threads, names: Names, behind: Behind | null) {
    this.#threads = threads;
    this.#names = names;
    this.#behind = behind;
  }

  derive(requests: readonly DeriveRequest[]): Promise<DeriveResult[]> {
    for (const { meter, rules } of requests) if (this.#waiting.has(meter)) this.#waiting.set(meter, rules);
    return this.#next(async () => {
      const results: DeriveResult[] = [];
      for (const part of parts(unite(requests), metersAtOnce)) {
        for (const { meter, points, lags, historyFrom } of await this.#derive(part)) {
          results.push({ meter, points, lags });
          if (historyFrom !== undefined)
            this.#wait(
              part.find((derivation) => derivation.meter === meter)!,
              historyFrom,
            );
        }
      }
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
        for (let left = part; left.length > 0;) {
          const lacking = (await this.#derive(left)).filter(({ historyFrom }) => historyFrom !== undefined);
          left = left.filter(({ meter }) => lacking.some((derived) => derived.meter === meter));
          for (const { meter, historyFrom } of lacking) {
            await this.#bring(
              left.find((derivation) => derivation.meter === meter)!,
              historyFrom!,
            );
          }
        }
        this.#behind?.release(part.map(({ meter }) => meter));
        progress((done += part.length), derivations.length);
      }
      return this.#threads.deriver.call('contentHash', undefined);
    });
  }

  /** Between two derivations: what was derived of this meter, and by `rows` what it was derived from. */
  forget<T>(meter: string, rows: () => Promise<T>): Promise<T> {
    return this.#next(async () => {
      if (this.#closing) throw new StoreError('CLOSED', 'the store is being closed');
      await this.#threads.deriver.call('forget', meter);
      return rows();
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

  /** Its marks are put aside; when its history is here, it is derived by the newest rules. */
  #wait({ meter, rules }: Derivation, from: number): void {
    if (!this.#waiting.has(meter)) this.#waiting.set(meter, rules);
    this.#behind?.derivationWaits({ meter, from }, async () => {
      const key = this.#names.knownMeter(meter)!;
      await this.#threads.writer.call('resumeDirty', key);
      const newest = this.#waiting.get(meter) ?? rules;
      this.#waiting.delete(meter);
      await this.derive([{ meter, rules: newest, range: { from, to: from } }]);
    });
  }

  async #bring(derivation: Derivation, from: number): Promise<void> {
    try {
      if (this.#behind === null) throw new HistoryNeeded(from);
      await this.#behind.bring(derivation.meter, from);
      await this.#threads.writer.call('resumeDirty', this.#names.knownMeter(derivation.meter)!);
    } catch (error) {
      this.#wait(derivation, from);
      throw error;
    }
  }

  async #derive(derivations: readonly Derivation[]): Promise<readonly (Derived & DeriveResult)[]> {
    if (this.#closing) throw new StoreError('CLOSED', 'the store is being closed');
    const { writer, deriver } = this.#threads;
    const keysOf = (some: readonly Derivation[]) =>
      some.map(({ meter }) => this.#names.knownMeter(meter)).filter((key) => key !== undefined);
    const meters = keysOf(derivations);
    const { taking, ranges } = await writer.call('takeDirty', {
      meters,
      shortOf: keysOf(derivations.filter(({ shortOnly }) => shortOnly)),
    });
    const marked = new Map<string, Range[]>();
    for (const { meter, from, to } of ranges) {
      const id = this.#names.meterIds[meter] as string;
      const known = marked.get(id);
      if (known === undefined) marked.set(id, [{ from, to }]);
      else known.push({ from, to });
    }
    const aside: MeterRange[] = [];
    const rangesOf = ({ meter, ranges }: Derivation) =>
      ranges === undefined ? undefined : [...ranges, ...(marked.get(meter) ?? [])];
    const ended = (done: boolean) => writer.call('derived', { taking, done, aside, meters });
    let results: readonly Derived[];
    try {
      results = await deriver.call(
        'derive',
        derivations.map((derivation) => ({ ...derivation, ranges: rangesOf(derivation) })),
      );
    } catch (error) {
      await ended(false);
      throw error;
    }
    results.forEach(({ meter, historyFrom }, i) => {
      const key = this.#names.knownMeter(meter);
      if (historyFrom === undefined || key === undefined) return;
      const wanted = rangesOf(derivations[i]!) ?? [{ from: 0, to: endOfTime }];
      for (const { from, to } of wanted) aside.push({ meter: key, from, to });
    });
    const lagging = new Set((await ended(true)).map((key) => this.#names.meterIds[key]));
    return results.map((derived) => ({ ...derived, lags: lagging.has(derived.meter) }));
  }

  #next<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work, work);
    this.#last = result.catch(() => {});
    return result;
  }
}

/** One derivation a meter; a request without range asks for everything. */
function unite(requests: readonly DeriveRequest[]): Derivation[] {
  const meters = new Map<string, { rules: MeterRules; ranges?: Range[]; shortOnly: boolean }>();
  for (const { meter, rules, range, shortOnly = false } of requests) {
    const known = meters.get(meter);
    if (known === undefined) meters.set(meter, { rules, shortOnly, ranges: range === undefined ? undefined : [range] });
    else if (range === undefined) meters.set(meter, { rules, shortOnly });
    else {
      known.ranges?.push(range);
      known.shortOnly &&= shortOnly;
    }
  }
  return Array.from(meters, ([meter, derivation]) => ({ meter, ...derivation }));
}

function* parts<T>(items: readonly T[], size: number): Iterable<T[]> {
  for (let i = 0; i < items.length; i += size) yield items.slice(i, i + size);
}
