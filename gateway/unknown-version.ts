import type { BrokerClient } from './aedes-internals.ts';

/** CONNACK with code 1, unacceptable protocol version. */
const UNACCEPTABLE = Uint8Array.of(0x20, 2, 0, 1);

/**
 * A CONNECT of a version that mqtt-packet doesn't parse is told so before it is closed [MQTT-3.1.2-2]; of MQTT 5, which
 * it parses, aedes says it.
 */
export function answerUnknownVersion(client: BrokerClient): void {
  const parser = client._parser;
  const emitError = parser._emitError.bind(parser);
  parser._emitError = (error) => {
    const isFirst = !client.connecting && !client.connected && !client.closed;
    if (isFirst && error.message === 'Invalid protocol version') client.conn.write(UNACCEPTABLE);
    emitError(error);
  };
}
