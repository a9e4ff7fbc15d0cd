import { connect } from 'node:net';
import { parser } from 'mqtt-packet';
import { connectFrame, subscribeFrame } from './frames.ts';

/** One network subscriber at QoS 0 that counts what the broker forwards to it, in a process of its own. */
export interface SubscriberReport {
  readonly forwarded: number;
}

if (process.send !== undefined) {
  process.once('message', (port: number) => {
    let forwarded = 0;
    // Counting by declared lengths alone: the subscriber must not be what limits the broker.
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    let greeted = false;
    const reader = parser({ protocolVersion: 4 });
    reader.on('packet', (packet) => {
      if (packet.cmd === 'suback') {
        greeted = true;
        process.send?.('ready');
      }
    });
    let pending = Buffer.alloc(0);
    socket.write(connectFrame('bench-subscriber'));
    socket.write(subscribeFrame('v1/+/readings', 0));
    socket.on('data', (chunk) => {
      if (!greeted) {
        reader.parse(chunk);
        return;
      }
      let bytes = pending.length > 0 ? Buffer.concat([pending, chunk]) : chunk;
      let at = 0;
      for (;;) {
        let length = 0;
        let shift = 0;
        let next = at + 1;
        let complete = false;
        while (next < bytes.length) {
          const digit = bytes[next++] as number;
          length |= (digit & 0x7f) << shift;
          shift += 7;
          if (digit < 0x80) {
            complete = true;
            break;
          }
        }
        if (!complete || next + length > bytes.length) break;
        if ((bytes[at] as number) >> 4 === 3) forwarded++;
        at = next + length;
      }
      bytes = bytes.subarray(at);
      pending = bytes.length > 0 ? Buffer.from(bytes) : Buffer.alloc(0);
    });
    process.on('message', (message) => {
      if (message === 'count') process.send?.({ forwarded } satisfies SubscriberReport);
      if (message === 'end') process.exit(0);
    });
  });
}
