import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { Doorway } from './port.ts';

export interface Accepting {
  readonly server: Server;
  readonly port: number;
}

/**
 * Connections that the kernel completes before they are accepted, as far as its own bound (`net.core.somaxconn`, 4096)
 * allows. Node's 511 are gone in a moment when a city returns or somebody opens thousands: the kernel drops what comes
 * then, whoever it is, and each of them tries again after one second, three, seven.
 */
const BACKLOG = 4_096;

/** Listens on a port; a fault while it accepts (too many open files) is told and does not end it. */
export async function accept(
  bind: string,
  port: number,
  onSocket: (socket: Socket) => void,
  doorway: Doorway,
): Promise<Accepting> {
  // A PUBACK is four bytes: waiting to fill a segment would cost 40 ms each.
  const server = createServer({ noDelay: true }, onSocket);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: bind, port, backlog: BACKLOG }, () => {
      server.off('error', reject);
      server.on('error', (error) => doorway.failed('accept', error.message));
      resolve();
    });
  });
  return { server, port: (server.address() as AddressInfo).port };
}
