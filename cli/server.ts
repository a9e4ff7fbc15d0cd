import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { pino } from 'pino';
import type { Configuration } from '../configuration/configuration.ts';
import { DataFolderInUse, DataFolderUnusable, readRuntime } from '../storage/data-folder.ts';
import type { Installation } from '../wattsteward.ts';
import { Api } from './api.ts';
import { badInput, CommandFault, exitCode } from './exit.ts';

/**
 * Does a piece of work through the API: of the server that holds the data folder, or, when none runs, of one that is
 * started in this process for that long, on a loopback port, without broker and demo. One path for both, so that a
 * command can't do what the API would refuse.
 */
export async function withServer<T>(configuration: Configuration, work: (api: Api) => Promise<T>): Promise<T> {
  const running = await findRunning(configuration);
  if (running) return work(running);

  // Loaded only here: most commands find a server, and help needs none.
  const { startInstallation } = await import('../wattsteward.ts');
  let installation: Installation;
  try {
    installation = await startInstallation(
      { ...configuration, httpBind: '127.0.0.1', tls: undefined, portfolio: undefined },
      { listenMqtt: false, demo: false, httpPort: 0, log: pino({ level: 'warn' }, pino.destination(2)) },
    );
  } catch (error) {
    // Somebody holds the folder and has not said yet where it listens.
    if (error instanceof DataFolderInUse) throw new CommandFault(exitCode.unreachable, error.message);
    if (error instanceof DataFolderUnusable) throw badInput(error.message);
    throw error;
  }
  try {
    const { httpPort, operatorKey } = installation;
    return await work(new Api({ host: '127.0.0.1', port: httpPort, secure: false, bearer: operatorKey }));
  } finally {
    await installation.stop();
  }
}

/** Whether a server holds the data folder and answers. */
export async function isServed(configuration: Configuration): Promise<boolean> {
  return (await findRunning(configuration)) !== null;
}

/** The server that `runtime.json` speaks of, if it still listens; a killed one leaves the file behind. */
async function findRunning({ dataDir, httpBind, tls }: Configuration): Promise<Api | null> {
  const runtime = readRuntime(dataDir);
  if (runtime === null) return null;
  const host = ['', '0.0.0.0', '::', '*'].includes(httpBind) ? '127.0.0.1' : httpBind;
  if (!(await listens(host, runtime.httpPort))) return null;
  let bearer: string;
  try {
    bearer = readFileSync(join(dataDir, 'operator.key'), 'utf8').trim();
  } catch (error) {
    throw new CommandFault(
      exitCode.failed,
      `The key of the command line can't be read: ${(error as Error).message}`,
      'Run this as the user that the server runs as.',
    );
  }
  return new Api({ host, port: runtime.httpPort, secure: tls !== undefined, bearer });
}

function listens(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 5_000 });
    const answer = (yes: boolean) => {
      socket.destroy();
      resolve(yes);
    };
    socket.once('connect', () => answer(true));
    socket.once('error', () => answer(false));
    socket.once('timeout', () => answer(false));
  });
}
