import { createServer, type Server, type TLSSocket } from 'node:tls';
import type { TlsSource } from '../port.ts';
import type { Doorway } from './port.ts';

/**
 * A TLS server that listens on no port of its own: sockets are handed to it by `emit('connection', socket)`. A new
 * certificate counts from the next handshake on; connections that are open keep theirs.
 */
export function secureServer(source: TlsSource, onSecure: (socket: TLSSocket) => void, doorway: Doorway): Server {
  const options = { minVersion: 'TLSv1.2' } as const;
  const server = createServer({ ...options, ...source.current }, onSecure);
  source.onChange((pair) => server.setSecureContext({ ...options, ...pair }));
  server.on('tlsClientError', (error: NodeJS.ErrnoException, socket) => {
    // A line that drops in the handshake is everyday life; told as what it is.
    const detail = error.code ?? error.message;
    doorway.failed('tls-handshake', detail, socket.remoteAddress);
    socket.destroy();
  });
  return server;
}
