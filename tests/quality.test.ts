import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import writeXlsxFile from 'write-excel-file/node';
import type { WireDecision, WireManualPreview, WireVerdict, WireVerdictPage } from '../domain/wire-quality.ts';
import type { WireSeries } from '../domain/wire.ts';
import { connectDevice, publishReading } from './support/device.ts';
import { portfolio, secretOf } from './support/portfolio.ts';
import { Product, until } from './support/product.ts';
import { settled } from './support/settled.ts';

// From register values over MQTT to an officer's decision and back: the built product, as people use it.

const product = new Product();
const hour = 3_600_000;
const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const meters = ['Q1', 'Q2', 'Q3'].map((id) => ({ id, interval: id === 'Q3' ? '15m' : '1h', secret: secretOf(id) }));
const elsewhere = {
  regions: [
    { id: 'wenzhou', name: '温州市' },
    { id: 'yueqing', name: '乐清市', parent: 'wenzhou' },
  ],
  institutions: [
    { id: 'I1', region: 'wenzhou', name: '市图书馆', kind: 'culture' },
    { id: 'I2', region: 'yueqing', name: '乐清中学', kind: 'education' },
  ],
  canteens: [{ id: 'CT1', institution: 'I2', name: '学生食堂' }],
};

/** Midnight in Shanghai of 2026-03-10, and the swap at 10:00 of that day. */
const midnight = Date.parse('2026-03-10T00:00:00+08:00');
const swappedAt = midnight + 10 * hour;
/** More zeros in a row than a glitch can be. */
const zeros = 120;

beforeAll(async () => {
  await product.start();
  await product.importPortfolio(portfolio(meters, elsewhere));
  for (const [id, swapped] of [
    ['Q1', true],
    ['Q2', false],
  ] as const) {
    const client = await connectDevice(product.mqttUrl, id, secretOf(id));
    for (let at = midnight - 48 * hour; at <= midnight + 48 * hour; at += hour) {
      const used = 3 * ((at - midnight) / hour + 48);
      const shown = swapped && at >= swappedAt ? 2312 + used - 3 * 58 : 51_000 + used;
      await publishReading(client, id, { ts: at, values: { energy_kwh: shown } });
    }
    await client.endAsync();
  }
  const client = await connectDevice(product.mqttUrl, 'Q3', secretOf('Q3'));
  for (let k = -96; k <= 192; k += 1) {
    const values = { energy_kwh: k > 0 && k <= zeros ? 0 : 7000 + k };
    await publishReading(client, 'Q3', { ts: midnight + k * (hour / 4), values });
  }
  await client.endAsync();
  await settled(product);
});
afterAll(() => product.dispose());

const decisionPath = (id: string) => `/api/v1/quality/verdicts/${encodeURIComponent(id)}/decision`;
const verdicts = (query: string) => product.get<WireVerdictPage>(`/api/v1/quality/verdicts?${query}`);
const day = async (more = '') => {
  const path = '/api/v1/meters/Q1/series?every=1d&from=2026-03-10&to=2026-03-11';
  return (await product.get<WireSeries>(path + more)).points[0]!;
};
const quarters = () => product.get('/api/v1/meters/Q1/series?every=15m&from=2026-03-08&to=2026-03-13');
async function posted<T>(path: string, json: object, status = 201): Promise<T> {
  const answer = await product.api<T>(path, { method: 'POST', json });
  expect(answer.status, JSON.stringify(answer.body)).toBe(status);
  return answer.body;
}
const hash = async () => (await product.get<{ sha256: string }>('/api/v1/derived/hash')).sha256;
/** The platform's clock has gone on, so that what came before lies before. */
const moment = async (): Promise<number> => {
  const now = Date.now();
  await until('the clock to go on', () => Date.now() > now + 5);
  return now;
};

/** Calls as somebody of that role, who sees the scope. */
async function as(role: string, scope: string | null) {
  const body = { name: `${role}-${scope}`, role, scope };
  const { token } = await posted<{ token: string }>('/api/v1/tokens', body);
  return (path: string, init: RequestInit = {}) =>
    fetch(product.url + path, { ...init, headers: { ...init.headers, authorization: `Bearer ${token}` } });
}

