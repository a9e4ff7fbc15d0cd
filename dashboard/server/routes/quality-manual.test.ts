import { readSheet } from 'read-excel-file/node';
import { deflateRawSync } from 'node:zlib';
import writeXlsxFile from 'write-excel-file/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WireSeries } from '../../../domain/wire.ts';
import type { WireCompleteness, WireDecision, WireManualPreview } from '../../../domain/wire-quality.ts';
import type { Client } from '../fakes/client.ts';
import { Installation, morning } from '../fakes/installation.ts';
import { ownViewer } from '../house.ts';

const house = new Installation();
const hour = 3_600_000;
const path = '/api/v1/quality/manual';
const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const at = (text: string): number => Date.parse(`${text}+08:00`);

type Answered = WireManualPreview & { readonly errors?: WireManualPreview['faults']; readonly code?: string };

let officer: Client;
beforeAll(async () => {
  await house.start();
  const meter = (id: string, more: object = {}) => ({
    id,
    building: 'B1',
    carrier: 'electricity',
    interval: '1h',
    register: { point: 'energy_kwh', unit: 'kWh', digits: 6 },
    ...more,
  });
  const meters = [
    meter('M1'),
    meter('M2', { maxPerHour: 100 }),
    meter('EDGE'),
    meter('SUM', { register: { point: 'energy_kwh', unit: 'kWh' }, virtual: [{ meter: 'M1' }] }),
  ];
  const imported = await house.registry.importPortfolio({ meters }, ownViewer);
  expect(imported, JSON.stringify(imported)).toMatchObject({ ok: true });
  const begin = at('2026-09-01T00:00:00');
  const ts = Float64Array.from({ length: Math.floor((morning - begin) / hour) + 1 }, (_, i) => begin + i * hour);
  await house.collector.importHistory('M1', 'M1', { ts, points: { energy_kwh: ts.map((_, i) => 1000 + i) } });
  // Offline for all of October.
  const kept = ts.filter((t) => t < at('2026-10-01T00:00:00') || t >= at('2026-11-01T00:00:00'));
  await house.collector.importHistory('M2', 'M2', {
    ts: kept,
    points: { energy_kwh: kept.map((t) => 1000 + (t - begin) / hour) },
  });
  await house.collector.importHistory('EDGE', 'EDGE', {
    ts: Float64Array.of(at('2026-11-20T00:00:00'), at('2026-11-21T00:00:00')),
    points: { energy_kwh: Float64Array.of(999_990, 999_995) },
  });
  await house.collector.settled();
  officer = await house.person('zhao');
}, 60_000);
afterAll(() => house.stop());

const csv = (text: string | Uint8Array, query = '', client = officer) =>
  client.call<Answered>('POST', `${path}?language=en${query}`, text, { 'content-type': 'text/csv' });
const workbook = (bytes: Uint8Array, query = '') =>
  officer.call<Answered>('POST', `${path}?language=zh${query}`, bytes, { 'content-type': xlsx });
async function faults(text: string | Uint8Array): Promise<string[]> {
  const { status, body, text: said } = await csv(text);
  expect(status, said).toBe(200);
  return body.faults.map(({ path: where, code }) => `${where}: ${code}`);
}
const october = async (meter: string) => {
  const answer = await officer.get<WireSeries>(
    `/api/v1/meters/${meter}/series?every=1mo&from=2026-10-01&to=2026-11-01`,
  );
  return answer.body.points[0]!;
};

