import type { MeterWithPlace, Page, PageQuery, Registry, Viewer } from '../../../storage/registry/port.ts';

export type MeterQuery = Parameters<Registry['meters']>[1];

/** Pages kept at most; a page has up to 1000 meters. */
const mostPages = 32;

/**
 * Pages of the register as they were last read, by who may see the same. The register changes a few times a day and is
 * asked with every page view; any change of it, rights included, empties this.
 */
export class KnownMeters {
  readonly #registry: Registry;
  #pages = new Map<string, Promise<Page<MeterWithPlace>>>();

  constructor(registry: Registry) {
    this.#registry = registry;
  }

  start(): void {
    this.#registry.onChanged(() => (this.#pages = new Map()));
  }

  page(viewer: Viewer, query: MeterQuery): Promise<Page<MeterWithPlace>> {
    const { limit, cursor, building, institution, carrier } = query;
    // What a viewer sees rests on these three (storage/registry/rights.ts), not on the name.
    const key = JSON.stringify([viewer.kind, viewer.role, viewer.scope, limit, cursor, building, institution, carrier]);
    const pages = this.#pages;
    let page = pages.get(key);
    if (page === undefined) {
      page = this.#registry.meters(viewer, query);
      pages.set(key, page);
      page.catch(() => pages.delete(key));
      if (pages.size > mostPages) pages.delete(pages.keys().next().value!);
    }
    return page;
  }

  async all(viewer: Viewer): Promise<readonly MeterWithPlace[]> {
    const meters: MeterWithPlace[] = [];
    let query: PageQuery = { limit: 1000, cursor: null };
    for (;;) {
      const page = await this.page(viewer, query);
      meters.push(...page.items);
      if (page.next === null) return meters;
      query = { limit: 1000, cursor: page.next };
    }
  }
}
