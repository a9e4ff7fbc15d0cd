import type { CommittedReading, DeviceActivity, RefusedItem } from '../../../collector/port.ts';
import type { DoorEvent } from '../../../domain/door.ts';
import type { LiveDevice, LiveDeviceDelta, WireDevice, WireDeviceEntry } from '../../../domain/wire-devices.ts';
import type { Device } from '../../../storage/registry/port.ts';
import { wireDevice } from '../devices/wire-device.ts';
import { ownViewer, type House } from '../house.ts';
import { Told, type FedContent } from './feed.ts';

const entriesKept = 50;

/** `device:ID`: what happens at its door and to its items, as it happens: the first message, or why it was refused. */
export class DeviceContent implements FedContent {
  readonly #house: House;
  readonly #told = new Told<WireDevice>();
  #device: Device;
  #entries: readonly WireDeviceEntry[];
  #fresh: WireDeviceEntry[] = [];
  /** The newest stored item that is among the entries. */
  #stored: DeviceActivity['lastStored'];

  constructor(device: Device, house: House) {
    this.#device = device;
    this.#house = house;
    this.#stored = this.#activity?.lastStored ?? null;
    this.#entries = this.#known();
  }

  committed(readings: readonly CommittedReading[]): boolean {
    if (this.#device.kind !== 'meter') return this.#noticeStored();
    for (const { meter, ts, receivedAt, values, outcome } of readings) {
      if (meter !== this.#device.id) continue;
      this.#add(receivedAt, { what: outcome === 'duplicate' ? 'duplicate' : 'stored', reading: { ts, values } });
    }
    return this.#fresh.length > 0;
  }

  refused(items: readonly RefusedItem[]): boolean {
    const { id } = this.#device;
    for (const { device, publisher, meter, at, kind, reason, detail, excerpt } of items) {
      if (device !== id && publisher !== id && (meter !== id || reason === 'not-entitled')) continue;
      this.#add(at, { what: kind, reason, detail, excerpt });
    }
    return this.#fresh.length > 0;
  }

  door({ name, at, what, reason, detail }: DoorEvent): boolean {
    if (name !== this.#device.id) return false;
    this.#add(at, { what, reason, detail });
    return true;
  }

  derived(): boolean {
    return false;
  }

  /** Events are in no commit of readings, and a device grows late without doing anything. */
  tick(): boolean {
    this.#noticeStored();
    return true;
  }

  async snapshot(): Promise<LiveDevice> {
    // What the next delta tells is left to it: an entry told twice would stand there twice.
    const entries = this.#entries.slice(0, Math.max(0, this.#entries.length - this.#fresh.length));
    return { device: await this.#read(), entries };
  }

  async delta(): Promise<LiveDeviceDelta | null> {
    const device = this.#told.news(await this.#read());
    const entries = this.#fresh;
    this.#fresh = [];
    if (entries.length === 0 && device === undefined) return null;
    return { ...(device === undefined ? {} : { device }), ...(entries.length === 0 ? {} : { entries }) };
  }

  get #activity(): DeviceActivity | null {
    return this.#house.collector.activity(this.#device.id);
  }

  /** The register may have changed since the topic was opened. */
  async #read(): Promise<WireDevice> {
    this.#device = (await this.#house.registry.device(ownViewer, this.#device.id)) ?? this.#device;
    return wireDevice(this.#device, this.#house);
  }

  #noticeStored(): boolean {
    const stored = this.#activity?.lastStored ?? null;
    if (stored === null || stored === this.#stored) return false;
    this.#stored = stored;
    if (this.#device.kind !== 'meter') this.#add(stored.at, { what: 'stored', reading: stored });
    return true;
  }

  #add(at: number, entry: Happened): void {
    const told = this.#entry(at, entry);
    this.#fresh = [...this.#fresh, told].slice(-entriesKept);
    this.#entries = [...this.#entries, told].slice(-entriesKept);
  }

  /** What is remembered from before somebody looked: the newest of each kind. */
  #known(): WireDeviceEntry[] {
    const door = this.#house.door?.door(this.#device.id) ?? null;
    const refused = this.#activity?.lastRefused ?? null;
    const happened: (readonly [at: number, entry: Happened])[] = [];
    if (door?.refused) happened.push([door.refused.at, { what: 'login', ...pick(door.refused) }]);
    if (door?.lastClosed) happened.push([door.lastClosed.at, { what: 'closed', ...pick(door.lastClosed) }]);
    if (typeof door?.connectedSince === 'number') happened.push([door.connectedSince, { what: 'connected' }]);
    if (this.#stored) happened.push([this.#stored.at, { what: 'stored', reading: this.#stored }]);
    if (refused) happened.push([refused.at, { what: refused.kind, ...pick(refused), excerpt: refused.excerpt }]);
    return happened.sort(([a], [b]) => a - b).map(([at, entry]) => this.#entry(at, entry));
  }

  #entry(at: number, { what, reason, detail, excerpt, reading }: Happened): WireDeviceEntry {
    const { calendar } = this.#house;
    return {
      at: calendar.iso(at),
      what,
      reason: reason ?? null,
      detail: detail ?? null,
      excerpt: excerpt ?? null,
      reading: reading ? { ts: calendar.iso(reading.ts), values: reading.values } : null,
    };
  }
}

interface Happened {
  readonly what: WireDeviceEntry['what'];
  readonly reason?: string | null;
  readonly detail?: string | null;
  readonly excerpt?: string;
  readonly reading?: { readonly ts: number; readonly values: Readonly<Record<string, number>> };
}

const pick = ({ reason, detail }: { reason: string; detail: string }) => ({ reason, detail });