describe('a file of manual readings', () => {
  it('tells what is there now and what it would replace, and enters nothing before it counts', async () => {
    const before = (await house.store.contentHash()).sha256;
    const { body } = await csv('meter,month,amount\nM1,2026-10,800\nM2,2026-10,900\n');
    expect(body).toMatchObject({ faults: [], warnings: [], batch: null });
    expect(body.rows).toMatchObject([
      { row: 2, meter: 'M1', kind: 'amount', value: 800, present: 744, presentQuality: 'measured', replaces: null },
      { row: 3, meter: 'M2', kind: 'amount', value: 900, present: 744, presentQuality: expect.any(String) },
    ]);
    expect(body.rows[0]).toMatchObject({ from: '2026-10-01T00:00:00+08:00', to: '2026-11-01T00:00:00+08:00' });
    await house.collector.settled();
    expect((await house.store.contentHash()).sha256).toBe(before);
    expect((await officer.get<{ items: unknown[] }>('/api/v1/quality/decisions')).body.items).toEqual([]);
  });

  it('counts as one batch, and is taken back as one', async () => {
    const before = await october('M1');
    const entered = await csv(
      '表号,月份,用量,说明\nM1,2026年10月,"1,800",账单\nM2,2026/10,900,\n',
      '&preview=0&reason=bills',
    );
    expect(entered.status, entered.text).toBe(201);
    await house.collector.settled();
    expect(await october('M1')).toMatchObject({ value: 1800, quality: 'manual' });
    const batch = entered.body.batch!;
    const { body } = await officer.get<{ items: WireDecision[] }>(`/api/v1/quality/decisions?batch=${batch}`);
    expect(body.items.map(({ meter, outcome, reason, by }) => [meter, outcome, reason, by])).toEqual([
      ['M2', 'entered', 'bills', 'zhao'],
      ['M1', 'entered', '账单', 'zhao'],
    ]);
    expect((await csv('meter,month,amount\nM1,2026-10,7\n')).body.rows[0]).toMatchObject({
      present: 1800,
      presentQuality: 'manual',
      replaces: body.items[1]!.id,
    });
    const undone = await officer.post(`/api/v1/quality/batches/${batch}/undo`, { reason: 'wrong year' });
    expect(undone.body).toEqual({ undone: 2 });
    await house.collector.settled();
    expect(await october('M1')).toEqual(before);
    expect((await officer.post('/api/v1/quality/batches/none/undo', { reason: 'x' })).status).toBe(404);
  });

  it('names every fault by row and column, in the file’s own words, and then enters nothing', async () => {
    const text = [
      '表号,测点,时间,读数,起,止,月份,用量',
      ',,2026-11-01,1,,,,',
      'M9,,2026-11-01,1,,,,',
      'SUM,,2026-11-01,1,,,,',
      'M1,power_kw,2026-11-01,1,,,,',
      'M1,,2026-02-30,1,,,,',
      'M1,,2027-01-01,1,,,,',
      'M1,,2026-11-01,abc,,,,',
      'M1,,2026-11-02,-5,,,,',
      'M1,,,,2026-11-05,2026-11-04,,5',
      'M1,,,,,,2026-13,5',
      'M1,,,,,,2026-11,5',
      'M1,,2026-11-03,5,,,2026-10,5',
      'M1,,2026-11-03,,,,,',
    ].join('\r\n');
    expect(await faults(text)).toEqual([
      'row 2, column 表号: missing',
      'row 3, column 表号: unknown-meter',
      'row 4, column 表号: virtual-meter',
      'row 5, column 测点: not-a-register',
      'row 6, column 时间: not-a-time',
      'row 7, column 时间: in-future',
      'row 8, column 读数: not-a-number',
      'row 9, column 读数: negative',
      'row 10, column 止: ends-before-start',
      'row 11, column 月份: not-a-month',
      'row 12, column 月份: in-future',
      'row 13: which-kind',
      'row 14: which-kind',
    ]);
    const entered = await csv(text, '&preview=0');
    expect([entered.status, entered.body.code, entered.body.errors?.length]).toEqual([422, 'row-faults', 13]);
    expect((await officer.get<{ items: unknown[] }>('/api/v1/quality/decisions?state=standing')).body.items).toEqual(
      [],
    );
  });

  it('tells a reading that does not fit its neighbours, with their values', async () => {
    const { body } = await csv('meter,at,reading\nM1,2026-10-10 00:30,900\nM1,2026-10-11 00:30,99999\n');
    expect(body.faults).toMatchObject([
      { path: 'row 2, column reading', code: 'below-before', message: expect.stringContaining('19') },
      { path: 'row 3, column reading', code: 'above-after' },
    ]);
    expect(body.faults[0]!.message).toMatch(/1\d{3}, which was read at 2026-10-/);
    // In the middle of a month without data: 1719 before it, 2464 after it.
    expect(await faults('meter,at,reading\nM2,2026-10-15,1700\n')).toEqual(['row 2, column reading: below-before']);
    expect(await faults('meter,at,reading\nM2,2026-10-15,2500\n')).toEqual(['row 2, column reading: above-after']);
    expect(await faults('meter,at,reading\nM2,2026-10-15,2000\n')).toEqual([]);
    // Among themselves too.
    expect(await faults('meter,at,reading\nM2,2026-10-15,2000\nM2,2026-10-16,1990\n')).toEqual([
      'row 2, column reading: above-after',
      'row 3, column reading: below-before',
    ]);
    expect(await faults('meter,at,reading\nM1,2026-11-01,1234567\n')).toEqual(['row 2, column reading: more-digits']);
    const turned = await csv('meter,at,reading\nEDGE,2026-11-22,12\n');
    expect(turned.body).toMatchObject({ faults: [], warnings: [{ code: 'rolls-over' }] });
    const much = await csv('meter,month,amount\nM2,2026-10,75000\n');
    expect(much.body.warnings).toMatchObject([{ path: 'row 2, column amount', code: 'more-than-meter-can' }]);
  });

  it('refuses the same time twice in one file', async () => {
    expect(await faults('meter,at,reading\nM2,2026-10-15,1800\nM2,2026/10/15 0:00,1800\n')).toEqual([
      'row 3, column at: double',
    ]);
    expect(await faults('meter,month,from,to,amount\nM1,2026-10,,,5\nM1,,2026-10-31,2026-11-02,5\n')).toEqual([
      'row 3, column from: overlaps',
    ]);
  });

  it('is taken as spreadsheet programs of Chinese offices save it, and with columns nobody asked for', async () => {
    // 表号,月份,用量 in GB 18030
    const header = Buffer.from('b1edbac52cd4c2b7dd2cd3c3c1bf0a', 'hex');
    const { body } = await csv(Buffer.concat([header, Buffer.from('M1,2026-10,5\n')]));
    expect(body).toMatchObject({ faults: [], rows: [{ meter: 'M1', value: 5 }] });
    const more = await csv('meter;month;amount;colour\nM1;2026-10;5;red\n');
    expect(more.body).toMatchObject({ faults: [], warnings: [{ code: 'unknown-column' }], rows: [{ value: 5 }] });
    expect(await faults('a,b\n1,2\n')).toEqual(['row 1: missing-column', 'row 1: which-kind']);
    expect(await faults('')).toEqual([': empty']);
    expect(await faults('meter,month,amount\nM1,2026-10,"5\n')).toEqual([': unreadable']);
  });

  it('closes a gap with a reading that a person took', async () => {
    const entered = await csv('meter,at,reading\nM2,2026-10-15,1900\n', '&preview=0');
    expect(entered.status, entered.text).toBe(201);
    await house.collector.settled();
    const half = await officer.get<WireSeries>('/api/v1/meters/M2/series?every=1d&from=2026-09-30&to=2026-10-15');
    const sum = half.body.points.reduce((all, { value }) => all + value!, 0);
    expect(sum).toBeCloseTo(1900 - (1000 + 29 * 24), 6);
    await officer.post(`/api/v1/quality/batches/${entered.body.batch}/undo`, { reason: 'a test' });
    await house.collector.settled();
  });
});

