import type { LocalCalendar } from '../../domain/time/calendar.ts';
import { onCircles } from './circles.ts';
import { checkContracts } from './contract-claims.ts';
import { anonymousId } from './directory.ts';
import { checkMappings } from './mapping-check.ts';
import { checkMeter } from './meter-check.ts';
import type { Pace } from './pace.ts';
import type { ImportFault } from './port.ts';
import { isId } from './portfolio-fields.ts';
import { isRecord, type ReadPortfolio } from './portfolio-read.ts';
import { listNames, type ListName } from './portfolio-schema.ts';
import type { Snapshot } from './snapshot.ts';
import { checkVirtuals, isVirtual } from './virtual-check.ts';

type Raw = Readonly<Record<string, unknown>>;
type Kind = 'region' | 'institution' | 'building' | 'meter' | 'gateway' | 'canteen';

const kindLists = {
  region: 'regions',
  institution: 'institutions',
  building: 'buildings',
  meter: 'meters',
  gateway: 'gateways',
  canteen: 'canteens',
} as const satisfies Record<Kind, ListName>;

/** What must hold between rows: references, circles, ids of their own. All faults at once, each with its path. */
export async function checkPortfolio(
  lists: ReadPortfolio,
  snapshot: Snapshot,
  context: { readonly calendar: LocalCalendar; readonly allowAnonymous: boolean; readonly pace: Pace },
): Promise<ImportFault[]> {
  const { pace } = context;
  const check = new PortfolioCheck(lists, snapshot);
  await pace.restIfDue();
  check.names();
  await pace.restIfDue();
  check.circles('regions');
  check.circles('meters');
  for (const [at, { raw }] of lists.meters.entries()) {
    check.faults.push(...checkMeter(raw, `meters[${at}]`, context.calendar));
    if (pace.due) await pace.rest();
  }
  await check.references(pace);
  check.periods();
  check.faults.push(...checkVirtuals(lists, snapshot));
  await pace.restIfDue();
  check.mappings();
  check.faults.push(...checkContracts(lists, snapshot, check.faults));
  if (!context.allowAnonymous) check.noAnonymous();
  return check.faults;
}

class PortfolioCheck {
  readonly faults: ImportFault[] = [];
  readonly #lists: ReadPortfolio;
  readonly #snapshot: Snapshot;
  readonly #inFile = new Map<ListName, Set<string>>();
  readonly #computed = new Set<unknown>();

