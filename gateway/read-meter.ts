import type { BrokerClient } from './aedes-internals.ts';

/** Counts what a connection sends: whole packets, and bytes as they are read. */
export class ReadMeter {
  /** Whole packets, acknowledgements included: a sign of life. */
  packets = 0;
  bytes = 0;
  /** Packets that are work for the broker: all but acknowledgements. */
  messages = 0;

  /** @param onRead called after each read, when what came with it was handed on. */
  constructor(client: BrokerClient, onRead: () => void) {
    const parser = client._parser;
    const newPacket = parser._newPacket.bind(parser);
    parser._newPacket = () => {
      this.packets++;
      const { cmd } = parser.packet;
      if (cmd === 'publish' || !isAcknowledgement(cmd)) this.messages++;
      return newPacket();
    };
    const parse = parser.parse.bind(parser);
    parser.parse = (chunk) => {
      this.bytes += chunk.length;
      const left = parse(chunk);
      onRead();
      return left;
    };
  }
}

function isAcknowledgement(cmd: string | undefined): boolean {
  return cmd === 'puback' || cmd === 'pubrec' || cmd === 'pubrel' || cmd === 'pubcomp';
}
