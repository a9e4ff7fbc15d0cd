import { isRegisterPoint } from '../../../../domain/points.ts';
import type { LocalCalendar } from '../../../../domain/time/calendar.ts';
import type { MeterWithPlace } from '../../../../storage/registry/port.ts';
import { mapBreathing } from '../../places/breath.ts';
import { headerOf, type Column, type Header } from './columns.ts';
import type { FaultList } from './fault-list.ts';
import { textOf, type Cell, type Table } from './table.ts';
import { wallMonth, wallTime } from './wall-time.ts';

/** One row, understood: a register reading at an instant (`from` = `to`), or what was used in [from, to). */
export interface ManualRow {
  readonly row: number;
  readonly meter: MeterWithPlace;
  readonly point: string;
  readonly kind: 'reading' | 'amount';
  readonly from: number;
  readonly to: number;
  readonly value: number;
  /** '' = none was given. */
  readonly reason: string;
  /** The column that faults of its value name. */
  readonly valueColumn: string;
  readonly timeColumn: string;
}

interface Sources {
  readonly calendar: LocalCalendar;
  readonly now: number;
  /** Of meters that the viewer may see. */
  readonly meter: (id: string) => MeterWithPlace | undefined;
}

const earliest = Date.UTC(2000, 0, 1);
const number = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const longestReason = 1000;

/** Reads what the rows of a table say; what is wrong goes to `faults`. */
export async function rowsOf(
  table: Table,
  sources: Sources,
  faults: FaultList,
  warnings: FaultList,
): Promise<ManualRow[]> {
  const [first, ...rest] = table.rows;
  if (first === undefined) {
    faults.add(null, null, 'empty');
    return [];
  }
  const header = headerOf(first.cells);
  for (const column of header.doubled) faults.add(first.row, header.name(column), 'double-column', header.name(column));
  for (const text of header.unknown) warnings.add(first.row, text, 'unknown-column', text);
  const isMissing = (...names: Column[]): boolean => names.some((name) => header.places[name] === undefined);
  if (isMissing('meter')) faults.add(first.row, null, 'missing-column', header.name('meter'));
  if (isMissing('at', 'reading') && isMissing('from', 'to', 'amount') && isMissing('month', 'amount')) {
    faults.add(first.row, null, 'which-kind');
  }
  if (faults.list.length > 0) return [];
  if (rest.length === 0) faults.add(null, null, 'empty');
  const read = await mapBreathing(rest, ({ row, cells }) => new RowReader(row, cells, header, sources, faults).read());
  return read.filter((row) => row !== null);
}

class RowReader {
  readonly #row: number;
  readonly #cells: readonly Cell[];
  readonly #header: Header;
  readonly #sources: Sources;
  readonly #faults: FaultList;

  constructor(row: number, cells: readonly Cell[], header: Header, sources: Sources, faults: FaultList) {
    this.#row = row;
    this.#cells = cells;
    this.#header = header;
    this.#sources = sources;
    this.#faults = faults;
  }

  read(): ManualRow | null {
    const kinds = (['at', 'from', 'month'] as const).filter((column) => this.#text(column) !== '');
    const value = this.#text('reading') === '' ? 'amount' : 'reading';
    const target = this.#target();
    const [time] = kinds;
    const both = this.#text('reading') !== '' && this.#text('amount') !== '';
    if (time === undefined || kinds.length > 1 || both || (time === 'at') !== (value === 'reading')) {
      this.#faults.add(this.#row, null, 'which-kind');
      return null;
    }
    const amount = this.#number(value);
    const span = this.#span(time);
    if (target === null || amount === null || span === null) return null;
    return {
      row: this.#row,
      ...target,
      kind: value,
      ...span,
      value: amount,
      reason: this.#text('reason').slice(0, longestReason),
      valueColumn: this.#header.name(value),
      timeColumn: this.#header.name(time),
    };
  }

  #target(): Pick<ManualRow, 'meter' | 'point'> | null {
    const id = this.#text('meter');
    if (id === '') return this.#fault('meter', 'missing');
    const meter = this.#sources.meter(id);
    if (meter === undefined) return this.#fault('meter', 'unknown-meter', id);
    if (meter.virtual !== null) return this.#fault('meter', 'virtual-meter', id);
    const point = this.#text('point') || meter.register.point;
    return isRegisterPoint(point) ? { meter, point } : this.#fault('point', 'not-a-register', point);
  }

  #span(time: 'at' | 'from' | 'month'): Pick<ManualRow, 'from' | 'to'> | null {
    const { calendar, now } = this.#sources;
    const text = this.#text(time);
    if (time === 'month') {
      const month = wallMonth(text, calendar);
      if (month === null) return this.#fault('month', 'not-a-month', text);
      if (month.from < earliest) return this.#fault('month', 'too-early');
      return month.to > now ? this.#fault('month', 'in-future') : month;
    }
    const from = this.#instant(time);
    const to = time === 'at' ? from : this.#instant('to');
    if (from === null || to === null) return null;
    return time === 'from' && to <= from ? this.#fault('to', 'ends-before-start') : { from, to };
  }

  #instant(column: 'at' | 'from' | 'to'): number | null {
    const text = this.#text(column);
    if (text === '') return this.#fault(column, 'missing');
    const at = wallTime(text, this.#sources.calendar);
    if (at === null) return this.#fault(column, 'not-a-time', text);
    if (at < earliest) return this.#fault(column, 'too-early');
    return at > this.#sources.now ? this.#fault(column, 'in-future') : at;
  }

  #number(column: 'reading' | 'amount'): number | null {
    // Thousands are grouped by hand now and then.
    const text = this.#text(column).replace(/(?<=\d)[,，](?=\d{3}(\D|$))/g, '');
    if (text === '') return this.#fault(column, 'missing');
    if (!number.test(text) || !Number.isFinite(Number(text))) return this.#fault(column, 'not-a-number', text);
    return Number(text) < 0 ? this.#fault(column, 'negative') : Number(text);
  }

  #text(column: Column): string {
    const place = this.#header.places[column];
    return place === undefined ? '' : textOf(this.#cells[place]);
  }

  #fault(
    column: Column,
    ...what: Parameters<FaultList['add']> extends [unknown, unknown, ...infer R] ? R : never
  ): null {
    this.#faults.add(this.#row, this.#header.name(column), ...what);
    return null;
  }
}
