import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LocalCalendar } from '../../../domain/time/calendar.ts';
import type { WireVerdictPage } from '../../../domain/wire-quality.ts';
import { Installation, until } from '../fakes/installation.ts';
import { ownViewer } from '../house.ts';
import { billsOf, sumOf } from './bills.ts';
import { csvRows } from './rows.ts';

const calendar = new LocalCalendar('Asia/Shanghai');
const now = Date.parse('2026-11-23T08:00:00+08:00');
const midnight = (date: string) => calendar.localMidnight(date);
const read = async (lines: string) =>
  billsOf((await csvRows(`timestamp,value\n${lines}`, calendar, now)).rows, calendar);
const days = (ms: number) => calendar.iso(ms).slice(0, 10);
const spans = async (lines: string) => {
  const bills = await read(lines);
  if (!bills.ok) return bills.faults.map(({ path, code }) => `${path} ${code}`);
  return bills.bills.map(({ from, to, amount }) => `${days(from)} ${days(to)} ${amount}`);
};

describe('what a file of bills says', () => {
  it.each<[string, string, readonly string[]]>([
    [
      'months: the last is a calendar month',
      '2024-01-01,1.10\n2024-02-01,2\n',
      ['2024-01-01 2024-02-01 1.1', '2024-02-01 2024-03-01 2'],
    ],
    ['one month alone', '2024-02-01,7', ['2024-02-01 2024-03-01 7']],
    [
      'a month that was left out was not billed',
      '2024-01-01,1\n2024-02-01,2\n2024-04-01,4',
      ['2024-01-01 2024-02-01 1', '2024-02-01 2024-03-01 2', '2024-04-01 2024-05-01 4'],
    ],
    ['water every second month', '2024-01-01,1\n2024-03-01,2', ['2024-01-01 2024-03-01 1', '2024-03-01 2024-05-01 2']],
    [
      'read on some day, with the last end',
      '2024-01-05,1\n2024-02-07,2\n2024-03-06,',
      ['2024-01-05 2024-02-07 1', '2024-02-07 2024-03-06 2'],
    ],
    [
      'read on some day, without it',
      '2024-01-05,1\n2024-02-04,2',
      ['2024-01-05 2024-02-04 1', '2024-02-04 2024-03-05 2'],
    ],
    [
      'a hole',
      '2024-01-05,1\n2024-02-07,\n2024-03-06,3\n2024-04-06,',
      ['2024-01-05 2024-02-07 1', '2024-03-06 2024-04-06 3'],
    ],
    ['a single one of no month has no end', '2024-01-05,1', ['row 2 endless']],
    ['faults', '2024-01-01,-1\n2024-02-01,1\n2024-02-01,2', ['row 2 negative', 'row 4 double']],
    ['nothing', '2024-01-01,\n', [' too-short']],
  ])('%s', async (_, lines, expected) => {
    expect(await spans(lines)).toEqual(expected);
  });

  it('adds without floating-point dust', async () => {
    const bills = await read('2024-01-01,0.1\n2024-02-01,0.2');
    expect(bills.ok && sumOf(bills.bills)).toBe('0.3');
  });
});

const house = new Installation();
const months = (year: number) => Array.from({ length: 12 }, (_, i) => `${year}-${String(i + 1).padStart(2, '0')}-01`);
/** As a workshop pays them: thousands, and fen. */
const amount = (i: number) => (3000.07 + 417.13 * i).toFixed(2);
const bills2024 = `timestamp,value\n${months(2024)
  .map((date, i) => `${date},${amount(i)}\n`)
  .join('')}`;

beforeAll(async () => {
  house.now = now;
  await house.start();
  const meter = (id: string, register: object = {}) => ({
    ...{ id, building: 'B1', carrier: 'electricity', interval: '15m' },
    register: { point: 'energy_kwh', unit: 'kWh', digits: 6, decimals: 1, ...register },
  });
  const meters = [
    ...['BEFORE', 'AFTER', 'LATER', 'GAP', 'MORE', 'WRONG', 'CHANGED'].map((id) => meter(id)),
    meter('TIMES', { multiplier: 40 }),
    { ...meter('SMALL', { digits: 4 }), maxPerHour: 2 },
  ];
  const imported = await house.registry.importPortfolio({ meters }, ownViewer);
  if (!imported.ok) throw new Error(JSON.stringify(imported.faults));
}, 60_000);
afterAll(() => house.stop());

