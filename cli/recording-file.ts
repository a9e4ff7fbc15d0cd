import { parse } from 'csv-parse';
import type { RecordedRow } from '../simulators/replay/recording.ts';
import { badInput, CommandFault } from './exit.ts';
import { openInput } from './input.ts';
import { readTimestamp } from './timestamp.ts';

const number = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i;
const mostFaults = 1000;

/**
 * Reads a recorded meter: CSV with a header, `timestamp,value`, also packed (`.gz`). Other columns are passed over.
 * An empty value is a missing one.
 * @throws CommandFault (2) with every fault by row and column; row 1 is the header, as an editor counts lines.
 */
export async function readRecording(path: string, point?: string): Promise<readonly RecordedRow[]> {
  const rows: RecordedRow[] = [];
  const faults: string[] = [];
  let columns: { readonly timestamp: number; readonly value: number } | undefined;
  const parser = parse({ bom: true, info: true, relax_column_count: true, skip_empty_lines: true, trim: true });
  const input = openInput(path);
  input.on('error', (error) => parser.destroy(error));
  try {
    for await (const { record, info } of input.pipe(parser) as AsyncIterable<{
      record: string[];
      info: { lines: number };
    }>) {
      if (columns === undefined) {
        columns = columnsOf(path, record, point);
        continue;
      }
      // A record without line breaks inside: the count of lines read so far is its own line.
      const row = info.lines;
      const time = readTimestamp(record[columns.timestamp] ?? '');
      const value = record[columns.value];
      if (!time.ok) faults.push(`row ${row}, column timestamp: ${time.message}`);
      if (value === undefined)
        faults.push(
          `row ${row}, column value: the row has only ${record.length} column${record.length === 1 ? '' : 's'}`,
        );
      else if (value !== '' && (!number.test(value) || !Number.isFinite(Number(value)))) {
        faults.push(`row ${row}, column value: ${JSON.stringify(value.slice(0, 60))} is no number`);
      }
      if (time.ok) rows.push({ row, ts: time.ms, value: value === '' || value === undefined ? null : plain(value) });
      if (faults.length >= mostFaults) break;
    }
  } catch (error) {
    if (error instanceof CommandFault) throw error;
    throw badInput(`${path} can't be read as CSV: ${(error as Error).message}`);
  }
  if (columns === undefined) throw badInput(`${path} is empty; it needs the header timestamp,value and rows.`);
  if (faults.length > 0)
    throw badInput(`${path}: ${faults.length} fault${faults.length === 1 ? '' : 's'}; nothing was done.`, faults);
  if (rows.length === 0) throw badInput(`${path} has a header and no rows.`);
  return rows;
}

/** JSON knows no `+5`, `.5` and `5.`; the digits stay as they are. */
function plain(value: string): string {
  return value
    .replace(/^\+/, '')
    .replace(/^(-?)\./, '$10.')
    .replace(/^(-?)0+(?=\d)/, '$1')
    .replace(/\.(?=e|$)/i, '');
}

/** `timestamp` and `value`; a column called after the point, or the only other one, is taken for the value too. */
function columnsOf(
  path: string,
  header: readonly string[],
  point: string | undefined,
): { timestamp: number; value: number } {
  const names = header.map((name) => name.toLowerCase());
  const timestamp = names.findIndex((name) => /^(timestamp|ts|time)(_|$)/.test(name));
  let value = names.indexOf('value');
  if (value < 0 && point !== undefined) value = names.indexOf(point.toLowerCase());
  if (value < 0 && names.length === 2) value = 1 - timestamp;
  if (timestamp < 0 || value < 0 || (value > 1 && value >= names.length)) {
    const missing = timestamp < 0 ? 'timestamp' : 'value';
    throw badInput(
      `${path}, row 1: the header has no column ${missing}; timestamp,value is expected, not ${JSON.stringify(header.join(',').slice(0, 80))}.`,
    );
  }
  return { timestamp, value };
}
