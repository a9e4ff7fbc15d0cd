import type { LedgerAccount } from '../port.ts';
import type { NewNames } from './message.ts';

/**
 * Meters and accounts as integers. The main thread gives out the keys, the writer makes them durable with the first
 * transaction that succeeds, so a key holds for the life of the store.
 */
export class Names {
  readonly meterIds: (string | undefined)[] = [];
  readonly accounts: (LedgerAccount | undefined)[] = [];
  readonly #meterKeys = new Map<string, number>();
  readonly #accountKeys = new Map<string, number>();
  readonly #ofMeter = new Map<string, number[]>();
  readonly #ofDevice = new Map<string, number[]>();
  #unsent: { meters: NewNames['meters'][number][]; accounts: NewNames['accounts'][number][] } = {
    meters: [],
    accounts: [],
  };

  /** @param known what the store holds at open. */
  constructor(known: NewNames) {
    this.meterIds.push(undefined);
    this.accounts.push(undefined);
    for (const { key, id } of known.meters) {
      this.#meterKeys.set(id, key);
      this.meterIds[key] = id;
    }
    for (const { key, source, device, meter } of known.accounts) {
      this.#remember(key, { source, device, meter });
    }
  }

  meter(id: string): number {
    const known = this.#meterKeys.get(id);
    if (known !== undefined) return known;
    const key = this.meterIds.push(id) - 1;
    this.#meterKeys.set(id, key);
    this.#unsent.meters.push({ key, id });
    return key;
  }

  /** Key of a meter that the store has heard of. */
  knownMeter(id: string): number | undefined {
    return this.#meterKeys.get(id);
  }

  /** Accounts that match in all that is given; `undefined` when nothing is. */
  accountsOf(filter: { source?: string; device?: string; meter?: string }): number[] | undefined {
    const { source, device, meter } = filter;
    if (source === undefined && device === undefined && meter === undefined) return undefined;
    const near =
      meter !== undefined ? this.#ofMeter.get(meter) : device !== undefined ? this.#ofDevice.get(device) : undefined;
    const keys = near ?? (meter === undefined && device === undefined ? this.accounts.keys() : []);
    return [...keys].filter((key) => {
      const account = this.accounts[key];
      return (
        account !== undefined &&
        (source === undefined || account.source === source) &&
        (device === undefined || account.device === device)
      );
    });
  }

  account({ source, device, meter }: LedgerAccount): number {
    const name = accountName(source, device, meter);
    const known = this.#accountKeys.get(name);
    if (known !== undefined) return known;
    const key = this.accounts.length;
    this.#remember(key, { source, device, meter });
    this.#unsent.accounts.push({ key, source, device, meter });
    return key;
  }

  #remember(key: number, account: LedgerAccount): void {
    const { source, device, meter } = account;
    this.accounts[key] = account;
    this.#accountKeys.set(accountName(source, device, meter), key);
    push(this.#ofMeter, meter, key);
    push(this.#ofDevice, device, key);
  }

  /** To go with the next request to the writer, which keeps them until they are on disk. */
  takeUnsent(): NewNames {
    const unsent = this.#unsent;
    if (unsent.meters.length > 0 || unsent.accounts.length > 0) this.#unsent = { meters: [], accounts: [] };
    return unsent;
  }
}

const accountName = (source: string, device: string, meter: string) => `${source}\0${device}\0${meter}`;

function push(lists: Map<string, number[]>, name: string, key: number): void {
  const list = lists.get(name);
  if (list === undefined) lists.set(name, [key]);
  else list.push(key);
}
