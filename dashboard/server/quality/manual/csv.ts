import { setImmediate } from 'node:timers/promises';
import { parse } from 'csv-parse';
import { mostColumns, mostRows, type Table, type TableFault } from './table.ts';

const sliceBytes = 65_536;

/** CSV in UTF-8, or in GB 18030 as spreadsheets of Chinese offices save it; `,`, `;` or tabs between the columns. */
export async function readCsv(bytes: Uint8Array): Promise<Table | TableFault> {
  const text = decode(bytes);
  const parser = parse({
    bom: true,
    trim: true,
    delimiter: delimiterOf(text),
    relax_column_count: true,
    skip_empty_lines: true,
    info: true,
  });
  const rows: { row: number; cells: string[] }[] = [];
  let tooMany = false;
  const ended = new Promise<Error | null>((resolve) => {
    parser.on('readable', () => {
      for (let item = parser.read() as Item | null; item !== null; item = parser.read() as Item | null) {
        if (rows.length > mostRows) tooMany = true;
        else rows.push({ row: item.info.lines, cells: item.record.slice(0, mostColumns) });
      }
    });
    parser.on('error', resolve).on('end', () => resolve(null));
  });
  // In slices, with a turn of the event loop between them: devices are served by the same thread.
  for (let at = 0; at < text.length && !parser.destroyed; at += sliceBytes) {
    parser.write(text.slice(at, at + sliceBytes));
    await setImmediate();
  }
  parser.end();
  const error = await ended;
  if (error !== null) return { code: 'unreadable', detail: error.message };
  return tooMany ? { code: 'too-many-rows', detail: '' } : { rows };
}

interface Item {
  readonly record: string[];
  readonly info: { readonly lines: number };
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}

function delimiterOf(text: string): string {
  const header = text.slice(0, 4096).split(/\r?\n/, 1)[0]!;
  const counts = [',', '\t', ';'].map((mark) => ({ mark, count: header.split(mark).length }));
  return counts.reduce((best, one) => (one.count > best.count ? one : best)).mark;
}
