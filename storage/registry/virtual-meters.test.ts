import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { administrator, benchWith, firstPage, meterOf, smallCity, type Bench } from './fakes/bench.ts';
import type { RuleChange, Viewer } from './port.ts';

const midnight = (date: string): number => Date.parse(`${date}T00:00:00+08:00`);
const virtual = (id: string, ...terms: object[]) => meterOf(id, { virtual: terms });
/** What no sub-meter of the office measures. */
const rest = virtual('rest', { meter: 'main' }, { meter: 'light', factor: -1, from: '2026-01-01', to: '2026-07-01' });

async function bench() {
  const made = await benchWith(onTestFinished);
  await made.import(smallCity);
  await made.import({ meters: [rest] });
  return made;
}

describe('a virtual meter', () => {
  it('is listed with its place and rights as any meter, with its terms as written', async () => {
    const { registry } = await bench();
    expect(await registry.meter(administrator, 'rest')).toMatchObject({
      building: 'office-a',
      institutionName: '区政府',
      hasSecret: false,
      virtual: [
        { meter: 'main', factor: 1, from: null, to: null },
        { meter: 'light', factor: -1, from: '2026-01-01', to: '2026-07-01' },
      ],
    });
    expect(
      (await registry.meters(administrator, { ...firstPage, building: 'office-a' })).items.map(({ id }) => id),
    ).toContain('rest');
    const hospital: Viewer = { kind: 'user', name: 'zhao', role: 'institution', scope: 'hospital' };
    expect(await registry.meter(hospital, 'rest')).toBeNull();
  });

  it('is computed in local days and is no device: nothing logs in, publishes or gets a secret', async () => {
    const made = await bench();
    for (const reopened of [false, true]) {
      if (reopened) {
        await made.registry.close();
        await made.open();
      }
      const { registry } = made;
      const { directory } = registry;
      const entry = {
        id: 'rest',
        point: 'energy_kwh',
        terms: [
          { meter: 'main', factor: 1, from: -Infinity, to: Infinity },
          { meter: 'light', factor: -1, from: midnight('2026-01-01'), to: midnight('2026-07-01') },
        ],
      };
      expect(directory.virtual('rest')).toEqual(entry);
      expect([...directory.virtuals()]).toEqual([entry]);
      expect(directory.virtual('main')).toBeNull();
      expect(directory.meter('rest')).toBeNull();
      expect([...directory.meters()].map(({ id }) => id)).not.toContain('rest');
      expect(directory.device('rest')).toBeNull();
      expect(directory.authenticateDevice('rest', new Uint8Array())).toBeNull();
      expect(await registry.device(administrator, 'rest')).toBeNull();
      expect((await registry.devices(administrator, firstPage)).items.map(({ id }) => id)).not.toContain('rest');
      expect(await registry.newSecret('rest', { overlapMs: 0 }, administrator)).toBeNull();
      expect(await registry.revokeSecret('rest', administrator)).toBe(false);
    }
  });

  it('takes signs as people write them, and is unchanged by the same file', async () => {
    const made = await bench();
    const signs = virtual(
      'signs',
      { meter: 'main', sign: '+' },
      { meter: 'light', sign: '-' },
      { meter: 'ward', sign: -1 },
    );
    await made.import({ meters: [signs] });
    expect(made.registry.directory.virtual('signs')?.terms.map(({ factor }) => factor)).toEqual([1, -1, -1]);
    expect(await made.import({ meters: [signs, rest] })).toEqual({ created: 0, updated: 0, unchanged: 2 });
  });

  it('tells that it must be computed again when its terms change', async () => {
    const made = await bench();
    const heard: (readonly RuleChange[])[] = [];
    made.registry.onRulesChanged((changes) => void heard.push(changes));
    await made.import({ meters: [virtual('rest', { meter: 'main' }), virtual('new', { meter: 'rest' })] });
    await vi.waitFor(() => expect(heard).toEqual([[{ meter: 'rest' }]]));
  });

  it('is in the JSON Schema of the portfolio', async () => {
    const { registry } = await bench();
    const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(registry.portfolioSchema());
    expect(validate({ meters: [rest] }), JSON.stringify(validate.errors)).toBe(true);
    expect(validate({ meters: [virtual('empty')] })).toBe(false);
    expect(validate({ meters: [virtual('x', { metre: 'main' })] })).toBe(false);
  });
});

