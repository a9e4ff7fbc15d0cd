import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { administrator, benchWith, firstPage, secretBytes, meterOf, smallCity } from './fakes/bench.ts';
import type { RuleChange } from './port.ts';

const registered = async () => {
  const bench = await benchWith(onTestFinished);
  await bench.import(smallCity);
  return bench;
};

/** Meters of which all changed. */
const named = (changes: readonly RuleChange[]) => changes.map(({ meter, range }) => (range ? '' : meter)).join();

describe('a portfolio comes in', () => {
  it('creates everything, then finds it unchanged, an item counting once', async () => {
    const bench = await benchWith(onTestFinished);
    expect(await bench.registry.isEmpty()).toBe(true);
    expect(await bench.import(smallCity)).toEqual({ created: 24, updated: 0, unchanged: 0 });
    expect(await bench.registry.isEmpty()).toBe(false);
    expect(await bench.import(smallCity)).toEqual({ created: 0, updated: 0, unchanged: 24 });
  });

  it('gives a meter back as written', async () => {
    const { registry } = await registered();
    expect(await registry.meter(administrator, 'main')).toEqual({
      id: 'main',
      building: 'office-a',
      buildingName: 'A座',
      institution: 'office',
      institutionName: '区政府',
      parent: null,
      carrier: 'electricity',
      endUse: null,
      register: {
        point: 'energy_kwh',
        unit: 'kWh',
        digits: 6,
        decimals: 2,
        multiplier: [
          { from: '2024-01-01', value: 40 },
          { from: '2026-03-01', value: 60 },
        ],
      },
      replacements: [{ at: '2025-06-01T10:00:00+08:00', closing: 51_234.5, opening: 0 }],
      maxPerHour: 900,
      interval: '15m',
      gateway: null,
      verifiedUntil: '2028-05-31',
      hasSecret: true,
      virtual: null,
      demo: false,
    });
  });

  it('leaves rows alone that the file does not name, and replaces those that it does but for their secret', async () => {
    const bench = await registered();
    const [, main] = smallCity.meters;
    const { maxPerHour: _gone, secret: _kept, ...rest } = main as Record<string, unknown>;
    expect(await bench.import({ meters: [rest] })).toEqual({ created: 0, updated: 1, unchanged: 0 });
    const meter = await bench.registry.meter(administrator, 'main');
    expect(meter).toMatchObject({ maxPerHour: null, hasSecret: true });
    expect(bench.registry.directory.authenticateDevice('main', secretBytes('main-secret-0001'))).not.toBeNull();
    expect((await bench.registry.meters(administrator, firstPage)).items).toHaveLength(5);
  });

  it('takes an empty list (null in YAML) and an empty file', async () => {
    const bench = await registered();
    expect(await bench.import({ meters: null, regions: [] })).toEqual({ created: 0, updated: 0, unchanged: 0 });
    expect(await bench.import({})).toEqual({ created: 0, updated: 0, unchanged: 0 });
  });

  it('names a region without a name by its id', async () => {
    const bench = await benchWith(onTestFinished);
    await bench.import({ regions: [{ id: 'north' }] });
    expect((await bench.registry.regions(administrator, firstPage)).items).toEqual([
      { id: 'north', name: 'north', parent: null },
    ]);
  });

  it('marks what the demo created, and keeps the mark', async () => {
    const bench = await benchWith(onTestFinished);
    await bench.registry.importPortfolio(smallCity, administrator, { demo: true });
    await bench.import({ meters: [meterOf('ward', { building: 'hospital-1', interval: '5m' }), meterOf('own')] });
    expect(await bench.registry.meter(administrator, 'ward')).toMatchObject({ demo: true, interval: '5m' });
    expect(await bench.registry.meter(administrator, 'own')).toMatchObject({ demo: false });
  });

  it('takes a scale from a canteen whose new list does not have it, and not when the list is absent', async () => {
    const bench = await registered();
    const canteen = { id: 'CT012', institution: 'school', name: '第一食堂' };
    await bench.import({ canteens: [canteen] });
    expect(bench.registry.directory.device('scale-1')).toEqual({ kind: 'scale', id: 'scale-1', canteen: 'CT012' });
    const revoked: string[] = [];
    bench.registry.onRevoked((ids) => revoked.push(...ids));
    expect(await bench.import({ canteens: [{ ...canteen, scales: [{ id: 'scale-2' }] }] })).toMatchObject({
      updated: 1,
    });
    expect(bench.registry.directory.device('scale-1')).toBeNull();
    expect(bench.registry.directory.authenticateDevice('scale-1', secretBytes('scale-1-secret'))).toBeNull();
    expect(revoked).toEqual(['scale-1']);
  });

  it('lets a scale move to another canteen and keep its secret', async () => {
    const bench = await registered();
    await bench.import({
      canteens: [
        { id: 'CT012', institution: 'school', name: '第一食堂', scales: [] },
        { id: 'CT013', institution: 'school', name: '第二食堂', scales: [{ id: 'scale-1' }] },
      ],
    });
    expect(bench.registry.directory.authenticateDevice('scale-1', secretBytes('scale-1-secret'))).toEqual({
      kind: 'scale',
      id: 'scale-1',
      canteen: 'CT013',
    });
  });
});

it('takes units as people type them: ℃ in one sign, C, kW·h, l', async () => {
  const bench = await registered();
  const meter = (id: string, carrier: string, point: string, unit: string) =>
    meterOf(id, { carrier, register: { point, unit } });
  const meters = [
    meter('room-1', 'indoor', 'temperature_c', '℃'),
    meter('room-2', 'indoor', 'temperature_c', 'C'),
    meter('grid', 'electricity', 'energy_kwh', 'kW·h'),
    meter('tank', 'fuel', 'fuel_l', 'l'),
    meter('main-pipe', 'water', 'volume_m3', '㎥'),
  ];
  expect(await bench.import({ meters })).toMatchObject({ created: 5 });
});

