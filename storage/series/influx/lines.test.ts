import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { chunksOf } from './lines-chunks.ts';
import { fieldOf, pointOf } from './lines-names.ts';
import { splitRefused } from './lines-refused.ts';
import { lineText, rawLines, rollupLines, type Line } from './lines.ts';
import { writeLines } from './lines-write.ts';
import { InfluxAway } from './port.ts';
import { deleteEmptied } from './rollups-emptied.ts';
import { identifier, instant, text } from './query-text.ts';

const ts = 1_795_449_600_000;

describe('a reading as a line', () => {
  it('has the meter as its only tag, floats only, and its arrival', () => {
    const { lines } = rawLines([
      { meter: 'EL 1', ts, receivedAt: ts + 412, values: { energy_kwh: 12345.67, power_kw: 8, 'tap=1,a': -0 } },
    ]);
    expect(lines.map(lineText)).toEqual([
      `reading,meter=EL\\ 1 energy_kwh=12345.67,power_kw=8,tap\\=1\\,a=0,received_at=${ts + 412} ${ts}`,
    ]);
  });

  it('a name that line protocol can not hold costs its point, not the reading', () => {
    const { lines, dead } = rawLines([{ meter: 'EL', ts, receivedAt: ts, values: { 'a\nb': 1, '': 2, ok: 3 } }]);
    expect(lines.map(lineText)).toEqual([`reading,meter=EL ok=3,received_at=${ts} ${ts}`]);
    expect(dead.map((one) => one.message)).toEqual([
      'not sent: a control character in the name',
      'not sent: an empty name',
    ]);
    expect(dead[0]!.line).toContain('a\\nb');
  });

  it('a reading of which nothing can be written leaves no row behind', () => {
    const { lines, dead } = rawLines([
      { meter: 'EL', ts, receivedAt: ts, values: { 'a\\': 1 } },
      { meter: 'EL\n1 x=1', ts, receivedAt: ts, values: { a: 1 } },
    ]);
    expect(lines).toEqual([]);
    expect(dead).toHaveLength(2);
  });
});

it.each(['time', 'time_', 'meter', 'received_at', '_field', '_value__', 'energy_kwh', 'x_', 'times'])(
  'point %s comes back from its field',
  (point) => {
    expect(pointOf(fieldOf(point))).toBe(point);
    expect(['time', 'meter', 'received_at', '_field', '_value']).not.toContain(fieldOf(point));
  },
);

it('a missing interval has no value, whatever it is told with', () => {
  const base = { meter: 'EL', point: 'energy_kwh', every: '1mo', ts, coverage: 0 } as const;
  const { lines } = rollupLines([
    { ...base, value: null, quality: 0 },
    { ...base, value: NaN, quality: 1, min: 1 },
    { ...base, value: 3, quality: 3, coverage: 1 },
  ]);
  expect(lines.map(lineText)).toEqual([
    `interval_1mo,meter=EL,point=energy_kwh coverage=0,quality=0 ${ts}`,
    `interval_1mo,meter=EL,point=energy_kwh coverage=0,quality=0 ${ts}`,
    `interval_1mo,meter=EL,point=energy_kwh value=3,coverage=1,quality=3 ${ts}`,
  ]);
});

describe('chunks', () => {
  const line = (size: number): Line => ({ series: 'a', fields: [['x'.repeat(size - 4 - 13), '1']], ts });

  it('stay below both limits, in order, and leave nothing out', () => {
    const lines = Array.from({ length: 25 }, (_, i) => line(50 + i));
    const chunks = [...chunksOf(lines, { lines: 10, bytes: 500 })];
    expect(chunks.flat()).toEqual(lines);
    for (const chunk of chunks) {
      expect(chunk.length).toBeLessThanOrEqual(10);
      expect(chunk.reduce((sum, one) => sum + lineText(one).length + 1, 0)).toBeLessThanOrEqual(500);
    }
  });

  it('a line over the limit goes alone', () => {
    const sizes = [...chunksOf([line(50), line(900), line(50)], { lines: 10, bytes: 500 })].map((one) => one.length);
    expect(sizes).toEqual([1, 1, 1]);
  });
});

