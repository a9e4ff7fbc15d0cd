import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { expect, it } from 'vitest';
import { accept } from './accept.ts';

const SOMAXCONN = '/proc/sys/net/core/somaxconn';
const kernelTakes = existsSync(SOMAXCONN) ? Number(readFileSync(SOMAXCONN, 'utf8')) : 0;

// A machine that stalls for a moment looks the same as a connection that the kernel dropped: then once more.
it.skipIf(kernelTakes < 2_000)(
  '2,000 that come in one moment: none has to knock twice (skipped where net.core.somaxconn is less)',
  { retry: 3 },
  async () => {
    const accepted: Socket[] = [];
    const doorway = { admits: () => true, enter: () => undefined, failed: () => undefined };
    const onSocket = (socket: Socket): void => {
      socket.on('error', () => undefined);
      accepted.push(socket);
    };
    const { server, port } = await accept('127.0.0.1', 0, onSocket, doorway);
    const clients: Socket[] = [];
    try {
      const since = performance.now();
      // In one turn: nothing is accepted before the last one has knocked.
      for (let i = 0; i < 2_000; i++) clients.push(connect(port, '127.0.0.1'));
      const knockedMs = performance.now() - since;
      const at = await Promise.all(
        clients.map(async (client) => {
          client.on('error', () => undefined);
          await once(client, 'connect');
          return performance.now() - since;
        }),
      );
      // The kernel knocks again after a second.
      const pauses = at.toSorted((a, b) => a - b).map((time, i, all) => time - (all[i - 1] ?? knockedMs));
      expect(Math.max(...pauses)).toBeLessThan(600);
    } finally {
      for (const socket of [...clients, ...accepted]) socket.destroy();
      server.close();
    }
  },
);
