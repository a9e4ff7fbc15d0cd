import { AbortError, HttpError, RequestTimedOutError } from '@influxdata/influxdb-client';
import { InfluxAway } from './port.ts';
import type { Refusal } from './lines-refused.ts';

/** What became of a request that was not answered as wished. */
export type Fault =
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'too-large'; readonly message: string }
  | { readonly kind: 'away'; readonly away: InfluxAway };

/**
 * Reads an error of the client. 400 and 422 in InfluxDB's own form mean that points were refused; the same status from
 * something else (a proxy, another program on that port) must never cost data, so it is `server-error`.
 * @param clean takes secrets out of what the server says.
 */
export function faultOf(error: unknown, clean: (text: string) => string): Fault {
  if (error instanceof InfluxAway) return { kind: 'away', away: error };
  const away = (code: InfluxAway['code'], message: string): Fault => ({
    kind: 'away',
    // The original is not kept as cause: its headers and body may hold what a log must not.
    away: new InfluxAway(code, clean(message)),
  });
  if (error instanceof HttpError) {
    const words = serverWords(error);
    const said = `HTTP ${error.statusCode}${words.text === '' ? '' : `: ${words.text}`}`;
    switch (error.statusCode) {
      case 400:
      case 422:
        if (words.own && isFull(words.text)) return away('overloaded', said);
        return words.own
          ? { kind: 'refused', refusal: { message: clean(words.text), ...(words.at && { at: words.at }) } }
          : away('server-error', `${said} (not InfluxDB's own answer)`);
      case 401:
      case 403:
        return away('unauthorized', said);
      case 404:
        return away('not-found', said);
      case 408:
      case 504:
        return away('timeout', said);
      case 413:
        return { kind: 'too-large', message: clean(said) };
      case 429:
      case 503:
        return away('overloaded', said);
      default:
        return away(isFull(words.text) ? 'overloaded' : 'server-error', said);
    }
  }
  if (error instanceof RequestTimedOutError || error instanceof AbortError) return away('timeout', 'no answer in time');
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof SyntaxError) return away('server-error', `the answer is not JSON: ${message}`);
  if (code === 'ETIMEDOUT' || code === 'ESOCKETTIMEDOUT' || code === 'ABORT_ERR') return away('timeout', message);
  // Refused, reset, no such name, no route, a certificate that does not fit: nobody there whom we could speak to.
  return away('unreachable', message === '' ? (code ?? 'no connection') : message);
}

/**
 * 1.x refuses new meters beyond its limits with a 400 as if the points were at fault. They wait instead: raising the
 * limit is the operator's to do, and then they are taken. (A device that invents names until a limit of fields is met is
 * at fault itself: those points stay refused.)
 */
function isFull(text: string): boolean {
  return /max-series-per-database|max-values-per-tag|cache-max-memory-size/.test(text);
}

interface Words {
  readonly text: string;
  /** InfluxDB's own form: `{"error": …}` (1.x, v3) or `{"code": …, "message": …}` (2.x). */
  readonly own: boolean;
  readonly at?: Refusal['at'];
}

function serverWords(error: HttpError): Words {
  const body = error.body ?? '';
  const json: unknown = error.json ?? parsed(body);
  if (typeof json === 'object' && json !== null) {
    const { error: said, code, message, data } = json as Readonly<Record<string, unknown>>;
    const text = typeof said === 'string' ? said : message;
    if (typeof text === 'string') {
      // A gateway in front may speak JSON too, with the same keys: then it is InfluxDB by its words or its header.
      const own = (typeof code === 'string' && text === message) || ofItsOwn(error, text);
      return { text: text.slice(0, 100_000), own, ...atLines(data) };
    }
  }
  return { text: body.slice(0, 200).trim(), own: ofItsOwn(error, body) };
}

/**
 * v3 writes JSON without saying so, and the client keeps 1,000 characters of what isn't said to be JSON: a long list of
 * refused lines arrives cut.
 */
function ofItsOwn(error: HttpError, text: string): boolean {
  const version = (error.headers as Record<string, unknown> | null | undefined)?.['x-influxdb-version'];
  return (
    (version !== undefined && version !== '') || /partial write|line protocol|write_lp|unable to parse/i.test(text)
  );
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** v3: `{"error": "partial write of line protocol occurred", "data": [{"line_number": 2, "error_message": …}]}`. */
function atLines(data: unknown): { at?: Refusal['at'] } {
  // All of them where partial writes are taken, else the first one as an object.
  const entries: unknown[] = Array.isArray(data) ? data : [data];
  const at = (entries as ({ line_number?: unknown; error_message?: unknown } | null | undefined)[]).flatMap((entry) =>
    typeof entry?.line_number === 'number'
      ? [{ line: entry.line_number - 1, message: String(entry.error_message ?? 'refused') }]
      : [],
  );
  return at.length > 0 ? { at } : {};
}
