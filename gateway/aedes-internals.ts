import type { Client } from 'aedes';
import type { EventEmitter } from 'node:events';
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
  messageId?: number;
  topic?: string;
  clientId?: string;
  keepalive?: number;
  username?: string;
  password?: Uint8Array;
  protocolVersion?: number;
  will?: { topic: string; payload: Uint8Array; qos: number; retain: boolean };
  subscriptions?: readonly { topic: string }[];
  unsubscriptions?: readonly string[];
}

export interface PacketParser extends EventEmitter {
  packet: ParsedPacket;
  /** Where the parser stands in the packet; past `packet.length` it has read into the next one. */
  _pos: number;
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

export interface StoredPacket {
  readonly cmd?: string | undefined;
  readonly topic?: string | undefined;
  readonly qos?: number | undefined;
  readonly messageId?: number | undefined;
}

export interface RetainedPacket {
  readonly topic: string;
  readonly payload: Uint8Array;
}

export interface BrokerPersistence {
  /** Messages of QoS 2 between PUBLISH and PUBREL. */
  incomingStorePacket(client: Client, packet: StoredPacket): Promise<void>;
  incomingGetPacket(client: Client, packet: StoredPacket): Promise<StoredPacket>;
  storeRetained(packet: RetainedPacket): Promise<void>;
  createRetainedStreamCombi(filters: readonly string[]): NodeJS.ReadableStream;
}

export function internalsOf(client: Client): BrokerClient {
  const inner = client as BrokerClient;
  const parser = inner._parser as Partial<PacketParser> | undefined;
  const present =
    typeof parser?._parseLength === 'function' &&
    typeof parser._newPacket === 'function' &&
    typeof parser._emitError === 'function' &&
    typeof parser.parse === 'function' &&
    typeof inner._parsingBatch === 'number' &&
    typeof inner.pause === 'function' &&
    typeof inner.resume === 'function';
  if (!present) throw new Error('aedes or mqtt-packet moved what the gateway guards: only aedes 1.2.0 is known to fit');
  return inner;
}
