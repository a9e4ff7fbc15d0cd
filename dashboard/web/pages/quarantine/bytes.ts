/** Received bytes made readable: as text where they are text, else in hexadecimal; both cut at a length that is said. */
export interface Readable {
  readonly kind: 'text' | 'hex';
  readonly text: string;
  /** Bytes left out. */
  readonly more: number;
}

export function bytesOf(base64: string): Uint8Array {
  try {
    return Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
  } catch {
    return new Uint8Array();
  }
}

export function readable(bytes: Uint8Array, limit = 600): Readable {
  const head = bytes.subarray(0, limit);
  const more = bytes.length - head.length;
  try {
    // `stream`: a character that the cut splits is no fault.
    const text = new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: more > 0 });
    // Control characters (and those that turn the direction of writing) would hide what is there.
    // eslint-disable-next-line no-control-regex
    if (!/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u202a-\u202e\u2066-\u2069]/.test(text))
      return { kind: 'text', text, more };
  } catch {
    // Not UTF-8.
  }
  return { kind: 'hex', text: [...head].map((b) => b.toString(16).padStart(2, '0')).join(' '), more };
}
