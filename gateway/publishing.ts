import type { Client } from 'aedes';
import type { BrokerClient } from './aedes-internals.ts';
import type { Published } from './delivery/fan-out.ts';
import type { Parts } from './parts.ts';
import { Refusal } from './refusal.ts';
import type { Session } from './session.ts';

type Answer = (error?: Error | null) => void;
type Publish = Published & { qos: number; retain: boolean };

/**
 * aedes' `authorizePublish`, the one place that holds a PUBACK back: it is written when the answer comes, and an error
 * closes the connection.
 */
export class Publishing {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  readonly authorize = (client: Client | null, packet: object, answer: Answer): void => {
    const session = (client as BrokerClient | null)?.session;
    // Nobody publishes but sessions; aedes' own $SYS topics don't pass here.
    if (client === null || session === undefined) return answer(new Refusal('foreign-topic'));
    const inner = client as BrokerClient;
    const message = packet as Publish;
    const isWill = inner.closed;
    // Packets of the same read as the one that closed the connection.
    if (isWill && packet !== inner.will) return answer(new Refusal('malformed', 'connection closed'));
    const verdict = session.verdictOn(message.topic);
    const { intake, metrics, limits, rareLog } = this.#parts;
    switch (verdict.use) {
      case 'malformed':
        return answer(new Refusal('malformed', 'topic name'));
      case 'foreign':
        return this.#foreign(session, message, answer);
      default:
    }
    if (verdict.use === 'unspoken') message.unspoken = true;
    const tooLarge = verdict.use === 'status' && message.payload.length > limits.retainedStatusBytes;
    if (message.retain && (!verdict.mayRetain || tooLarge)) {
      message.retain = false;
      metrics.retainDropped++;
      rareLog.warn(session.identity.id, 'retain', 'passed on, not retained', { topic: message.topic.slice(0, 128) });
    }
    metrics.messages[verdict.use]++;
    if (isWill) return answer();
    if (verdict.use === 'readings' || verdict.use === 'events') {
      message.collected = true;
      return intake.collect(session, message.topic, message.payload, message.qos, answer);
    }
    // A mapping listens in: passed on as any other, but acknowledged after the commit.
    if (verdict.use === 'other' && intake.takes(session, message.topic, message.payload)) {
      return intake.collect(session, message.topic, message.payload, message.qos, answer);
    }
    intake.pass(session, answer);
  };

  #foreign(session: Session, packet: Publish, answer: Answer): void {
    this.#parts.rareLog.warn(session.identity.id, 'foreign-topic', 'publish to a foreign topic: connection closed', {
      topic: packet.topic.slice(0, 128),
    });
    answer(new Refusal('foreign-topic'));
  }
}