it('takes the months of a tariff as numbers or as people write a span', async () => {
  const bench = await registered();
  const period = { days: 'workdays', from: '08:00', to: '12:00', kind: 'peak', price: '1.2034' };
  const tariffs = [
    {
      id: 'TOU',
      validFrom: '2026-01-01',
      periods: [
        { ...period, months: [7, 8] },
        { ...period, months: '9-12' },
      ],
    },
  ];
  expect(await bench.import({ tariffs })).toMatchObject({ created: 1 });
});

describe('what others hear of an import', () => {
  it('names the meters whose derivation changed, and only those', async () => {
    const bench = await registered();
    const heard: (readonly string[])[] = [];
    bench.registry.onRulesChanged((changes) => void heard.push(changes.map(({ meter }) => meter)));
    const [light, main, , water] = smallCity.meters;
    await bench.import({
      meters: [
        { ...light, endUse: 'sockets' },
        { ...main, maxPerHour: 1200 },
        { ...water, register: { point: 'volume_m3', unit: 'm3', multiplier: [{ from: '2020-01-01', value: 1 }] } },
        meterOf('fresh'),
      ],
    });
    // The water meter's multiplier is written another way and means the same.
    await vi.waitFor(() => expect(heard).toEqual([['main']]));
  });

  it('tells of changed rules again until they are taken care of, over a restart too', async () => {
    const bench = await registered();
    const main = smallCity.meters[1]!;
    // Nobody listens yet: a portfolio of the configuration is imported before the collector is there.
    await bench.import({ meters: [{ ...main, maxPerHour: 1200 }] });
    await bench.registry.close();
    await bench.open();
    const heard: string[] = [];
    bench.registry.onRulesChanged(async (changes) => {
      heard.push(`try ${heard.length + 1}: ${named(changes)}`);
      if (heard.length === 1) throw new Error('the store is full');
    });
    await vi.waitFor(() => expect(heard).toEqual(['try 1: main']));
    await bench.import({ gateways: [{ id: 'gw9' }] });
    await vi.waitFor(() => expect(heard).toEqual(['try 1: main', 'try 2: main']));
    await bench.registry.close();
    await bench.open();
    bench.registry.onRulesChanged((changes) => void heard.push(`after: ${named(changes)}`));
    await bench.import({ meters: [{ ...main, maxPerHour: 1300 }] });
    await vi.waitFor(() => expect(heard).toHaveLength(3));
    expect(heard[2]).toBe('after: main');
  });

  it('revokes a changed secret and narrowed rights, not a first secret', async () => {
    const bench = await registered();
    const revoked: string[] = [];
    bench.registry.onRevoked((ids) => revoked.push(...ids));
    const [light, main] = smallCity.meters;
    await bench.import({
      meters: [
        { ...light, secret: 'the first one' },
        { ...main, secret: 'another one' },
      ],
      accounts: [{ id: 'bridge', publish: [] }],
    });
    expect(revoked.sort()).toEqual(['bridge', 'main']);
    expect(bench.registry.directory.authenticateDevice('main', secretBytes('main-secret-0001'))).toBeNull();
    expect(bench.registry.directory.authenticateDevice('main', secretBytes('another one'))?.kind).toBe('meter');
  });

  it('goes on when a listener fails, and after the directory has the new state', async () => {
    const bench = await registered();
    const seen: unknown[] = [];
    bench.registry.onChanged(() => {
      throw new Error('a listener with a fault');
    });
    bench.registry.onChanged(() => seen.push(bench.registry.directory.device('gw2')?.kind));
    await bench.import({ gateways: [{ id: 'gw2' }] });
    expect(seen).toEqual(['gateway']);
  });
});

describe('the JSON Schema of the portfolio', () => {
  it('is a valid draft 2020-12 schema that takes the city and names a misspelt field', async () => {
    const { registry } = await benchWith(onTestFinished);
    const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(registry.portfolioSchema());
    expect(validate(smallCity), JSON.stringify(validate.errors)).toBe(true);
    expect(validate({ meters: [meterOf('m', { intervall: '15m' })] })).toBe(false);
    expect(validate({ meters: [{ id: 'm' }] })).toBe(false);
  });
});

describe('a province at once', () => {
  it('imports 12,000 meters without holding the event loop', async () => {
    const bench = await registered();
    const meters = Array.from({ length: 12_000 }, (_, n) =>
      meterOf(`m${n}`, { secret: `secret of meter ${n}`, ...(n % 10 === 0 ? {} : { parent: `m${n - (n % 10)}` }) }),
    );
    let longest = 0;
    let last = performance.now();
    const tick = setInterval(() => {
      const now = performance.now();
      longest = Math.max(longest, now - last);
      last = now;
    }, 1);
    const start = performance.now();
    expect(await bench.import({ meters })).toMatchObject({ created: 12_000 });
    const took = performance.now() - start;
    clearInterval(tick);
    expect([...bench.registry.directory.meters()]).toHaveLength(12_005);
    // Bounds with room for a machine that does other things at the same time.
    expect(took).toBeLessThan(15_000);
    expect(longest).toBeLessThan(250);
    if (process.env['SHOW_FIGURES'])
      process.stdout.write(`import ${Math.round(took)} ms, longest ${Math.round(longest)} ms\n`);
  });
});