describe('a workbook', () => {
  const sheet = (...rows: unknown[][]) =>
    writeXlsxFile(
      rows.map((row) =>
        row.map((value) => (value instanceof Date ? { value, type: Date, format: 'yyyy-mm-dd hh:mm' } : value)),
      ) as never,
    ).toBuffer();

  it('is read with dates as cells or as texts', async () => {
    const { status, body, text } = await workbook(
      await sheet(
        ['表号', '时间', '读数', '月份', '用量'],
        ['M2', new Date('2026-10-15T08:30:00Z'), 1900, null, null],
        ['M2', '2026-10-16 08:30', '1930', null, null],
        ['M1', null, null, new Date('2026-10-01T00:00:00Z'), 12.5],
      ),
    );
    expect(status, text).toBe(200);
    expect(body.faults).toEqual([]);
    expect(body.rows).toMatchObject([
      { row: 2, from: '2026-10-15T08:30:00+08:00', value: 1900, present: null },
      { row: 3, from: '2026-10-16T08:30:00+08:00', value: 1930 },
      { row: 4, from: '2026-10-01T00:00:00+08:00', kind: 'amount', value: 12.5 },
    ]);
  });

  it('says in Chinese what is wrong where', async () => {
    const { body } = await workbook(await sheet(['表号', '月份', '用量'], ['M1', '2026-10', '一百']));
    expect(body.faults).toEqual([{ path: 'row 2, column 用量', code: 'not-a-number', message: '“一百”不是数字' }]);
  });

  it('that unpacks to far more than it says is refused, as is one that is none', async () => {
    const bomb = zipOf('xl/worksheets/sheet1.xml', Buffer.alloc(80 * 1024 * 1024));
    expect(bomb.length).toBeLessThan(100_000);
    expect((await workbook(bomb)).body.faults).toMatchObject([{ code: 'unpacks-too-far' }]);
    expect((await workbook(Buffer.from('PK\x03\x04 nothing'))).body.faults).toMatchObject([{ code: 'unreadable' }]);
    const old = Buffer.from('d0cf11e0a1b11ae1', 'hex');
    expect((await workbook(old)).body.faults).toMatchObject([{ code: 'old-excel' }]);
    const large = await workbook(Buffer.alloc(6 * 1024 * 1024));
    expect(large.status).toBe(413);
  });

  it.each(['zh', 'en'])('as an empty one in %s is one that is taken', async (language) => {
    const { default: fetched } = {
      default: await fetch(`${house.url}${path}/template.xlsx?language=${language}`, { headers: officer.headers }),
    };
    const bytes = Buffer.from(await fetched.arrayBuffer());
    const [header] = await readSheet(bytes);
    expect(header).toHaveLength(9);
    const { body } = await workbook(bytes);
    expect(body.faults).toMatchObject([{ code: 'empty' }]);
    const text = await officer.get(`${path}/template.csv?language=${language}`);
    expect((await csv(text.text)).body.faults).toMatchObject([{ code: 'empty' }]);
  });
});

