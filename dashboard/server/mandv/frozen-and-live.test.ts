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
import { morning, operatorKey, timezone, until } from '../fakes/installation.ts';
import { LiveClient } from '../fakes/live-client.ts';
import { analyses, chosen, day, hour, Office, savedShare } from '../fakes/office.ts';
import { IntervalReader } from '../intervals/reader.ts';
import { MandvService } from './service.ts';

const at = new Office();
beforeAll(() => at.open(), 60_000);
afterAll(() => at.stop());

describe('a frozen baseline', () => {
  it('stays as it is when late readings change the baseline, and says what a new model would give', async () => {
    // A meter of its own: the readings of others stay.
    await at.another('M3');
    const id = await at.made({ ...chosen, meter: 'M3' });
    const frozen = await at.officer.post<WireMandvAnalysis>(`${analyses}/${id}/freeze`);
    expect(frozen.status, frozen.text).toBe(200);
    expect(frozen.body.frozen).toMatchObject({ by: 'zhao', baselineChanged: false, savingIfFittedNow: null });
    expect(frozen.body.state).toBe('frozen');

    // Much more in July 2025, found out afterwards; what follows is read as it was.
    await at.correct('M3', '2025-07-01', '2025-08-01', 1.4);
    await at.collector.settled();
    const after = await at.one(id);
    expect(after.model).toEqual(frozen.body.model);
    expect(after.total).toEqual(frozen.body.total);
    expect(after.frozen).toMatchObject({ baselineChanged: true, sha256: frozen.body.frozen!.sha256 });
    expect(after.frozen!.savingIfFittedNow).not.toBeCloseTo(after.total!.saving, 0);
    expect(after.frozen!.words!.zh).toContain('冻结');
    expect(after.sufficiency.warnings.map(({ code }) => code)).toContain('frozen.baseline-changed');
    expect(after.inputs.baseline.sha256).not.toBe(after.frozen!.sha256.inputs);
    expect(after.papers.sha256.model).toBe(after.frozen!.sha256.model);

    expect((await at.officer.post(`${analyses}/${id}/freeze`)).status).toBe(409);
    expect((await at.officer.call('DELETE', `${analyses}/${id}`)).status).toBe(409);
  });

  it('changes with late readings of the reporting period: only the model is frozen', async () => {
    await at.another('M4');
    const id = await at.made({ ...chosen, meter: 'M4' });
    const before = (await at.officer.post<WireMandvAnalysis>(`${analyses}/${id}/freeze`)).body;
    await at.correct('M4', '2026-07-01', '2026-08-01', 1.5);
    await at.collector.settled();
    const after = await at.one(id);
    expect(after.model).toEqual(before.model);
    expect(after.frozen!.baselineChanged).toBe(false);
    expect(after.total!.saving).toBeLessThan(before.total!.saving - 1000);
    expect(after.papers.sha256.reportingInputs).not.toBe(before.papers.sha256.reportingInputs);
    // The month stands out, and nobody has said why.
    const events = after.sufficiency.warnings.filter(({ code }) => code === 'nre.reporting');
    expect(events).toHaveLength(1);
    expect(events[0]!.numbers['date']).toMatch(/^2026-0[678]/);
    expect(before.sufficiency.warnings.filter(({ code }) => code.startsWith('nre.'))).toEqual([]);
  });

  it('is made of readings that have just come, not of what was derived before them', async () => {
    await at.another('M5');
    const id = await at.made({ ...chosen, meter: 'M5' });
    await at.correct('M5', '2025-07-01', '2025-08-01', 1.4);
    const frozen = await at.officer.post<WireMandvAnalysis>(`${analyses}/${id}/freeze`);
    await at.collector.settled();
    expect((await at.one(id)).frozen).toMatchObject({ baselineChanged: false, sha256: frozen.body.frozen!.sha256 });
  });
});

describe('a baseline that the rules refuse', () => {
  it('is not frozen until somebody takes responsibility, with the reason', async () => {
    const id = await at.made({ ...chosen, meter: 'M2', weatherMeter: 'T1' });
    expect((await at.one(id)).sufficiency.qualified).toBe(false);
    const refused = await at.officer.post<WireProblem>(`${analyses}/${id}/freeze`);
    expect(refused.status).toBe(409);
    expect(refused.body.code).toBe('disqualified');
    expect(refused.body.errors!.map(({ code }) => code)).toContain('caltrack.too-many-missing-days');
    expect((await at.officer.post(`${analyses}/${id}/override`, { reason: ' ' })).status).toBe(422);

    const reason = '表计 2025 年 5 月安装，双方同意以半年为基期';
    const overridden = await at.officer.post<WireMandvAnalysis>(`${analyses}/${id}/override`, { reason });
    expect(overridden.body.override).toMatchObject({ reason, by: 'zhao' });
    const frozen = await at.officer.post<WireMandvAnalysis>(`${analyses}/${id}/freeze`);
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

describe('today', () => {
  it('holds the hours that are over against the model; the others are not known', async () => {
    const id = await at.made({ ...chosen, method: 'hourly' });
    const { body } = await at.officer.get<WireMandvToday>(`${analyses}/${id}/today`);
    expect(body.date).toBe('2026-11-23');
    expect(body.hours).toHaveLength(24);
    expect(body.hours.filter(({ actual }) => actual !== null)).toHaveLength(8);
    expect(body.hours.filter(({ partial }) => partial)).toHaveLength(1);
    expect(body.actual! / body.counterfactual!).toBeCloseTo(1 - savedShare, 1);
    expect(body.halfWidth).toBeGreaterThan(0);
  });

  it('grows on the page as readings arrive, and a corrected reading corrects its hour', async () => {
    const id = await at.made();
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
    await at.signIn();
  });

  it('is denied to who does not see the meter, and where there is no model', async () => {
    const [id, empty] = [await at.made(), await at.made({ ...chosen, meter: 'E1' })];
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
    const [frozen, draft] = [await at.made(), await at.made()];
    await at.officer.post(`${analyses}/${frozen}/freeze`);
    const computedAt = async (id: string) =>
      (await at.officer.get<{ items: WireMandvListItem[] }>(analyses)).body.items.find((item) => item.id === id)!
        .computedAt;
    const calendar = new LocalCalendar(timezone);
    const service = new MandvService({
      registry: at.registry,
      store: at.store,
      log: pino({ level: 'silent' }),
      now: () => at.now,
      version: 'test',
      calendar,
      intervals: new IntervalReader(at.store, at.registry, calendar, () => at.now),
    });
    const before = await computedAt(frozen);
    // Already computed since last night.
    await service.nightly();
    expect(await computedAt(frozen)).toBe(before);
    at.now += day;
    await at.signIn();
    await service.nightly();
    expect(Date.parse((await computedAt(frozen))!)).toBe(at.now);
    expect(await computedAt(draft)).toBeNull();
    await service.stop();
  });
});
