import type { CommittedReading, DerivedChange, RefusedItem } from '../../../collector/port.ts';
import type { DoorEvent } from '../../../domain/door.ts';
import type { Content } from './channel.ts';

/** Content that is fed by what the collector made durable. Each answers whether it now has something to tell. */
export interface FedContent extends Content {
  committed(readings: readonly CommittedReading[]): boolean;
  derived(changes: readonly DerivedChange[]): boolean;
  /** Items that were counted and not stored, for those whom they concern. */
  refused?(items: readonly RefusedItem[]): boolean;
  /** Somebody came to the gateway's door, was refused or left. */
  door?(event: DoorEvent): boolean;
  /** Figures of these canteens changed. */
  canteens?(ids: ReadonlySet<string>): boolean;
  /** Menu notes of these canteens changed, and no figure did. */
  noted?(canteens: ReadonlySet<string>): boolean;
  /** An alarm opened, changed or closed. */
  alarms?(): boolean;
  /** A few seconds passed: meters may have gone quiet, and what was refused is in no commit of readings. */
  tick(count: number): boolean;
}

/** The same facts in the same order: what was told before need not be told again. */
export class Told<T> {
  #last: string | undefined;

  /** @returns the value when it differs from the last one. */
  news(value: T): T | undefined {
    const text = JSON.stringify(value);
    if (text === this.#last) return undefined;
    this.#last = text;
    return value;
  }
}
