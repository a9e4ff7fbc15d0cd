import { expect, it } from 'vitest';
import { BenchTop, arrival, ts } from './fakes/bench-top.ts';

const hour = 3_600_000;

it('a meter that sent before it was registered: replayed, its reading counts as stored', async () => {
  const top = new BenchTop();
  await top.send('v1/M9/readings', [{ ts, values: { energy_kwh: 5 } }, { values: { power_kw: 1 } }]);
  expect(top.store.ledger()).toMatchObject({ received: 2, quarantined: 2 });
  expect(await top.collector.replayQuarantined(1)).toEqual({
    state: 'refused',
    reason: 'unknown-device',
    detail: 'M9 is not in the portfolio',
  });

  top.directory.addMeter('M9');
  top.now = arrival + hour;
  const live: unknown[] = [];
  top.collector.onCommitted((readings) => live.push(...readings));
  expect(await top.collector.replayQuarantined(1)).toEqual({ state: 'replayed', outcome: 'stored' });
  expect(await top.collector.replayQuarantined(2)).toEqual({ state: 'replayed', outcome: 'stored' });
  expect(top.store.ledger()).toMatchObject({ received: 2, stored: 2, quarantined: 0 });
  // Without a time of its own a reading was taken when it first arrived, not when somebody replayed it.
  expect([...top.store.readings.get('M9')!.keys()]).toEqual([Date.parse(ts), arrival]);
  expect(live[0]).toMatchObject({ meter: 'M9', ts: Date.parse(ts), receivedAt: arrival + hour, outcome: 'stored' });
});

it('replayed twice, or never there: not open', async () => {
  const top = new BenchTop();
  await top.send('v1/M9/readings', { ts, values: { energy_kwh: 5 } });
  top.directory.addMeter('M9');
  await top.collector.replayQuarantined(1);
  expect(await top.collector.replayQuarantined(1)).toEqual({ state: 'not-open' });
  expect(await top.collector.replayQuarantined(77)).toEqual({ state: 'not-open' });
});

it('a string for a number stays refused, whoever asks', async () => {
  const top = new BenchTop();
  await top.send('v1/M1/readings', { ts, values: { energy_kwh: '12' } });
  expect(await top.collector.replayQuarantined(1)).toMatchObject({ state: 'refused', reason: 'value-not-finite' });
  expect(top.store.ledger()).toMatchObject({ stored: 0, quarantined: 1 });
});

it('a meter that was given to the gateway afterwards', async () => {
  const top = new BenchTop();
  await top.send('v1/GW1/readings', { device: 'G2-A', ts, values: { energy_kwh: 5 } });
  expect(await top.collector.replayQuarantined(1)).toMatchObject({ reason: 'not-entitled' });
  top.directory.addMeter('G2-A', 'GW1');
  expect(await top.collector.replayQuarantined(1)).toEqual({ state: 'replayed', outcome: 'stored' });
  // The same reading is there now: delivering it again is a duplicate.
  await top.send('v1/GW1/readings', { device: 'G2-A', ts, values: { energy_kwh: 5 } });
  expect(top.store.ledger()).toMatchObject({ received: 2, stored: 1, duplicate: 1, quarantined: 0 });
});

it('a weighing of a scale that was registered afterwards in its canteen', async () => {
  const top = new BenchTop();
  const event = { type: 'meals', ts, seq: 3, canteen: 'CT012', meal: 'DINNER', person_meals: 80 };
  await top.send('v1/CN1/events', { ...event, seq: 'three' });
  await top.send('v1/CN1/events', { ...event, ts: arrival + 60 * hour });
  expect(await top.collector.replayQuarantined(1)).toMatchObject({ reason: 'event-without-identity' });
  expect(await top.collector.replayQuarantined(2)).toMatchObject({ reason: 'ts-too-far-ahead' });
  top.now += 24 * hour;
  expect(await top.collector.replayQuarantined(2)).toEqual({ state: 'replayed', outcome: 'stored' });
});
