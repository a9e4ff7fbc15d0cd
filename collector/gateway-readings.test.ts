import { expect, it } from 'vitest';
import { BenchTop, ts } from './fakes/bench-top.ts';

const values = { energy_kwh: 1 };

it.each([
  ['one of its own meters', 'G1-A', 'stored', 'G1-A'],
  ['a meter of another gateway', 'G2-A', 'not-entitled', 'G2-A'],
  ['a meter that has no gateway', 'M1', 'not-entitled', 'M1'],
  ['a meter that nobody knows', 'G1-Z', 'unknown-device', ''],
  ['nobody', undefined, 'unknown-device', ''],
  ['a number', 7, 'unknown-device', ''],
  ['itself', 'GW1', 'unknown-device', ''],
  ['a scale', 'SC1', 'unknown-device', ''],
  ['an object key of JavaScript', '__proto__', 'unknown-device', ''],
])('a gateway speaks for %s: accounted under the meter it speaks of', async (_, device, outcome, meter) => {
  const top = new BenchTop();
  await top.send('v1/GW1/readings', [{ device, ts, values }]);
  const stored = outcome === 'stored' ? 1 : 0;
  expect(top.store.ledger({ source: 'mqtt', device: 'GW1', meter })).toMatchObject({
    received: 1,
    stored,
    quarantined: 1 - stored,
  });
  expect(top.store.quarantined[0]?.reason ?? 'stored').toBe(outcome);
  expect([...top.store.readings.keys()]).toEqual(stored ? [device] : []);
});

it('an account speaks for the device of the topic, with no more rights than that', async () => {
  const top = new BenchTop();
  const send = (topic: string, device?: string) =>
    new Promise<void>((resolve, reject) => {
      const message = top.message(topic, { device, ts, values });
      top.collector.accept({ ...message, publisher: 'bridge', publisherKind: 'account' }, (error) =>
        error ? reject(error) : resolve(),
      );
    });
  await send('v1/M1/readings');
  await send('v1/GW1/readings', 'G1-A');
  await send('v1/GW1/readings', 'G2-A');
  expect(top.store.ledger({ device: 'M1' }).stored).toBe(1);
  expect(top.store.ledger({ device: 'GW1' })).toMatchObject({ received: 2, stored: 1, quarantined: 1 });
});

it.each([
  ['a topic of another device', 'v1/M2/readings'],
  ['a topic that is not collected', 'v1/M1/status'],
  ['a topic outside v1', 'M1/readings'],
])('a device on %s should never come through the gateway: answered with an error, not counted', async (_, topic) => {
  const top = new BenchTop();
  const answer = new Promise((resolve) =>
    top.collector.accept({ ...top.message(topic, { ts, values }), publisher: 'M1' }, resolve),
  );
  expect(await answer).toBeInstanceOf(Error);
  expect(top.store.ledger().received).toBe(0);
});