  constructor(lists: ReadPortfolio, snapshot: Snapshot) {
    this.#lists = lists;
    this.#snapshot = snapshot;
    for (const { raw } of lists.meters) if (isVirtual(raw)) this.#computed.add(raw['id']);
    for (const { id, kind } of snapshot.devices.values()) if (kind === 'virtual') this.#computed.add(id);
    for (const list of listNames) {
      this.#inFile.set(
        list,
        new Set((lists[list] as readonly { raw: Raw }[]).map(({ raw }) => raw['id']).filter(isId)),
      );
    }
  }

  /** Ids are used once; meters, gateways, scales, counters and accounts share one name space: they log in by it. */
  names(): void {
    for (const list of ['regions', 'institutions', 'buildings', 'canteens', 'contracts', 'mappings'] as const) {
      const seen = new Map<string, string>();
      this.#each(list, (raw, path) => this.#once(seen, raw['id'], path, 'id'));
    }
    const users = new Map<string, string>();
    this.#each('users', (raw, path) => this.#once(users, raw['username'], path, 'username'));
    const targets = new Map<string, string>();
    this.#each('targets', (raw, path) => this.#once(targets, raw['institution'], path, 'institution'));
    const tariffs = new Map<string, string>();
    this.#each('tariffs', (raw, path) => {
      const validFrom = typeof raw['validFrom'] === 'string' ? raw['validFrom'] : '';
      if (isId(raw['id'])) this.#once(tariffs, `${raw['id']}\n${validFrom}`, path, 'id');
    });
    const logins = new Map<string, string>();
    for (const { raw, path, kind } of this.#logins()) {
      const id = raw['id'];
      this.#once(logins, id, path, 'id');
      if (!isId(id)) continue;
      const taken = this.#snapshot.devices.get(id)?.kind ?? (this.#snapshot.accounts.has(id) ? 'account' : kind);
      if (taken === kind) continue;
      const what = taken === 'virtual' ? 'virtual meter' : taken;
      this.#add(`${path}.id`, 'id-taken', `"${id}" is already a ${what} in the registry`);
    }
  }

  circles(list: 'regions' | 'meters'): void {
    const parents = new Map<string, string | null>();
    this.#each(list, (raw) => {
      if (isId(raw['id'])) parents.set(raw['id'], isId(raw['parent']) ? raw['parent'] : null);
    });
    const rows: ReadonlyMap<string, { parent: string | null }> = this.#snapshot[list];
    const circular = onCircles(
      parents.keys(),
      (id) => parents.get(id) ?? (parents.has(id) ? null : (rows.get(id)?.parent ?? null)),
    );
    this.#each(list, (raw, path) => {
      if (isId(raw['id']) && circular.has(raw['id'])) {
        this.#add(`${path}.parent`, 'circle', `"${raw['id']}" would lie below itself`);
      }
    });
  }

  async references(pace: Pace): Promise<void> {
    this.#each('regions', (raw, path) => this.#refer(raw, 'parent', 'region', path));
    this.#each('institutions', (raw, path) => this.#refer(raw, 'region', 'region', path));
    this.#each('buildings', (raw, path) => {
      this.#refer(raw, 'institution', 'institution', path);
      this.#refer(raw, 'weatherMeter', 'meter', path);
    });
    for (const [at, { raw }] of this.#lists.meters.entries()) {
      const path = `meters[${at}]`;
      this.#refer(raw, 'building', 'building', path);
      this.#refer(raw, 'parent', 'meter', path);
      this.#refer(raw, 'gateway', 'gateway', path);
      if (pace.due) await pace.rest();
    }
    this.#each('canteens', (raw, path) => {
      this.#refer(raw, 'institution', 'institution', path);
      this.#referAll(raw, 'meters', path);
    });
    this.#each('contracts', (raw, path) => {
      this.#refer(raw, 'institution', 'institution', path);
      this.#referAll(raw, 'meters', path);
    });
    this.#each('targets', (raw, path) => this.#refer(raw, 'institution', 'institution', path));
    this.#each('users', (raw, path) => {
      const kind = ({ county: 'region', institution: 'institution', canteen: 'canteen' } as const)[
        raw['role'] as 'county' | 'institution' | 'canteen'
      ];
      const { scope } = raw;
      // A contractor's scope is a name in contracts, so it need not look like an id.
      if (kind && typeof scope === 'string' && !this.#exists(kind, scope))
        this.#addUnknown(kind, scope, `${path}.scope`);
    });
  }

  /** Where a period has two ends, the first lies before the second. */
  periods(): void {
    this.#each('contracts', (raw, path) => {
      this.#ordered(raw, 'start', 'end', path);
      if (isRecord(raw['base'])) this.#ordered(raw['base'], 'from', 'to', `${path}.base`);
      for (const [at, entry] of listOf(raw['adjustments']).entries()) {
        if (isRecord(entry)) this.#ordered(entry, 'from', 'to', `${path}.adjustments[${at}]`);
      }
    });
  }

  mappings(): void {
    this.faults.push(...checkMappings(this.#lists, (id) => this.#exists('meter', id) && !this.#computed.has(id)));
  }

  noAnonymous(): void {
    this.#each('accounts', (raw, path) => {
      if (raw['id'] !== anonymousId || (raw['secret'] ?? null) !== null) return;
      if (this.#snapshot.accounts.get(anonymousId)?.secret) return;
      const message = 'an account for clients without credentials needs WATTSTEWARD_ALLOW_ANONYMOUS=on';
      this.#add(`${path}.id`, 'anonymous-not-allowed', message);
    });
  }

  #add(path: string, code: string, message: string): void {
    this.faults.push({ path, code, message });
  }

  #each(list: ListName, visit: (raw: Raw, path: string) => void): void {
    for (const [at, { raw }] of this.#lists[list].entries()) visit(raw, `${list}[${at}]`);
  }

  *#logins(): Iterable<{ raw: Raw; path: string; kind: string }> {
    for (const [list, kind] of [
      ['meters', 'meter'],
      ['gateways', 'gateway'],
      ['accounts', 'account'],
    ] as const) {
      for (const [at, { raw }] of this.#lists[list].entries()) {
        // Readings and secrets of one id are not left behind by a computed meter, nor the other way round.
        yield { raw, path: `${list}[${at}]`, kind: list === 'meters' && isVirtual(raw) ? 'virtual' : kind };
      }
    }
    for (const [at, { raw }] of this.#lists.canteens.entries()) {
      for (const [field, kind] of [
        ['scales', 'scale'],
        ['counters', 'counter'],
      ] as const) {
        for (const [n, device] of listOf(raw[field]).entries()) {
          if (isRecord(device)) yield { raw: device, path: `canteens[${at}].${field}[${n}]`, kind };
        }
      }
    }
  }

  #once(seen: Map<string, string>, key: unknown, path: string, field: string): void {
    if (typeof key !== 'string') return;
    const first = seen.get(key);
    if (first === undefined) seen.set(key, path);
    else this.#add(`${path}.${field}`, 'duplicate-id', `"${key.split('\n')[0]}" is already used by ${first}`);
  }

  #refer(raw: Raw, field: string, kind: Kind, path: string): void {
    const id = raw[field];
    if (isId(id) && !this.#exists(kind, id)) this.#addUnknown(kind, id, `${path}.${field}`);
  }

  #addUnknown(kind: Kind, id: string, path: string): void {
    this.#add(path, `unknown-${kind}`, `there is no ${kind} "${id}" in this file or the registry`);
  }

  #referAll(raw: Raw, field: string, path: string): void {
    const seen = new Set<string>();
    for (const [at, id] of listOf(raw[field]).entries()) {
      if (!isId(id)) continue;
      if (!this.#exists('meter', id)) {
        this.#addUnknown('meter', id, `${path}.${field}[${at}]`);
      } else if (seen.has(id)) {
        this.#add(`${path}.${field}[${at}]`, 'duplicate-id', `"${id}" is named twice`);
      }
      seen.add(id);
    }
  }

  #exists(kind: Kind, id: string): boolean {
    if (this.#inFile.get(kindLists[kind])!.has(id)) return true;
    if (kind === 'gateway') return this.#snapshot.devices.get(id)?.kind === 'gateway';
    return this.#snapshot[kindLists[kind] as Exclude<(typeof kindLists)[Kind], 'gateways'>].has(id);
  }

  #ordered(raw: Raw, from: string, to: string, path: string): void {
    const [start, end] = [raw[from], raw[to]];
    if (typeof start === 'string' && typeof end === 'string' && end < start) {
      this.#add(`${path}.${to}`, 'ends-before-start', `must not lie before ${from}`);
    }
  }
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
