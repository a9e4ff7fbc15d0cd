import { spanOfDecision, type Decision } from '../../../domain/metering/decision.ts';
import type { DerivedChange } from '../../../collector/port.ts';
import type { House } from '../house.ts';

/** A person waits so long for the figures to follow; they do so anyway. */
const mostMs = 2000;

interface Awaited {
  readonly meter: string;
  readonly from: number;
  readonly to: number;
}

/** Waits until intervals follow what was decided, so that whoever decided sees what came of it. */
export class DerivedAgain {
  readonly #waiting = new Set<(changes: readonly DerivedChange[]) => void>();

  start(collector: Pick<House['collector'], 'onDerived'>): void {
    collector.onDerived((changes) => {
      for (const tell of this.#waiting) tell(changes);
    });
  }

  /**
   * Call before the decisions are made. @returns resolves when all of them were followed, or after two seconds.
   */
  expect(decisions: readonly { readonly meter: string; readonly change: Decision | null }[]): Promise<void> {
    const left = new Set<Awaited>();
    for (const { meter, change } of decisions) if (change !== null) left.add({ meter, ...spanOfDecision(change) });
    if (left.size === 0) return Promise.resolve();
    return new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(tell);
        resolve();
      };
      const tell = (changes: readonly DerivedChange[]): void => {
        for (const one of left) {
          const isDerived = changes.some(
            ({ meter, from, to }) => meter === one.meter && from <= one.to && to >= one.from,
          );
          if (isDerived) left.delete(one);
        }
        if (left.size === 0) end();
      };
      const timer = setTimeout(end, mostMs);
      timer.unref();
      this.#waiting.add(tell);
    });
  }
}
