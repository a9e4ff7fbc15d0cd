import { describe, expect, it } from 'vitest';
import { LocalCalendar } from '../../../../domain/time/calendar.ts';
import { qualities } from '../../../../storage/series/port.ts';
import type { House } from '../../house.ts';
import { FaultList } from './fault-list.ts';
import { checkNeighbours } from './neighbours.ts';
import { presentOf } from './present.ts';
import type { ManualRow } from './rows.ts';

// A year of hourly readings copied by hand, as a school hands it in: how much is asked of the store is counted.

const hour = 3_600_000;
const calendar = new LocalCalendar('Asia/Shanghai');
const begin = calendar.localMidnight('2025-01-01');
const year = 8760;

type Standing = { id: number; change: Record<string, unknown> };

/** A meter read each quarter hour, 1 kWh an hour, and what stands of it. */
function houseWith(standing: readonly Standing[] = []) {
  const asked = { samples: 0, intervals: 0, standing: 0 };
  const store = {
    samples: (_meter: string, _point: string, from: number, to: number) => {
      asked.samples += 1;
      const first = Math.ceil(from / (hour / 4));
      const ts = Float64Array.from(
        { length: Math.max(0, Math.ceil(to / (hour / 4)) - first) },
        (_, i) => (first + i) * (hour / 4),
      );
      return Promise.resolve({ ts, value: ts.map((at) => 100_000 + (at - begin) / hour) });
    },
  };
  const intervals = {
    ofMany: (points: readonly unknown[], every: '15m' | '1d' | '1mo', from: number, to: number) => {
      asked.intervals += 1;
      const edges = calendar.edges(every, from, to);
      const n = edges.length - 1;
      const columns = {
        startsAt: edges.slice(0, -1),
        endsAt: edges[n]!,
        value: Float64Array.from({ length: n }, (_, i) => (edges[i + 1]! - edges[i]!) / hour),
        coverage: new Float64Array(n).fill(1),
        quality: new Uint8Array(n).fill(qualities.indexOf('measured')),
      };
      return Promise.resolve(points.map(() => columns));
    },
  };
  const rules = { intervalMs: hour / 4, registerPoint: 'energy_kwh', register: { multiplier: [], replacements: [] } };
  const registry = {
    directory: { meter: () => ({ rules }) },
    decisions: {
      standing: () => {
        asked.standing += 1;
        return standing;
      },
    },
  };
  return { asked, house: { store, intervals, registry, calendar } as unknown as House };
}

function rowsOf(kind: 'reading' | 'amount', change: (row: ManualRow, i: number) => object = () => ({})): ManualRow[] {
  return Array.from({ length: year }, (_, i) => {
    const from = begin + i * hour;
    const row = {
      ...{ row: i + 2, meter: { id: 'M' } as ManualRow['meter'], point: 'energy_kwh', kind, reason: '' },
      ...{ from, to: kind === 'amount' ? from + hour : from, value: kind === 'amount' ? 2 : 100_000 + i },
      ...{ valueColumn: kind, timeColumn: 'at' },
    };
    return { ...row, ...change(row, i) };
  });
}

describe('a file of a year of hours', () => {
  it('of readings is compared with those around each in two reads, and the one wrong row is found', async () => {
    const { asked, house } = houseWith();
    const rows = rowsOf('reading', (row, i) => ({
      from: row.from + 60_000,
      to: row.to + 60_000,
      ...(i === 5000 && { value: 104_900 }),
    }));
    const [faults, warnings] = [new FaultList('en'), new FaultList('en')];
    await checkNeighbours(rows, house, faults, warnings);
    // Of the rows too, the one before a wrong one is known.
    expect(faults.list.map(({ path, code }) => `${path} ${code}`)).toContain('row 5002, column reading below-before');
    expect(asked.samples).toBeLessThanOrEqual(2);
    expect(asked.standing).toBe(1);
  });

  it('of readings shows what is there for each with a read for all', async () => {
    const { asked, house } = houseWith();
    const rows = rowsOf('reading', (row, i) => (i === 7 ? { from: row.from + 1, to: row.to + 1 } : {}));
    const present = await presentOf(rows, house);
    expect(present.get(rows[6]!)).toEqual({ value: 100_006, quality: 'measured', replaces: null });
    expect(present.get(rows[7]!)).toEqual({ value: null, quality: null, replaces: null });
    expect(present.get(rows.at(-1)!)).toMatchObject({ value: 100_000 + year - 1 });
    expect(asked).toMatchObject({ samples: 1, standing: 1 });
  });

  it('of amounts shows what is there, and which entry it takes the place of', async () => {
    const change = (from: number, hours: number) => ({
      kind: 'amount',
      point: 'energy_kwh',
      from,
      to: from + hours * hour,
      used: 9,
    });
    const { asked, house } = houseWith([
      { id: 3, change: change(begin, 10) },
      { id: 4, change: change(begin + 5 * hour, 1) },
      { id: 5, change: { kind: 'reading', point: 'energy_kwh', at: begin + 7 * hour, value: 1 } },
      { id: 6, change: { ...change(begin, 10), point: 'energy_export_kwh' } },
    ]);
    const rows = rowsOf('amount');
    const present = await presentOf(rows, house);
    expect(rows.slice(4, 11).map((row) => present.get(row)!.replaces)).toEqual([3, 4, 3, 3, 3, 3, null]);
    expect(present.get(rows[100]!)).toEqual({ value: 1, quality: 'measured', replaces: null });
    expect(asked).toEqual({ samples: 0, intervals: 1, standing: 1 });
  });

  it('of far-off months does not read what lies between', async () => {
    const { asked, house } = houseWith();
    const month = (text: string) => {
      const from = calendar.localMidnight(`${text}-01`);
      return { from, to: calendar.nextMonth(from) };
    };
    const rows = rowsOf('amount')
      .slice(0, 2)
      .map((row, i) => ({ ...row, ...month(['2015-02', '2025-02'][i]!) }));
    const present = await presentOf(rows, house);
    expect(rows.map((row) => present.get(row)!.value)).toEqual([28 * 24, 28 * 24]);
    expect(asked.intervals).toBe(2);
  });
});
