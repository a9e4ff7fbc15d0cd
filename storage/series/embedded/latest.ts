import { commonPoints } from '../../../domain/points.ts';
import type { LatestValues } from '../port.ts';
import type { Names } from './names.ts';
import type { Newest } from './newest.ts';

interface Values {
  readonly meter: string;
  lastReadingAt: number;
  lastReceivedAt: number;
  readonly points: Record<string, { readonly ts: number; readonly value: number }>;
}

/** Newest value of every point of every meter, kept as batches are committed. */
export class Latest {
  readonly #meters = new Map<string, Values>();

  load(newest: readonly Newest[], names: Names): void {
    for (const { meter, point, ts, value, receivedAt } of newest) {
      this.#put(this.#of(names.meterIds[meter] as string), ts, receivedAt, point, value);
    }
  }

  reading(meter: string, ts: number, receivedAt: number, values: Readonly<Record<string, number>>): void {
    const known = this.#of(meter);
    for (const point in values) this.#put(known, ts, receivedAt, point, values[point] as number);
  }

  bulk(meter: string, receivedAt: number, ts: Float64Array, points: Readonly<Record<string, Float64Array>>): void {
    for (const [point, values] of Object.entries(points)) {
      let newest = -1;
      for (let i = 0; i < values.length; i++) {
        if (!Number.isNaN(values[i]) && (newest < 0 || ts[i]! >= ts[newest]!)) newest = i;
      }
      if (newest >= 0) this.#put(this.#of(meter), ts[newest]!, receivedAt, point, values[newest]!);
    }
  }

  /** The live view: the same map, brought up to date at each commit. */
  get meters(): ReadonlyMap<string, LatestValues> {
    return this.#meters;
  }

  /** Every point that the meter ever sent: registers first, unknown ones last. */
  points(meter: string): string[] {
    const place = (point: string) => commonPoints.indexOf(point) + 1 || commonPoints.length + 1;
    return Object.keys(this.#meters.get(meter)?.points ?? {}).sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1));
  }

  forget(meter: string): void {
    this.#meters.delete(meter);
  }

  #of(meter: string): Values {
    let values = this.#meters.get(meter);
    if (values === undefined) {
      const points = Object.create(null) as Values['points'];
      values = { meter, lastReadingAt: -Infinity, lastReceivedAt: -Infinity, points };
      this.#meters.set(meter, values);
    }
    return values;
  }

  #put(known: Values, ts: number, receivedAt: number, point: string, value: number): void {
    if (ts >= known.lastReadingAt) {
      known.lastReadingAt = ts;
      known.lastReceivedAt = Math.max(receivedAt, known.lastReceivedAt);
    }
    const before = known.points[point];
    if (before === undefined || ts >= before.ts) known.points[point] = { ts, value };
  }
}
