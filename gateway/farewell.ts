import type { Duplex } from 'node:stream';

/**
 * Sends what is still buffered (the last PUBACKs), hangs up, and gives the other side a moment to read it and hang up
 * too: a socket that is destroyed with unread input resets the connection, and a reset may overtake the PUBACKs.
 */
export function farewell(streams: Iterable<Duplex>, withinMs: number): Promise<void> {
  const open = new Set<Duplex>();
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, withinMs);
    const gone = (stream: Duplex): void => {
      open.delete(stream);
      if (open.size > 0) return;
      clearTimeout(timer);
      resolve();
    };
    for (const stream of streams) {
      open.add(stream);
      stream.once('close', () => gone(stream));
      // What still comes in isn't the broker's any more, and input that nobody takes would hold the other's FIN back.
      stream.removeAllListeners('readable');
      stream.resume();
      stream.end();
    }
    if (open.size === 0) {
      clearTimeout(timer);
      resolve();
    }
  });
}