describe('who', () => {
  it('may enter is staff', async () => {
    const li = await house.person('li');
    expect((await csv('meter,month,amount\nE1,2026-10,5\n', '&preview=0', li)).status).toBe(403);
  });
});

describe('completeness', () => {
  it('of each day by meter: a month without data stands out, and the running day counts as far as it has come', async () => {
    const days = async (query: string) =>
      (await officer.get<WireCompleteness>(`/api/v1/quality/completeness?${query}`)).body;
    const gone = await days('meter=M2&from=2026-09-29&to=2026-10-04');
    expect(gone.days).toEqual(['2026-09-29', '2026-09-30', '2026-10-01', '2026-10-02', '2026-10-03']);
    expect(gone.items[0]).toMatchObject({ meter: 'M2', quality: 'meeee', coverage: [1, 1, 1, 1, 1] });
    const now = await days('building=B1&from=2026-11-22&to=2026-12-24&limit=2');
    expect(now.days).toEqual(['2026-11-22', '2026-11-23']);
    expect(now.next).not.toBeNull();
    const all = [...now.items, ...(await days(`building=B1&from=2026-11-22&cursor=${now.next}`)).items];
    expect(all.find(({ meter }) => meter === 'M1')?.coverage).toEqual([1, 1]);
    expect(all.find(({ meter }) => meter === 'SUM')?.coverage).toEqual([1, 1]);
    expect(all.find(({ meter }) => meter === 'E1')).toMatchObject({ coverage: [0, 0], quality: 'xx', state: 'never' });
    expect((await officer.get('/api/v1/quality/completeness?from=2024-01-01')).status).toBe(400);
    const wang = await house.person('wang');
    expect((await wang.get('/api/v1/quality/completeness?meter=E2')).status).toBe(404);
    expect((await wang.get('/api/v1/quality/completeness?building=B2')).status).toBe(404);
  });
});

describe('revisions', () => {
  it('of a value that was corrected: the old one with its end, and the one that counts', async () => {
    await house.send('M1', { ts: at('2026-11-20T00:00:00'), values: { energy_kwh: 2921 } });
    const revised = await officer.get<{ items: unknown[] }>('/api/v1/quality/revisions?meter=M1&from=2026-11-19');
    expect(revised.body.items).toMatchObject([
      { ts: '2026-11-20T00:00:00+08:00', point: 'energy_kwh', value: 2920, supersededAt: expect.any(String) },
      { value: 2921, supersededAt: null },
    ]);
    expect((await (await house.person('li')).get('/api/v1/quality/revisions?meter=M1')).status).toBe(404);
  });
});

/** A ZIP of one entry whose directory lies about its size. */
function zipOf(name: string, content: Buffer): Buffer {
  const packed = deflateRawSync(content, { level: 9 });
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(8, 8);
  local.writeUInt32LE(packed.length, 18);
  local.writeUInt32LE(10, 22);
  local.writeUInt16LE(name.length, 26);
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(8, 10);
  entry.writeUInt32LE(packed.length, 20);
  entry.writeUInt32LE(10, 24);
  entry.writeUInt16LE(name.length, 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(entry.length + name.length, 12);
  end.writeUInt32LE(local.length + name.length + packed.length, 16);
  return Buffer.concat([local, Buffer.from(name), packed, entry, Buffer.from(name), end]);
}
