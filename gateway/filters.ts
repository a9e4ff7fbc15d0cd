/**
 * Topic filters of MQTT 3.1.1 section 4.7, split once and asked often. Wildcards at the first level never reach topics
 * that begin with `$` [MQTT-4.7.2-1].
 */
export class TopicFilter {
  readonly #levels: readonly string[];

  constructor(filter: string) {
    this.#levels = filter.split('/');
  }

  matches(topic: string): boolean {
    return this.#takesIn(topic.split('/'));
  }

  /** True when every topic that `filter` matches is matched by this one too. */
  covers(filter: string): boolean {
    return this.#takesIn(filter.split('/'));
  }

  /** A topic name is a filter without wildcards, so one walk serves both questions. */
  #takesIn(other: readonly string[]): boolean {
    const own = this.#levels;
    if (isWildcard(own[0]) && other[0]?.startsWith('$')) return false;
    for (let at = 0; at < own.length; at++) {
      const level = own[at];
      // `sport/#` takes in `sport` itself.
      if (level === '#') return true;
      const against = other[at];
      if (against === undefined || against === '#') return false;
      if (level !== '+' && level !== against) return false;
    }
    return other.length === own.length;
  }
}

function isWildcard(level: string | undefined): boolean {
  return level === '+' || level === '#';
}
