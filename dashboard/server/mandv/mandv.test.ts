import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LocalCalendar } from '../../../domain/time/calendar.ts';
import type {
  LiveMandvDelta,
  WireMandvAnalysis,
  WireMandvListItem,
  WireMandvToday,
} from '../../../domain/wire-mandv.ts';
import type { LiveDelta, LiveSnapshot, WireProblem } from '../../../domain/wire.ts';
import type { Client } from '../fakes/client.ts';
import { Installation, morning, operatorKey, timezone, until } from '../fakes/installation.ts';
import { LiveClient } from '../fakes/live-client.ts';
import { ownViewer } from '../house.ts';
import { MandvService } from './service.ts';

/** Two years of an office whose measures took effect on 1 November 2025 and save a tenth of everything since. */
const day = 86_400_000;
const hour = 3_600_000;
const begin = Date.parse('2024-10-31T00:00:00+08:00');
const works = Date.parse('2025-11-01T00:00:00+08:00');
const savedShare = 0.1;

const office = {
  institutions: [{ id: 'OFFICE', name: '行政中心', region: 'NORTH', kind: 'office' }],
  buildings: [
    { id: 'O1', institution: 'OFFICE', name: '主楼', weatherMeter: 'T1' },
    { id: 'O2', institution: 'OFFICE', name: '附楼' },
  ],
  meters: [
    {
      id: 'M1',
      building: 'O1',
      carrier: 'electricity',
      interval: '1h',
      register: { point: 'energy_kwh', unit: 'kWh' },
    },
    {
      id: 'M2',
      building: 'O2',
      carrier: 'electricity',
      interval: '1h',
      register: { point: 'energy_kwh', unit: 'kWh' },
    },
    { id: 'T1', building: 'O1', carrier: 'weather', interval: '1h', register: { point: 'temperature_c', unit: '°C' } },
  ],
};

const chosen = {
  meter: 'M1',
  method: 'daily',
  baselineFrom: '2024-11-01',
  baselineTo: '2025-11-01',
  reportingFrom: '2025-11-01',
};
const path = '/api/v1/mandv/analyses';

/** °C: a year between 4 and 30, a day between −4 and +4, and weather that passes in about five days. */
function air(ts: number): number {
  const season = 17 - 13 * Math.cos((2 * Math.PI * (ts - Date.parse('2025-01-20'))) / (365.25 * day));
  const weather = 3 * Math.sin(ts / (0.8 * day)) + 2 * Math.sin(ts / (2.3 * day));
  return season + weather + 4 * Math.cos((2 * Math.PI * (ts / hour + 8 - 15)) / 24);
}
function load(ts: number): number {
  const local = ts + 8 * hour;
  const clock = (local / hour) % 24;
  const weekday = (Math.floor(local / day) + 4) % 7;
  const open = weekday >= 1 && weekday <= 5 && clock >= 8 && clock < 18;
  const noise = 1 + 0.05 * Math.sin(ts * 12.9898);
  const use = (20 + (open ? 15 : 0) + 2.5 * Math.max(0, air(ts) - 22) + 1.5 * Math.max(0, 12 - air(ts))) * noise;
  return ts < works ? use : use * (1 - savedShare);
}

const at = new Installation();
let officer: Client;

async function seed(meter: string, from: number, to: number, use: (ts: number) => number): Promise<void> {
  const n = Math.floor((to - from) / hour) + 1;
  const ts = Float64Array.from({ length: n }, (_, i) => from + i * hour);
  let register = 1000;
  const energy = ts.map((one, i) => (i === 0 ? register : (register += use(one - hour))));
  await at.collector.importHistory(meter, meter, { ts, points: { energy_kwh: energy } });
}
async function air2(meter: string, from: number, to: number): Promise<void> {
  const ts = Float64Array.from({ length: Math.floor((to - from) / hour) + 1 }, (_, i) => from + i * hour);
  await at.collector.importHistory(meter, meter, {
    ts,
    points: { temperature_c: ts.map((one) => air(one + hour / 2)) },
  });
}
async function made(body: object = chosen): Promise<string> {
  const answer = await officer.post<WireMandvListItem>(path, body);
  expect(answer.status, answer.text).toBe(201);
  return answer.body.id;
}
const one = (id: string) => officer.get<WireMandvAnalysis>(`${path}/${id}`).then(({ body }) => body);

