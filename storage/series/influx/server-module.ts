import type { Logger } from 'pino';
import type { InfluxServer, InfluxSettings } from './port.ts';

export type OpenServer = (settings: never, options: { readonly log: Logger }) => InfluxServer;

/** Where the forwarder's thread finds its server: an object can't move there, a module and plain settings can. */
export interface ServerModule {
  /** URL */
  readonly module: string;
  /** An `OpenServer` of that module. */
  readonly name: string;
  readonly settings: unknown;
  /** Which server and database these are, without credentials: another one gets everything again. */
  readonly target: string;
  /** Without credentials. */
  readonly url: string;
}

const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';

/** A real InfluxDB. */
export function influxServer(settings: InfluxSettings): ServerModule {
  const url = new URL(settings.url);
  const shown = `${url.protocol}//${url.host}${url.pathname.replace(/\/+$/, '')}`;
  const place = settings.api === 'v1' ? settings.database : `${settings.org}/${settings.bucket}`;
  return {
    module: new URL(`./server.${extension}`, import.meta.url).href,
    name: 'openInfluxServer',
    settings,
    target: `${shown} ${settings.api} ${place}`,
    url: shown,
  };
}
