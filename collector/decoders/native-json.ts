import { isAscii, isUtf8 } from 'node:buffer';
import type { DecodedMessage } from '../judgement.ts';
import { arrayItemRanges } from './json-slices.ts';

/**
 * Our own format: one JSON object, or an array of them, in UTF-8.
 * @returns null when the message can't be read: broken UTF-8, not JSON, neither object nor array.
 */
export function decodeNativeJson(payload: Uint8Array): DecodedMessage | null {
  const bytes = asBuffer(payload);
  const parsed = parseJson(bytes);
  if (typeof parsed !== 'object' || parsed === null) return null;
  return Array.isArray(parsed) ? new JsonArray(parsed, bytes) : new JsonObject(parsed, bytes);
}

/** undefined: broken UTF-8, or not JSON. */
export function parseJson(payload: Uint8Array): unknown {
  const bytes = asBuffer(payload);
  // Readings are nearly always plain ASCII, and Latin-1 is the quickest way into a string.
  let text: string;
  if (isAscii(bytes)) text = bytes.toString('latin1');
  else if (isUtf8(bytes)) text = bytes.toString('utf8');
  else return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function asBuffer(payload: Uint8Array): Buffer {
  return Buffer.isBuffer(payload) ? payload : Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength);
}

class JsonObject implements DecodedMessage {
  readonly items: readonly unknown[];
  readonly #bytes: Uint8Array;
  constructor(item: object, bytes: Uint8Array) {
    this.items = [item];
    this.#bytes = bytes;
  }
  bytesOf(): Uint8Array {
    return copy(this.#bytes);
  }
}

class JsonArray implements DecodedMessage {
  readonly items: readonly unknown[];
  readonly #bytes: Uint8Array;
  #ranges: number[] | null = null;
  constructor(items: readonly unknown[], bytes: Uint8Array) {
    this.items = items;
    this.#bytes = bytes;
  }
  bytesOf(index: number): Uint8Array {
    this.#ranges ??= arrayItemRanges(this.#bytes);
    return copy(this.#bytes.subarray(this.#ranges[index * 2], this.#ranges[index * 2 + 1]));
  }
}

/** A copy of its own: what is kept must not hold the socket's buffer. */
function copy(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes);
}
