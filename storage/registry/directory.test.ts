import { describe, expect, it, onTestFinished } from 'vitest';
import { benchWith, meterOf, secretBytes, smallCity } from './fakes/bench.ts';

describe('the directory of the ingest path', () => {
  it('turns a meter’s register into rules: dates are local midnights, the first multiplier holds from the beginning', async () => {
    const bench = await benchWith(onTestFinished);
    await bench.import(smallCity);
    expect(bench.registry.directory.meter('main')).toEqual({
      id: 'main',
      gateway: null,
      rules: {
        intervalMs: 900_000,
        registerPoint: 'energy_kwh',
        register: {
          digits: 6,
          decimals: 2,
          maxPerHour: 900,
          multiplier: [
            { from: -Infinity, value: 40 },
            { from: Date.parse('2026-03-01T00:00:00+08:00'), value: 60 },
          ],
          replacements: [{ at: Date.parse('2025-06-01T10:00:00+08:00'), closing: 51_234.5, opening: 0 }],
        },
      },
    });
    expect(bench.registry.directory.meter('school-water')?.rules).toEqual({
      intervalMs: 3_600_000,
      registerPoint: 'volume_m3',
      register: { multiplier: [{ from: -Infinity, value: 1 }], replacements: [] },
    });
    expect(bench.registry.directory.meter('light')?.gateway).toBe('gw1');
    expect(bench.registry.directory.meter('nobody')).toBeNull();
  });

  it('knows a device by id and secret, and answers the same for an unknown id and a wrong secret', async () => {
    const bench = await benchWith(onTestFinished);
    await bench.import(smallCity);
    const { directory } = bench.registry;
    expect(directory.authenticateDevice('main', secretBytes('main-secret-0001'))).toEqual({
      kind: 'meter',
      id: 'main',
      canteen: null,
    });
    expect(directory.authenticateDevice('counter-1', secretBytes('counter-1-secret'))?.canteen).toBe('CT012');
    expect(directory.authenticateDevice('gw1', secretBytes('gateway-secret-0001'))?.kind).toBe('gateway');
    expect(directory.authenticateAccount('bridge', secretBytes('bridge-secret'))).toEqual({
      id: 'bridge',
      publish: ['plant/#'],
      subscribe: ['v1/+/readings'],
      refuse: [],
      retained: true,
    });
    for (const [id, secret] of [
      ['main', 'gateway-secret-0001'],
      ['main', ''],
      ['nobody', 'main-secret-0001'],
      // It has no secret of its own: its gateway speaks for it.
      ['light', ''],
      ['bridge', 'bridge-secret'],
      ['__proto__', 'x'],
    ] as const) {
      expect(directory.authenticateDevice(id, secretBytes(secret)), `${id}/${secret}`).toBeNull();
    }
    expect(directory.authenticateAccount('main', secretBytes('main-secret-0001'))).toBeNull();
  });

  it('has rights for clients without credentials only where the operator allows it', async () => {
    const bench = await benchWith(onTestFinished, { allowAnonymous: true });
    expect(bench.registry.directory.anonymous()).toBeNull();
    await bench.import({ accounts: [{ id: 'anonymous', publish: ['lab/#'], subscribe: ['lab/#'] }] });
    expect(bench.registry.directory.anonymous()).toMatchObject({ publish: ['lab/#'] });
    expect(bench.registry.directory.authenticateAccount('anonymous', secretBytes(''))).toBeNull();
    // The leave is taken back at the next start: the account is still there and opens nothing.
    await bench.registry.close();
    await bench.open({ allowAnonymous: false });
    expect(bench.registry.directory.anonymous()).toBeNull();
  });

  it('gives a listing that an import does not disturb', async () => {
    const bench = await benchWith(onTestFinished);
    await bench.import(smallCity);
    const listing = bench.registry.directory.meters();
    listing.next();
    await bench.import({ meters: [meterOf('late')] });
    expect([...listing]).toHaveLength(4);
    expect([...bench.registry.directory.meters()]).toHaveLength(6);
  });
});
