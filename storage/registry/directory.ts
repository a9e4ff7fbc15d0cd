import type { LocalCalendar } from '../../domain/time/calendar.ts';
import type { Decision } from '../../domain/metering/decision.ts';
import { meterRules, virtualTerms, withDecisions } from './meter-rules.ts';
import type { Pace } from './pace.ts';
import type { AccountEntry, DeviceEntry, DeviceKind, Directory, MeterEntry, VirtualEntry } from './port.ts';
import { matches, type SecretHasher } from './secrets.ts';
import type { Snapshot } from './snapshot.ts';
import { isDevice, type AccountRow, type DeviceRow, type SecretColumns } from './tables.ts';

interface Known<T> {
  readonly entry: T;
  readonly first: Buffer | null;
  /** The former secret and until when it holds, ms UTC. */
  readonly second: Buffer | null;
  readonly secondUntil: number;
}

interface State {
  readonly devices: ReadonlyMap<string, Known<DeviceEntry>>;
  readonly accounts: ReadonlyMap<string, Known<AccountEntry>>;
  readonly meters: ReadonlyMap<string, MeterEntry>;
  readonly virtuals: ReadonlyMap<string, VirtualEntry>;
}

type DecisionsOf = (meter: string) => readonly Decision[];

export const anonymousId = 'anonymous';

/** The directory that the gateway and the ingest path hold: one object whose state is swapped after each commit. */
export class LiveDirectory implements Directory {
  readonly #hasher: SecretHasher;
  readonly #allowAnonymous: boolean;
  readonly #now: () => number;
  #state: State = { devices: new Map(), accounts: new Map(), meters: new Map(), virtuals: new Map() };

  constructor(hasher: SecretHasher, allowAnonymous: boolean, now: () => number) {
    this.#hasher = hasher;
    this.#allowAnonymous = allowAnonymous;
    this.#now = now;
  }

  replace(state: State): void {
    this.#state = state;
  }
  get state(): State {
    return this.#state;
  }
  /** What people decided of these meters changed. */
  decided(ids: Iterable<string>, decisionsOf: DecisionsOf): void {
    const meters = new Map(this.#state.meters);
    for (const id of ids) {
      const entry = meters.get(id);
      if (entry) meters.set(id, { ...entry, rules: withDecisions(entry.rules, decisionsOf(id)) });
    }
    this.#state = { ...this.#state, meters };
  }

  authenticateDevice(id: string, secret: Uint8Array): DeviceEntry | null {
    return this.#authenticate(this.#state.devices.get(id), id, secret);
  }
  authenticateAccount(id: string, secret: Uint8Array): AccountEntry | null {
    return this.#authenticate(this.#state.accounts.get(id), id, secret);
  }
  anonymous(): AccountEntry | null {
    if (!this.#allowAnonymous) return null;
    const account = this.#state.accounts.get(anonymousId);
    return account && account.first === null ? account.entry : null;
  }
  hasAccount(id: string): boolean {
    return this.#state.accounts.has(id);
  }
  device(id: string): DeviceEntry | null {
    return this.#state.devices.get(id)?.entry ?? null;
  }
  meter(id: string): MeterEntry | null {
    return this.#state.meters.get(id) ?? null;
  }
  meters(): IterableIterator<MeterEntry> {
    return this.#state.meters.values();
  }
  virtual(id: string): VirtualEntry | null {
    return this.#state.virtuals.get(id) ?? null;
  }
  virtuals(): IterableIterator<VirtualEntry> {
    return this.#state.virtuals.values();
  }

  #authenticate<T>(known: Known<T> | undefined, id: string, secret: Uint8Array): T | null {
    // Asked at each login, so that an overlap ends in time whoever cleans up, and when.
    const second = known && this.#now() < known.secondUntil ? known.second : null;
    const right = matches(this.#hasher.hash(id, secret), known?.first ?? null, second);
    return right && known ? known.entry : null;
  }
}

/**
 * The directory of a snapshot; entries of rows that did not change are taken over from `before`, their decisions with
 * them (those are swapped on their own).
 */
export async function directoryState(
  snapshot: Snapshot,
  { calendar, pace, decisionsOf }: { calendar: LocalCalendar; pace: Pace; decisionsOf: DecisionsOf },
  before?: { readonly snapshot: Snapshot; readonly state: State },
): Promise<State> {
  /** `entryOf` answers null for a row that is another table's. */
  const carry = async <R, E>(
    rows: ReadonlyMap<string, R>,
    oldRows: ReadonlyMap<string, R> | undefined,
    oldEntries: ReadonlyMap<string, E> | undefined,
    entryOf: (row: R) => E | null,
  ): Promise<ReadonlyMap<string, E>> => {
    if (oldEntries && rows === oldRows) return oldEntries;
    const entries = new Map<string, E>();
    for (const [id, row] of rows) {
      const old = oldRows?.get(id) === row ? oldEntries?.get(id) : undefined;
      const entry = old ?? entryOf(row);
      if (entry !== null) entries.set(id, entry);
      if (pace.due) await pace.rest();
    }
    return entries;
  };
  const { devices, accounts, meters } = snapshot;
  const old = before?.snapshot;
  return {
    devices: await carry(devices, old?.devices, before?.state.devices, knownDevice),
    accounts: await carry(accounts, old?.accounts, before?.state.accounts, knownAccount),
    meters: await carry(meters, old?.meters, before?.state.meters, (row) => {
      if (row.virtual !== null) return null;
      return { id: row.id, gateway: row.gateway, rules: withDecisions(meterRules(row, calendar), decisionsOf(row.id)) };
    }),
    virtuals: await carry(meters, old?.meters, before?.state.virtuals, (row) => {
      if (row.virtual === null) return null;
      return { id: row.id, point: row.point, terms: virtualTerms(row, calendar) };
    }),
  };
}

function knownDevice(row: DeviceRow): Known<DeviceEntry> | null {
  if (!isDevice(row)) return null;
  return {
    entry: { kind: row.kind as DeviceKind, id: row.id, canteen: row.canteen },
    ...knownSecrets(row),
  };
}

function knownAccount(row: AccountRow): Known<AccountEntry> {
  return {
    entry: {
      id: row.id,
      publish: JSON.parse(row.publish) as string[],
      subscribe: JSON.parse(row.subscribe) as string[],
      refuse: JSON.parse(row.refuse) as string[],
      retained: row.retained === 1,
    },
    ...knownSecrets(row),
  };
}

function knownSecrets(row: SecretColumns) {
  return {
    first: hashOf(row.secret),
    second: hashOf(row.second_secret),
    secondUntil: row.overlap_until ?? -Infinity,
  };
}

function hashOf(hex: string | null): Buffer | null {
  return hex === null ? null : Buffer.from(hex, 'hex');
}
