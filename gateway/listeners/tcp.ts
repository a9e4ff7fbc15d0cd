import { createServer, type AddressInfo, type Server } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Listener } from './port.ts';

/** Plain MQTT over TCP. */
export class TcpListener implements Listener {
  readonly #bind: string;
  readonly #port: number;
  #server: Server | undefined;

  constructor(bind: string, port: number) {
    this.#bind = bind;
    this.#port = port;
  }

  async start(onConnection: (stream: Duplex) => void, onFault: (error: Error) => void): Promise<number> {
    // A PUBACK is four bytes: waiting to fill a segment would cost 40 ms each.
    const server = createServer({ noDelay: true }, onConnection);
    this.#server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ host: this.#bind, port: this.#port }, () => {
        server.off('error', reject);
        server.on('error', onFault);
        resolve();
      });
    });
    return (server.address() as AddressInfo).port;
  }

  stop(): void {
    this.#server?.close();
    this.#server = undefined;
  }
}
