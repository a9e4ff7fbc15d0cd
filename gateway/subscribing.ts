import { isSubscriberPacket, type ParsedPacket, type SubscriberPacket } from './aedes-internals.ts';
import type { Delivery } from './delivery/delivery.ts';
import { subackFrame, unsubackFrame } from './delivery/frames.ts';
import type { Qos } from './delivery/message.ts';
import { count } from './metrics.ts';
import type { Parts } from './parts.ts';
import { Refusal } from './refusal.ts';
import type { Session } from './session.ts';

/** SUBACK's code for a filter that may not be subscribed. */
const REFUSED = 0x80;

/** Who may hear what, and the packets in which a subscriber says so and acknowledges what it heard. */
export class Subscribing {
  readonly #parts: Parts;
  readonly #delivery: Delivery;

  constructor(parts: Parts, delivery: Delivery) {
    this.#parts = parts;
    this.#delivery = delivery;
  }

  /** @returns false when the packet is not a subscriber's. */
  take(session: Session, packet: ParsedPacket): boolean {
    if (!isSubscriberPacket(packet)) return false;
    switch (packet.cmd) {
      case 'subscribe':
        this.#subscribe(session, packet);
        return true;
      case 'unsubscribe':
        for (const filter of packet.unsubscriptions) this.#delivery.unsubscribe(session, filter);
        this.#delivery.answer(session, unsubackFrame(packet.messageId));
        return true;
      default:
        this.#acknowledged(session, packet);
        return true;
    }
  }

  /** Each filter on its own, as if in a SUBSCRIBE of its own [MQTT-3.8.4-4]; one code for each. */
  #subscribe(session: Session, packet: SubscriberPacket & { cmd: 'subscribe' }): void {
    const delivery = this.#delivery;
    const granted: [filter: string, qos: Qos][] = [];
    const codes = packet.subscriptions.map(({ topic, qos }) => {
      if (!this.#allows(session, topic)) return REFUSED;
      delivery.subscribe(session, topic, qos);
      granted.push([topic, qos]);
      return qos;
    });
    delivery.answer(session, subackFrame(packet.messageId, codes));
    for (const [filter, qos] of granted) delivery.replayRetained(session, filter, qos);
  }

  #acknowledged(session: Session, { cmd, messageId }: SubscriberPacket): void {
    const outbox = this.#delivery.sessions.of(session)?.outbox;
    if (outbox === undefined) return;
    const isRight =
      cmd === 'puback'
        ? outbox.onPuback(messageId)
        : cmd === 'pubrec'
          ? outbox.onPubrec(messageId)
          : outbox.onPubcomp(messageId);
    if (!isRight) session.end(new Refusal('malformed', `${cmd} for a message that was sent otherwise`));
  }

  #allows(session: Session, filter: string): boolean {
    const { metrics, rareLog, limits } = this.#parts;
    const { id, kind, rights } = session.identity;
    const tooMany = !this.#delivery.hasRoomFor(session, filter);
    const tooDeep = filter.split('/', limits.topicLevels + 1).length > limits.topicLevels;
    if (!tooMany && !tooDeep && rights.maySubscribe(filter)) return true;
    count(metrics.subscriptionsRefused, kind);
    rareLog.warn(id, 'subscription', 'subscription refused', { filter: filter.slice(0, 128), tooMany, tooDeep });
    return false;
  }
}