describe('a meter that was swapped and nobody said so', () => {
  let swap: WireVerdict;

  test('is found and proposed, and its day is not known', async () => {
    swap = await until('the swap', async () => (await verdicts('meter=Q1&rule=swap')).items[0]);
    expect(swap).toMatchObject({ state: 'open', effect: 'unknown', before: 51_171, after: 2312 });
    expect(swap.from).toBe('2026-03-10T09:00:00+08:00');
    expect(swap.choices[0]).toBe('confirm');
    expect(await day()).toMatchObject({ quality: 'missing', value: 69 });
    const { body } = await product.api<string>('/api/v1/openapi.json');
    expect(JSON.stringify(body)).toContain('/api/v1/quality/verdicts/{id}/decision');
  });

  test('is confirmed with what was read at the change: the day is known; undone, every byte is as before', async () => {
    const [series, bytes] = [await quarters(), await hash()];
    const before = await moment();
    const path = decisionPath(swap.id);
    const made = await posted<WireDecision>(path, {
      choice: 'confirm',
      closing: 51_172,
      opening: 2310,
      at: '2026-03-10T09:30:00+08:00',
      reason: '换表单 2026-031',
    });
    await until('the day', async () => (await day()).quality === 'measured');
    expect(await day()).toMatchObject({ value: 72, coverage: 1 });
    expect((await verdicts('meter=Q1')).items).toEqual([]);
    const after = await moment();

    const then = await day(`&asOf=${before}`);
    expect(then).toMatchObject({ quality: 'missing', value: 69 });
    expect((await verdicts(`meter=Q1&asOf=${before}&from=2026-03-01`)).items.map(({ id }) => id)).toEqual([swap.id]);

    await posted(`/api/v1/quality/decisions/${made.id}/undo`, { reason: '表号写错' }, 200);
    await until('the bytes of before', async () => (await hash()) === bytes);
    expect(await quarters()).toEqual(series);
    expect(await day(`&asOf=${after}`)).toMatchObject({ value: 72 });
    const known = await verdicts(`meter=Q1&state=confirmed&asOf=${after}&from=2026-03-01`);
    expect(known.items.map(({ decision }) => decision?.id)).toEqual([made.id]);
    const rebuilt = await posted<{ sha256: string }>('/api/v1/rebuild', {}, 200);
    expect(rebuilt.sha256).toBe(bytes);
  });

  test('confirmed by somebody who read no meter, it is a swap and its day stays unknown', async () => {
    const made = await posted<WireDecision>(decisionPath(swap.id), { choice: 'confirm' });
    expect(made).toMatchObject({ outcome: 'confirmed', change: null });
    expect(await day()).toMatchObject({ quality: 'missing', value: 69 });
    const half = await product.api(decisionPath(swap.id), { method: 'POST', json: { choice: 'confirm', closing: 1 } });
    expect(half.status).toBe(409);
    await posted(`/api/v1/quality/decisions/${made.id}/undo`, { reason: '止码已找到' }, 200);
    const lacking = await product.api(decisionPath(swap.id), {
      method: 'POST',
      json: { choice: 'confirm', closing: 51_172 },
    });
    expect([lacking.status, JSON.stringify(lacking.body)]).toEqual([422, expect.stringContaining('opening')]);
  });

  test('is decided by officers only, and another county’s meter is not there', async () => {
    const decide = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ choice: 'confirm' }),
    };
    const path = decisionPath(swap.id);
    for (const [role, scope] of [
      ['contractor', 'GREEN'],
      ['canteen', 'CT1'],
      ['county', 'yueqing'],
      ['leader', null],
    ] as const) {
      const call = await as(role, scope);
      expect((await call(path, decide)).status, role).toBe(403);
      expect((await call('/api/v1/quality/manual?preview=0', { method: 'POST', body: 'x' })).status, role).toBe(403);
      const listed = await call('/api/v1/quality/verdicts?meter=Q1');
      expect(listed.status, role).toBe(role === 'leader' ? 200 : 404);
    }
    const county = await as('county', 'yueqing');
    const own = (await (await county('/api/v1/quality/verdicts')).json()) as WireVerdictPage;
    expect(own).toEqual({ items: [], next: null, open: { unknown: 0, judged: 0, flagged: 0 } });
  });

  test('is counted for whoever watches', async () => {
    const metrics = await (await fetch(`${product.url}/metrics`)).text();
    expect(metrics).toMatch(/^wattsteward_open_verdicts\{effect="unknown"\} 3$/m);
  });
});

