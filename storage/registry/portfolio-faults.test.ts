import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { administrator, benchWith, firstPage, meterOf, smallCity, type Bench } from './fakes/bench.ts';

const registered = async () => {
  const bench = await benchWith(onTestFinished);
  await bench.import(smallCity);
  return bench;
};

/** Path and code of every fault. */
const where = async (bench: Bench, document: unknown) =>
  (await bench.faults(document)).map(({ path, code }) => `${path} ${code}`).sort();

describe('a faulty portfolio', () => {
  it('changes nothing at all, however much of it was right', async () => {
    const bench = await registered();
    const changes: number[] = [];
    bench.registry.onChanged(() => changes.push(1));
    const document = { regions: [{ id: 'south' }], meters: [meterOf('new'), meterOf('bad', { building: 'nowhere' })] };
    expect(await where(bench, document)).toEqual(['meters[1].building unknown-building']);
    expect((await bench.registry.regions(administrator, firstPage)).items).toHaveLength(4);
    expect(await bench.registry.meter(administrator, 'new')).toBeNull();
    expect(bench.registry.directory.device('new')).toBeNull();
    expect(changes).toEqual([]);
    expect((await bench.registry.auditLog(administrator, { limit: 1, cursor: null })).items[0]).toMatchObject({
      action: 'portfolio.import',
      result: 'refused',
    });
  });

  describe('is refused by path:', () => {
    let bench: Bench;
    beforeAll(async () => {
      bench = await benchWith((clean) => cleaners.push(clean));
      await bench.import(smallCity);
    });
    const cleaners: (() => Promise<void>)[] = [];
    afterAll(async () => {
      // Not one of the refused files has left a trace.
      expect(await bench.import(smallCity)).toEqual({ created: 0, updated: 0, unchanged: 24 });
      for (const clean of cleaners) await clean();
    });

    it.each([
      ['a list', [1, 2], [' not-an-object']],
      ['a text', 'regions: []', [' not-an-object']],
      ['lists of the wrong kind', { meters: {}, regions: 7 }, ['meters wrong-type', 'regions wrong-type']],
      ['a misspelt list', { metres: [] }, ['metres unknown-key']],
      [
        'an item that is no group of fields',
        { regions: ['north', null] },
        ['regions[0] wrong-type', 'regions[1] missing'],
      ],
      ['a field that does not exist', { regions: [{ id: 'n', nmae: 'x' }] }, ['regions[0].nmae unknown-key']],
      [
        'a field deep down that does not exist',
        { meters: [meterOf('m', { register: { point: 'energy_kwh', unit: 'kWh', multiplyer: 2 } })] },
        ['meters[0].register.multiplyer unknown-key'],
      ],
      [
        'required fields missing',
        { meters: [{}], buildings: [{ id: 'b' }], institutions: [{}] },
        [
          'buildings[0].institution missing',
          'buildings[0].name missing',
          'institutions[0].id missing',
          'institutions[0].name missing',
          'meters[0].building missing',
          'meters[0].carrier missing',
          'meters[0].id missing',
          'meters[0].register missing',
        ],
      ],
      [
        'ids that could not be a topic level',
        {
          regions: [
            { id: 'a/b' },
            { id: 'a b' },
            { id: '+' },
            { id: '#' },
            { id: '' },
            { id: 'x'.repeat(65) },
            { id: '\u200b' },
          ],
        },
        [0, 1, 2, 3, 4, 5, 6].map((at) => `regions[${at}].id id`),
      ],
      ['an id that YAML read as a number', { regions: [{ id: 1001 }] }, ['regions[0].id wrong-type']],
      ['an unknown carrier', { meters: [meterOf('m', { carrier: 'steam' })] }, ['meters[0].carrier not-one-of']],
      [
        'a day that does not exist',
        { meters: [meterOf('m', { verifiedUntil: '2026-02-30' })] },
        ['meters[0].verifiedUntil date'],
      ],
      ['an interval without unit', { meters: [meterOf('m', { interval: '15' })] }, ['meters[0].interval interval']],
      ['an empty secret', { gateways: [{ id: 'g', secret: '' }] }, ['gateways[0].secret secret']],
      [
        'a secret of 257 characters',
        { gateways: [{ id: 'g', secret: 'ü'.repeat(257) }] },
        ['gateways[0].secret secret'],
      ],
      [
        'a filter with # inside',
        { accounts: [{ id: 'a', publish: ['a/#/b', 'a/b+'] }] },
        ['accounts[0].publish[0] topic-filter', 'accounts[0].publish[1] topic-filter'],
      ],
      [
        'an instantaneous point as register',
        { meters: [meterOf('m', { register: { point: 'power_kw', unit: 'kW' } })] },
        ['meters[0].register.point not-a-register'],
      ],
      [
        'a point that nobody knows',
        { meters: [meterOf('m', { register: { point: 'energy', unit: 'kWh' } })] },
        ['meters[0].register.point not-a-register'],
      ],
      [
        'a unit that is not the point’s',
        { meters: [meterOf('m', { register: { point: 'energy_kwh', unit: 'MWh' } })] },
        ['meters[0].register.unit wrong-unit'],
      ],
      [
        'a multiplier of zero',
        { meters: [meterOf('m', { register: { point: 'energy_kwh', unit: 'kWh', multiplier: 0 } })] },
        ['meters[0].register.multiplier not-positive'],
      ],
      [
        'multipliers in the wrong order, one without time zone',
        {
          meters: [
            meterOf('m', {
              register: {
                point: 'energy_kwh',
                unit: 'kWh',
                multiplier: [
                  { from: '2026-03-01', value: 60 },
                  { from: '2026-02-28T16:00:00Z', value: 40 },
                  { from: '2026-04-01T00:00:00', value: 80 },
                ],
              },
            }),
          ],
        },
        ['meters[0].register.multiplier[1].from not-ascending', 'meters[0].register.multiplier[2].from moment'],
      ],
      [
        'a closing reading that the register cannot show',
        {
          meters: [
            meterOf('m', {
              register: { point: 'energy_kwh', unit: 'kWh', digits: 5 },
              replacements: [{ at: '2026-01-01', closing: 100_000 }],
            }),
          ],
        },
        ['meters[0].replacements[0].closing beyond-digits'],
      ],
      [
        'more figures than a number holds',
        { meters: [meterOf('m', { register: { point: 'energy_kwh', unit: 'kWh', digits: 10, decimals: 6 } })] },
        ['meters[0].register.decimals too-precise'],
      ],
      ['the same id twice in a list', { regions: [{ id: 'n' }, { id: 'n' }] }, ['regions[1].id duplicate-id']],
      [
        'one login for two devices',
        { meters: [meterOf('x')], gateways: [{ id: 'x' }], accounts: [{ id: 'x' }] },
        ['accounts[0].id duplicate-id', 'gateways[0].id duplicate-id'],
      ],
      [
        'a login that another kind of device has in the registry',
        { gateways: [{ id: 'main' }, { id: 'bridge' }] },
        ['gateways[0].id id-taken', 'gateways[1].id id-taken'],
      ],
      [
        'a gateway that is a meter',
        { meters: [meterOf('m', { gateway: 'main' })] },
        ['meters[0].gateway unknown-gateway'],
      ],
      ['a meter that is its own parent', { meters: [meterOf('m', { parent: 'm' })] }, ['meters[0].parent circle']],
      [
        'a circle that closes through the registry',
        { meters: [meterOf('main', { parent: 'light' })] },
        ['meters[0].parent circle'],
      ],
      ['regions in a circle', { regions: [{ id: 'city', parent: 'lake' }] }, ['regions[0].parent circle']],
      [
        'a canteen with a meter that does not exist',
        { canteens: [{ id: 'CT1', institution: 'school', name: 'x', meters: ['main', 'nope'] }] },
        ['canteens[0].meters[1] unknown-meter'],
      ],
      [
        'a clerk of a county that does not exist',
        { users: [{ username: 'wu', role: 'county', scope: 'moon' }] },
        ['users[0].scope unknown-region'],
      ],
      [
        'a clerk whose scope could not be a region at all',
        { users: [{ username: 'wu', role: 'county', scope: 'moon base' }] },
        ['users[0].scope unknown-region'],
      ],
      [
        'a contract that ends before it starts',
        { contracts: [{ id: 'c', start: '2026-01-01', end: '2025-01-01' }] },
        ['contracts[0].end ends-before-start'],
      ],
      [
        'anonymous clients without the operator’s leave',
        { accounts: [{ id: 'anonymous', publish: ['#'] }] },
        ['accounts[0].id anonymous-not-allowed'],
      ],
    ])('%s', async (_case, document, expected) => {
      expect(await where(bench, document)).toEqual([...expected].sort());
    });
  });

  it('names faults of fields and of references together, as one reads the file', async () => {
    const bench = await registered();
    const document = {
      meters: [meterOf('m', { building: 'nowhere', interval: 'often', register: { point: 'power_kw', unit: 3 } })],
      users: [{ username: 'x y', role: 'king' }],
    };
    expect((await bench.faults(document)).map(({ path, code }) => `${path} ${code}`)).toEqual([
      'meters[0].register.unit wrong-type',
      'meters[0].interval interval',
      'meters[0].register.point not-a-register',
      'meters[0].building unknown-building',
      'users[0].username id',
      'users[0].role not-one-of',
    ]);
  });

  it('names a hundred thousand faults too', async () => {
    const bench = await registered();
    const faults = await bench.faults({ meters: Array.from({ length: 40_000 }, () => ({})) });
    expect(faults).toHaveLength(160_000);
  });

  it('does not say a secret in its faults', async () => {
    const bench = await registered();
    const faults = await bench.faults({
      gateways: [
        { id: 'g', secret: 'hush-hush'.repeat(40) },
        { id: 'h', secrets: 'hush-hush' },
      ],
    });
    expect(faults).toHaveLength(2);
    expect(JSON.stringify(faults)).not.toContain('hush');
  });

  it('may not leave the installation without an administrator, nor come from somebody else', async () => {
    const bench = await registered();
    await bench.registry.ensureAdministrator(undefined);
    expect(await where(bench, { users: [{ username: 'admin', role: 'leader' }] })).toEqual([
      'users no-administrator-left',
    ]);
    const officer = { kind: 'user', name: 'sun', role: 'officer', scope: null } as const;
    const faults = await bench.faults({ users: [{ username: 'sun', role: 'administrator' }] }, officer);
    expect(faults.map(({ code }) => code)).toEqual(['not-allowed']);
  });
});
