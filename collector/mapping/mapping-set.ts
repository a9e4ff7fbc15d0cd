import { parseMapping, type Mapping } from '../../domain/mapping/parse.ts';
import { bySpecificity, matchTopic } from '../../domain/mapping/topic-pattern.ts';
import type { StoredMapping } from '../../storage/registry/port.ts';
import type { Source } from '../../storage/series/port.ts';

/** What a mapping did since the start; kept when its rule changes. */
export interface MappingFigures {
  messages: number;
  /** Items that did not become readings: quarantined or rejected. */
  faults: number;
  /** Items of devices that it does not list. */
  ignored: number;
}

/** A topic that a mapping takes, with its named levels. */
export interface Match {
  readonly mapping: Mapping;
  readonly names: ReadonlyMap<string, string>;
  readonly figures: MappingFigures;
}

/** The built-in broker's name among the sources. */
export const builtIn: Source = 'mqtt';

/** Topics can be invented without end: the memory of answers starts over then. */
const maxTopics = 50_000;
/** Longer ones are looked for each time: fifty thousand of 64 KiB would fill the memory. */
const longestRemembered = 256;

/**
 * The mappings in force, in the order in which they are tried: what is written out in a topic goes before what is open,
 * then by id. The first that takes a topic reads the message.
 */
export class MappingSet {
  #mappings: readonly Mapping[] = [];
  readonly #figures = new Map<string, MappingFigures>();
  #matches = new Map<Source, Map<string, Match | null>>();
  #topics = 0;

  replace(stored: readonly StoredMapping[]): void {
    this.#mappings = stored
      .flatMap(({ rule }) => {
        const parsed = parseMapping(rule);
        return 'mapping' in parsed ? [parsed.mapping] : [];
      })
      .sort((a, b) => bySpecificity(a.pattern, b.pattern) || (a.rule.id < b.rule.id ? -1 : 1));
    this.#forget();
  }

  get inOrder(): readonly Mapping[] {
    return this.#mappings;
  }

  figures(id: string): MappingFigures {
    let figures = this.#figures.get(id);
    if (!figures) this.#figures.set(id, (figures = { messages: 0, faults: 0, ignored: 0 }));
    return figures;
  }

  find(source: Source, topic: string): Match | null {
    if (topic.length > longestRemembered) return this.#search(source, topic);
    let ofSource = this.#matches.get(source);
    if (!ofSource) this.#matches.set(source, (ofSource = new Map()));
    let match = ofSource.get(topic);
    if (match === undefined) {
      if (this.#topics++ >= maxTopics) {
        this.#forget();
        this.#matches.set(source, (ofSource = new Map()));
      }
      match = this.#search(source, topic);
      ofSource.set(topic, match);
    }
    return match;
  }

  #search(source: Source, topic: string): Match | null {
    for (const mapping of this.#mappings) {
      // On the built-in broker others talk to each other: only a rule that names it listens in.
      if (!(mapping.sources?.has(source) ?? source !== builtIn)) continue;
      const names = matchTopic(mapping.pattern, topic);
      if (names !== null) return { mapping, names, figures: this.figures(mapping.rule.id) };
    }
    return null;
  }

  #forget(): void {
    this.#matches = new Map();
    this.#topics = 0;
  }
}
