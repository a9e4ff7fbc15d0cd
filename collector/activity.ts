import type { Outcome } from '../storage/series/port.ts';
import type { JudgedReading } from './judgement.ts';
import type { DeviceActivity, RefusedItem } from './port.ts';

type Kept = Omit<JudgedReading, 'kind'>;

const quarterHourMs = 900_000;
const quarterHoursKept = 96;

/** What came from one device: plain counters, written after each commit and read by pages as they are. */
export class ActivityRecord implements DeviceActivity {
  readonly device: string;
  lastMessageAt = -Infinity;
  received = 0;
  stored = 0;
  duplicate = 0;
  quarantined = 0;
  rejected = 0;
  lastStored: DeviceActivity['lastStored'] = null;
  lastRefused: RefusedItem | null = null;
  /** Items by quarter hour since the epoch, modulo the ring. */
  readonly #ring = new Uint32Array(quarterHoursKept);
  #newest = -Infinity;

  constructor(device: string) {
    this.device = device;
  }

  arrived(at: number, items: number): void {
    this.lastMessageAt = Math.max(this.lastMessageAt, at);
    this.received += items;
    const quarter = Math.floor(at / quarterHourMs);
    this.#turnTo(quarter);
    // What came before a clock was set back a day has lost its place.
    if (quarter > this.#newest - quarterHoursKept) this.#ring[quarter % quarterHoursKept]! += items;
  }

  refused(quarantined: number, rejected: number): void {
    this.quarantined += quarantined;
    this.rejected += rejected;
  }

  keep({ meter, ts, receivedAt, values, ownTime }: Kept, outcome: Outcome): void {
    if (outcome === 'duplicate') {
      this.duplicate++;
      return;
    }
    if (outcome === 'waiting') {
      this.quarantined++;
      return;
    }
    // It comes again.
    if (outcome === 'refused') return;
    this.stored++;
    this.lastStored = { at: receivedAt, meter, ts, ownTime, values };
  }

  quarterHours(now: number): readonly number[] {
    const last = Math.floor(now / quarterHourMs);
    return Array.from({ length: quarterHoursKept }, (_, i) => {
      const quarter = last - quarterHoursKept + 1 + i;
      const kept = quarter <= this.#newest && quarter > this.#newest - quarterHoursKept;
      return kept ? this.#ring[quarter % quarterHoursKept]! : 0;
    });
  }

  #turnTo(quarter: number): void {
    if (quarter <= this.#newest) return;
    const passed = Math.min(quarter - this.#newest, quarterHoursKept);
    for (let i = 0; i < passed; i++) this.#ring[(quarter - i) % quarterHoursKept] = 0;
    this.#newest = quarter;
  }
}

/** More than a province's devices, accounts and sources; only those that come and go get there. */
const mostRecords = 50_000;

/** Activity by device; only of those that the registry knows, so that invented names take no room. */
export class ActivityBook {
  readonly #records = new Map<string, ActivityRecord>();

  get(device: string): ActivityRecord | null {
    return this.#records.get(device) ?? null;
  }

  forget(device: string): void {
    this.#records.delete(device);
  }

  open(device: string): ActivityRecord {
    let record = this.#records.get(device);
    if (!record) {
      if (this.#records.size >= mostRecords) this.#records.clear();
      this.#records.set(device, (record = new ActivityRecord(device)));
    }
    return record;
  }
}
