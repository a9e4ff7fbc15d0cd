import type { QuarantineReason } from '../metering/ledger.ts';
import { convert } from './conversion.ts';
import { fillDevice } from './device-template.ts';
import type { Mapping, ValueReader } from './parse.ts';
import { every, placeOf, stepText, valueAt, whyAbsent, type Path } from './path.ts';
import { readTime } from './time.ts';
import type { MappingTrace } from './trace.ts';

export type MappingReason = Extract<QuarantineReason, `mapping-${string}`>;

/** What one element of a message was read into, before the reading itself is judged. */
export type MappedItem =
  | {
      readonly kind: 'reading';
      readonly device: string;
      /** ms UTC; null = the rule names no time. */
      readonly ts: number | null;
      readonly values: Readonly<Record<string, number>>;
    }
  /** `device`: as far as it was found. */
  | { readonly kind: 'fault'; readonly device: string; readonly reason: MappingReason; readonly detail: string }
  /** A device that the rule does not list. */
  | { readonly kind: 'ignored' };

/** An element of `items`, and the way to it from the message's root. */
export interface Element {
  readonly value: unknown;
  readonly steps: readonly (string | number)[];
}

/** The elements of a message, or why there are none. */
export function elementsOf(mapping: Mapping, message: unknown): readonly Element[] | string {
  const { items } = mapping;
  if (items === null) return [{ value: message, steps: [] }];
  let level: Element[] = [{ value: message, steps: [] }];
  // The last list is taken apart whether or not the path ends with [*].
  const steps = items.steps.at(-1) === every ? items.steps : [...items.steps, every];
  for (const step of steps) {
    const next: Element[] = [];
    for (const { value, steps: way } of level) {
      if (typeof step === 'symbol') {
        if (!Array.isArray(value)) return `${placeText(way)} is not a list`;
        for (const [at, element] of value.entries()) next.push({ value: element as unknown, steps: [...way, at] });
      } else {
        const one: Path = { text: '', root: '@', steps: [step] };
        const found = valueAt(one, undefined, value);
        if (found === undefined) return whyAbsent(one, undefined, value, placeText(way));
        next.push({ value: found, steps: [...way, step] });
      }
    }
    level = next;
  }
  return level;
}

/** `$.data[2]` */
export function placeText(steps: readonly (string | number)[]): string {
  return `$${steps.map(stepText).join('')}`;
}

/**
 * One reading out of one element. The same steps whether somebody watches (`trace`, the try page) or not (the collector).
 */
export function readElement(
  mapping: Mapping,
  names: ReadonlyMap<string, string>,
  message: unknown,
  element: Element,
  trace?: MappingTrace,
): MappedItem {
  const foreign = fillDevice(mapping.device, names, message, element.value);
  if (typeof foreign !== 'string') {
    const detail = absent(foreign.missing, message, element, 'neither a text nor a number');
    trace?.device(foreign.missing, foreign.found, null, detail);
    return { kind: 'fault', device: '', reason: 'mapping-device', detail: `device: ${detail}` };
  }
  const listed = mapping.devices.get(foreign);
  const device = listed ?? foreign;
  trace?.device(null, foreign, device, listed === undefined ? 'not in devices' : 'by devices');
  if (listed === undefined && mapping.onlyListed) return { kind: 'ignored' };

  let ts: number | null = null;
  if (mapping.ts !== null) {
    const found = valueAt(mapping.ts.path, message, element.value);
    const read = found === undefined ? null : readTime(found, mapping.ts);
    if (typeof read !== 'number') {
      const where = placeOf(mapping.ts.path, placeText(element.steps));
      const detail = read === null ? absent(mapping.ts.path, message, element) : `${where} ${read}: ${shown(found)}`;
      trace?.time(mapping.ts.path, found, null, detail);
      return { kind: 'fault', device, reason: 'mapping-ts', detail: `ts: ${detail}` };
    }
    ts = read;
    trace?.time(mapping.ts.path, found, read, '');
  }

  const values: Record<string, number> = {};
  let count = 0;
  let fault: string | null = null;
  for (let at = 0; at < mapping.values.length; at++) {
    const reader = mapping.values[at]!;
    const found = valueAt(reader.path, message, element.value);
    if (found === undefined || found === null) {
      trace?.value(at, reader, found, null, '');
      continue;
    }
    const value = readValue(found, reader);
    if (typeof value === 'string') {
      fault ??= `values[${at}]: ${placeOf(reader.path, placeText(element.steps))} ${value}`;
      trace?.value(at, reader, found, null, value);
      if (!trace) break;
    } else {
      values[reader.point] = value;
      count++;
      trace?.value(at, reader, found, value, '');
    }
  }
  if (fault !== null) return { kind: 'fault', device, reason: 'mapping-value', detail: fault };
  if (count === 0) {
    const why = mapping.values.map(({ path }) => absent(path, message, element))[0]!;
    return { kind: 'fault', device, reason: 'mapping-no-value', detail: `none of the values is there: ${why}` };
  }
  return { kind: 'reading', device, ts, values };
}

const numberText = /^\s*[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?\s*$/;

function readValue(found: unknown, { conversion, text }: ValueReader): number | string {
  let number = found;
  if (typeof found === 'string') {
    if (!numberText.test(found)) return `is the text ${shown(found)}, not a number`;
    if (!text) return `is the text ${shown(found)}: to take digits in quotes as a number, set text: true`;
    number = Number(found);
  }
  if (typeof number !== 'number') return `is ${shown(found)}, not a number`;
  if (!Number.isFinite(number)) return 'is a number too large for double precision';
  if (conversion === null) return number;
  const converted = convert(number, conversion);
  return Number.isFinite(converted) ? converted : 'is a number too large for double precision when converted';
}

function absent(path: Path, message: unknown, element: Element, otherwise?: string): string {
  const found = valueAt(path, message, element.value);
  const place = placeText(element.steps);
  if (found !== undefined && otherwise !== undefined) return `${placeOf(path, place)} is ${shown(found)}, ${otherwise}`;
  return whyAbsent(path, message, element.value, place);
}

const shownCharacters = 60;

/** A JSON value in a detail: cut, and with control characters escaped. */
export function shown(value: unknown): string {
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'a list' : 'an object';
  const text = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? 'absent');
  return text.length > shownCharacters ? `${text.slice(0, shownCharacters - 1)}…` : text;
}
