import fc from 'fast-check';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StoredReading } from '../../port.ts';
import { unwritable } from '../lines-names.ts';
import type { InfluxServer, InfluxSettings, RollupPoint } from '../port.ts';
import { openInfluxServer } from '../server.ts';
import { ask, type Row } from './ask.ts';

const log = pino({ level: 'silent' });
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
/** Near now, so that it lies inside whatever a named server keeps. */
const noon = Math.floor(Date.now() / day) * day - 2 * day;

/** What every InfluxDB must do for us: run on a 1.x of our own and on the server that the environment names. */
export function describeInfluxServer(
  title: string,
  skip: boolean,
  begin: () => Promise<InfluxSettings>,
  end: () => Promise<void>,
): void {
  describe.skipIf(skip)(title, () => {
    let settings: InfluxSettings;
    let server: InfluxServer;
    const rollups = (statement: string): Promise<Row[]> => ask(settings, statement, '_rollups');

    beforeAll(async () => {
      settings = await begin();
      server = openInfluxServer(settings, { log });
      await server.prepare();
    });
    afterAll(async () => {
      await server?.close();
      await end();
    });

    it('prepares a place that is ready already', async () => {
      await server.prepare();
    });

    it('gives readings back as they were written, with their arrival and every point', async () => {
      const readings = [0, 1, 2, 3].map((i) => reading('EL-1', noon + i * minute, { energy_kwh: 100 + i * 0.1 }));
      expect(await server.writeRaw([...readings, reading('EL-10', noon, { energy_kwh: 1 })])).toEqual({ dead: [] });
      expect(await server.readRaw('EL-1', noon, noon + 3 * minute)).toEqual(readings.slice(0, 3));
      expect(await server.readRaw('EL-1', noon + 1, noon + minute)).toEqual([]);
      expect(await server.readRaw('EL-unknown', noon, noon + hour)).toEqual([]);
    });

    it('a reading that is delivered again is there once, a corrected value counts, a new point is added', async () => {
      const first = reading('EL-2', noon, { energy_kwh: 5, power_kw: 1 });
      await server.writeRaw([first]);
      await server.writeRaw([first, { ...first, values: { energy_kwh: 6 } }, { ...first, values: { flow_m3h: 0 } }]);
      expect(await server.readRaw('EL-2', noon, noon + 1)).toEqual([
        { ...first, values: { energy_kwh: 6, power_kw: 1, flow_m3h: 0 } },
      ]);
    });

    it('finds the neighbours of an instant, no farther than asked', async () => {
      const at = [0, 10, 20].map((i) => reading('EL-3', noon + i * minute, { energy_kwh: i }));
      await server.writeRaw(at);
      expect(await server.neighbours('EL-3', noon + 10 * minute, hour)).toEqual([at[0], at[1]]);
      expect(await server.neighbours('EL-3', noon + 11 * minute, hour)).toEqual([at[1], at[2]]);
      expect(await server.neighbours('EL-3', noon + 15 * minute, minute)).toEqual([]);
      expect(await server.neighbours('EL-3', noon + 15 * minute, 5 * minute)).toEqual([at[1], at[2]]);
      expect(await server.neighbours('EL-3', noon + day, day)).toEqual([at[2]]);
    });

    it('points whose names mean something to InfluxDB are points like others', async () => {
      const odd = reading('EL-4', noon, {
        time: 1,
        meter: 2,
        received_at: 3,
        received_at_: 4,
        _field: 5,
        energy_kwh: 6,
      });
      expect(await server.writeRaw([odd])).toEqual({ dead: [] });
      expect(await server.readRaw('EL-4', noon, noon + 1)).toEqual([odd]);
    });

    it('a long answer is fetched in pages without a hole or a double', async () => {
      const many = Array.from({ length: 23_000 }, (_, i) => reading('EL-5', noon + i * 1_000, { power_kw: i }));
      await server.writeRaw(many);
      const back = await server.readRaw('EL-5', noon, noon + day);
      expect(back.map((one) => one.ts)).toEqual(many.map((one) => one.ts));
      expect(await server.readRaw('EL-5', noon, noon + day, 15_000)).toEqual(back.slice(-15_000));
    });

    it('writes intervals with quality and coverage', async () => {
      await server.writeRollups([
        interval('EL-6', noon, { value: 1.5, coverage: 1, quality: 1 }),
        interval('EL-6', noon + hour, { value: 2.5, coverage: 0.5, quality: 2, min: 1, max: 3 }),
      ]);
      const rows = await rollups(`SELECT * FROM "interval_1h" WHERE "meter" = 'EL-6' AND time >= ${noon}ms`);
      expect(rows).toEqual([
        { time: noon, meter: 'EL-6', point: 'energy_kwh', value: 1.5, coverage: 1, quality: 1, min: null, max: null },
        {
          time: noon + hour,
          meter: 'EL-6',
          point: 'energy_kwh',
          value: 2.5,
          coverage: 0.5,
          quality: 2,
          min: 1,
          max: 3,
        },
      ]);
    });

    it('an interval that was there and is missing now shows no old value where quality is asked for', async () => {
      await server.writeRollups(
        [0, 1, 2, 3].map((i) => interval('EL-7', noon + i * hour, { value: i, coverage: 1, quality: 1 })),
      );
      const gone = [1, 2].map((i) => interval('EL-7', noon + i * hour, { value: null, coverage: 0, quality: 0 }));
      await server.writeRollups(gone);
      const sum = await rollups(
        `SELECT sum("value") AS "sum" FROM "interval_1h" WHERE "meter" = 'EL-7' AND "quality" > 0 AND time >= ${noon}ms AND time < ${noon + day}ms`,
      );
      expect(sum.map((row) => row.sum)).toEqual([3]);
      const marks = await rollups(`SELECT "quality" FROM "interval_1h" WHERE "meter" = 'EL-7' AND time >= ${noon}ms`);
      expect(marks.map((row) => row.quality)).toEqual([1, 0, 0, 1]);
    });

    // Last: it leaves hundreds of fields, and every row that is read has a column for each.
    it('any meter id and point name comes back, or is told as a dead letter', async () => {
      const name = fc.oneof(
        fc.string({ unit: fc.constantFrom(...'a9_-, ="\\\'#{}$;/*%.:|é能🏢'), minLength: 1, maxLength: 12 }),
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
        fc.constantFrom("x' OR '1'='1", '"; DROP DATABASE "a', 'a\nb', 'a\\', 'a\\,b', 'true', '1', '__proto__', ' '),
      );
      const value = fc.double({ noNaN: true, noDefaultInfinity: true }).map((v) => (Object.is(v, -0) ? 0 : v));
      let run = 0;
      await fc.assert(
        fc.asyncProperty(
          name,
          fc.dictionary(name, value, { minKeys: 1, maxKeys: 6, noNullPrototype: true }),
          async (id, values) => {
            // Each run at an instant of its own: meters may repeat.
            const one = reading(id, noon + run++ * minute, values);
            const { dead } = await server.writeRaw([one]);
            const expected = Object.fromEntries(
              Object.entries(values).filter(([point]) => unwritable(point) === null && unwritable(id) === null),
            );
            const lost = unwritable(id) === null ? Object.keys(values).length - Object.keys(expected).length : 1;
            expect(dead).toHaveLength(lost);
            const back = await server.readRaw(id, one.ts, one.ts + 1);
            if (Object.keys(expected).length === 0) expect(back).toEqual([]);
            else expect(back).toEqual([{ ...one, values: expected }]);
          },
        ),
        { numRuns: 150, seed: 20261123 },
      );
    });
  });
}

function reading(meter: string, ts: number, values: Record<string, number>): StoredReading {
  return { meter, ts, receivedAt: ts + 412, values };
}

function interval(
  meter: string,
  ts: number,
  rest: Pick<RollupPoint, 'value' | 'coverage' | 'quality' | 'min' | 'max'>,
): RollupPoint {
  return { meter, point: 'energy_kwh', every: '1h', ts, ...rest };
}
