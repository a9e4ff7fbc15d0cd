import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { MeterRecord } from '../domain/mandv/analysis.ts';
import { readMeterFile, type ReadMeter } from './mandv-file.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mandv-file-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const header = 'timestamp,energy_kwh,temperature_c\n';
async function file(text: string, timeZone = 'Asia/Shanghai'): Promise<ReadMeter> {
  const path = join(folder, 'meter.csv');
  writeFileSync(path, text);
  return readMeterFile(path, timeZone);
}
async function read(text: string, timeZone?: string): Promise<MeterRecord> {
  return (await file(text, timeZone)).record;
}
async function hours(
  text: string,
  timeZone?: string,
): Promise<{ at: string[]; energy: number[]; temperature: number[] }> {
  const record = await read(text, timeZone);
  if (record.kind !== 'hours') throw new Error('days');
  const { startsAt, energy, temperature } = record.hours;
  return {
    at: Array.from(startsAt, (ts) => new Date(ts).toISOString()),
    energy: [...energy],
    temperature: [...temperature],
  };
}

it('one row alone is of the kind of the baseline: its first hour is no day of that energy', async () => {
  const path = join(folder, 'begun.csv');
  writeFileSync(path, `${header}2024-01-01T00:00+08:00,78,3\n`);
  expect((await readMeterFile(path, 'Asia/Shanghai', 'hours')).record.kind).toBe('hours');
  expect((await readMeterFile(path, 'Asia/Shanghai', 'days')).record.kind).toBe('days');
});

it('hours in any order, other columns passed over, an empty value is missing', async () => {
  const text = 'site,temperature_c,timestamp,energy_kwh\nA,3,2024-01-01T01:00+08:00,\nA,2,2024-01-01T00:00+08:00,1.5\n';
  expect(await hours(`\uFEFF${text}`)).toEqual({
    at: ['2023-12-31T16:00:00.000Z', '2023-12-31T17:00:00.000Z'],
    energy: [1.5, NaN],
    temperature: [2, 3],
  });
});

it('rows of the same hour that complete each other are one', async () => {
  const text = `${header}2024-01-01T00:00Z,1.5,\n2024-01-01T00:00Z,,7\n2024-01-01T01:00Z,2,8\n2024-01-01T01:00Z,2,8\n`;
  expect(await hours(text)).toMatchObject({ energy: [1.5, 2], temperature: [7, 8] });
});

it('two values for one hour: the later row counts, and it is told (spec §15 case 19)', async () => {
  const text = `${header}2024-01-01T00:00Z,1.5,7\n2024-01-01T00:00Z,1.7,7\n2024-01-01T01:00Z,2,8\n`;
  const { record, warnings } = await file(text);
  expect(record.kind === 'hours' && [...record.hours.energy]).toEqual([1.7, 2]);
  expect(warnings).toMatchObject([{ code: 'data.conflicting-rows', numbers: { count: 1, row: 3, other: 2 } }]);
});

it('days have no holes: one that is not in the file is there and missing', async () => {
  const record = await read(`${header}2024-02-28,10,3\n2024-02-29,11,4\n2024-03-03,12,5\n`);
  if (record.kind !== 'days') throw new Error('hours');
  expect([...record.days.energy]).toEqual([10, 11, NaN, NaN, 12]);
  expect([...record.days.temperatureCoverage]).toEqual([1, 1, 0, 0, 1]);
  expect(new Date(record.days.edges[0]!).toISOString()).toBe('2024-02-27T16:00:00.000Z');
  expect(record.days.edges[5]! - record.days.edges[0]!).toBe(5 * 86_400_000);
});

it('local days keep their 23 and 25 hours', async () => {
  const record = await read(`${header}2019-03-30,1,3\n2019-03-31,1,3\n2019-04-01,1,3\n`, 'Europe/London');
  if (record.kind !== 'days') throw new Error('hours');
  const { edges } = record.days;
  expect([1, 2, 3].map((i) => (edges[i]! - edges[i - 1]!) / 3_600_000)).toEqual([24, 23, 24]);
});

it('days that begin at another zone’s midnight last to the next row', async () => {
  const record = await read(`${header}2024-01-01T00:00Z,1,3\n2024-01-02T00:00Z,1,3\n2024-01-04T00:00Z,1,3\n`);
  if (record.kind !== 'days') throw new Error('hours');
  expect([...record.days.energy]).toEqual([1, 1, NaN, 1]);
  expect(new Date(record.days.edges[4]!).toISOString()).toBe('2024-01-05T00:00:00.000Z');
});

it('rows in any order, and an hour in two rows, are the same meter (property)', async () => {
  const rows = Array.from({ length: 60 }, (_, i) => {
    const at = new Date(Date.UTC(2024, 0, 1) + i * 3_600_000).toISOString();
    return i % 7 === 0 ? [`${at},${i + 0.5},`, `${at},,${i / 10}`] : [`${at},${i + 0.5},${i / 10}`];
  }).flat();
  const straight = await hours(`${header}${rows.join('\n')}\n`);
  const shuffled = fc.shuffledSubarray(rows, { minLength: rows.length });
  await fc.assert(
    fc.asyncProperty(shuffled, async (order) => {
      expect(await hours(`${header}${order.join('\n')}\n`)).toEqual(straight);
    }),
    { numRuns: 20 },
  );
});

const good = `${header}2024-01-01T00:00Z,1,2\n`;
it.each<[string, string, RegExp]>([
  [
    'a header without temperature',
    'timestamp,energy_kwh\n2024-01-01,1\n',
    /row 1: the header has no column temperature_c/,
  ],
  ['nothing', '', /is empty; it needs the header/],
  ['no rows', header, /has a header and no rows/],
  ['words', `${good}2024-01-01T01:00Z,twelve,3\n`, /row 3, column energy_kwh: "twelve" is no number/],
  ['infinity', `${good}2024-01-01T01:00Z,1,Infinity\n`, /row 3, column temperature_c: "Infinity" is no number/],
  ['no time', `${good}yesterday,1,3\n`, /row 3, column timestamp: "yesterday" is no ISO 8601 time/],
  ['a 30th of February', `${good}2024-02-30,1,3\n`, /row 3, column timestamp: .*no date of the calendar/],
  ['a short row', `${good}2024-01-01T01:00Z,1\n`, /row 3, column temperature_c: the row has only 2 columns/],
  ['quarters of an hour', `${good}2024-01-01T00:15Z,1,3\n`, /row 3, column timestamp: 15 min after row 2/],
  ['months', `${good}2024-02-01T00:00Z,1,3\n`, /row 3, column timestamp: rows are 744 h apart/],
])('refuses %s, by row and column', async (_, text, message) => {
  await expect(read(text)).rejects.toMatchObject({ code: 2, message: expect.stringMatching(message) as string });
});
