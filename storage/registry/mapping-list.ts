import type { MappingRule } from '../../domain/mapping/rule.ts';
import type { StoredMapping, Viewer } from './port.ts';
import type { PortfolioImport } from './portfolio-import.ts';
import { Changes, type Snapshot } from './snapshot.ts';

/** Mappings of the portfolio as last committed. */
export class MappingList {
  readonly #import: PortfolioImport;
  #rows: Snapshot['mappings'] | null = null;
  #parsed: readonly StoredMapping[] = [];

  constructor(portfolioImport: PortfolioImport) {
    this.#import = portfolioImport;
  }

  /** By id; the same array until one of them changes. */
  all(): readonly StoredMapping[] {
    const { mappings } = this.#import.snapshot;
    if (mappings !== this.#rows) {
      this.#rows = mappings;
      this.#parsed = [...mappings.values()]
        .map(({ document, demo }) => ({ rule: JSON.parse(document) as MappingRule, demo: demo === 1 }))
        .sort((a, b) => (a.rule.id < b.rule.id ? -1 : 1));
    }
    return this.#parsed;
  }

  remove(id: string, by: Viewer): Promise<boolean> {
    return this.#import.amend((snapshot) => {
      const changes = new Changes();
      const row = snapshot.mappings.get(id);
      if (row) changes.remove('mappings', row);
      const entry = { actor: by.name, action: 'mapping.remove', subject: id, address: null, detail: null };
      return { result: row !== undefined, changes, revoked: [], audit: { ...entry, result: 'done' as const } };
    });
  }
}