beforeAll(async () => {
  await at.start();
  await at.registry.importPortfolio(office, ownViewer);
  await air2('T1', begin, at.now);
  await seed('M1', begin, at.now, load);
  // A meter that was put in half a year before the works.
  await seed('M2', Date.parse('2025-05-01T00:00:00+08:00'), at.now, load);
  await at.collector.settled();
  officer = await at.person('zhao');
}, 60_000);
afterAll(() => at.stop());

describe('an analysis without a contract', () => {
  it('finds the saving of two years of hours, with the weather of its building', async () => {
    const answer = await officer.post<WireMandvListItem>(path, chosen);
    expect(answer.status, answer.text).toBe(201);
    expect(answer.body).toMatchObject({ weatherMeter: 'T1', method: 'daily', confidence: 0.9, state: 'draft' });
    const analysis = await one(answer.body.id);
    expect(analysis.sufficiency).toMatchObject({ qualified: true, disqualifications: [] });
    expect(analysis.model).toMatchObject({ kind: 'degree-day', name: 'cdd_hdd' });
    expect(analysis.total!.fraction).toBeCloseTo(savedShare, 2);
    expect(analysis.total!.distinguishable).toBe(true);
    const halfWidth = analysis.total!.band.halfWidth!;
    expect(Math.abs(analysis.total!.saving - savedShare * analysis.total!.counterfactual)).toBeLessThan(halfWidth);
    expect(analysis.inputs.baseline).toMatchObject({ hours: 8760, hoursWithEnergy: 8760, days: 365, daysUsed: 365 });
    expect(analysis.months.map(({ month }) => month)).toHaveLength(13);
    expect(analysis.months.at(-1)).toMatchObject({ month: '2026-11', partial: true, days: 22 });
    expect(analysis.cumulative.at(-1)!.saving).toBeCloseTo(analysis.total!.saving, 6);
    expect(analysis.scatter.points).toHaveLength(365 + 387);
    expect(analysis.residuals).toHaveLength(365 + 387);
    expect(analysis.acceptance.find(({ id }) => id === 'g14.uncertainty-68')!.verdict).toBe('met');
    expect(analysis.spread.methods.every(({ fraction }) => Math.abs(fraction! - savedShare) < 0.02)).toBe(true);
    expect(analysis.papers).toMatchObject({ planNumber: `${analysis.id}-P`, dataState: 'provisional' });
    const list = await officer.get<{ items: WireMandvListItem[] }>(path);
    const listed = list.body.items.find(({ id }) => id === analysis.id)!;
    expect(listed).toMatchObject({ qualified: true, computedAt: analysis.computedAt, saving: analysis.total });
  });

  it.each(['monthly', 'hourly', 'hourly-day-types'] as const)('does so by the %s method too', async (method) => {
    const analysis = await one(await made({ ...chosen, method }));
    expect(analysis.sufficiency.disqualifications).toEqual([]);
    expect(analysis.model!.method).toBe(method);
    expect(analysis.total!.fraction).toBeCloseTo(savedShare, 1);
    expect(analysis.today!.counterfactual).toBeGreaterThan(0);
  });

  it('gives the same figures and hashes when it is asked again', async () => {
    const id = await made();
    expect(await one(id)).toEqual(await one(id));
  });

  it('forecasts the year’s end against a guarantee', async () => {
    const body = { ...chosen, reportingFrom: '2026-01-15' };
    const { forecast } = await one(await made(body));
    expect(forecast).toMatchObject({ until: '2027-01-15T00:00:00+08:00', probability: null, daysKnown: 312 });
    expect(forecast!.daysTotal).toBe(365);
    const [easy, hard] = await Promise.all(
      [0.5, 2].map(async (share) => one(await made({ ...body, guarantee: share * forecast!.expected }))),
    );
    expect(easy!.forecast!.probability).toBeGreaterThan(0.99);
    expect(hard!.forecast!.probability).toBeLessThan(0.01);
    // Three weeks into its second year: it goes on at the rate of the first.
    const second = (await one(await made())).forecast!;
    expect(second).toMatchObject({ until: '2027-11-01T00:00:00+08:00', daysKnown: 22, daysTotal: 365 });
    expect(second.expected / forecast!.expected).toBeCloseTo(1, 1);
    // Two weeks into the first: too early to tell.
    expect((await one(await made({ ...body, reportingFrom: '2026-11-09' }))).forecast).toBeNull();
  });
});

