import { decodeCursor, encodeCursor } from './paging.ts';
import type { Places } from './places.ts';
import type { Carrier, Device, DeviceKind, Page, Registry, Viewer } from './port.ts';
import type { Snapshot } from './snapshot.ts';
import { isDevice, type AccountRow, type DeviceRow } from './tables.ts';

type Query = Parameters<Registry['devices']>[1];
type Row = DeviceRow | (AccountRow & { kind: 'account' });

/** Devices and accounts as pages list them, from the portfolio in memory. */
export class DeviceList {
  readonly #snapshot: () => Snapshot;
  readonly #places: Places;
  readonly #now: () => number;
  /** Rows in the order of ids, while neither devices nor accounts change. */
  #sorted: { readonly devices: unknown; readonly accounts: unknown; readonly rows: readonly Row[] } | null = null;

  constructor(snapshot: () => Snapshot, places: Places, now: () => number) {
    this.#snapshot = snapshot;
    this.#places = places;
    this.#now = now;
  }

  async page(viewer: Viewer, { limit, cursor, kind, building, q }: Query): Promise<Page<Device>> {
    const visible = await this.#places.visibleMeters(viewer);
    const after = cursor === null ? null : decodeCursor(cursor);
    const wanted = q?.trim().toLowerCase() ?? '';
    const items: Device[] = [];
    for (const row of this.#rows()) {
      if ((after !== null && row.id <= after) || (visible !== null && !visible.has(row.id))) continue;
      if (kind !== undefined && row.kind !== kind) continue;
      const device = this.#device(row);
      if (building !== undefined && device.building !== building) continue;
      if (wanted !== '' && !`${device.id}\n${device.place ?? ''}`.toLowerCase().includes(wanted)) continue;
      if (items.length === limit) return { items, next: encodeCursor(items.at(-1)!.id) };
      items.push(device);
    }
    return { items, next: null };
  }

  async one(viewer: Viewer, id: string): Promise<Device | null> {
    const visible = await this.#places.visibleMeters(viewer);
    if (visible !== null && !visible.has(id)) return null;
    const { devices, accounts } = this.#snapshot();
    const device = devices.get(id);
    if (device) return !isDevice(device) ? null : this.#device(device);
    const account = accounts.get(id);
    return account ? this.#device({ ...account, kind: 'account' }) : null;
  }

  #rows(): readonly Row[] {
    const { devices, accounts } = this.#snapshot();
    if (this.#sorted?.devices !== devices || this.#sorted.accounts !== accounts) {
      const rows: Row[] = [...devices.values()].filter(isDevice);
      for (const account of accounts.values()) rows.push({ ...account, kind: 'account' });
      rows.sort((a, b) => (a.id < b.id ? -1 : 1));
      this.#sorted = { devices, accounts, rows };
    }
    return this.#sorted.rows;
  }

  #device(row: Row): Device {
    const { meters, buildings, canteens } = this.#snapshot();
    const meter = meters.get(row.id);
    const canteen = 'canteen' in row && row.canteen !== null ? canteens.get(row.canteen) : undefined;
    const overlaps = row.overlap_until !== null && row.overlap_until > this.#now();
    return {
      id: row.id,
      kind: row.kind as DeviceKind | 'account',
      place: (meter ? buildings.get(meter.building)?.name : canteen?.name) ?? null,
      building: meter?.building ?? null,
      carrier: (meter?.carrier as Carrier | undefined) ?? null,
      gateway: meter?.gateway ?? null,
      secret: { set: row.secret !== null, overlapUntil: overlaps ? row.overlap_until : null },
      demo: row.demo === 1,
    };
  }
}
