export type Qos = 0 | 1 | 2;

/** What was published, on its way to subscribers. Shared by all of them and never changed. */
export interface Message {
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly qos: Qos;
}

/**
 * A message that may be kept: its payload is a copy. The one that the parser gives is a window on the chunk that was
 * read from the socket, and ten bytes would hold its 64 KiB in memory.
 */
export function toKeep(message: Message): Message {
  const { payload } = message;
  if (payload.buffer.byteLength <= 2 * payload.length) return message;
  return { ...message, payload: Uint8Array.prototype.slice.call(payload) };
}

/** Bytes that a kept message is counted with: its text and what the objects around it cost. */
export function weightOf({ topic, payload }: Message): number {
  return 100 + topic.length + payload.length;
}

export function lowerOf(one: Qos, other: Qos): Qos {
  return one < other ? one : other;
}
