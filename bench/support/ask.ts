import type { RunningProduct } from './processes.ts';

export interface Asked {
  readonly text: string;
  readonly bytes: number;
  /** From the question until the whole answer is there. */
  readonly ms: number;
}
export type Ask = (path: string, method?: string) => Promise<Asked>;

/** Asks over HTTP with the operator's key; what isn't answered well is no figure. */
export function asks({ httpPort, operatorKey }: RunningProduct): Ask {
  const headers = { authorization: `Bearer ${operatorKey}` };
  return async (path, method = 'GET') => {
    const startedAt = performance.now();
    const response = await fetch(`http://127.0.0.1:${httpPort}${path}`, { method, headers });
    const text = await response.text();
    const ms = performance.now() - startedAt;
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${text.slice(0, 300)}`);
    return { text, bytes: Buffer.byteLength(text), ms };
  };
}
