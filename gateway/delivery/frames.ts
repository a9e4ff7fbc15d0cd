import type { Qos } from './message.ts';

/** What the broker writes to a subscriber, encoded (MQTT 3.1.1 sections 3.3, 3.6, 3.9 and 3.11). */

export interface PublishFlags {
  readonly qos: Qos;
  readonly retain: boolean;
  readonly dup: boolean;
  /** Above QoS 0. */
  readonly messageId: number;
}

export function publishFrame(topic: string, payload: Uint8Array, flags: PublishFlags): Buffer {
  const { qos, retain, dup, messageId } = flags;
  const topicBytes = Buffer.byteLength(topic);
  const length = 2 + topicBytes + (qos > 0 ? 2 : 0) + payload.length;
  const frame = Buffer.allocUnsafe(1 + lengthBytes(length) + length);
  frame[0] = 0x30 | (dup ? 8 : 0) | (qos << 1) | (retain ? 1 : 0);
  let at = writeLength(frame, length);
  at = frame.writeUInt16BE(topicBytes, at);
  at += frame.write(topic, at);
  if (qos > 0) at = frame.writeUInt16BE(messageId, at);
  frame.set(payload, at);
  return frame;
}

export function pubrelFrame(messageId: number): Buffer {
  return Buffer.from([0x62, 2, messageId >> 8, messageId & 0xff]);
}

/** @param codes granted QoS or 0x80, one for each filter of the SUBSCRIBE. */
export function subackFrame(messageId: number, codes: readonly number[]): Buffer {
  const length = 2 + codes.length;
  const frame = Buffer.allocUnsafe(1 + lengthBytes(length) + length);
  frame[0] = 0x90;
  const at = frame.writeUInt16BE(messageId, writeLength(frame, length));
  frame.set(codes, at);
  return frame;
}

export function unsubackFrame(messageId: number): Buffer {
  return Buffer.from([0xb0, 2, messageId >> 8, messageId & 0xff]);
}

function lengthBytes(length: number): number {
  if (length < 128) return 1;
  if (length < 16_384) return 2;
  return length < 2_097_152 ? 3 : 4;
}

/** @returns where the variable header begins. */
function writeLength(frame: Buffer, length: number): number {
  let at = 1;
  for (let rest = length; ; rest >>= 7) {
    frame[at++] = rest > 127 ? (rest & 127) | 128 : rest;
    if (rest <= 127) return at;
  }
}
