/**
 * Paths into a parsed JSON message, a small part of RFC 9535: `$.meter.values[0].kwh`, `$['key with.dot']`, `@.id`.
 * `$` is the whole message, `@` the element of `items` that is being read. `[*]` (every element) is for `items` only.
 */
export interface Path {
  readonly text: string;
  readonly root: '$' | '@';
  readonly steps: readonly Step[];
}
export type Step = string | number | typeof every;

/** `[*]` */
export const every = Symbol('every element');

export interface PathProblem {
  /** Characters before the fault. */
  readonly at: number;
  readonly message: string;
}

/** A problem in words, with its place in the text. */
export function problemText({ at, message }: PathProblem): string {
  return at === 0 ? message : `${message} (after ${at} characters)`;
}

const longestPath = 256;

export function parsePath(
  text: string,
  allow: { readonly every: boolean; readonly item: boolean },
): Path | PathProblem {
  const root = text[0];
  if (root !== '$' && root !== '@') return { at: 0, message: 'must begin with $ (the message)' };
  if (root === '@' && !allow.item) return { at: 0, message: 'begins with @ (an element), but there are no items here' };
  if (text.length > longestPath) return { at: longestPath, message: `is over ${longestPath} characters long` };
  const steps: Step[] = [];
  for (let at = 1; at < text.length;) {
    const read = text[at] === '.' ? nameStep(text, at) : text[at] === '[' ? bracketStep(text, at) : strayStep(text, at);
    if ('message' in read) return read;
    if (read.step === every && !allow.every) {
      return { at, message: '[*] stands for many values; it is for items only, so name one by its place, like [0]' };
    }
    steps.push(read.step);
    at = read.next;
  }
  return { text, root, steps };
}

type Read = { readonly step: Step; readonly next: number } | PathProblem;

function nameStep(text: string, at: number): Read {
  const name = /^[^.[\]'"\s]+/.exec(text.slice(at + 1))?.[0];
  if (name === undefined) return { at, message: 'has no key after the dot' };
  return { step: name, next: at + 1 + name.length };
}

function bracketStep(text: string, at: number): Read {
  const rest = text.slice(at);
  const index = /^\[(\d{1,9})\]/.exec(rest);
  if (index) return { step: Number(index[1]), next: at + index[0].length };
  if (rest.startsWith('[*]')) return { step: every, next: at + 3 };
  const quoted = /^\['((?:[^'\\]|\\.)*)'\]|^\["((?:[^"\\]|\\.)*)"\]/.exec(rest);
  if (quoted) return { step: (quoted[1] ?? quoted[2]!).replaceAll(/\\(.)/g, '$1'), next: at + quoted[0].length };
  return { at, message: "must be a place like [0] or a key in quotes like ['key with.dot']" };
}

function strayStep(text: string, at: number): Read {
  return { at, message: `has ${JSON.stringify(text[at])} where . or [ must stand` };
}

/** What stands there; `undefined` when nothing does. Only the message's own keys are seen. */
export function valueAt(path: Path, message: unknown, element: unknown): unknown {
  let value = path.root === '$' ? message : element;
  const { steps } = path;
  for (let i = 0; i < steps.length; i++) {
    const step = steps[i]!;
    if (typeof value !== 'object' || value === null) return undefined;
    if (typeof step === 'number') {
      if (!Array.isArray(value)) return undefined;
      value = value[step] as unknown;
    } else if (typeof step === 'symbol' || Array.isArray(value) || !Object.hasOwn(value, step)) {
      return undefined;
    } else value = (value as Record<string, unknown>)[step];
  }
  return value;
}

/** Where the path ends for want of what it names, in words: `$.meter has no sn; it has id, kwh`. */
export function whyAbsent(path: Path, message: unknown, element: unknown, elementPlace: string): string {
  let value = path.root === '$' ? message : element;
  let place = path.root === '$' ? '$' : elementPlace;
  for (const step of path.steps) {
    if (typeof step === 'symbol') break;
    if (typeof step === 'number') {
      if (!Array.isArray(value)) return `${place} is ${kindOf(value)}, not a list`;
      if (step >= value.length) return `${place} has ${value.length} elements`;
      value = value[step] as unknown;
    } else {
      if (!isObject(value)) return `${place} is ${kindOf(value)}, not an object`;
      if (!Object.hasOwn(value, step)) return `${place} has no ${shownKey(step)}; it has ${keysOf(value)}`;
      value = value[step];
    }
    place += stepText(step);
  }
  return `${place} is ${kindOf(value)}`;
}

/** A path's place in this very message: `@` is written as its element's place. */
export function placeOf(path: Path, elementPlace: string): string {
  return path.root === '$' ? path.text : elementPlace + path.text.slice(1);
}

export function stepText(step: string | number): string {
  if (typeof step === 'number') return `[${step}]`;
  return /^[^.[\]'"\s]+$/.test(step) ? `.${step}` : `['${step.replaceAll(/['\\]/g, String.raw`\$&`)}']`;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function kindOf(value: unknown): string {
  if (value === undefined) return 'absent';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  return typeof value === 'string' ? 'a text' : `a ${typeof value}`;
}

const shownKeys = 8;

function keysOf(value: object): string {
  const keys = Object.keys(value);
  if (keys.length === 0) return 'nothing';
  return keys.slice(0, shownKeys).map(shownKey).join(', ') + (keys.length > shownKeys ? '…' : '');
}

function shownKey(key: string): string {
  const cut = key.length > 40 ? `${key.slice(0, 40)}…` : key;
  return /^[\w-]+$/.test(cut) ? cut : JSON.stringify(cut);
}
