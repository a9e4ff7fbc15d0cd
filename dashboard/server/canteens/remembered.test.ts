import { afterAll, beforeAll, expect, it } from 'vitest';
import { pino } from 'pino';
import { LocalCalendar } from '../../../domain/time/calendar.ts';
import { streams } from '../../../domain/canteen/types.ts';
import type { StoredEvent } from '../../../storage/series/port.ts';
import { count, openCanteens, sendEvents, weighing, type SentEvent } from '../fakes/canteens.ts';
import { Installation, timezone } from '../fakes/installation.ts';
import { ownViewer } from '../house.ts';
import { CanteenService } from './service.ts';

const house = new Installation();
const told: unknown[] = [];
beforeAll(async () => {
  house.now = Date.parse('2026-11-23T14:00:00+08:00');
  await openCanteens(house);
});
afterAll(() => house.stop());

/** A service over the same store and register, as one that starts now. */
function fresh(store = house.store): CanteenService {
  const { collector, registry } = house;
  const log = pino({ level: 'warn' }, { write: (line) => void told.push(JSON.parse(line)) });
  return new CanteenService({
    ...{ store, collector, registry, log, timezone },
    ...{ now: () => house.now, calendar: new LocalCalendar(timezone) },
  });
}
const span = ['2026-06-01', '2026-12-01'] as const;
const all = async (service: CanteenService, canteen: string) => ({
  meals: await service.meals(canteen, ...span),
  findings: await Promise.all(
    ['2026-08-31', '2026-09-30', '2026-10-31', '2026-11-30'].map((date) => service.findings(canteen, date)),
  ),
  lastEventAt: await service.lastEventAt(canteen),
});

