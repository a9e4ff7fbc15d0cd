import { StoreError, type ForwarderState } from '../port.ts';

/** Readings at and after `from` (ms UTC) are asked for, and some of them are no longer here: the server behind has them. */
export class HistoryNeeded extends StoreError {
  readonly from: number;
  constructor(from: number) {
    super(
      'HISTORY_AWAY',
      `Readings of ${new Date(from).toISOString()} are kept in InfluxDB only, which is not connected now.`,
    );
    this.name = 'HistoryNeeded';
    this.from = from;
  }
}

/** The server behind a local store: it has what the window has let go of. */
export interface Behind {
  /**
   * Resolves when the meter's readings from `from` on are here again, and they stay for a while.
   * Rejects with `HISTORY_AWAY` while the server can't be asked, `HISTORY_DIFFERS` when it has not what it confirmed.
   */
  bring(meter: string, from: number): Promise<void>;
  /** The meter's readings need not stay any longer than the window says. */
  release(meters: readonly string[]): void;
  /** The meter's intervals can't be derived before its history is back; its marks are put aside until then. */
  derivationWaits(derivation: { readonly meter: string; readonly from: number }, retry: () => Promise<void>): void;
  /** Something was put into quarantine to wait for history. */
  arrivalWaits(): void;
  /** So much waits that more was refused. */
  arrivalsRefused(): void;
  state(): ForwarderState;
  close(): Promise<void>;
}

/** Runs a request; what it needs of a meter's past is brought back first, and it runs again. */
export async function withHistory<T>(behind: Behind | null, meter: string, work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof HistoryNeeded) || behind === null) throw error;
      await behind.bring(meter, error.from);
    }
  }
}
