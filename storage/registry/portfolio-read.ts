import type { z } from 'zod';
import type { Pace } from './pace.ts';
import type { ImportFault } from './port.ts';
import { items, listNames, type Item, type ListName } from './portfolio-schema.ts';

/** One item of a list as written and, when its own fields are right, as typed. */
export interface ReadItem<L extends ListName> {
  readonly raw: Readonly<Record<string, unknown>>;
  readonly item: Item<L> | null;
}
export type ReadPortfolio = { readonly [L in ListName]: readonly ReadItem<L>[] };

/**
 * Reads a parsed document against the schema, item by item, so that a large file leaves the event loop its turns.
 * Every fault of every item is reported; faulty items stay in their place with `item: null`.
 */
export async function readPortfolio(
  document: unknown,
  pace: Pace,
): Promise<{ readonly lists: ReadPortfolio; readonly faults: ImportFault[] }> {
  const faults: ImportFault[] = [];
  const lists = Object.fromEntries(listNames.map((list) => [list, []])) as unknown as {
    [L in ListName]: ReadItem<ListName>[];
  };
  if (!isRecord(document)) {
    faults.push({
      path: '',
      code: 'not-an-object',
      message: `must be a portfolio with lists: ${listNames.join(', ')}`,
    });
    return { lists: lists as ReadPortfolio, faults };
  }
  for (const key of Object.keys(document)) {
    if (!Object.hasOwn(items, key)) faults.push(unknownKey(key, key, listNames));
  }
  for (const list of listNames) {
    const value = Object.hasOwn(document, list) ? document[list] : undefined;
    if (value === undefined || value === null) continue;
    if (!Array.isArray(value)) {
      faults.push({ path: list, code: 'wrong-type', message: 'must be a list' });
      continue;
    }
    for (const [at, raw] of value.entries()) {
      const result = items[list].safeParse(raw);
      if (!result.success) {
        for (const issue of result.error.issues) faults.push(...faultsOf(issue, [list, at], value));
      }
      lists[list].push({ raw: isRecord(raw) ? raw : {}, item: result.success ? result.data : null });
      if (pace.due) await pace.rest();
    }
  }
  return { lists: lists as ReadPortfolio, faults };
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Faults as one reads the file: by list, then by item, the file's own faults first. */
export function inFileOrder(faults: readonly ImportFault[]): readonly ImportFault[] {
  const place = ({ path }: ImportFault) => {
    const match = /^(\w+)(?:\[(\d+)\])?/.exec(path);
    return { list: listNames.indexOf(match?.[1] as ListName), item: Number(match?.[2] ?? -1) };
  };
  return faults
    .map((fault) => ({ fault, at: place(fault) }))
    .sort((a, b) => a.at.list - b.at.list || a.at.item - b.at.item)
    .map(({ fault }) => fault);
}

type Path = readonly PropertyKey[];

/** `meters[3].register.point` */
export function pathText(path: Path): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    return text === '' ? String(key) : `${text}.${String(key)}`;
  }, '');
}

function unknownKey(path: string, key: string, known?: readonly string[]): ImportFault {
  const hint = known ? `; known here: ${known.join(', ')}` : '';
  return { path, code: 'unknown-key', message: `"${key}" is not a field of the portfolio${hint}` };
}

/** A schema issue in users' words. Never quotes a value: it may be a secret. */
function faultsOf(issue: z.core.$ZodIssue, base: Path, list: readonly unknown[]): readonly ImportFault[] {
  const fullPath = [...base, ...issue.path];
  const path = pathText(fullPath);
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownKey(pathText([...fullPath, key]), key));
    case 'custom':
      return [{ path, code: String(issue.params?.['code'] ?? 'invalid'), message: issue.message }];
    case 'invalid_union': {
      // The branch that got furthest is the one that was meant.
      const meant = issue.errors.find((branch) => branch.every((inner) => inner.path.length > 0));
      if (meant?.length) return meant.flatMap((inner) => faultsOf(inner as z.core.$ZodIssue, fullPath, list));
      const ownRule = issue.errors.flat().find((inner) => inner.code === 'custom');
      return ownRule
        ? faultsOf({ ...ownRule, path: issue.path } as z.core.$ZodIssue, base, list)
        : [{ path, code: 'wrong-type', message: `must be ${kindsOf(issue.errors.flat())}` }];
    }
    case 'invalid_value':
      if (valueAt(list, fullPath.slice(1)) === undefined) return [missing(path)];
      return [{ path, code: 'not-one-of', message: `must be one of ${issue.values.map(String).join(', ')}` }];
    case 'invalid_type': {
      const value = valueAt(list, fullPath.slice(1));
      if (value === undefined || value === null) return [missing(path)];
      const quotes = issue.expected === 'string' && typeof value === 'number' ? '; put it in quotes' : '';
      return [{ path, code: 'wrong-type', message: `must be ${typeNames[issue.expected] ?? issue.expected}${quotes}` }];
    }
    default:
      return [{ path, code: 'invalid', message: issue.message }];
  }
}

function kindsOf(issues: readonly z.core.$ZodIssue[]): string {
  const kinds = issues.flatMap((issue) => (issue.code === 'invalid_type' ? [typeNames[issue.expected]] : []));
  return [...new Set(kinds.filter((kind) => kind !== undefined))].join(' or ') || 'of another kind';
}

const typeNames: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a group of fields',
};

function missing(path: string): ImportFault {
  return { path, code: 'missing', message: 'is required' };
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null ? (inner as Record<PropertyKey, unknown>)[key] : undefined,
    value,
  );
}
