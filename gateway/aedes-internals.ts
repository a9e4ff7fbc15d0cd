import type { Client } from 'aedes';
import type { EventEmitter } from 'node:events';
import type { Qos } from './delivery/message.ts';
import type { Ending } from './door-book.ts';
import type { Session } from './session.ts';

/**
 * The part of aedes 1.2.0 and mqtt-packet 9.0.2 that their types don't promise and that we stand on. aedes is pinned
 * to the exact version; `aedes-internals.test.ts` fails when any of this moves.
 */
export interface ParsedPacket {
  cmd: string | undefined;
  /** Declared remaining length. */
  length: number;
  qos?: number;
  dup?: boolean;
  messageId?: number;
  topic?: string;
  clientId?: string;
  keepalive?: number;
  username?: string;
  password?: Uint8Array;
  protocolVersion?: number;
  will?: { topic: string; payload: Uint8Array; qos: number; retain: boolean };
  subscriptions?: readonly { topic: string; qos: Qos }[];
  unsubscriptions?: readonly string[];
}

/** What a subscriber sends, after its form was checked. */
export type SubscriberPacket =
  | { cmd: 'subscribe'; messageId: number; subscriptions: readonly { topic: string; qos: Qos }[] }
  | { cmd: 'unsubscribe'; messageId: number; unsubscriptions: readonly string[] }
  | { cmd: 'puback' | 'pubrec' | 'pubcomp'; messageId: number };

const OF_SUBSCRIBERS: ReadonlySet<string | undefined> = new Set([
  ...['subscribe', 'unsubscribe', 'puback', 'pubrec', 'pubcomp'],
]);

export function isSubscriberPacket(packet: object): packet is SubscriberPacket {
  return OF_SUBSCRIBERS.has((packet as ParsedPacket).cmd);
}

export interface PacketParser extends EventEmitter {
  packet: ParsedPacket;
  /** Where the parser stands in the packet; past `packet.length` it has read into the next one. */
  _pos: number;
  _parseHeader(): boolean | undefined;
  _parseLength(): boolean;
  _newPacket(): boolean;
  parse(chunk: Uint8Array): number;
  _emitError(error: Error): void;
}

/** A connection as aedes keeps it, with our session tied to it. */
export interface BrokerClient extends Client {
  readonly _parser: PacketParser;
  /** Packets of the last read that are not finished yet; aedes reads on at 0. */
  _parsingBatch: number;
  readonly will: unknown;
  /** It sent DISCONNECT. */
  readonly _disconnected: boolean;
  pause(): void;
  resume(): void;
  session?: Session;
  /** Its first fault was counted; those that follow from it are not. */
  faultCounted?: boolean;
  /** Why it ends, for the door's book; the first reason is the one. */
  ending?: Ending;
}

export function internalsOf(client: Client): BrokerClient {
  const inner = client as BrokerClient;
  const parser = inner._parser as Partial<PacketParser> | undefined;
  const present =
    typeof parser?._parseHeader === 'function' &&
    typeof parser._parseLength === 'function' &&
    typeof parser._newPacket === 'function' &&
    typeof parser._emitError === 'function' &&
    typeof parser.parse === 'function' &&
    parser.listenerCount?.('packet') === 1 &&
    typeof inner._parsingBatch === 'number' &&
    typeof inner.pause === 'function' &&
    typeof inner.resume === 'function';
  if (!present) throw new Error('aedes or mqtt-packet moved what the gateway guards: only aedes 1.2.0 is known to fit');
  return inner;
}