test('a day of zeros, then the register is back: ignored, and the days add up to what it shows', async () => {
  const days = async () => {
    const path = '/api/v1/meters/Q3/series?every=1d&from=2026-03-10&to=2026-03-12';
    return (await product.get<WireSeries>(path)).points.map(({ value, quality }) => [value, quality]);
  };
  const back = await until('the way back', async () => (await verdicts('meter=Q3&rule=false-level')).items[0]);
  expect((await days()).map(([, quality]) => quality)).toEqual(['missing', 'missing']);
  expect(back.choices).toContain('ignore');
  await posted(decisionPath(back.id), { choice: 'ignore', reason: '采集器重启期间送零' });
  await until('the days', async () => (await days()).every(([, quality]) => quality !== 'missing'));
  expect((await days()).reduce((sum, [value]) => sum + Number(value), 0)).toBeCloseTo(192, 6);
  expect((await verdicts('meter=Q3')).items.filter(({ effect }) => effect === 'unknown')).toEqual([]);
});

describe('a corrected month from a workbook', () => {
  const enter = (bytes: Uint8Array, preview: 0 | 1) =>
    product.api<WireManualPreview & { errors?: WireManualPreview['faults'] }>(
      `/api/v1/quality/manual?preview=${preview}&language=zh`,
      { method: 'POST', body: new Uint8Array(bytes), headers: { 'content-type': xlsx } },
    );
  const month = async () => {
    const path = '/api/v1/meters/Q2/series?every=1mo&from=2026-03-01&to=2026-04-01';
    return (await product.get<WireSeries>(path)).points[0]!;
  };

  test('with a fault enters nothing, then counts as a whole, and can be taken back', async () => {
    const before = await month();
    const wrong = await writeXlsxFile([
      ['表号', '月份', '用量', '说明'],
      ['Q2', '2026-03', 2300, '供电局账单'],
      ['Q9', '2026-03', 'x', ''],
    ]).toBuffer();
    const preview = await enter(wrong, 1);
    expect(preview.status).toBe(200);
    expect(preview.body.faults.map(({ path, code }) => `${path}: ${code}`)).toEqual([
      'row 3, column 表号: unknown-meter',
      'row 3, column 用量: not-a-number',
    ]);
    const refused = await enter(wrong, 0);
    expect([refused.status, refused.body.errors?.length]).toEqual([422, 2]);
    expect(await month()).toEqual(before);

    const right = await writeXlsxFile([
      ['表号', '月份', '用量', '说明'],
      ['Q2', new Date('2026-03-01T00:00:00Z'), 2300, '供电局账单'].map((value) =>
        value instanceof Date ? { value, type: Date, format: 'yyyy-mm' } : value,
      ),
    ]).toBuffer();
    const entered = await enter(right, 0);
    expect(entered.status, JSON.stringify(entered.body)).toBe(201);
    await until('the month', async () => (await month()).quality === 'manual');
    expect(await month()).toMatchObject({ value: 2300, coverage: 1 });
    const undo = `/api/v1/quality/batches/${entered.body.batch}/undo`;
    expect(await posted(undo, { reason: '账单有误' }, 200)).toEqual({ undone: 1 });
    await until('the month of before', async () => (await month()).quality !== 'manual');
    expect(await month()).toEqual(before);
  });
});
