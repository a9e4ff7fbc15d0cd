import { parentPort, workerData } from 'node:worker_threads';
import { readSheet } from 'read-excel-file/universal';
import { mostColumns, mostRows, type Cell, type Table, type TableFault } from './table.ts';
import { unpacksWithin } from './unpacked.ts';

/** One workbook, then the thread ends: its memory is bounded, and a strange file takes nothing else with it. */
const { bytes, mostUnpacked } = workerData as { readonly bytes: Uint8Array; readonly mostUnpacked: number };

parentPort!.postMessage(await read());

async function read(): Promise<Table | TableFault> {
  try {
    const fits = unpacksWithin(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), mostUnpacked);
    if (fits === null) return { code: 'unreadable', detail: 'not a workbook' };
    if (!fits) return { code: 'unpacks-too-far', detail: '' };
    const sheet = await readSheet(new Uint8Array(bytes).buffer, 1);
    const rows = sheet
      .map((cells, i) => ({ row: i + 1, cells: cells.slice(0, mostColumns).map(cellOf) }))
      .filter(({ cells }) => cells.some((cell) => cell !== null && cell !== ''));
    return rows.length > mostRows + 1 ? { code: 'too-many-rows', detail: '' } : { rows };
  } catch (error) {
    return { code: 'unreadable', detail: error instanceof Error ? error.message : String(error) };
  }
}

/** Dates are kept as the sheet shows them: they have no zone. Fractions of days have dust below a second. */
function cellOf(cell: unknown): Cell {
  if (cell instanceof Date) {
    return { wall: new Date(Math.round(cell.getTime() / 1000) * 1000).toISOString().slice(0, 19).replace('T', ' ') };
  }
  return typeof cell === 'string' || typeof cell === 'number' || typeof cell === 'boolean' ? cell : null;
}
