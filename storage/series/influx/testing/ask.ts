import type { InfluxSettings } from '../port.ts';

export type Row = Record<string, unknown>;

/** Runs InfluxQL as Grafana would, beside the code that is tested. Throws the server's words. */
export async function ask(settings: InfluxSettings, statement: string, suffix = ''): Promise<Row[]> {
  const database = `${settings.database ?? settings.bucket ?? ''}${suffix}`;
  const query = new URLSearchParams({ db: database, q: statement, epoch: 'ms' });
  const answer = await fetch(`${settings.url}/query?${query}`, { method: 'POST', headers: authorization(settings) });
  const body = (await answer.json()) as { results?: Result[]; error?: string };
  const error = body.error ?? body.results?.find((result) => result.error)?.error;
  if (error !== undefined) throw new Error(`${error} (asked: ${statement})`);
  return (body.results ?? []).flatMap((result) =>
    (result.series ?? []).flatMap((series) =>
      series.values.map((row) => ({
        ...series.tags,
        ...Object.fromEntries(series.columns.map((column, at) => [column, row[at]])),
      })),
    ),
  );
}

/** Writes lines as another program would; answers the status. */
export async function writeAsOther(settings: InfluxSettings, lines: string): Promise<number> {
  const query = new URLSearchParams({ db: settings.database ?? '', precision: 'ms' });
  const headers = authorization(settings);
  return (await fetch(`${settings.url}/write?${query}`, { method: 'POST', body: lines, headers })).status;
}

function authorization(settings: InfluxSettings): Record<string, string> {
  if (settings.username !== undefined) {
    const pair = Buffer.from(`${settings.username}:${settings.password ?? ''}`).toString('base64');
    return { authorization: `Basic ${pair}` };
  }
  return settings.token === undefined ? {} : { authorization: `Token ${settings.token}` };
}

interface Result {
  readonly error?: string;
  readonly series?: readonly {
    readonly tags?: Row;
    readonly columns: readonly string[];
    readonly values: readonly (readonly unknown[])[];
  }[];
}