describe('what a server says about refused points', () => {
  const lines = rawLines(
    ['a', 'b', 'c'].map((meter, i) => ({ meter, ts: ts - i, receivedAt: ts, values: { p: 1, 'q r': 2 } })),
  ).lines;

  it('a field of another type is taken out of every line', () => {
    const message =
      'partial write: field type conflict: input field "q r" on measurement "reading" is type float, already exists as type integer dropped=3';
    const split = splitRefused(lines, { message });
    expect(split.kind === 'field' && split.without.map(lineText)[0]).toBe(
      `reading,meter=a p=1,received_at=${ts} ${ts}`,
    );
    expect(split.kind === 'field' && split.only.map(lineText)[0]).toBe(`reading,meter=a q\\ r=2 ${ts}`);
  });

  it('lines that it repeats are the refused ones', () => {
    const message = `partial write: unable to parse '${lineText(lines[1]!)}': missing tag value dropped=0`;
    const split = splitRefused(lines, { message });
    expect(split.kind === 'lines' && [...split.refused.keys()]).toEqual([lines[1]]);
  });

  it('a count of all is all, another count is looked for in halves by time', () => {
    expect(splitRefused(lines, { message: 'partial write: points beyond retention policy dropped=3' }).kind).toBe(
      'all',
    );
    const split = splitRefused(lines, { message: 'partial write: points beyond retention policy dropped=1' });
    expect(split.kind === 'halves' && [split.first, split.second].map((half) => half.map((one) => one.ts))).toEqual([
      [ts - 2],
      [ts - 1, ts],
    ]);
  });
});

describe('a reading that a server refuses without saying which field', () => {
  /** Takes no line that holds it; gives what was written and what was not. */
  const writeTo = async (refuses: string, values: Record<string, number>) => {
    const written: string[] = [];
    const { lines } = rawLines([{ meter: 'EL', ts, receivedAt: ts + 7, values }]);
    const dead = await writeLines(lines, (texts) => {
      if (texts.some((text) => text.includes(refuses))) return Promise.resolve({ message: 'partial write: no' });
      written.push(...texts);
      return Promise.resolve(null);
    });
    return { written, dead: dead.map(({ line }) => line) };
  };
  it('and that has one point is one dead letter, and leaves no row behind', async () => {
    expect(await writeTo('power_kw', { power_kw: 1 })).toEqual({
      written: [],
      dead: [`reading,meter=EL power_kw=1 ${ts}`],
    });
  });
  it('and that has several loses that one, and keeps its arrival', async () => {
    expect(await writeTo('power_kw', { power_kw: 1, energy_kwh: 2 })).toEqual({
      written: [`reading,meter=EL energy_kwh=2 ${ts}`, `reading,meter=EL received_at=${ts + 7} ${ts}`],
      dead: [`reading,meter=EL power_kw=1 ${ts}`],
    });
  });
});

it('a deletion that InfluxDB 1.x answers with an error inside a 200 has not happened', async () => {
  const emptied = [{ every: '1h', meter: 'EL', point: 'energy_kwh', from: ts, to: ts }] as const;
  const remove = (result: object) =>
    deleteEmptied(
      'v1',
      { name: 'city_rollups', org: '' },
      emptied,
      () => Promise.resolve({ status: 200, headers: {}, body: { results: [result] } }),
      pino({ level: 'silent' }),
    );
  await expect(remove({ statement_id: 0, error: 'timeout' })).rejects.toBeInstanceOf(InfluxAway);
  expect(await remove({ statement_id: 0 })).toBe(true);
});

it('InfluxQL text is closed by nothing that it holds', () => {
  expect(text(`x' OR '1'='1`)).toBe(`'x\\' OR \\'1\\'=\\'1'`);
  expect(text(`a\\' --`)).toBe(`'a\\\\\\' --'`);
  expect(identifier(`a"; DROP DATABASE "b`)).toBe(`"a\\"; DROP DATABASE \\"b"`);
  expect(() => instant(NaN)).toThrow(RangeError);
});
