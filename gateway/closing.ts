import type { Client } from 'aedes';
import { addressOf } from './door.ts';
import type { BrokerClient } from './aedes-internals.ts';
import type { Ending } from './door-book.ts';
import { count } from './metrics.ts';
import type { Parts } from './parts.ts';
import { Refusal } from './refusal.ts';

/** Counts and logs why connections were closed on a fault: once each, whatever else fails after it. */
export class Closing {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  readonly onFault = (broken: Client, error: Error): void => {
    const client = broken as BrokerClient;
    if (client.faultCounted) return;
    client.faultCounted = true;
    const reason = reasonOf(error);
    const detail = error.message.slice(0, 200);
    client.ending ??= { reason, detail };
    count(this.#parts.metrics.closed, reason);
    if (client.session === undefined) this.#bookConnect(client, { reason, detail });
    // A device whose line drops is everyday life, and a foreign topic has said so itself.
    if (reason === 'network' || reason === 'foreign-topic') return;
    this.#parts.rareLog.warn(client.session?.identity.id ?? '(before login)', reason, 'connection closed', {
      detail,
      address: addressOf(client),
    });
  };

  /** A CONNECT that was refused by its form has a name already. */
  #bookConnect(client: BrokerClient, ending: Ending): void {
    const { cmd, username, clientId = '' } = client._parser.packet;
    if (cmd !== 'connect' || username === undefined || ending.reason === 'network') return;
    this.#parts.book.refused({ name: username, address: addressOf(client), clientId }, ending);
  }
}

/** What aedes closes on by itself, by its words. */
const REASONS: Readonly<Record<string, string>> = {
  'connect did not arrive in time': 'no-connect',
  'drain timeout': 'slow-reader',
  'Client queue limit reached': 'packets-behind-connect',
  'topic has too many levels': 'topic-levels',
  // An answer to somebody who has left: only ever after the line dropped.
  'connection closed': 'network',
};

function reasonOf(error: Error): string {
  if (error instanceof Refusal) return error.reason;
  if ('code' in error && typeof error.code === 'string') return 'network';
  if (error.message.startsWith('maxInflightInbound')) return 'half-open-qos2';
  return REASONS[error.message] ?? 'protocol';
}