describe('a frozen baseline', () => {
  it('stays as it is when late readings change the baseline, and says what a new model would give', async () => {
    // A meter of its own: the readings of others stay.
    const meter = { ...office.meters[0]!, id: 'M3' };
    await at.registry.importPortfolio({ meters: [meter] }, ownViewer);
    await seed('M3', begin, at.now, load);
    await at.collector.settled();
    const id = await made({ ...chosen, meter: 'M3' });
    const frozen = await officer.post<WireMandvAnalysis>(`${path}/${id}/freeze`);
    expect(frozen.status, frozen.text).toBe(200);
    expect(frozen.body.frozen).toMatchObject({ by: 'zhao', baselineChanged: false, savingIfFittedNow: null });
    expect(frozen.body.state).toBe('frozen');

    // A tenth more in July 2025, found out afterwards; what follows is read as it was.
    const july = Date.parse('2025-07-01T00:00:00+08:00');
    const august = Date.parse('2025-08-01T00:00:00+08:00');
    await correct('M3', july, august, 1.4);
    await at.collector.settled();
    const after = await one(id);
    expect(after.model).toEqual(frozen.body.model);
    expect(after.total).toEqual(frozen.body.total);
    expect(after.frozen).toMatchObject({ baselineChanged: true, sha256: frozen.body.frozen!.sha256 });
    expect(after.frozen!.savingIfFittedNow).not.toBeCloseTo(after.total!.saving, 0);
    expect(after.frozen!.words!.zh).toContain('冻结');
    expect(after.sufficiency.warnings.map(({ code }) => code)).toContain('frozen.baseline-changed');
    expect(after.inputs.baseline.sha256).not.toBe(after.frozen!.sha256.inputs);
    expect(after.papers.sha256.model).toBe(after.frozen!.sha256.model);

    expect((await officer.post(`${path}/${id}/freeze`)).status).toBe(409);
    expect((await officer.call('DELETE', `${path}/${id}`)).status).toBe(409);
  });

  it('changes with late readings of the reporting period: only the model is frozen', async () => {
    const meter = { ...office.meters[0]!, id: 'M4' };
    await at.registry.importPortfolio({ meters: [meter] }, ownViewer);
    await seed('M4', begin, at.now, load);
    await at.collector.settled();
    const id = await made({ ...chosen, meter: 'M4' });
    const before = (await officer.post<WireMandvAnalysis>(`${path}/${id}/freeze`)).body;
    await correct('M4', Date.parse('2026-07-01T00:00:00+08:00'), Date.parse('2026-08-01T00:00:00+08:00'), 1.5);
    await at.collector.settled();
    const after = await one(id);
    expect(after.model).toEqual(before.model);
    expect(after.frozen!.baselineChanged).toBe(false);
    expect(after.total!.saving).toBeLessThan(before.total!.saving - 1000);
    expect(after.papers.sha256.reportingInputs).not.toBe(before.papers.sha256.reportingInputs);
  });

  /** Reads the register higher from `from` on, as a corrected file would. */
  async function correct(meter: string, from: number, to: number, factor: number): Promise<void> {
    const { ts, value } = await at.store.samples(meter, 'energy_kwh', from, at.now + 1);
    let extra = 0;
    const corrected = value.map((one, i) => {
      if (i > 0 && ts[i]! <= to) extra += (factor - 1) * (value[i]! - value[i - 1]!);
      return one + extra;
    });
    await at.collector.importHistory(meter, meter, { ts, points: { energy_kwh: corrected } });
  }
});

