import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CommandFault } from './exit.ts';
import { readRecording } from './recording-file.ts';

let folder: string;
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'recording-'))));
afterAll(() => rmSync(folder, { recursive: true }));

function file(content: string | Buffer, name = 'meter.csv'): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}
async function read(content: string, point?: string): Promise<[number, string, string | null][]> {
  const rows = await readRecording(file(content), point);
  return rows.map(({ row, ts, value }) => [row, new Date(ts).toISOString(), value]);
}
async function faults(path: string): Promise<readonly string[]> {
  try {
    await readRecording(path);
    return [];
  } catch (error) {
    if (!(error instanceof CommandFault)) throw error;
    expect(error.code).toBe(2);
    return error.lines.map((line) => line.replace(folder, '').trim());
  }
}

it('reads a recorded meter: every digit as written, an empty value as missing', async () => {
  expect(
    await read('timestamp,value\n2018-01-01T00:00:00Z,10.80\n2018-01-01T09:00:00+08:00,\n2018-01-01T02:00:00Z,0\n'),
  ).toEqual([
    [2, '2018-01-01T00:00:00.000Z', '10.80'],
    [3, '2018-01-01T01:00:00.000Z', null],
    [4, '2018-01-01T02:00:00.000Z', '0'],
  ]);
});

it('reads what a spreadsheet makes of it: byte order mark, quotes, CRLF, blank lines, other columns', async () => {
  expect(await read('\ufeff"note","Timestamp","Value"\r\n\r\nx,"2018-01-01 00:00Z", 5 \r\n')).toEqual([
    [3, '2018-01-01T00:00:00.000Z', '5'],
  ]);
});

it.each([
  ['+5', '5'],
  ['.5', '0.5'],
  ['5.', '5'],
  ['-.5', '-0.5'],
  ['007.10', '7.10'],
  ['0', '0'],
  ['1e-7', '1e-7'],
  ['5.e2', '5e2'],
])('writes the number %s as JSON does: %s', async (written, value) => {
  expect(await read(`timestamp,value\n2018-01-01T00:00Z,${written}\n`)).toEqual([
    [2, '2018-01-01T00:00:00.000Z', value],
  ]);
  expect(JSON.parse(value)).toBe(Number(written));
});

it('takes the column of the point, and the names that recordings in the field have', async () => {
  const rows = [[2, '2018-01-01T00:00:00.000Z', '7']];
  expect(await read('timestamp,temperature_c,energy_kwh\n2018-01-01T00:00Z,3,7', 'energy_kwh')).toEqual(rows);
  expect(await read('timestamp_utc,value\n2018-01-01T00:00Z,7')).toEqual(rows);
  expect(await read('timestamp,kwh\n2018-01-01T00:00Z,7')).toEqual(rows);
});

it('unpacks .gz', async () => {
  const rows = await readRecording(file(gzipSync('timestamp,value\n2018-01-01T00:00Z,7\n'), 'meter.csv.gz'));
  expect(rows).toEqual([{ row: 2, ts: Date.UTC(2018, 0, 1), value: '7' }]);
});

it('names every fault of a file by row and column, and does nothing', async () => {
  const lines = [
    'timestamp,value',
    '2018-01-01T00:00:00,1',
    '2018-02-30T00:00:00Z,1',
    '2018-01-01,1',
    '2018-01-01T25:00:00Z,1',
    '01/02/2018 00:00,1',
    ',1',
    '2018-01-01T00:00:00Z,"1,5"',
    '2018-01-01T00:00:00Z,NaN',
    '2018-01-01T00:00:00Z,1e400',
    '2018-01-01T00:00:00Z',
    '2018-01-01T00:00:00+15:00,1',
  ];
  expect(await faults(file(lines.join('\n')))).toEqual([
    '/meter.csv: 11 faults; nothing was done.',
    'row 2, column timestamp: "2018-01-01T00:00:00" has neither Z nor an offset such as +08:00',
    'row 3, column timestamp: "2018-02-30T00:00:00Z" is no date of the calendar or time of the day',
    'row 4, column timestamp: "2018-01-01" is a date; a time with Z or an offset is needed',
    'row 5, column timestamp: "2018-01-01T25:00:00Z" is no date of the calendar or time of the day',
    'row 6, column timestamp: "01/02/2018 00:00" is no ISO 8601 time',
    'row 7, column timestamp: is empty',
    'row 8, column value: "1,5" is no number',
    'row 9, column value: "NaN" is no number',
    'row 10, column value: "1e400" is no number',
    'row 11, column value: the row has only 1 column',
    'row 12, column timestamp: "2018-01-01T00:00:00+15:00" has an offset that no zone has',
  ]);
});

describe('refuses', () => {
  it.each([
    ['an empty file', '', /meter\.csv is empty/],
    ['a header alone', 'timestamp,value\n', /has a header and no rows/],
    ['a file without header', '2018-01-01T00:00Z,1\n', /row 1: the header has no column timestamp/],
    ['a header without values', 'timestamp,a,b\n', /row 1: the header has no column value/],
    ['a quote that never ends', 'timestamp,value\n"2018', /can't be read as CSV/],
  ])('%s', async (_, content, message) => {
    expect((await faults(file(content))).join()).toMatch(message);
  });

  it('a .gz that is none', async () => {
    expect((await faults(file('timestamp,value\n', 'plain.csv.gz'))).join()).toMatch(
      /can't be read as CSV: incorrect header check/,
    );
  });

  it('a folder', async () => {
    expect((await faults(folder)).join()).toMatch(/can't be read as CSV: EISDIR/);
  });
});
