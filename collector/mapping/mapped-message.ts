import { elementsOf, placeText, readElement, type Element, type MappedItem } from '../../domain/mapping/apply.ts';
import { every } from '../../domain/mapping/path.ts';
import { Cutter } from './cut.ts';
import { quarantined, type DecodedMessage, type Quarantined } from '../judgement.ts';
import type { Match } from './mapping-set.ts';

/** Copies of what stands around each element, were all of them faulty: more is not kept apart. */
const mostContextBytes = 16 * 1024 * 1024;

/** A foreign message read by its mapping: items in our own format for the judge, with the bytes that each came from. */
export class MappedMessage implements DecodedMessage {
  /** As our own readings look like: `{ts?, values}`; of an element that could not be read: undefined. */
  readonly items: readonly unknown[];
  /** Beside `items`: what each was read into. */
  readonly read: readonly MappedItem[];
  readonly #elements: readonly Element[];
  readonly #cutter: Cutter;
  readonly #match: Match;

  constructor(match: Match, message: unknown, elements: readonly Element[], cutter: Cutter) {
    this.#match = match;
    this.#elements = elements;
    this.#cutter = cutter;
    this.read = elements.map((element) => readElement(match.mapping, match.names, message, element));
    this.items = this.read.map((item) => (item.kind === 'reading' ? nativeItem(item) : undefined));
  }

  bytesOf(index: number): Uint8Array {
    return bytesOfElement(this.#match, this.#cutter, this.#elements[index]!);
  }

  placeOf(index: number): string {
    return placeText(this.#elements[index]!.steps);
  }
}

function nativeItem({ ts, values }: Extract<MappedItem, { kind: 'reading' }>): object {
  return ts === null ? { values } : { ts, values };
}

function bytesOfElement({ mapping }: Match, cutter: Cutter, { steps }: Element): Uint8Array {
  const pattern = mapping.items?.steps ?? [];
  // What lies at the end of the path is a list too, with or without [*].
  return cutter.cut(steps, (depth) => depth >= pattern.length || pattern[depth] === every);
}

/** @returns its elements, or why the message as a whole can't be taken apart. */
export function readMessage(match: Match, message: unknown, payload: Uint8Array): MappedMessage | Quarantined {
  const elements = elementsOf(match.mapping, message);
  if (typeof elements === 'string') return quarantined('mapping-items', `items: ${elements}`);
  const cutter = new Cutter(payload);
  if (elements.length * payload.length > mostContextBytes) {
    const context = bytesOfElement(match, cutter, elements[0]!).length;
    if (elements.length * context > mostContextBytes) {
      const detail = `items: ${elements.length} elements with ${context} bytes around each are too much for one message`;
      return quarantined('mapping-items', detail);
    }
  }
  return new MappedMessage(match, message, elements, cutter);
}