describe('a baseline that the rules refuse', () => {
  it('is not frozen until somebody takes responsibility, with the reason', async () => {
    const id = await made({ ...chosen, meter: 'M2', weatherMeter: 'T1' });
    expect((await one(id)).sufficiency.qualified).toBe(false);
    const refused = await officer.post<WireProblem>(`${path}/${id}/freeze`);
    expect(refused.status).toBe(409);
    expect(refused.body.code).toBe('disqualified');
    expect(refused.body.errors!.map(({ code }) => code)).toContain('caltrack.too-many-missing-days');
    expect((await officer.post(`${path}/${id}/override`, { reason: ' ' })).status).toBe(422);

    const reason = '表计 2025 年 5 月安装，双方同意以半年为基期';
    const overridden = await officer.post<WireMandvAnalysis>(`${path}/${id}/override`, { reason });
    expect(overridden.body.override).toMatchObject({ reason, by: 'zhao' });
    const frozen = await officer.post<WireMandvAnalysis>(`${path}/${id}/freeze`);
    expect(frozen.status, frozen.text).toBe(200);
    // Taken responsibility for is not qualified.
    expect(frozen.body.sufficiency.qualified).toBe(false);
    expect(frozen.body.override).toMatchObject({ reason });

    const admin = await at.person('admin');
    const { body } = await admin.get<{ items: { action: string; subject: string; result: string; detail: string }[] }>(
      '/api/v1/audit',
    );
    const entries = body.items.filter(({ subject }) => subject === id).map(({ action, result }) => [action, result]);
    expect(entries.reverse()).toEqual([
      ['mandv.create', 'done'],
      ['mandv.freeze', 'refused'],
      ['mandv.override', 'done'],
      ['mandv.freeze', 'done'],
    ]);
  });
});

describe('adjustments', () => {
  it('stand beside the model and move the saving by what they say, until they are taken back', async () => {
    const id = await made();
    const before = await one(id);
    const body = {
      kind: 'step',
      from: '2026-06-01',
      to: '2026-06-11',
      perDay: 50,
      reason: '新增机房',
      evidence: '函 7',
    };
    const added = await officer.post<WireMandvAnalysis>(`${path}/${id}/adjustments`, body);
    expect(added.status, added.text).toBe(201);
    expect(added.body.model).toEqual(before.model);
    expect(added.body.adjustments).toMatchObject([{ kind: 'step', evidence: '函 7', by: 'zhao', effect: 500 }]);
    expect(added.body.total!.saving).toBeCloseTo(before.total!.saving + 500, 6);
    expect(added.body.waterfall.map(({ kind }) => kind)).toEqual(['counterfactual', 'adjustment', 'actual', 'saving']);
    const own = `${path}/${id}/adjustments/${added.body.adjustments[0]!.id}`;
    expect((await officer.call<WireMandvAnalysis>('DELETE', own)).body.total).toEqual(before.total);
    expect((await officer.call('DELETE', own)).status).toBe(404);
    expect((await officer.post(`${path}/${id}/adjustments`, { ...body, to: '2026-05-01' })).status).toBe(422);
    expect((await officer.post(`${path}/${id}/adjustments`, { ...body, kind: 'closure' })).status).toBe(422);
  });
});

describe('who may', () => {
  it('see an analysis: whoever sees its meter; for others there is none', async () => {
    const id = await made({ ...chosen, meter: 'M1' });
    const school = await at.person('wang');
    expect((await school.get(`${path}/${id}`)).status).toBe(404);
    expect((await school.get(`${path}/${id}/today`)).status).toBe(404);
    expect((await school.get<{ items: unknown[] }>(path)).body.items).toEqual([]);
    expect((await school.post(path, chosen)).status).toBe(403);
    expect((await school.post(`${path}/${id}/freeze`)).status).toBe(403);
    expect((await at.client().get(path)).status).toBe(401);
    expect((await officer.get(`${path}/MV-9999`)).status).toBe(404);
  });

  it('delete a draft', async () => {
    const id = await made();
    expect((await officer.call('DELETE', `${path}/${id}`)).status).toBe(204);
    expect((await officer.get(`${path}/${id}`)).status).toBe(404);
  });
});

describe('what cannot be analysed', () => {
  it.each([
    [404, { ...chosen, meter: 'NOBODY' }],
    [404, { ...chosen, weatherMeter: 'NOBODY' }],
    [422, { ...chosen, meter: 'T1' }],
    [422, { ...chosen, weatherMeter: 'M2' }],
    // No weather meter in its building or region.
    [422, { ...chosen, meter: 'E2' }],
    [422, { ...chosen, baselineTo: '2024-10-01' }],
    [422, { ...chosen, reportingFrom: '2025-10-31' }],
    [422, { ...chosen, baselineTo: '2027-01-01', reportingFrom: '2027-01-01' }],
    [422, { ...chosen, baselineFrom: '2024-02-30' }],
    [422, { ...chosen, confidence: 0.5 }],
  ])('%i for %o', async (status, body) => {
    expect((await officer.post(path, body)).status).toBe(status);
  });

  it('takes the weather of the region when the building names none', async () => {
    const answer = await officer.post<WireMandvListItem>(path, { ...chosen, meter: 'E1' });
    expect(answer.body.weatherMeter).toBe('T1');
    // Never a reading: marked, and not a failure.
    const analysis = await one(answer.body.id);
    expect(analysis).toMatchObject({ model: null, total: null, today: null });
    expect(analysis.sufficiency.qualified).toBe(false);
    expect((await officer.post<WireProblem>(`${path}/${answer.body.id}/freeze`)).body.code).toBe('no-model');
    expect((await officer.get(`${path}/${answer.body.id}/today`)).status).toBe(409);
  });
});

