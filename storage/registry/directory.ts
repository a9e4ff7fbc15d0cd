import type { LocalCalendar } from '../../domain/time/calendar.ts';
import { meterRules } from './meter-rules.ts';
import type { Pace } from './pace.ts';
import type { AccountEntry, DeviceEntry, DeviceKind, Directory, MeterEntry } from './port.ts';
import { matches, type SecretHasher } from './secrets.ts';
import type { Snapshot } from './snapshot.ts';
import type { AccountRow, DeviceRow, MeterRow, SecretColumns } from './tables.ts';

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
}

export const anonymousId = 'anonymous';

/** The directory that the gateway and the ingest path hold: one object whose state is swapped after each commit. */
export class LiveDirectory implements Directory {
  readonly #hasher: SecretHasher;
  readonly #allowAnonymous: boolean;
  readonly #now: () => number;
  #state: State = { devices: new Map(), accounts: new Map(), meters: new Map() };

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

  #authenticate<T>(known: Known<T> | undefined, id: string, secret: Uint8Array): T | null {
    // Asked at each login, so that an overlap ends in time whoever cleans up, and when.
    const second = known && this.#now() < known.secondUntil ? known.second : null;
    const right = matches(this.#hasher.hash(id, secret), known?.first ?? null, second);
    return right && known ? known.entry : null;
  }
}

/** The directory of a snapshot; entries of rows that did not change are taken over from `before`. */
export async function directoryState(
  snapshot: Snapshot,
  calendar: LocalCalendar,
  pace: Pace,
  before?: { readonly snapshot: Snapshot; readonly state: State },
): Promise<State> {
  const carry = async <R, E>(
    rows: ReadonlyMap<string, R>,
    oldRows: ReadonlyMap<string, R> | undefined,
    oldEntries: ReadonlyMap<string, E> | undefined,
    entryOf: (row: R) => E,
  ): Promise<ReadonlyMap<string, E>> => {
    if (oldEntries && rows === oldRows) return oldEntries;
    const entries = new Map<string, E>();
    for (const [id, row] of rows) {
      const old = oldRows?.get(id) === row ? oldEntries?.get(id) : undefined;
      entries.set(id, old ?? entryOf(row));
      if (pace.due) await pace.rest();
    }
    return entries;
  };
  return {
    devices: await carry(snapshot.devices, before?.snapshot.devices, before?.state.devices, knownDevice),
    accounts: await carry(snapshot.accounts, before?.snapshot.accounts, before?.state.accounts, knownAccount),
    meters: await carry(snapshot.meters, before?.snapshot.meters, before?.state.meters, (row) =>
      meterEntry(row, calendar),
    ),
  };
}

function knownDevice(row: DeviceRow): Known<DeviceEntry> {
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

function meterEntry(row: MeterRow, calendar: LocalCalendar): MeterEntry {
  return { id: row.id, gateway: row.gateway, rules: meterRules(row, calendar) };
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
