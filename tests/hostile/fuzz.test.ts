import { afterAll, beforeAll, expect, test } from 'vitest';
import { secretOf } from '../../gateway/fakes/directory.ts';
import { Fuzzer } from '../support/hostile/fuzz.ts';
import { inFull } from '../support/hostile/in-full.ts';
import type { Metrics } from '../support/hostile/metrics.ts';
import { Siege } from '../support/hostile/siege.ts';

// HOSTILE_SEED=… repeats a run that failed.

const seed = Number(process.env.HOSTILE_SEED ?? Date.now() % 1_000_000);
const packets = inFull ? 100_000 : 5_000;
const FUZZERS = 80;
const devices = Array.from({ length: 20 }, (_, i) => `F-${i}`);
const accounts = ['program', 'listener'];

let siege: Siege;
beforeAll(async () => {
  siege = await Siege.start({
    devices,
    portfolio: {
      accounts: accounts.map((id) => ({
        ...{ id, secret: secretOf(id), publish: ['#'], subscribe: ['#'], retained: true },
      })),
    },
    // Wrong logins have tests of their own: here they would keep the rest out.
    env: { WATTSTEWARD_LIMIT_WRONG_LOGINS: '100000' },
  });
});
afterAll(() => siege.stop());

test(`${packets} packets of nonsense, seed ${seed} (100,000 with HOSTILE=full)`, async () => {
  const before = await siege.metrics();
  const target = { port: siege.port, names: [...devices, ...accounts] };
  const fuzzers = Array.from({ length: FUZZERS }, (_, i) => new Fuzzer(seed * FUZZERS + i, target));
  try {
    await siege.endure(`${packets} packets of nonsense`, async () => {
      await Promise.all(fuzzers.map((fuzzer) => fuzzer.send(packets / FUZZERS)));
    });
  } catch (error) {
    const last = fuzzers.map((fuzzer) => fuzzer.last.join(' ')).join('\n');
    throw new Error(`seed ${seed}; the last packets of each fuzzer:\n${last}`, { cause: error });
  }
  const after = await siege.metrics();
  const closed = (reason: string): number => after.counted('connections_closed', 'reason', reason);
  const readings = (metrics: Metrics): number => metrics.value('wattsteward_mqtt_messages_total{use="readings"}');
  // It got past the door, and was refused there and behind it for more than one reason; how often each is chance.
  expect(readings(after) - readings(before)).toBeGreaterThan(packets / 100);
  expect(closed('malformed')).toBeGreaterThan(packets / 100);
  for (const reason of ['protocol', 'packet-too-large', 'foreign-topic'])
    expect(closed(reason), reason).toBeGreaterThan(0);
  const subscriptions = (kind: string): number => after.counted('subscriptions_refused', 'kind', kind);
  expect(subscriptions('device')).toBeGreaterThan(0);
}, 400_000);
