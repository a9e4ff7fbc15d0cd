import type { DeviceEntry, Directory, MeterEntry } from '../../storage/registry/port.ts';

const rules = {
  intervalMs: 900_000,
  registerPoint: 'energy_kwh',
  register: { multiplier: [{ from: -Infinity, value: 1 }], replacements: [] },
};

/** A small portfolio: meters by id with the gateway they hang on, gateways, and a canteen's scale and counter. */
export class FakeDirectory implements Directory {
  readonly #meters = new Map<string, MeterEntry>();
  readonly #devices = new Map<string, DeviceEntry>();

  constructor() {
    for (const id of ['M1', 'M2', 'M3']) this.addMeter(id);
    this.addMeter('G1-A', 'GW1').addMeter('G1-B', 'GW1').addMeter('G2-A', 'GW2');
    for (const id of ['GW1', 'GW2']) this.#devices.set(id, { kind: 'gateway', id, canteen: null });
    this.#devices.set('SC1', { kind: 'scale', id: 'SC1', canteen: 'CT012' });
    this.#devices.set('CN1', { kind: 'counter', id: 'CN1', canteen: 'CT012' });
  }

  addMeter(id: string, gateway: string | null = null): this {
    this.#meters.set(id, { id, gateway, rules });
    this.#devices.set(id, { kind: 'meter', id, canteen: null });
    return this;
  }
  removeMeter(id: string): void {
    this.#meters.delete(id);
    this.#devices.delete(id);
  }

  device(id: string): DeviceEntry | null {
    return this.#devices.get(id) ?? null;
  }
  meter(id: string): MeterEntry | null {
    return this.#meters.get(id) ?? null;
  }
  meters(): IterableIterator<MeterEntry> {
    return this.#meters.values();
  }
  virtual(): null {
    return null;
  }
  virtuals(): IterableIterator<never> {
    return [].values();
  }
  authenticateDevice(): null {
    return null;
  }
  authenticateAccount(): null {
    return null;
  }
  anonymous(): null {
    return null;
  }
  hasAccount(): boolean {
    return false;
  }
}
