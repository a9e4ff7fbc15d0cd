import type { IPublishPacket } from 'mqtt-packet';
import { until, type RawClient } from './raw-client.ts';

type Qos = 0 | 1 | 2;

/** Subscribes at QoS 1, or at the QoS behind a space: `a/# 2`. @returns the codes of SUBACK, or `closed` without one. */
export async function subscribe(client: RawClient, ...filters: string[]): Promise<readonly unknown[] | 'closed'> {
  const before = client.acks('suback').length;
  const subscriptions = filters.map((filter) => {
    const [topic = '', qos = '1'] = filter.split(' ');
    return { topic, qos: Number(qos) as Qos };
  });
  client.send({ cmd: 'subscribe', messageId: 9, subscriptions });
  await until(() => client.acks('suback').length > before || client.closed, 'SUBACK');
  const suback = client.acks('suback').at(-1);
  return suback?.cmd === 'suback' ? suback.granted : 'closed';
}

export async function unsubscribe(client: RawClient, ...unsubscriptions: string[]): Promise<void> {
  const before = client.acks('unsuback').length;
  client.send({ cmd: 'unsubscribe', messageId: 10, unsubscriptions });
  await until(() => client.acks('unsuback').length > before, 'UNSUBACK');
}

/** What was published to it, with its packet id. */
export function published(client: RawClient): IPublishPacket[] {
  return client.received.filter((packet): packet is IPublishPacket => packet.cmd === 'publish');
}

/** The same in words: `topic text qos`, with `retain` and `dup` where they are set. */
export function heard(client: RawClient): string[] {
  return published(client).map(({ topic, payload, qos, retain, dup }) => {
    return `${topic} ${payload.toString()} ${qos}${retain ? ' retain' : ''}${dup ? ' dup' : ''}`;
  });
}

export async function hears(client: RawClient, count: number): Promise<string[]> {
  await until(() => published(client).length >= count, `${count} messages`);
  // Nothing comes after them.
  await client.ping();
  return heard(client);
}

/** Acknowledges a QoS 1 message, or begins and ends the exchange of a QoS 2 one. */
export function acknowledge(client: RawClient, cmd: 'puback' | 'pubrec' | 'pubcomp', messageId: number): void {
  client.send({ cmd, messageId });
}
