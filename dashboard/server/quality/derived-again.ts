import { spanOfDecision, type Decision } from '../../../domain/metering/decision.ts';
import type { DerivedChange } from '../../../collector/port.ts';
import type { RegistryEvents, RuleChange } from '../../../storage/registry/port.ts';
import type { House } from '../house.ts';

/** A person waits so long for the figures to follow; they do so anyway. */
const mostMs = 2000;

interface Awaited {
  readonly meter: string;
  readonly from: number;
  readonly to: number;
}
interface Waiting {
  readonly marked: (changes: readonly RuleChange[]) => void;
  readonly derived: (changes: readonly DerivedChange[]) => void;
}

/** Waits until intervals follow what was decided, so that whoever decided sees what came of it. */
export class DerivedAgain {
  readonly #waiting = new Set<Waiting>();

  /**
   * To be started after the collector has begun to listen to the register: it takes a change over between two
   * derivations, and only then are we told of it. So what is derived afterwards began afterwards.
   */
  start(collector: Pick<House['collector'], 'onDerived'>, registry: Pick<RegistryEvents, 'onRulesChanged'>): void {
    registry.onRulesChanged((changes) => {
      for (const { marked } of this.#waiting) marked(changes);
    });
    collector.onDerived((changes) => {
      for (const { derived } of this.#waiting) derived(changes);
    });
  }

  /**
   * Call before the decisions are made. @returns resolves when all of them were followed, or after two seconds. A
   * derivation that had begun before the decision knew nothing of it and is not what is waited for.
   */
  expect(decisions: readonly { readonly meter: string; readonly change: Decision | null }[]): Promise<void> {
    const unmarked = new Set<Awaited>();
    for (const { meter, change } of decisions) if (change !== null) unmarked.add({ meter, ...spanOfDecision(change) });
    if (unmarked.size === 0) return Promise.resolve();
    const marked = new Set<Awaited>();
    return new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(waiting);
        resolve();
      };
      const waiting: Waiting = {
        marked: (changes) => {
          for (const one of unmarked) if (changes.some((change) => isOf(change, one))) move(one, unmarked, marked);
        },
        derived: (changes) => {
          for (const one of marked) if (changes.some((change) => isOver(change, one))) marked.delete(one);
          if (unmarked.size + marked.size === 0) end();
        },
      };
      const timer = setTimeout(end, mostMs);
      timer.unref();
      this.#waiting.add(waiting);
    });
  }
}

/** Another decision of the same meter is not ours, though it lies there too. */
const isOf = ({ meter, range }: RuleChange, one: Awaited): boolean =>
  meter === one.meter && (range === undefined || (range.from === one.from && range.to === one.to));

const isOver = ({ meter, from, to }: DerivedChange, one: Awaited): boolean =>
  meter === one.meter && from <= one.to && to >= one.from;

function move<T>(one: T, from: Set<T>, to: Set<T>): void {
  from.delete(one);
  to.add(one);
}
