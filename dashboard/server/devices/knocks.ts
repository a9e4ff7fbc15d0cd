import type { RefusedItem } from '../../../collector/port.ts';
import type { WireKnock } from '../../../domain/wire-devices.ts';
import type { House } from '../house.ts';

/** Names through gateways and accounts that are remembered; the gateway bounds those at the door itself. */
const mostNames = 1_000;
const ignoredForMs = 24 * 3_600_000;
/** As ids of the portfolio. */
const couldBeAnId = /^[^\s/+#\p{Cc}\p{Cf}\p{Cs}\p{Zs}]{1,64}$/u;

type Sources = Pick<House, 'collector' | 'registry' | 'door' | 'calendar' | 'now'>;

interface Named {
  readonly name: string;
  readonly publisher: string;
  readonly firstAt: number;
  lastAt: number;
  count: number;
  reason: string;
}

/**
 * Who is not in the portfolio and tried: at the door, or as a meter that a gateway or account named. In memory since
 * the start; what is adopted meanwhile drops out by itself.
 */
export class Knocks {
  readonly #sources: Sources;
  /** By publisher and name, the one that knocked last at the end. */
  readonly #named = new Map<string, Named>();
  readonly #ignored = new Map<string, number>();

  constructor(sources: Sources) {
    this.#sources = sources;
  }

  start(): void {
    this.#sources.collector.onRefused((items) => items.forEach((item) => this.#note(item)));
  }

  /** Newest first. */
  list(): readonly WireKnock[] {
    const { door, registry, calendar, now } = this.#sources;
    const knocks: (readonly [at: number, knock: WireKnock])[] = [];
    for (const { name, refused } of door?.strangers() ?? []) {
      if (refused === null || registry.directory.device(name) !== null) continue;
      knocks.push([
        refused.at,
        {
          name,
          via: 'login',
          publisher: null,
          address: refused.address,
          clientId: refused.clientId,
          reason: refused.reason,
          count: refused.count,
          firstAt: calendar.iso(refused.firstAt),
          lastAt: calendar.iso(refused.at),
          adoptable: couldBeAnId.test(name),
        },
      ]);
    }
    for (const { name, publisher, firstAt, lastAt, count, reason } of this.#named.values()) {
      if (this.#isSettled(name, publisher)) continue;
      const adoptable = couldBeAnId.test(name) && !name.includes('\uFFFD') && registry.directory.device(name) === null;
      const times = { firstAt: calendar.iso(firstAt), lastAt: calendar.iso(lastAt) };
      const who = { name, via: 'reading', publisher, address: null, clientId: null } as const;
      knocks.push([lastAt, { ...who, reason, count, ...times, adoptable }]);
    }
    return knocks
      .filter(([, { name }]) => !(this.#ignored.get(name)! > now()))
      .sort(([a], [b]) => b - a)
      .map(([, knock]) => knock);
  }

  /** Leaves a name out for a day. @returns false when nobody of that name knocked. */
  ignore(name: string): boolean {
    if (!this.list().some((knock) => knock.name === name)) return false;
    this.#sources.door?.forgetStranger(name);
    for (const [key, named] of this.#named) if (named.name === name) this.#named.delete(key);
    this.#ignored.delete(name);
    if (this.#ignored.size >= mostNames) this.#ignored.delete(this.#ignored.keys().next().value!);
    this.#ignored.set(name, this.#sources.now() + ignoredForMs);
    return true;
  }

  #note({ named, publisher, reason, at }: RefusedItem): void {
    if (reason !== 'unknown-device' && reason !== 'not-entitled') return;
    // A gateway that names no meter at all is its own fault, and is told as such.
    if (named === '' || named === publisher) return;
    const key = `${publisher}\n${named}`;
    const known = this.#named.get(key);
    this.#named.delete(key);
    if (this.#named.size >= mostNames) this.#named.delete(this.#named.keys().next().value!);
    this.#named.set(key, {
      name: named,
      publisher,
      firstAt: known?.firstAt ?? at,
      lastAt: at,
      count: (known?.count ?? 0) + 1,
      reason,
    });
  }

  /** The portfolio knows it by now, and lets this publisher speak for it. */
  #isSettled(name: string, publisher: string): boolean {
    const { directory } = this.#sources.registry;
    if (directory.device(name) === null) return false;
    const meter = directory.meter(name);
    const throughGateway = directory.device(publisher)?.kind === 'gateway';
    return meter === null || !throughGateway || meter.gateway === publisher;
  }
}
