import type { AccountEntry, DeviceEntry, Directory, MeterEntry } from '../../storage/registry/port.ts';

/** Devices and accounts of a test; every secret is `secret-of-ID`. */
export class FakeDirectory implements Directory {
  readonly #devices: Map<string, DeviceEntry>;
  readonly #accounts: Map<string, AccountEntry>;
  anonymousAccount: AccountEntry | null = null;

  constructor(devices: readonly string[], accounts: readonly AccountEntry[] = []) {
    this.#devices = new Map();
    for (const id of devices) this.addDevice(id);
    this.#accounts = new Map(accounts.map((account) => [account.id, account]));
  }

  addDevice(id: string): void {
    this.#devices.set(id, { kind: 'meter', id, canteen: null });
  }

  putAccount(account: AccountEntry): void {
    this.#accounts.set(account.id, account);
  }

  removeAccount(id: string): void {
    this.#accounts.delete(id);
  }

  virtual(): null {
    return null;
  }
  virtuals(): IterableIterator<never> {
    return [].values();
  }
  authenticateDevice(id: string, secret: Uint8Array): DeviceEntry | null {
    return rightSecret(id, secret) ? (this.#devices.get(id) ?? null) : null;
  }

  authenticateAccount(id: string, secret: Uint8Array): AccountEntry | null {
    return rightSecret(id, secret) ? (this.#accounts.get(id) ?? null) : null;
  }

  anonymous(): AccountEntry | null {
    return this.anonymousAccount;
  }

  hasAccount(id: string): boolean {
    return this.#accounts.has(id);
  }

  device(id: string): DeviceEntry | null {
    return this.#devices.get(id) ?? null;
  }

  meter(): MeterEntry | null {
    return null;
  }

  meters(): IterableIterator<MeterEntry> {
    return [].values();
  }
}

export function secretOf(id: string): string {
  return `secret-of-${id}`;
}

function rightSecret(id: string, secret: Uint8Array): boolean {
  return Buffer.from(secret).toString() === secretOf(id);
}

export function account(id: string, rights: Partial<AccountEntry> = {}): AccountEntry {
  return { id, publish: [], subscribe: [], refuse: [], retained: false, ...rights };
}