const send = async (id: string, csv: string, query = 'kind=bill') => {
  const answer = await house
    .operator()
    .call<Record<string, never>>('POST', `/api/v1/meters/${id}/history?${query}`, csv, {
      'content-type': 'text/csv',
    });
  await house.collector.settled();
  return answer;
};
/** The meter's own readings, 0.4 kWh (of its register) a quarter hour. */
const own = async (id: string, from: string, register: number, quarters: number) => {
  await house.collector.importHistory(id, id, {
    ts: Float64Array.from({ length: quarters + 1 }, (_, i) => midnight(from) + i * 900_000),
    points: {
      energy_kwh: Float64Array.from({ length: quarters + 1 }, (_, i) => Number((register + 0.4 * i).toFixed(1))),
    },
  });
  await house.collector.settled();
};
interface Series {
  points: { ts: string; value: number | null; quality: string }[];
}
const series = async (id: string, from: string, to: string, every: string) =>
  (
    await house
      .operator()
      .get<Series>(`/api/v1/meters/${id}/series?point=energy_kwh&every=${every}&from=${from}&to=${to}`)
  ).body.points;
/** The meters of this test run more evenly than any meter does. */
const findings = async (id: string) => {
  const path = `/api/v1/quality/verdicts?meter=${id}&state=all`;
  const { items } = (await house.operator().get<WireVerdictPage>(path)).body;
  return items.filter(({ rule, from }) => rule !== 'flat-line' || from < '2025');
};
const february = 2784;
const january2025 = 31 * 96 * 0.4;
const expected2024 = months(2024).map((_, i) => [Number(amount(i)), 'measured']);
const told = (points: Series['points']) => points.map(({ value, quality }) => [value, quality]);

