import type { Socket } from 'node:net';

/** The first byte of a TLS handshake record; no HTTP method begins with it. */
export const tlsHandshake = 0x16;

/** Looks at the first byte and leaves it where it is. A line that ends before is destroyed. Whoever asks bounds the time. */
export function peekFirstByte(socket: Socket, onByte: (byte: number) => void): void {
  socket.once('readable', () => {
    const first = socket.read(1) as Buffer | null;
    if (first === null) {
      socket.destroy();
      return;
    }
    socket.unshift(first);
    onByte(first[0]!);
  });
}
