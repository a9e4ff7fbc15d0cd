import { Option, type Command } from 'commander';
import type { RecordedRow } from '../simulators/replay/recording.ts';
import type { Api } from './api.ts';
import { billReport, type ImportedBills } from './history-bills.ts';
import { findFile, readInput } from './input.ts';
import { decimalText, pointName } from './options.ts';
import { readRecording } from './recording-file.ts';
import { withServer } from './server.ts';
import { commandConfiguration } from './settings.ts';

interface HistoryOptions {
  readonly meter: string;
  readonly kind: 'register' | 'interval' | 'bill';
  readonly point?: string;
  readonly opening?: string;
  readonly dryRun?: true;
}

/** What the server answers for one request. */
interface Imported {
  readonly point: string;
  readonly readings: number;
  readonly missing: number;
  readonly from: string | null;
  readonly to: string | null;
  readonly stored: number;
  readonly duplicate: number;
  readonly revisions: number;
}

/** Rows a request: 32 MiB is the server's limit. Interval values rest on each other and go in one. */
const rowsOfRequest = 400_000;

const examples = `
CSV: a header timestamp,value; ISO 8601 with Z or an offset; an empty value is a missing one; .gz is unpacked.
Bills: each row begins one (a date, or a time with an offset); a last row without a value ends the last one. They lie
before the meter's own first reading; a time without a bill stays missing.
--dry-run checks the file, the meter and the values and stores nothing.

Examples:
  $ npm run --silent cli -- history import 2025.csv --meter E-001 --kind register
  $ npm run --silent cli -- history import hourly.csv.gz --meter E-001 --kind interval --dry-run
  $ npm run --silent cli -- history import bills-2024.csv --meter E-001 --kind bill`;

/** `history import FILE`: what a meter said before the platform knew it, through the collector's bulk door. */
export function addHistory(program: Command): void {
  const history = program
    .command('history')
    .summary('past readings of a meter')
    .description('Past readings of a meter.');
  history
    .command('import')
    .summary('bring past readings of a meter in')
    .description('Brings past readings or interval values of a meter in.')
    .argument('<file>', 'CSV file timestamp,value')
    .requiredOption('--meter <id>', 'id of the meter')
    .addOption(
      new Option(
        '--kind <kind>',
        'register: as the meter showed it; interval: used in each interval; bill: what was paid for, from before the meter',
      )
        .choices(['register', 'interval', 'bill'])
        .makeOptionMandatory(),
    )
    .option('--point <point>', "what the values are; without it the meter's register point", pointName)
    .option('--opening <number>', 'register at the start of the first interval (--kind interval)', decimalText)
    .option('--dry-run', 'only say what would be imported')
    .addHelpText('after', examples)
    .action(async (name: string, options: HistoryOptions) => {
      const file = findFile(name);
      if (options.kind === 'bill') {
        // As it is: where a bill's days begin is the server's zone to say.
        const text = readInput(file);
        const path = pathOf(options);
        const bills = await withServer(commandConfiguration(), (api) =>
          api.post<ImportedBills>(path, text, 'text/csv'),
        );
        console.log(billReport(options.meter, bills));
        return;
      }
      const rows = await readRecording(file, options.point);
      const imported = await withServer(commandConfiguration(), (api) => send(api, rows, options));
      console.log(report(options, imported));
    });
}

function pathOf(options: HistoryOptions): string {
  const query = new URLSearchParams({ kind: options.kind });
  if (options.point !== undefined) query.set('point', options.point);
  if (options.opening !== undefined && options.kind === 'interval') query.set('opening', options.opening);
  if (options.dryRun) query.set('dry-run', 'true');
  return `/api/v1/meters/${encodeURIComponent(options.meter)}/history?${query}`;
}

async function send(api: Api, rows: readonly RecordedRow[], options: HistoryOptions): Promise<Imported> {
  const path = pathOf(options);
  const size = options.kind === 'interval' ? rows.length : rowsOfRequest;
  let sum: Imported | undefined;
  for (let at = 0; at < rows.length; at += size) {
    const part = await api.post<Imported>(path, csvOf(rows.slice(at, at + size)), 'text/csv');
    sum = sum === undefined ? part : united(sum, part);
  }
  return sum!;
}

/** What was checked, written the plain way: the server need not know packed files and other names of columns. */
function csvOf(rows: readonly RecordedRow[]): string {
  return 'timestamp,value\n' + rows.map(({ ts, value }) => `${new Date(ts).toISOString()},${value ?? ''}\n`).join('');
}

function united(a: Imported, b: Imported): Imported {
  const [first, last] = [a, b];
  return {
    point: a.point,
    readings: a.readings + b.readings,
    missing: a.missing + b.missing,
    from: first.from ?? last.from,
    to: last.to ?? first.to,
    stored: a.stored + b.stored,
    duplicate: a.duplicate + b.duplicate,
    revisions: a.revisions + b.revisions,
  };
}

function report(options: HistoryOptions, imported: Imported): string {
  const { point, readings, missing, from, to, stored, duplicate, revisions } = imported;
  const range = from === null ? '' : `, ${from} to ${to}`;
  const what = `${options.meter} ${point}: ${readings} readings${range}, ${missing} missing`;
  if (options.dryRun) return `${what}\nNothing was stored (--dry-run).`;
  return `${what}\n${stored} stored (${revisions} revisions), ${duplicate} known already`;
}
