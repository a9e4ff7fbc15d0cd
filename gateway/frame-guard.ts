import type { BrokerClient, PacketParser, ParsedPacket } from './aedes-internals.ts';
import type { GatewayLimits } from './limits.ts';
import { Refusal } from './refusal.ts';
import type { Identity } from './session.ts';
import { isCleanText, isTopicFilter, isTopicName } from './text-guard.ts';

/** What a client may send at all, with the remaining length that MQTT 3.1.1 fixes for it (undefined: free). */
const FROM_CLIENT = new Map<string | undefined, number | undefined>([
  ['connect', undefined],
  ['publish', undefined],
  ['puback', 2],
  ['pubrec', 2],
  ['pubrel', 2],
  ['pubcomp', 2],
  ['subscribe', undefined],
  ['unsubscribe', undefined],
  ['pingreq', 0],
  ['disconnect', 0],
]);

/**
 * Refuses a packet by its declared length, before a byte of it is buffered (mqtt-packet alone would buffer 256 MB for
 * a stranger), and by its form, before aedes acts on it. A refused packet closes the connection.
 */
export class FrameGuard {
  #maxLength: number;
  /** Before login the whole packet is short. */
  #maxTopic = Infinity;
  readonly #limits: GatewayLimits;

  constructor(client: BrokerClient, limits: GatewayLimits) {
    this.#limits = limits;
    this.#maxLength = limits.packetBytesBeforeLogin;
    const parser = client._parser;
    const parseHeader = parser._parseHeader.bind(parser);
    const parseLength = parser._parseLength.bind(parser);
    const newPacket = parser._newPacket.bind(parser);
    parser._parseHeader = () => parseHeader() === true && this.#admit(parser, headerFault(parser.packet));
    parser._parseLength = () => parseLength() && this.#admit(parser, lengthFault(parser.packet, this.#maxLength));
    parser._newPacket = () => this.#admit(parser, this.#formFault(parser)) && newPacket();
  }

  loggedIn(kind: Identity['kind']): void {
    this.#maxLength = this.#limits.packetBytes;
    this.#maxTopic = kind === 'device' ? this.#limits.topicOfDevice : Infinity;
  }

  #formFault({ packet, _pos }: PacketParser): Refusal | null {
    const topicLength = packet.topic?.length ?? 0;
    if (topicLength > this.#maxTopic) {
      return new Refusal('topic-too-long', `topic of ${topicLength} characters, at most ${this.#maxTopic}`);
    }
    return formFault(packet, _pos, this.#limits);
  }

  #admit(parser: PacketParser, fault: Refusal | null): boolean {
    if (fault === null) return true;
    parser._emitError(fault);
    return false;
  }
}

function headerFault({ cmd, qos, dup }: ParsedPacket): Refusal | null {
  if (!FROM_CLIENT.has(cmd)) return new Refusal('malformed', `${cmd ?? 'reserved type'} is not a client's to send`);
  // [MQTT-3.3.1-2]
  if (cmd === 'publish' && qos === 0 && dup === true) return new Refusal('malformed', 'DUP at QoS 0');
  return null;
}

function lengthFault(packet: ParsedPacket, maxLength: number): Refusal | null {
  if (packet.length > maxLength) {
    return new Refusal('packet-too-large', `${packet.cmd} of ${packet.length} bytes, at most ${maxLength}`);
  }
  const fixed = FROM_CLIENT.get(packet.cmd);
  if (fixed !== undefined && packet.length !== fixed) return new Refusal('malformed', `length of ${packet.cmd}`);
  return null;
}

function formFault(packet: ParsedPacket, pos: number, limits: GatewayLimits): Refusal | null {
  if (packet.cmd === 'connect' && (packet.will?.payload.length ?? 0) > limits.willBytes) {
    return new Refusal('will', `will of ${packet.will!.payload.length} bytes, at most ${limits.willBytes}`);
  }
  if (packet.will !== undefined && packet.will.topic.split('/').length > limits.topicLevels) {
    return new Refusal('will', `will topic of more than ${limits.topicLevels} levels`);
  }
  const fault = formFaultText(packet, pos);
  return fault === null ? null : new Refusal('malformed', fault);
}

function formFaultText(packet: ParsedPacket, pos: number): string | null {
  if (pos > packet.length) return `${packet.cmd} ends early`;
  switch (packet.cmd) {
    case 'publish':
      // The topic's text is checked with its rights, where the verdict is cached.
      return packet.qos !== 0 && !isPacketId(packet.messageId) ? 'packet id' : null;
    case 'connect':
      // [MQTT-3.1.2-18], [MQTT-3.1.2-20]: nothing but what the flags announce.
      return pos < packet.length ? 'CONNECT is longer than its flags say' : connectFault(packet);
    case 'subscribe': {
      if (!isPacketId(packet.messageId)) return 'packet id';
      const wanted = packet.subscriptions ?? [];
      // [MQTT-3.8.3-3]: at least one.
      return wanted.length > 0 && wanted.every(({ topic }) => isTopicFilter(topic)) ? null : 'topic filter';
    }
    case 'unsubscribe': {
      if (!isPacketId(packet.messageId)) return 'packet id';
      const filters = packet.unsubscriptions ?? [];
      // [MQTT-3.10.3-2]: at least one.
      return filters.length > 0 && filters.every(isTopicFilter) ? null : 'topic filter';
    }
    case 'pingreq':
    case 'disconnect':
      return null;
    default:
      return isPacketId(packet.messageId) ? null : 'packet id';
  }
}

function connectFault(packet: ParsedPacket): string | null {
  if (!isCleanText(packet.clientId ?? '')) return 'client id';
  if (packet.username !== undefined && !isCleanText(packet.username)) return 'user name';
  // [MQTT-3.1.2-22]
  if (packet.password !== undefined && packet.username === undefined) return 'password without user name';
  const will = packet.will;
  if (will === undefined) return null;
  if (!isTopicName(will.topic)) return 'will topic';
  return will.qos > 2 ? 'will QoS' : null;
}

/** [MQTT-2.3.1-1]; the parser gives -1 for one that is cut off. */
function isPacketId(id: number | undefined): boolean {
  return id !== undefined && id > 0 && id <= 65_535;
}
