import type { Logger } from 'pino';
import type { DoorEvent, DoorRecord } from '../domain/door.ts';
import { RecentMap } from './recent-map.ts';

const NAME_LENGTH = 128;
const DETAIL_LENGTH = 200;

/** Who stands at the door. */
export interface Caller {
  readonly name: string;
  readonly address: string | undefined;
  readonly clientId: string;
}

export interface Ending {
  readonly reason: string;
  readonly detail: string;
}

type Entry = { -readonly [K in Exclude<keyof DoorRecord, 'known'>]: DoorRecord[K] };
type Listener = (event: DoorEvent) => void;

/**
 * What the door knows of each name: of those in the portfolio all, of strangers the latest. Written at logins and
 * closes only, never for a message.
 */
export class DoorBook {
  readonly #now: () => number;
  readonly #log: Logger;
  readonly #isKnown: (name: string) => boolean;
  readonly #known = new Map<string, Entry>();
  readonly #strangers: RecentMap<string, Entry>;
  readonly #listeners: Listener[] = [];

  constructor(now: () => number, log: Logger, isKnown: (name: string) => boolean, mostStrangers: number) {
    this.#now = now;
    this.#log = log;
    this.#isKnown = isKnown;
    this.#strangers = new RecentMap(mostStrangers);
  }

  connected(caller: Caller): void {
    const entry = this.#entryOf(caller.name, true);
    entry.connections++;
    entry.connectedSince = this.#now();
    entry.address = caller.address ?? null;
    entry.clientId = cut(caller.clientId);
    this.#tell(caller.name, 'connected', null, null);
  }

  closed(name: string, { reason, detail }: Ending): void {
    const entry = this.#entryOf(name, true);
    entry.connections--;
    if (entry.connections === 0) entry.connectedSince = null;
    entry.lastClosed = { at: this.#now(), reason, detail: detail.slice(0, DETAIL_LENGTH) };
    this.#tell(name, 'closed', reason, detail);
  }

  refused(caller: Caller, { reason, detail }: Ending): void {
    const entry = this.#entryOf(caller.name, this.#isKnown(caller.name));
    const at = this.#now();
    entry.refused = {
      count: (entry.refused?.count ?? 0) + 1,
      firstAt: entry.refused?.firstAt ?? at,
      at,
      reason,
      detail: detail.slice(0, DETAIL_LENGTH),
      address: caller.address ?? null,
      clientId: cut(caller.clientId),
    };
    this.#tell(caller.name, 'login', reason, detail);
  }

  record(name: string): DoorRecord | null {
    const key = cut(name);
    const entry = this.#known.get(key) ?? this.#strangers.peek(key);
    return entry === undefined ? null : { ...entry, known: this.#isKnown(name) };
  }

  /** Newest first. Who was adopted meanwhile is none. */
  strangers(): readonly DoorRecord[] {
    const records: DoorRecord[] = [];
    for (const [name, entry] of this.#strangers) {
      if (!this.#isKnown(name)) records.push({ ...entry, known: false });
    }
    return records.reverse();
  }

  forgetStranger(name: string): boolean {
    return this.#strangers.delete(cut(name));
  }

  onEvent(listener: Listener): void {
    this.#listeners.push(listener);
  }

  #entryOf(name: string, isKnown: boolean): Entry {
    const key = cut(name);
    const stranger = this.#strangers.get(key);
    const entry = this.#known.get(key) ?? stranger ?? newEntry(key);
    if (!isKnown && !this.#known.has(key)) this.#strangers.set(key, entry);
    else {
      this.#strangers.delete(key);
      this.#known.set(key, entry);
    }
    return entry;
  }

  #tell(name: string, what: DoorEvent['what'], reason: string | null, detail: string | null): void {
    const event: DoorEvent = { name: cut(name), at: this.#now(), what, reason, detail };
    for (const listener of this.#listeners) {
      try {
        listener(event);
      } catch (error) {
        // Whoever looks on must not keep anybody out.
        this.#log.error({ err: error }, 'a listener at the door failed');
      }
    }
  }
}

function newEntry(name: string): Entry {
  return { name, connections: 0, address: null, clientId: null, connectedSince: null, lastClosed: null, refused: null };
}

function cut(text: string): string {
  return text.slice(0, NAME_LENGTH);
}