describe('bills from before a meter’s first reading', () => {
  it('meet the meter that was there first, whatever it showed: December and January are right, nothing is found', async () => {
    await own('BEFORE', '2025-01-01', 48_211.5, february + 96);
    const answer = await send('BEFORE', bills2024);
    expect(answer.status, answer.text).toBe(200);
    expect(answer.body).toMatchObject({
      readings: 12,
      stored: 12,
      bills: { count: 12, sum: '63531.42', unit: 'kWh', gaps: [], meets: 'directly' },
    });
    expect(told(await series('BEFORE', '2024-01-01', '2025-01-01', '1mo'))).toEqual(expected2024);
    expect((await series('BEFORE', '2025-01-01', '2025-01-31', '1mo'))[0]!.value).toBeCloseTo(
      february * 0.4 + 96 * 0.4,
      6,
    );
    expect(await findings('BEFORE')).toEqual([]);
    const [hour] = await series('BEFORE', '2024-03-01', '2024-03-02', '1h');
    expect(hour).toMatchObject({ quality: 'estimated' });
    expect(hour!.value).toBeCloseTo(Number(amount(2)) / 744, 6);
    // The same file again changes nothing.
    const decisions = house.registry.decisions.standing('BEFORE').length;
    expect((await send('BEFORE', bills2024)).body).toMatchObject({ stored: 0, duplicate: 12 });
    expect(house.registry.decisions.standing('BEFORE')).toHaveLength(decisions);
  });

  it('wait for a meter that comes after them, also when its first reading is of the very end of the last bill', async () => {
    expect((await send('AFTER', bills2024)).body).toMatchObject({ bills: { meets: 'not-yet' } });
    expect(told(await series('AFTER', '2024-01-01', '2025-01-01', '1mo'))).toEqual(expected2024);
    await own('AFTER', '2025-01-01', 48_211.5, 31 * 96);
    const december = () => series('AFTER', '2024-12-01', '2025-02-01', '1mo');
    await until('the bills to meet the meter', async () => {
      await house.collector.settled();
      return (await december())[0]!.value === Number(amount(11));
    });
    expect(told(await series('AFTER', '2024-01-01', '2025-01-01', '1mo'))).toEqual(expected2024);
    expect((await december())[1]!.value).toBeCloseTo(january2025, 6);
    expect(await findings('AFTER')).toEqual([]);
  });

  it('with a time between them and the meter: it is missing, and no energy is made of two registers', async () => {
    await send('LATER', bills2024);
    await own('LATER', '2025-02-01', 48_211.5, 28 * 96);
    await until('the bills to meet the meter', async () => {
      await house.collector.settled();
      const standing = house.registry.decisions.standing('LATER');
      return standing.some(({ change }) => change?.kind === 'step' && change.as === 'unknown');
    });
    await house.collector.settled();
    const points = await series('LATER', '2024-12-01', '2025-03-01', '1mo');
    expect(told(points)).toEqual([
      [Number(amount(11)), 'measured'],
      [null, 'missing'],
      [expect.closeTo(28 * 96 * 0.4, 6), 'measured'],
    ]);
    expect(await findings('LATER')).toEqual([]);
  });

  it('a month that nobody billed stays missing; later its bill is put in', async () => {
    await own('GAP', '2025-01-01', 100, 96);
    const without = bills2024.replace(/2024-05-01,.*\n/, '');
    const preview = await send('GAP', without, 'kind=bill&dry-run=true');
    expect(preview.body).toMatchObject({
      ...{ dryRun: true, stored: 0 },
      bills: { count: 11, gaps: [{ from: '2024-05-01T00:00:00+08:00', to: '2024-06-01T00:00:00+08:00' }] },
    });
    expect(house.store.latest().get('GAP')?.points).toMatchObject({ energy_kwh: { ts: midnight('2025-01-02') } });
    expect(house.registry.decisions.standing('GAP')).toEqual([]);
    await send('GAP', without);
    const all = told(await series('GAP', '2024-01-01', '2025-01-01', '1mo'));
    expect(all).toEqual(expected2024.map((month, i) => (i === 4 ? [null, 'missing'] : month)));
    await send('GAP', `timestamp,value\n2024-05-01,${amount(4)}\n`);
    expect(told(await series('GAP', '2024-01-01', '2025-01-01', '1mo'))).toEqual(expected2024);
    expect(await findings('GAP')).toEqual([]);
  });

  it('older ones before known ones, and a corrected one among them', async () => {
    await own('MORE', '2025-01-01', 7, 96);
    await send('MORE', bills2024);
    await send('MORE', bills2024.replaceAll('2024-', '2023-').replace('2023-02-01,', '2023-02-01,9'));
    await send('MORE', 'timestamp,value\n2024-06-01,12.5\n');
    const all = await series('MORE', '2023-01-01', '2025-01-01', '1mo');
    expect(told(all.slice(12))).toEqual(expected2024.map((month, i) => (i === 5 ? [12.5, 'measured'] : month)));
    expect(all[1]).toMatchObject({ value: Number(`9${amount(1)}`), quality: 'measured' });
    expect(await findings('MORE')).toEqual([]);
  });

  it('bills of other days take the place of known ones in the same time', async () => {
    await own('CHANGED', '2025-01-01', 7, 96);
    await send('CHANGED', bills2024);
    const cut = await send('CHANGED', 'timestamp,value\n2024-03-15,1\n2024-04-15,\n');
    expect([cut.status, cut.body['code']]).toEqual([409, 'cuts-a-bill']);
    const quarter = 'timestamp,value\n2024-04-01,900\n2024-07-01,\n';
    // The end is a row without a value here: a bill of three months.
    expect((await send('CHANGED', quarter)).status).toBe(200);
    const points = await series('CHANGED', '2024-03-01', '2024-08-01', '1mo');
    expect(points.map(({ quality }) => quality)).toEqual([
      'measured',
      'estimated',
      'estimated',
      'estimated',
      'measured',
    ]);
    expect(points.slice(1, 4).reduce((sum, { value }) => sum + value!, 0)).toBeCloseTo(900, 6);
    expect(await findings('CHANGED')).toEqual([]);
  });

  it('with a multiplier, and beyond what the meter could show or measure: a bill is what was paid', async () => {
    await own('TIMES', '2025-01-01', 12, 96);
    await send('TIMES', bills2024);
    expect(told(await series('TIMES', '2024-01-01', '2025-01-01', '1mo'))).toEqual(expected2024);
    await own('SMALL', '2025-01-01', 12, 4);
    await send('SMALL', bills2024.replaceAll(',', ',2').replace(',2value', ',value'));
    const small = await series('SMALL', '2024-01-01', '2025-01-01', '1mo');
    expect(small.map(({ value }) => value)).toEqual(months(2024).map((_, i) => Number(`2${amount(i)}`)));
    expect(await findings('SMALL')).toEqual([]);
  });

  it('of a time in which the meter was read already they are refused, with the reading', async () => {
    await own('WRONG', '2024-11-10', 48_211.5, 96);
    const answer = await send('WRONG', bills2024);
    expect([answer.status, answer.body['code']]).toEqual([409, 'has-readings']);
    expect(answer.body['detail']).toContain('2024-11-10T00:00:00+08:00');
    expect(house.registry.decisions.standing('WRONG')).toEqual([]);
  });
});
