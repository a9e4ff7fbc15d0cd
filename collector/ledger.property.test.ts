import fc from 'fast-check';
import { expect, it } from 'vitest';
import { imbalance } from '../domain/metering/ledger.ts';
import { BenchTop, arrival } from './fakes/bench-top.ts';

const meters = ['M1', 'M2', 'G1-A', 'G2-A', 'SC1', 'NOBODY'];
const anything = fc.oneof(
  { weight: 6, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }) },
  fc.jsonValue({ maxDepth: 1 }),
);
const values = fc.oneof(
  { weight: 6, arbitrary: fc.dictionary(fc.constantFrom('energy_kwh', 'power_kw', 'x', '__proto__'), anything) },
  fc.jsonValue({ maxDepth: 1 }),
);
const instant = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 200 }).map((minutes) => arrival - minutes * 60_000) },
  fc.constantFrom('2026-11-23T08:00:00+08:00', '2026-11-23', 0, null, 8.64e15),
);
const item = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ ts: instant, values, device: fc.constantFrom(...meters) }, { requiredKeys: [] }),
  },
  fc.record({ type: fc.constantFrom('weighing', 'meals'), seq: fc.nat(50), ts: instant, person_meals: fc.nat() }),
  fc.jsonValue({ maxDepth: 1 }),
);
const payload = fc.oneof(
  { weight: 4, arbitrary: item.map((it) => JSON.stringify(it)) },
  { weight: 4, arbitrary: fc.array(item, { maxLength: 8 }).map((items) => JSON.stringify(items)) },
  fc.string(),
  fc.uint8Array(),
);
const message = fc.record({
  topic: fc
    .tuple(fc.constantFrom(...meters, 'GW1', 'CN1'), fc.constantFrom('readings', 'readings', 'events'))
    .map(([device, stream]) => `v1/${device}/${stream}`),
  payload,
});

it('10,000 random messages, with commits that fail now and then: every account of the ledger balances', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(message, { minLength: 100, maxLength: 500 }),
      fc.infiniteStream(fc.nat(9)),
      async (messages, dice) => {
        const top = new BenchTop({ limits: { maxBatchItems: 20 } });
        top.store.beforeCommit = () => {
          if (dice.next().value === 0) throw new Error('disk full');
        };
        let committed = 0;
        top.collector.onCommitted((readings) => (committed += readings.length));
        const answers = await Promise.allSettled(messages.map(({ topic, payload }) => top.send(topic, payload)));
        expect(answers).toHaveLength(messages.length);
        const ledger = top.store.ledger();
        expect(imbalance(ledger)).toBe(0);
        for (const device of [...meters, 'GW1', 'CN1']) {
          for (const meter of [...meters, '']) expect(imbalance(top.store.ledger({ device, meter }))).toBe(0);
        }
        expect(ledger.quarantined).toBe(top.store.quarantined.length);
        expect(ledger.stored + ledger.duplicate).toBeGreaterThanOrEqual(committed);
      },
    ),
    { numRuns: 34 },
  );
});
