import { rmSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MeterRules } from '../../../domain/metering/meter.ts';
import {
  day,
  hour,
  minute,
  monday,
  options,
  plainRules,
  send,
  settle,
  temporaryFolder,
  type Adapter,
  type Sent,
} from './field.ts';

export function rebuildContract(adapter: Adapter): void {
  describe('deriving step by step', () => {
    it('comes to the same bytes as rebuilding, in whatever order the readings arrive', async () => {
      const directory = temporaryFolder();
      const store = await adapter.open(options(directory));
      let run = 0;
      const seen = new Map<string, MeterRules>();
      await fc.assert(
        fc.asyncProperty(aMessyMeter, async ({ readings, order, rules }) => {
          const meter = `MESSY-${run++}`;
          seen.set(meter, rules);
          const shuffled = order.map((i) => readings[i % readings.length]!);
          const parts = [shuffled.slice(0, 12), shuffled.slice(12, 30), shuffled.slice(30), readings];
          for (const part of parts.filter(({ length }) => length > 0)) {
            await send(store, meter, ...part);
            await settle(store, () => rules);
          }
          const stepwise = await store.contentHash();
          const rebuilt = await store.rebuild([...seen].map(([id, of]) => ({ meter: id, rules: of })));
          expect(stepwise).toEqual(rebuilt);
        }),
        { numRuns: 25, seed: 20261123 },
      );
      await store.rebuild([{ meter: 'MESSY-0', rules: seen.get('MESSY-0')! }]);
      const gone = await store.intervals('MESSY-1', 'energy_kwh', '1d', monday - day, monday + 20 * day);
      expect(gone.value.every(Number.isNaN)).toBe(true);
      await store.close();
      rmSync(directory, { recursive: true, force: true });
    }, 60_000);

    it('opened with another time zone, its days and months are that zone’s', async () => {
      const directory = temporaryFolder();
      let store = await adapter.open(options(directory));
      const hours = Array.from({ length: 72 }, (_, i): Sent => [
        monday + i * hour,
        { energy_kwh: i, temperature_c: i },
      ]);
      await send(store, 'MOVED', ...hours);
      await settle(store);
      await store.close();

      store = await adapter.open(options(directory, { timezone: 'Europe/London' }));
      await settle(store);
      // Midnight in London is eight hours later than in Shanghai.
      const days = await store.intervals('MOVED', 'energy_kwh', '1d', monday, monday + 2 * day);
      expect([...days.startsAt]).toEqual([monday + 8 * hour, monday + 32 * hour]);
      expect([...days.value]).toEqual([24, 24]);
      const moved = await store.contentHash();
      expect(await store.rebuild([{ meter: 'MOVED', rules: plainRules }])).toEqual(moved);
      await store.close();
      rmSync(directory, { recursive: true, force: true });
    });

    it('a stop in the middle of a rebuild need not wait for its end, and every meter is whole', async () => {
      const directory = temporaryFolder();
      let store = await adapter.open(options(directory));
      const meters = Array.from({ length: 30 }, (_, i) => `STOPPED-${i}`);
      for (const meter of meters)
        await send(store, meter, [monday, { energy_kwh: 1 }], [monday + hour, { energy_kwh: 5 }]);
      await settle(store);
      const before = await store.contentHash();

      let done = 0;
      let closed: Promise<void> | undefined;
      const rebuilt = store.rebuild(
        meters.map((meter) => ({ meter, rules: plainRules })),
        (at) => {
          done = at;
          closed ??= store.close();
        },
      );
      await expect(rebuilt).rejects.toThrow('closed');
      expect(done).toBeLessThan(meters.length);
      await closed;

      store = await adapter.open(options(directory));
      expect(await store.contentHash()).toEqual(before);
      await store.close();
      rmSync(directory, { recursive: true, force: true });
    });
  });
}

/** A register with gaps, a reset, glitches and a rollover; power that comes and goes; values that are corrected later. */
const aMessyMeter = fc
  .record({
    steps: fc.array(
      fc.record({
        afterMs: fc.oneof(
          { weight: 8, arbitrary: fc.constant(15 * minute) },
          fc.integer({ min: 1, max: 40 * 60_000 }),
          { weight: 1, arbitrary: fc.integer({ min: hour, max: 3 * day }) },
        ),
        used: fc.integer({ min: 0, max: 500 }),
        odd: fc.oneof(
          { weight: 12, arbitrary: fc.constant('none' as const) },
          fc.constantFrom('reset' as const, 'zero' as const, 'jump' as const, 'no-energy' as const),
        ),
      }),
      { minLength: 3, maxLength: 80 },
    ),
    order: fc.array(fc.nat(1000), { maxLength: 60 }),
    digits: fc.constantFrom(undefined, 3),
    maxPerHour: fc.constantFrom(undefined, 40),
    decimals: fc.constantFrom(undefined, 2),
    // Hours after the first reading.
    multiplierFrom: fc.option(fc.nat(200), { nil: undefined }),
    replacedAt: fc.option(fc.nat(200), { nil: undefined }),
  })
  .map(({ steps, order, digits, maxPerHour, decimals, multiplierFrom, replacedAt }) => {
    let ts = monday;
    let register = 99_000;
    const readings = steps.map(({ afterMs, used, odd }): Sent => {
      ts += afterMs;
      register = odd === 'reset' ? used : (register + used) % 100_000;
      const shown = odd === 'zero' ? 0 : odd === 'jump' ? register + 50_000 : register;
      const power = { power_kw: used / 7 };
      return [ts, odd === 'no-energy' ? power : { energy_kwh: shown / 100, ...power }];
    });
    const rules: MeterRules = {
      ...plainRules,
      register: {
        digits,
        decimals,
        maxPerHour,
        multiplier: [
          { from: -Infinity, value: 1 },
          ...(multiplierFrom === undefined ? [] : [{ from: monday + multiplierFrom * hour, value: 0.3 }]),
        ],
        replacements: replacedAt === undefined ? [] : [{ at: monday + replacedAt * hour, closing: 995, opening: 2 }],
      },
    };
    return { readings, order, rules };
  });
