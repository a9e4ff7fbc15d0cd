/**
 * An MQTT topic filter whose levels may be named: `acme/{site}/{device}/up`. A name stands for one level, as `+` does;
 * `#` at the end takes the level before it and all below.
 */
export interface TopicPattern {
  readonly text: string;
  readonly names: readonly string[];
  readonly levels: readonly Level[];
}
type Level = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'any' | 'rest' } | NamedLevel;
interface NamedLevel {
  readonly kind: 'named';
  readonly name: string;
}

const longestTopic = 512;

/** @returns why it is no pattern, in a few words. */
export function parseTopicPattern(text: string): TopicPattern | string {
  if (text === '') return 'is empty';
  if (text.length > longestTopic) return `is over ${longestTopic} characters long`;
  if (/[\p{Cc}\p{Cs}]/u.test(text)) return 'has a character that no topic may have';
  if (text.startsWith('$share/')) return 'is a shared subscription; those belong to the source, not to the mapping';
  if (text === 'v1' || text.startsWith('v1/')) return 'lies below v1/, which is read without a mapping';
  const levels: Level[] = [];
  const names: string[] = [];
  const parts = text.split('/');
  for (const [at, part] of parts.entries()) {
    if (part === '#') {
      if (at < parts.length - 1) return 'has # before its end';
      levels.push({ kind: 'rest' });
      continue;
    }
    const name = /^\{(.*)\}$/.exec(part)?.[1];
    if (part === '+') levels.push({ kind: 'any' });
    else if (name !== undefined) {
      if (!/^[A-Za-z_][\w-]{0,31}$/.test(name)) return `has the name {${name}}; a name is letters, digits, - and _`;
      if (names.includes(name)) return `has two levels called {${name}}`;
      names.push(name);
      levels.push({ kind: 'named', name });
    } else if (/[+#{}]/.test(part)) return `has ${JSON.stringify(part)}: +, # and {name} stand for a whole level`;
    else levels.push({ kind: 'text', text: part });
  }
  return { text, names, levels };
}

/** The named levels of a topic that it takes; null = it does not take it. */
export function matchTopic(pattern: TopicPattern, topic: string): ReadonlyMap<string, string> | null {
  const parts = topic.split('/');
  const { levels } = pattern;
  // [MQTT-4.7.2-1]: topics of the broker itself are not meant by a wildcard in front.
  if (topic.startsWith('$') && levels[0]!.kind !== 'text') return null;
  const names = new Map<string, string>();
  for (const [at, level] of levels.entries()) {
    if (level.kind === 'rest') return names;
    const part = parts[at];
    if (part === undefined) return null;
    if (level.kind === 'text' && level.text !== part) return null;
    if (level.kind === 'named') {
      if (part === '') return null;
      names.set(level.name, part);
    }
  }
  return parts.length === levels.length ? names : null;
}

/** Why it does not take a topic: the first level that is in the way. */
export function whyNotTaken({ levels, text }: TopicPattern, topic: string): string {
  const parts = topic.split('/');
  for (const [at, level] of levels.entries()) {
    if (level.kind === 'rest') break;
    const part = parts[at];
    if (part === undefined) return `the topic has ${parts.length} levels, ${text} has ${levels.length}`;
    if (level.kind === 'text' && level.text !== part) {
      return `level ${at + 1} is ${JSON.stringify(part)}, where ${text} has ${JSON.stringify(level.text)}`;
    }
    if (level.kind === 'named' && part === '') return `level ${at + 1} is empty, so {${level.name}} would have no name`;
  }
  if (parts.length > levels.length) return `the topic has ${parts.length} levels, ${text} has ${levels.length}`;
  return `${text} begins with a wildcard, which does not mean topics of the broker itself`;
}

const rank = { text: 0, named: 1, any: 1, rest: 2 } as const;

/** Order in which patterns are tried: level by level, what is written out stands before what is open. */
export function bySpecificity(a: TopicPattern, b: TopicPattern): number {
  for (let at = 0; at < Math.min(a.levels.length, b.levels.length); at++) {
    const difference = rank[a.levels[at]!.kind] - rank[b.levels[at]!.kind];
    if (difference !== 0) return difference;
  }
  return a.levels.length - b.levels.length;
}
