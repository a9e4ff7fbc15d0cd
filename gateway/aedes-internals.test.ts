import { Aedes } from 'aedes';
import { createRequire } from 'node:module';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { internalsOf, type BrokerClient } from './aedes-internals.ts';

/** The gateway stands on parts of aedes and mqtt-packet that nobody promised. A new version is read before it is taken. */
describe('the private parts of aedes that the gateway stands on', () => {
  let broker: Aedes;
  let client: BrokerClient;
  beforeEach(async () => {
    broker = await Aedes.createBroker();
    client = internalsOf(broker.handle(new PassThrough()));
  });
  afterEach(() => {
    client.close();
    broker.close();
  });

  it('is the version that was read', () => {
    const require = createRequire(import.meta.url);
    const { dependencies } = require('../package.json') as { dependencies: Record<string, string> };
    expect(dependencies['aedes']).toBe('1.2.0');
    expect((broker as unknown as { version: string }).version).toBe('1.2.0');
    expect((require('mqtt-packet/package.json') as { version: string }).version).toMatch(/^9\.0\./);
  });

  it('the parser shows a declared length before it takes the payload, and goes through our hooks', () => {
    const parser = client._parser;
    const seen: string[] = [];
    const { _parseLength, _newPacket } = parser;
    parser._parseLength = function () {
      const complete = _parseLength.call(parser);
      seen.push(`${parser.packet.cmd} ${complete} ${parser.packet.length}`);
      return complete;
    };
    parser._newPacket = function () {
      seen.push(`whole at ${parser._pos}`);
      return _newPacket.call(parser);
    };
    const parse = (hex: string): void =>
      void (parser as unknown as { parse(b: Buffer): void }).parse(Buffer.from(hex, 'hex'));
    client.on('error', () => undefined);
    parse('3280');
    expect(seen).toEqual(['publish false -1']);
    parse('02');
    expect(seen.at(-1)).toBe('publish true 256');
    parse('00'.repeat(256));
    expect(seen.at(-1)).toBe('whole at 4');
  });

  it('the parser hands packets to one listener, which queues them until "connected"', () => {
    expect(client._parser.listenerCount('packet')).toBe(1);
    expect(client.listenerCount('connected')).toBe(1);
  });

  it('a client without them is not served', () => {
    expect(() => internalsOf({ _parser: {} } as unknown as BrokerClient)).toThrow('only aedes 1.2.0');
  });
});