describe('today', () => {
  it('holds the hours that are over against the model; the others are not known', async () => {
    const id = await made({ ...chosen, method: 'hourly' });
    const { body } = await officer.get<WireMandvToday>(`${path}/${id}/today`);
    expect(body.date).toBe('2026-11-23');
    expect(body.hours).toHaveLength(24);
    expect(body.hours.filter(({ actual }) => actual !== null)).toHaveLength(8);
    expect(body.hours.filter(({ partial }) => partial)).toHaveLength(1);
    expect(body.actual! / body.counterfactual!).toBeCloseTo(1 - savedShare, 1);
    expect(body.halfWidth).toBeGreaterThan(0);
  });

  it('grows on the page as readings arrive, and a corrected reading corrects its hour', async () => {
    const id = await made();
    const page = new LiveClient(at.url, { token: operatorKey });
    const topic = `mandv:${id}`;
    page.subscribe(topic);
    const { data } = await page.nth<LiveSnapshot<WireMandvToday>>(topic, 0);
    expect(data.hours.filter(({ actual }) => actual !== null)).toHaveLength(8);

    const register = at.store.latest().get('M1')!.points['energy_kwh']!.value;
    at.now = morning + hour + 60_000;
    await at.send('M1', { ts: morning + hour, values: { energy_kwh: register + 40 } });
    await at.send('T1', { ts: morning + hour, values: { temperature_c: 9 } });
    const of = async (actual: number) =>
      until(`an hour of ${actual}`, () =>
        page
          .of(topic)
          .flatMap(({ message }) => (message as LiveDelta<LiveMandvDelta>).data.hours)
          .find(({ ts, actual: known }) => Date.parse(ts) === morning && Math.abs((known ?? NaN) - actual) < 1e-6),
      );
    expect(await of(40)).toMatchObject({ halfWidth: expect.any(Number) as number });
    await at.send('M1', { ts: morning + hour, values: { energy_kwh: register + 44 } });
    await of(44);
    const delta = page.of(topic).at(-1)!.message as LiveDelta<LiveMandvDelta>;
    expect(delta.data.date).toBe('2026-11-23');
    expect(delta.data.counterfactual).toBeGreaterThan(data.counterfactual!);
    page.close();
    // Sessions end after half an hour without a request.
    officer = await at.person('zhao');
  });

  it('is denied to who does not see the meter, and where there is no model', async () => {
    const [id, empty] = [await made(), await made({ ...chosen, meter: 'E1' })];
    const { headers } = await at.person('wang');
    const school = new LiveClient(at.url, { headers });
    school.subscribe(`mandv:${id}`, `mandv:${empty}`, 'mandv:MV-9999');
    await until('three answers', () => school.told.length === 3);
    expect(school.told.map(({ event }) => event)).toEqual(['denied', 'denied', 'denied']);
    school.close();
  });
});

describe('each night', () => {
  it('computes the frozen ones again, and leaves drafts to those who look at them', async () => {
    const [frozen, draft] = [await made(), await made()];
    await officer.post(`${path}/${frozen}/freeze`);
    const computedAt = async (id: string) =>
      (await officer.get<{ items: WireMandvListItem[] }>(path)).body.items.find((item) => item.id === id)!.computedAt;
    const service = new MandvService({
      registry: at.registry,
      store: at.store,
      log: pino({ level: 'silent' }),
      now: () => at.now,
      version: 'test',
      calendar: new LocalCalendar(timezone),
    });
    const before = await computedAt(frozen);
    // Already computed since last night.
    await service.nightly();
    expect(await computedAt(frozen)).toBe(before);
    at.now += day;
    officer = await at.person('zhao');
    await service.nightly();
    expect(Date.parse((await computedAt(frozen))!)).toBe(at.now);
    expect(await computedAt(draft)).toBeNull();
    await service.stop();
  });
});
