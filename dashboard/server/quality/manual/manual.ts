import type { LocalCalendar } from '../../../../domain/time/calendar.ts';
import type { WireManualPreview } from '../../../../domain/wire-quality.ts';
import type { NewDecision, Viewer } from '../../../../storage/registry/port.ts';
import type { House } from '../../house.ts';
import { mapBreathing } from '../../places/breath.ts';
import { readCsv } from './csv.ts';
import { FaultList } from './fault-list.ts';
import { grouped } from './grouped.ts';
import { checkNeighbours } from './neighbours.ts';
import { presentOf, type Present } from './present.ts';
import { rowsOf, type ManualRow } from './rows.ts';
import type { Table, TableFault } from './table.ts';
import type { Language } from './words.ts';
import { readXlsx } from './xlsx.ts';

type Sources = Pick<House, 'store' | 'registry' | 'calendar' | 'intervals' | 'meters' | 'now'>;

export interface Manual {
  /** What it would be, with what is there now; `batch` null. */
  readonly preview: WireManualPreview;
  /** What would be entered, in the order of the rows. */
  readonly decisions: readonly NewDecision[];
}

/** Who enters a column of readings need not say why of each. */
const noReason = '—';
const zipMark = 0x04034b50;
const oleMark = 0xe011cfd0;

/**
 * A file of manual readings and corrected amounts: what it says, what is wrong in it and what it would replace. Nothing
 * is entered here.
 */
export async function readManual(
  bytes: Uint8Array,
  asked: { readonly language: Language; readonly reason: string; readonly batch: string },
  viewer: Viewer,
  house: Sources,
): Promise<Manual> {
  const [faults, warnings] = [new FaultList(asked.language), new FaultList(asked.language)];
  const table = await tableOf(bytes);
  let rows: ManualRow[] = [];
  if ('code' in table) faults.add(null, null, table.code, table.detail);
  else {
    const meters = new Map((await house.meters.all(viewer)).map((meter) => [meter.id, meter]));
    const sources = { calendar: house.calendar, now: house.now(), meter: (id: string) => meters.get(id) };
    rows = await rowsOf(table, sources, faults, warnings);
    await checkAmong(rows, house, faults, warnings);
  }
  const present = await presentOf(rows, house);
  const preview: WireManualPreview = {
    rows: await mapBreathing(rows, (row) => wireRow(row, present.get(row)!, house.calendar)),
    faults: faults.list,
    warnings: warnings.list,
    batch: null,
  };
  return { preview, decisions: rows.map((row) => decisionOf(row, asked)) };
}

function wireRow(
  { row, meter, point, kind, from, to, value }: ManualRow,
  present: Present,
  calendar: LocalCalendar,
): WireManualPreview['rows'][number] {
  return {
    row,
    meter: meter.id,
    point,
    kind,
    from: calendar.iso(from),
    to: calendar.iso(to),
    value,
    present: present.value,
    presentQuality: present.quality,
    replaces: present.replaces,
  };
}

async function tableOf(bytes: Uint8Array): Promise<Table | TableFault> {
  const mark = bytes.length < 4 ? 0 : Buffer.from(bytes.buffer, bytes.byteOffset, 4).readUInt32LE(0);
  if (mark === oleMark) return { code: 'old-excel', detail: '' };
  return mark === zipMark ? readXlsx(bytes) : readCsv(bytes);
}

/** Rows of one register among themselves, then readings against those around them. */
async function checkAmong(rows: readonly ManualRow[], house: Sources, faults: FaultList, warnings: FaultList) {
  for (const own of grouped(rows, ({ meter, point }) => `${point} ${meter.id}`)) {
    const readings = own.filter(({ kind }) => kind === 'reading').sort(byTime);
    const amounts = own.filter(({ kind }) => kind === 'amount').sort(byTime);
    readings.forEach((one, i) => {
      const other = readings[i - 1];
      if (other?.from === one.from) faults.add(one.row, one.timeColumn, 'double', String(other.row));
    });
    amounts.forEach((one, i) => {
      const other = amounts[i - 1];
      if (other !== undefined && other.to > one.from) {
        const code = other.from === one.from && other.to === one.to ? 'double' : 'overlaps';
        faults.add(one.row, one.timeColumn, code, String(other.row));
      }
      const most = ((one.meter.maxPerHour ?? Infinity) * (one.to - one.from)) / 3_600_000;
      if (one.value > most) warnings.add(one.row, one.valueColumn, 'more-than-meter-can', String(most));
    });
    if (readings.length > 0) await checkNeighbours(readings, house, faults, warnings);
  }
}

const byTime = (a: ManualRow, b: ManualRow): number => a.from - b.from || a.row - b.row;

function decisionOf(
  { meter, point, kind, from, to, value, reason }: ManualRow,
  asked: { readonly reason: string; readonly batch: string },
): NewDecision {
  return {
    meter: meter.id,
    point,
    outcome: 'entered',
    choice: null,
    change: kind === 'reading' ? { kind, point, at: from, value } : { kind, point, from, to, used: value },
    finding: null,
    reason: reason || asked.reason || noReason,
    batch: asked.batch,
  };
}
