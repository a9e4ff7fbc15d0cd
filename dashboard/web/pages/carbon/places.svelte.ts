import type { WireFactorItem } from '../../../../domain/wire-carbon.ts';
import * as calls from '../../api/carbon.ts';
import type { WirePlaceItem } from './places.ts';

/** What accounts can be asked of, and every factor that is known: asked once for the page. */
export class PlacesStore {
  items: readonly WirePlaceItem[] = $state.raw([]);
  factors: readonly WireFactorItem[] = $state.raw([]);
  get institutions(): number {
    return this.items.filter(({ kind }) => kind === 'institution').length;
  }

  start(): () => void {
    const abort = new AbortController();
    void this.#load(abort.signal);
    return () => abort.abort();
  }
  async #load(signal: AbortSignal): Promise<void> {
    try {
      const [regions, institutions, factors] = await Promise.all([
        calls.regions(signal),
        calls.institutions(signal),
        calls.factors(signal),
      ]);
      if (signal.aborted) return;
      this.items = [
        ...(regions.ok ? regions.value.map(({ id, name }) => ({ kind: 'region' as const, id, name })) : []),
        ...(institutions.ok
          ? institutions.value.map(({ id, name }) => ({ kind: 'institution' as const, id, name }))
          : []),
      ];
      if (factors.ok) this.factors = factors.value.items;
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }
}
