import type { Tariff } from '../../domain/tariff/tariff.ts';
import type { Snapshot } from './snapshot.ts';

/** Tariffs of the portfolio as last committed; the same array until one of them changes. */
export class TariffList {
  readonly #snapshot: () => Snapshot;
  #rows: Snapshot['tariffs'] | null = null;
  #parsed: readonly Tariff[] = [];

  constructor(snapshot: () => Snapshot) {
    this.#snapshot = snapshot;
  }

  all(): readonly Tariff[] {
    const { tariffs } = this.#snapshot();
    if (tariffs !== this.#rows) {
      this.#rows = tariffs;
      this.#parsed = [...tariffs.values()].map(({ id, valid_from: validFrom, document }) => ({
        id,
        validFrom,
        periods: (JSON.parse(document) as { periods?: Tariff['periods'] | null }).periods ?? [],
      }));
    }
    return this.#parsed;
  }
}