describe('a faulty virtual meter is refused by path:', () => {
  let shared: Bench;
  const cleaners: (() => Promise<void>)[] = [];
  beforeAll(async () => {
    shared = await benchWith((clean) => cleaners.push(clean));
    await shared.import(smallCity);
    await shared.import({ meters: [rest, virtual('above', { meter: 'rest' })] });
  });
  afterAll(async () => {
    // Not one of the refused files has left a trace.
    expect(await shared.import({ meters: [rest] })).toMatchObject({ unchanged: 1 });
    for (const clean of cleaners) await clean();
  });

  const water = { carrier: 'water', register: { point: 'volume_m3', unit: 'm3' } };
  it.each<[string, readonly object[], readonly string[]]>([
    ['of nothing', [virtual('v')], ['virtual empty']],
    ['of a list that is none', [meterOf('v', { virtual: 'main' })], ['virtual wrong-type']],
    ['of a meter that nobody knows', [virtual('v', { meter: 'gone' })], ['virtual[0].meter unknown-meter']],
    [
      'of water in a sum of energy',
      [virtual('v', { meter: 'main' }, { meter: 'school-water' })],
      ['virtual[1].meter wrong-unit'],
    ],
    ['of a thermometer', [virtual('v', { meter: 'air' })], ['virtual[0].meter wrong-unit']],
    [
      'of temperatures',
      [{ ...virtual('v', { meter: 'air' }), carrier: 'weather', register: { point: 'temperature_c', unit: '°C' } }],
      ['register.point not-a-register'],
    ],
    ['of itself', [virtual('v', { meter: 'main' }, { meter: 'v' })], ['virtual[1].meter circle']],
    [
      'of one that is made of it, in one file',
      [virtual('v', { meter: 'w' }), virtual('w', { meter: 'main' }, { meter: 'v', from: '2026-01-01' })],
      ['virtual[0].meter circle', 'meters[1].virtual[1].meter circle'],
    ],
    [
      'of one of the registry that is made of it',
      [virtual('rest', { meter: 'light' }, { meter: 'above' })],
      ['virtual[1].meter circle'],
    ],
    ['with a factor of nothing', [virtual('v', { meter: 'main', factor: 0 })], ['virtual[0].factor zero']],
    [
      'with a factor and a sign',
      [virtual('v', { meter: 'main', factor: 1, sign: '-' })],
      ['virtual[0] factor-and-sign'],
    ],
    ['with a sign that is none', [virtual('v', { meter: 'main', sign: 2 })], ['virtual[0].sign not-one-of']],
    ['from a day that does not exist', [virtual('v', { meter: 'main', from: '2026-02-30' })], ['virtual[0].from date']],
    ['to an instant', [virtual('v', { meter: 'main', to: '2026-02-03T00:00:00Z' })], ['virtual[0].to date']],
    [
      'from its end to its beginning',
      [virtual('v', { meter: 'main', from: '2026-02-03', to: '2026-02-03' })],
      ['virtual[0].to ends-before-start'],
    ],
    [
      'with a meter twice at one time',
      [virtual('v', { meter: 'main', to: '2026-02-03' }, { meter: 'main', from: '2026-02-02' })],
      ['virtual[1] overlap'],
    ],
    [
      'with what only a meter that is read has',
      [
        {
          ...virtual('v', { meter: 'main' }),
          secret: 'x',
          gateway: 'gw1',
          replacements: [{ at: '2026-01-01' }],
          maxPerHour: 5,
          register: { point: 'energy_kwh', unit: 'kWh', digits: 6, multiplier: 40 },
        },
      ],
      [
        'gateway not-for-virtual',
        'maxPerHour not-for-virtual',
        'register.digits not-for-virtual',
        'register.multiplier not-for-virtual',
        'replacements not-for-virtual',
        'secret not-for-virtual',
      ],
    ],
    [
      'with more levels than can be computed',
      Array.from({ length: 17 }, (_, n) => virtual(`v${n}`, { meter: n < 16 ? `v${n + 1}` : 'main' })),
      ['virtual too-deep'],
    ],
    [
      'with the same again and again at each level',
      Array.from({ length: 15 }, (_, n) => {
        const below = n < 14 ? `v${n + 1}` : 'main';
        return virtual(`v${n}`, { meter: below, to: '2026-01-01' }, { meter: below, from: '2026-01-01' });
      }),
      ['virtual too-many'],
    ],
    [
      'under one that grew too deep by it',
      [
        virtual('rest', { meter: 'v0' }),
        ...Array.from({ length: 15 }, (_, n) => virtual(`v${n}`, { meter: n < 14 ? `v${n + 1}` : 'main' })),
      ],
      ['virtual too-deep'],
    ],
    ['above a meter that is read', [meterOf('m', { parent: 'rest' })], ['parent virtual-parent']],
    [
      'above another, both of one file',
      [virtual('v', { meter: 'main' }), virtual('w', { meter: 'main' })].map((one, n) =>
        n === 0 ? { ...one, parent: 'w' } : one,
      ),
      ['parent virtual-parent'],
    ],
    ['in place of a meter that has readings', [virtual('main', { meter: 'ward' })], ['id id-taken']],
    ['that shall be read from now on', [meterOf('rest')], ['id id-taken']],
    ['when a meter that it is made of counts something else', [meterOf('light', water)], ['register.point wrong-unit']],
  ])('%s', async (_, meters, faults) => {
    const found = (await shared.faults({ meters })).map(({ path, code }) => `${path} ${code}`);
    expect(found.sort()).toEqual(
      faults.map((fault) => (fault.startsWith('meters') ? fault : `meters[0].${fault}`)).sort(),
    );
  });

  it('takes a meter that went and came again, and the day on which one ends and the next begins', async () => {
    const made = await bench();
    const terms = [
      { meter: 'main', from: '2026-02-03' },
      { meter: 'main', to: '2026-01-01' },
      { meter: 'light', to: '2026-02-03' },
      { meter: 'main', from: '2026-01-01', to: '2026-02-03' },
    ];
    expect(await made.faults({ meters: [virtual('v', ...terms)] })).toEqual([]);
  });

  it('is where no gateway’s readings can go', async () => {
    const mapping = {
      id: 'plugs',
      topic: 'zigbee2mqtt/{device}',
      devices: { a: 'rest' },
      values: [{ path: '$.energy', point: 'energy_kwh' }],
    };
    const found = (await shared.faults({ mappings: [mapping] })).map(({ path, code }) => `${path} ${code}`);
    expect(found).toEqual(['mappings[0].devices.a unknown-meter']);
  });
});
