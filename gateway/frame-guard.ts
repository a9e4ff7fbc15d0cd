import type { BrokerClient, PacketParser, ParsedPacket } from './aedes-internals.ts';
import type { GatewayLimits } from './limits.ts';
import { Refusal } from './refusal.ts';
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
  readonly #limits: GatewayLimits;

  constructor(client: BrokerClient, limits: GatewayLimits) {
    this.#limits = limits;
    this.#maxLength = limits.packetBytesBeforeLogin;
    const parser = client._parser;
    const parseLength = parser._parseLength.bind(parser);
    const newPacket = parser._newPacket.bind(parser);
    parser._parseLength = () => parseLength() && this.#admit(parser, lengthFault(parser.packet, this.#maxLength));
    parser._newPacket = () => this.#admit(parser, formFault(parser.packet, parser._pos, this.#limits)) && newPacket();
  }

  loggedIn(): void {
    this.#maxLength = this.#limits.packetBytes;
  }

  #admit(parser: PacketParser, fault: Refusal | null): boolean {
    if (fault === null) return true;
    parser._emitError(fault);
    return false;
  }
}

function lengthFault(packet: ParsedPacket, maxLength: number): Refusal | null {
  if (packet.length > maxLength) {
    return new Refusal('packet-too-large', `${packet.cmd} of ${packet.length} bytes, at most ${maxLength}`);
  }
  if (packet.cmd === 'publish') return null;
  if (!FROM_CLIENT.has(packet.cmd)) return new Refusal('malformed', `${packet.cmd} is not a client's to send`);
  const fixed = FROM_CLIENT.get(packet.cmd);
  if (fixed !== undefined && packet.length !== fixed) return new Refusal('malformed', `length of ${packet.cmd}`);
  return null;
}

function formFault(packet: ParsedPacket, pos: number, limits: GatewayLimits): Refusal | null {
  const fault = formFaultText(packet, pos, limits);
  return fault === null ? null : new Refusal('malformed', fault);
}

function formFaultText(packet: ParsedPacket, pos: number, limits: GatewayLimits): string | null {
  if (pos > packet.length) return `${packet.cmd} ends early`;
  switch (packet.cmd) {
    case 'publish':
      // The topic's text is checked with its rights, where the verdict is cached.
      return packet.qos !== 0 && !isPacketId(packet.messageId) ? 'packet id' : null;
    case 'connect':
      return connectFault(packet, limits);
    case 'subscribe':
      if (!isPacketId(packet.messageId)) return 'packet id';
      return packet.subscriptions?.every(({ topic }) => isTopicFilter(topic)) ? null : 'topic filter';
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

function connectFault(packet: ParsedPacket, limits: GatewayLimits): string | null {
  if (!isCleanText(packet.clientId ?? '')) return 'client id';
  if (packet.username !== undefined && !isCleanText(packet.username)) return 'user name';
  // [MQTT-3.1.2-22]
  if (packet.password !== undefined && packet.username === undefined) return 'password without user name';
  const will = packet.will;
  if (will === undefined) return null;
  if (!isTopicName(will.topic)) return 'will topic';
  if (will.qos > 2) return 'will QoS';
  return will.payload.length > limits.willBytes ? 'will size' : null;
}

/** [MQTT-2.3.1-1]; the parser gives -1 for one that is cut off. */
function isPacketId(id: number | undefined): boolean {
  return id !== undefined && id > 0 && id <= 65_535;
}
