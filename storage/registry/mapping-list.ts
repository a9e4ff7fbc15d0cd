import type { MappingRule } from '../../domain/mapping/rule.ts';
import { checkMappings } from './mapping-check.ts';
import { Pace } from './pace.ts';
import type { ImportFault, StoredMapping, Viewer } from './port.ts';
import type { PortfolioImport } from './portfolio-import.ts';
import { readPortfolio } from './portfolio-read.ts';
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

  /** A draft, as an import would check it; paths are inside the rule. */
  async check(draft: unknown): Promise<{ readonly rule: MappingRule } | { readonly faults: readonly ImportFault[] }> {
    const { lists, faults } = await readPortfolio({ mappings: [draft] }, new Pace());
    const { meters } = this.#import.snapshot;
    const all = [...faults, ...checkMappings(lists, (id) => meters.get(id)?.virtual === null)];
    const rule = lists.mappings[0]?.item;
    if (all.length === 0 && rule) return { rule };
    return { faults: all.map((fault) => ({ ...fault, path: fault.path.replace(/^mappings\[0\]\.?/, '') })) };
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