/** A small repeatable chance. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 1_103_515_245 + 12_345) % 2 ** 31) / 2 ** 31;
}

it('what is remembered while events and words come in any order is what a start now would compute', async () => {
  const chance = numbers(7);
  const between = (from: number, to: number) => Math.floor(from + chance() * (to - from));
  const kept = fresh();
  kept.start();
  const sent: SentEvent[] = [];
  for (let round = 0; round < 30; round++) {
    const [month, day] = [between(7, 12), between(1, round % 3 === 0 ? 29 : 9)];
    const date = `2026-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
    const events = Array.from({ length: between(1, 6) }, () => {
      const at = `${date}T${between(10, 14)}:${between(10, 59)}`;
      // Now and then one that no bin holds, a tare that went away, one and the same weight.
      const tare_g = chance() < 0.2 ? 4_200 + round * 20 : 4_200;
      const net = chance() < 0.1 ? 200_000 : chance() < 0.3 ? 5_000 : between(500, 20_000);
      return weighing(at, net, { stream: streams[between(0, 4)]!, tare_g, gross_g: net + tare_g });
    });
    sent.push(...events);
    const again = chance() < 0.3 ? sent.slice(-8, -1) : [];
    await sendEvents(house, 'SC-CT1', ...again, ...events);
    if (chance() < 0.5) await sendEvents(house, 'CN-CT1', count(`${date}T12:00`, between(5, 300)));
    if (chance() < 0.3) {
      const { seq, ts } = sent[between(0, sent.length)]!;
      const said = { device: 'SC-CT1', seq, ts: Date.parse(ts), as: 'ignored', value: null } as const;
      await house.registry.canteenBook.correct('CT1', said, 'seen', ownViewer);
    }
    // Asked at every third only: what is remembered is of different ages.
    if (round % 3 === 0) expect(await all(kept, 'CT1')).toEqual(await all(fresh(), 'CT1'));
  }
  const [now, started] = [await all(kept, 'CT1'), await all(fresh(), 'CT1')];
  expect(now).toEqual(started);
  expect(now.findings.flat().length).toBeGreaterThan(3);
  expect(now.meals.length).toBeGreaterThan(15);
  const stored = await house.store.events({ canteen: 'CT1', from: 0, to: 2e12, limit: 1_000 });
  const excluded = now.findings.flat().filter(({ effect }) => effect === 'excluded');
  expect(excluded.length).toBeGreaterThan(0);
  expect(stored.length).toBeGreaterThan(sent.length);
  await kept.stop();
});

it('events that come while their month is being read are in it once', async () => {
  const service = fresh();
  service.start();
  const reading = service.meals('CT9', '2026-11-01', '2026-12-01');
  const sending = Array.from({ length: 20 }, (_, i) =>
    sendEvents(house, 'SC-CT9', weighing(`2026-11-20T12:${10 + i}`, 1_000)),
  );
  await Promise.all([reading, ...sending]);
  const [lunch] = await service.meals('CT9', '2026-11-01', '2026-12-01');
  expect(lunch!.streams.PLATE_WASTE).toMatchObject({ grams: 20_000, weighings: 20 });
  await service.stop();
});

it('an event whose body says nothing is passed over and told once', async () => {
  const batch = house.store.newBatch();
  const account = batch.account({ source: 'mqtt', device: 'SC-CT2', meter: '' });
  const ts = Date.parse('2026-11-20T12:00:00+08:00');
  const bodies = [
    '{"type":"weighing"',
    '{"type":"tasting","meal":"LUNCH"}',
    '[]',
    '{"type":"weighing","meal":"LUNCH"}',
    '{"type":"weighing","meal":"LUNCH","stream":"PLATE_WASTE","net_g":1e300}',
    '{"type":"meals","meal":"LUNCH","person_meals":9007199254740991}',
  ];
  bodies.forEach((body, seq) => {
    const event: Omit<StoredEvent, 'receivedAt'> = {
      device: 'SC-CT2',
      seq,
      ts,
      type: 'weighing',
      canteen: 'CT2',
      body,
    };
    batch.received(account, 1);
    batch.event(account, ts, event);
  });
  await house.store.commit(batch);
  await sendEvents(house, 'SC-CT2', weighing('2026-11-20T12:00', 700));
  const service = fresh();
  const before = told.length;
  const [lunch] = await service.meals('CT2', '2026-11-20', '2026-11-21');
  expect(lunch!.streams.PLATE_WASTE).toMatchObject({ grams: 700, weighings: 1 });
  expect(lunch!.personMeals).toBe(0);
  expect(told.slice(before)).toMatchObject([{ level: 40, canteen: 'CT2', device: 'SC-CT2', seq: 0 }]);
});

it('a read that failed is tried again by the next who asks', async () => {
  const failing = Object.create(house.store) as typeof house.store;
  let failures = 2;
  failing.events = (query) =>
    failures-- > 0 ? Promise.reject(new Error('disk I/O error')) : house.store.events(query);
  const service = fresh(failing);
  const ask = () => service.meals('CT2', '2026-11-20', '2026-11-21');
  await expect(ask()).rejects.toThrow('disk I/O error');
  expect(await ask()).toMatchObject([{ streams: { PLATE_WASTE: { grams: 700 } } }]);
});

it('a canteen that left the register and came back is read anew', async () => {
  const service = fresh();
  service.start();
  const imported = await house.registry.importPortfolio(
    { canteens: [{ id: 'CT5', institution: 'SCHOOL', name: '五食堂', scales: [{ id: 'SC-CT5', secret: 's' }] }] },
    ownViewer,
    { demo: true },
  );
  expect(imported.ok).toBe(true);
  await sendEvents(house, 'SC-CT5', weighing('2026-11-20T12:00', 700));
  expect(await service.meals('CT5', ...span)).toHaveLength(1);
  await house.registry.removeDemo(ownViewer, () => ['demo', 'gone']);
  await house.collector.forget({ meters: [], devices: ['SC-CT5'] });
  await service.settled();
  expect(await service.meals('CT5', ...span)).toEqual([]);
  expect(await service.lastEventAt('CT5')).toBeNull();
  await service.stop();
});
