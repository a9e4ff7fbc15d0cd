import type { Logger } from 'pino';
import type { LocalCalendar } from '../../domain/time/calendar.ts';
import { anonymousId } from './directory.ts';
import { RegistryRefusal, type NewSecret, type Role, type Viewer } from './port.ts';
import type { PortfolioImport } from './portfolio-import.ts';
import { generateSecret, type SecretHasher } from './secrets.ts';
import { Changes, type Snapshot } from './snapshot.ts';
import { isDevice, type AccountRow, type DeviceRow, type SecretColumns } from './tables.ts';

interface Parts {
  readonly import: PortfolioImport;
  readonly hasher: SecretHasher;
  readonly calendar: LocalCalendar;
  readonly log: Logger;
  readonly now: () => number;
  readonly sweepMs: number;
}

const mayChange: ReadonlySet<Role> = new Set(['administrator', 'officer']);

type Found =
  { readonly table: 'devices'; readonly row: DeviceRow } | { readonly table: 'accounts'; readonly row: AccountRow };

/**
 * Secrets of devices and accounts: made, rotated with overlap, revoked. The end of an overlap holds at each login
 * (`directory.ts`); the sweep only closes what logged in before it, and clears the row.
 */
export class DeviceSecrets {
  readonly #parts: Parts;
  #timer: NodeJS.Timeout | undefined;
  #sweeping: Promise<void> = Promise.resolve();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  start(): void {
    this.#timer = setInterval(() => void this.#sweep(), this.#parts.sweepMs);
    this.#timer.unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#sweeping;
  }

  async create(id: string, { overlapMs }: { overlapMs: number }, by: Viewer): Promise<NewSecret | null> {
    checkRight(id, by);
    const { hasher, calendar, now } = this.#parts;
    const secret = generateSecret();
    return this.#parts.import.amend((snapshot) => {
      const changes = new Changes();
      const found = find(snapshot, id);
      if (found === null) return { result: null, changes, revoked: [], audit: null };
      const { row } = found;
      const former = row.secret;
      const overlapUntil = former !== null && overlapMs > 0 ? now() + overlapMs : null;
      change(changes, found, {
        secret: hasher.hash(id, secret).toString('hex'),
        second_secret: overlapUntil === null ? null : former,
        overlap_until: overlapUntil,
      });
      // Of two former secrets the older goes; nobody knows which one a connection rests on, so all log in again.
      const someoneIsOut = former !== null && (overlapUntil === null || row.second_secret !== null);
      const holds = overlapUntil === null ? 'at once' : `from ${calendar.iso(overlapUntil)}`;
      const detail = former === null ? 'the first one' : `the former one is refused ${holds}`;
      return {
        result: { secret, overlapUntil },
        changes,
        revoked: someoneIsOut ? [id] : [],
        audit: entry(by, 'device.secret', id, detail),
      };
    });
  }

  async revoke(id: string, by: Viewer): Promise<boolean> {
    checkRight(id, by);
    return this.#parts.import.amend((snapshot) => {
      const changes = new Changes();
      const found = find(snapshot, id);
      const had = found !== null && found.row.secret !== null;
      if (had) change(changes, found, { secret: null, second_secret: null, overlap_until: null });
      return {
        result: found !== null,
        changes,
        revoked: had ? [id] : [],
        audit: entry(by, 'device.revoke', id, null),
      };
    });
  }

  get inOverlap(): number {
    const { devices, accounts } = this.#parts.import.snapshot;
    const now = this.#parts.now();
    let overlaps = 0;
    for (const rows of [devices, accounts]) {
      for (const row of rows.values()) if (row.overlap_until !== null && row.overlap_until > now) overlaps++;
    }
    return overlaps;
  }

  /** One at a time; a failed one is tried again by the next. */
  #sweep(): Promise<void> {
    const { log, now } = this.#parts;
    const snapshot = this.#parts.import.snapshot;
    if (!expired(snapshot, now()).next().value) return this.#sweeping;
    this.#sweeping = this.#sweeping
      .then(() =>
        this.#parts.import.amend((current) => {
          const changes = new Changes();
          const revoked: string[] = [];
          for (const found of expired(current, now())) {
            change(changes, found, { secret: found.row.secret, second_secret: null, overlap_until: null });
            revoked.push(found.row.id);
          }
          return { result: undefined, changes, revoked, audit: null };
        }),
      )
      .catch((error: unknown) => log.error({ err: error }, 'former secrets could not be cleared'));
    return this.#sweeping;
  }
}

function* expired(snapshot: Snapshot, now: number): Generator<Found, undefined> {
  for (const row of snapshot.devices.values()) {
    if (row.overlap_until !== null && row.overlap_until <= now) yield { table: 'devices', row };
  }
  for (const row of snapshot.accounts.values()) {
    if (row.overlap_until !== null && row.overlap_until <= now) yield { table: 'accounts', row };
  }
}

function find(snapshot: Snapshot, id: string): Found | null {
  const device = snapshot.devices.get(id);
  if (device) return isDevice(device) ? { table: 'devices', row: device } : null;
  const account = snapshot.accounts.get(id);
  return account ? { table: 'accounts', row: account } : null;
}

function change(changes: Changes, { table, row }: Found, to: Omit<SecretColumns, 'imported_secret'>): void {
  if (table === 'devices') changes.upsert(table, { ...row, ...to });
  else changes.upsert(table, { ...row, ...to });
}

function checkRight(id: string, by: Viewer): void {
  if (!mayChange.has(by.role)) throw new RegistryRefusal('not-allowed', `a ${by.role} cannot change secrets`);
  // With one it would be an account like any other; without one it lets everybody in.
  if (id === anonymousId) throw new RegistryRefusal('not-allowed', 'clients without credentials have no secret');
}

function entry(by: Viewer, action: string, subject: string, detail: string | null) {
  return { actor: by.name, action, subject, result: 'done', address: null, detail } as const;
}
