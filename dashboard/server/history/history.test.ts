import { describe, expect, it } from 'vitest';
import { LocalCalendar } from '../../../domain/time/calendar.ts';
import { accumulated, readings } from './columns.ts';
import { csvRows, jsonRows } from './rows.ts';

const calendar = new LocalCalendar('Asia/Shanghai');
const hour = 3_600_000;
const now = Date.parse('2026-11-23T08:00:00+08:00');
const t0 = Date.parse('2019-01-01T00:00:00+08:00');

describe('past readings from a file', () => {
  it('a spreadsheet’s CSV: byte order mark, CRLF, a quoted value, other columns', async () => {
    const text = '\uFEFFid,Timestamp,Value\r\n7,2019-01-01,"12.50"\r\n8,2019-01-01T01:00:00+08:00,\r\n\r\n';
    const { rows, faults } = await csvRows(text, calendar, now);
    expect(faults).toEqual([]);
    expect(rows).toEqual([
      { ts: t0, value: '12.50', place: 'row 2' },
      { ts: t0 + hour, value: null, place: 'row 3' },
    ]);
  });

  it('each fault is named with its row and column', async () => {
    const text = 'timestamp,value\n2019-01-01T00:00:00,1\n2019-01-01T01:00:00Z,12kWh\nlater,x\n';
    expect((await csvRows(text, calendar, now)).faults.map(({ path, code }) => [path, code])).toEqual([
      ['row 2, column timestamp', 'ts-unreadable'],
      ['row 3, column value', 'not-a-number'],
      ['row 4, column timestamp', 'ts-unreadable'],
      ['row 4, column value', 'not-a-number'],
    ]);
  });

  it('a clock that was never set, a year mistyped, a number beyond all numbers', async () => {
    const text = 'timestamp,value\n1970-01-01,1\n2062-01-01,1\n2019-01-01,1e999\n';
    expect((await csvRows(text, calendar, now)).faults.map(({ path, code }) => [path, code])).toEqual([
      ['row 2, column timestamp', 'ts-before-2000'],
      ['row 3, column timestamp', 'ts-too-far-ahead'],
      ['row 4, column value', 'not-a-number'],
    ]);
  });

  it('a file of something else says what is missing', async () => {
    expect((await csvRows('date;kwh\n1;2\n', calendar, now)).faults.map((fault) => fault.path)).toEqual([
      'row 1, column timestamp',
      'row 1, column value',
    ]);
    expect((await csvRows('', calendar, now)).faults).toHaveLength(1);
  });

  it('a file that is wrong throughout names a hundred faults, not a million', async () => {
    const text = 'timestamp,value\n' + 'x,y\n'.repeat(100_000);
    expect((await csvRows(text, calendar, now)).faults).toHaveLength(100);
  });

  it('an open quote is a fault, not a hang', async () => {
    expect((await csvRows('timestamp,value\n2019-01-01,"1\n', calendar, now)).faults[0]).toMatchObject({
      code: 'unreadable',
    });
  });

  it('JSON rows, with numbers or text', () => {
    const { rows } = jsonRows(
      '{"rows":[{"timestamp":"2019-01-01","value":0.1},{"timestamp":1546185600000,"value":null}]}',
      calendar,
      now,
    );
    expect(rows.map((row) => [row.ts, row.value])).toEqual([
      [1546185600000, null],
      [t0, '0.1'],
    ]);
    expect(jsonRows('[{"timestamp":"2019-01-01"}]', calendar, now).faults[0]?.path).toBe('rows[0]');
    expect(jsonRows('[1', calendar, now).faults[0]?.code).toBe('unreadable');
  });
});

describe('interval values as a register', () => {
  const row = (i: number, value: string | null) => ({ ts: t0 + i * hour, value, place: `row ${i + 2}` });

  it('differences give the values back without floating-point dust', () => {
    const columns = accumulated([row(0, '0.1'), row(1, '0.2'), row(2, '0.3')], '0', 1);
    if (!columns.ok) throw new Error('refused');
    expect([...columns.value]).toEqual([0, 0.1, 0.3, 0.6]);
    expect(columns.ts.at(-1)).toBe(t0 + 3 * hour);
  });

  it('values are after the multiplier, the register before it', () => {
    const columns = accumulated([row(0, '40'), row(1, '80')], '1000', 40);
    expect(columns.ok && [...columns.value]).toEqual([1000, 1001, 1003]);
  });

  it('a missing interval is refused: a register can’t say it, and 0 would be a lie', () => {
    const columns = accumulated([row(0, '1'), row(1, null), row(2, '-1'), row(2, '1')], '0', 1);
    expect(!columns.ok && columns.faults.map(({ path, code }) => [path, code])).toEqual([
      ['row 3', 'missing-value'],
      ['row 4', 'negative'],
      ['row 4', 'double'],
    ]);
  });

  it('nothing before the first and after the last value is simply nothing', () => {
    const columns = accumulated([row(0, null), row(1, '1'), row(2, '2'), row(3, null)], '0', 1);
    expect(columns).toMatchObject({ ok: true, missing: 2, value: Float64Array.of(0, 1, 3) });
    expect(accumulated([row(0, null), row(1, null)], '0', 1)).toMatchObject({ ok: false });
  });

  it('readings skip what is missing', () => {
    expect(readings([row(0, '5'), row(1, null)])).toMatchObject({ ok: true, missing: 1, value: Float64Array.of(5) });
  });
});
