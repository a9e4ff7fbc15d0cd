import { describe, expect, it } from 'vitest';
import { elementsOf, readElement, type MappedItem } from './apply.ts';
import { affine, convert } from './conversion.ts';
import { parseMapping, type Mapping } from './parse.ts';
import type { MappingRule } from './rule.ts';
import { bySpecificity, matchTopic, parseTopicPattern, type TopicPattern } from './topic-pattern.ts';
import { unitConversion } from './units.ts';

const rule = (fields: Partial<MappingRule>): MappingRule => ({
  id: 'M',
  topic: 'acme/{device}/up',
  values: [{ path: '$.kwh', point: 'energy_kwh' }],
  ...fields,
});

function parsed(fields: Partial<MappingRule>): Mapping {
  const result = parseMapping(rule(fields));
  if ('faults' in result) throw new Error(JSON.stringify(result.faults));
  return result.mapping;
}

function read(fields: Partial<MappingRule>, topic: string, message: unknown): readonly MappedItem[] | string {
  const mapping = parsed(fields);
  const names = matchTopic(mapping.pattern, topic);
  if (names === null) return 'not taken';
  const elements = elementsOf(mapping, message);
  if (typeof elements === 'string') return elements;
  return elements.map((element) => readElement(mapping, names, message, element));
}

describe('messages as gateways really send them', () => {
  it('a smart plug behind Zigbee2MQTT: the device is a level of the topic, its foreign name is in a table', () => {
    const fields = {
      topic: 'zigbee2mqtt/{device}',
      devices: { kitchen_plug: 'E-001' },
      values: [
        { path: '$.energy', point: 'energy_kwh' },
        { path: '$.power', point: 'power_kw', unit: 'W' },
        { path: '$.voltage', point: 'voltage_l1_v' },
      ],
    };
    const message = { energy: 812.34, power: 1843, voltage: 229, linkquality: 84, state: 'ON' };
    expect(read(fields, 'zigbee2mqtt/kitchen_plug', message)).toEqual([
      {
        kind: 'reading',
        device: 'E-001',
        ts: null,
        values: { energy_kwh: 812.34, power_kw: 1.843, voltage_l1_v: 229 },
      },
    ]);
    expect(read(fields, 'zigbee2mqtt/kitchen_plug/availability', message)).toBe('not taken');
  });

  it('Tasmota: local times without an offset, keys with capitals, a name of its own for each plug', () => {
    const fields: Partial<MappingRule> = {
      topic: 'tele/{device}/SENSOR',
      ts: { path: '$.Time', format: 'iso', zone: 'Asia/Shanghai' },
      values: [{ path: "$['ENERGY'].Total", point: 'energy_kwh' }],
    };
    expect(read(fields, 'tele/PLUG-7/SENSOR', { Time: '2026-11-23T08:15:00', ENERGY: { Total: 3.185 } })).toMatchObject(
      [{ device: 'PLUG-7', ts: Date.parse('2026-11-23T08:15:00+08:00'), values: { energy_kwh: 3.185 } }],
    );
  });

  it('an industrial gateway: many meters in one message, epoch seconds once at the top, watt-hours as text', () => {
    const fields: Partial<MappingRule> = {
      topic: 'plant/{site}/data',
      device: '{site}-{@.addr}',
      items: '$.meters',
      ts: { path: '$.t', format: 'epoch-s' },
      values: [{ path: '@.regs[0].v', point: 'energy_kwh', unit: 'Wh→kWh', text: true }],
    };
    const message = {
      t: 1795392900,
      meters: [
        { addr: 1, regs: [{ v: '12345670' }] },
        { addr: 2, regs: [{ v: 1234567.8 }] },
        { addr: 3, regs: [] },
      ],
    };
    expect(read(fields, 'plant/N1/data', message)).toEqual([
      { kind: 'reading', device: 'N1-1', ts: 1795392900000, values: { energy_kwh: 12345.67 } },
      { kind: 'reading', device: 'N1-2', ts: 1795392900000, values: { energy_kwh: 1234.5678 } },
      {
        kind: 'fault',
        device: 'N1-3',
        reason: 'mapping-no-value',
        detail: 'none of the values is there: $.meters[2].regs has 0 elements',
      },
    ]);
  });

  it('a bare number on a topic of its own', () => {
    const fields = { topic: 'ems/{device}/energy', values: [{ path: '$', point: 'energy_kwh' }] };
    expect(read(fields, 'ems/E1/energy', 42.5)).toMatchObject([{ kind: 'reading', values: { energy_kwh: 42.5 } }]);
    expect(read(fields, 'ems/E1/energy', true)).toMatchObject([{ kind: 'fault', reason: 'mapping-value' }]);
  });

  it('lists inside lists: [*] walks each of them', () => {
    const fields = {
      device: '@.id',
      items: '$.rooms[*].meters',
      values: [{ path: '@.kwh', point: 'energy_kwh' }],
    };
    const message = {
      rooms: [
        {
          meters: [
            { id: 'A', kwh: 1 },
            { id: 'B', kwh: 2 },
          ],
        },
        { meters: [{ id: 'C', kwh: 3 }] },
      ],
    };
    const items = read(fields, 'acme/x/up', message) as MappedItem[];
    expect(items.map((item) => item.kind === 'reading' && item.device)).toEqual(['A', 'B', 'C']);
  });
});

describe('what a message lacks is said with its place', () => {
  it.each([
    [{ device: '$.meter.sn' }, { meter: { id: 7 }, kwh: 1 }, 'mapping-device', 'device: $.meter has no sn; it has id'],
    [{ device: '$.sn' }, { sn: true, kwh: 1 }, 'mapping-device', 'device: $.sn is true, neither a text nor a number'],
    [{ ts: { path: '$.t', format: 'iso' } }, { t: 'yesterday', kwh: 1 }, 'mapping-ts', 'not a time in ISO 8601'],
    [{ ts: { path: '$.t', format: 'iso' } }, { t: '2026-11-23 08:15:00', kwh: 1 }, 'mapping-ts', 'ts.zone'],
    [{ ts: { path: '$.t', format: 'epoch-s' } }, { kwh: 1 }, 'mapping-ts', 'ts: $ has no t; it has kwh'],
    [{}, { kwh: '12.5' }, 'mapping-value', 'values[0]: $.kwh is the text "12.5": to take digits in quotes'],
    [{}, { kwh: 'ON' }, 'mapping-value', 'is the text "ON", not a number'],
    [{}, { kwh: { total: 1 } }, 'mapping-value', 'is an object, not a number'],
    [{}, { kwh: null }, 'mapping-no-value', '$.kwh is null'],
    [{}, { kwH: 1 }, 'mapping-no-value', '$ has no kwh; it has kwH'],
    [{}, JSON.parse('{"kwh":1e400}'), 'mapping-value', 'too large'],
    [{ values: [{ path: '$.__proto__.x', point: 'power_kw' }] }, {}, 'mapping-no-value', '$ has no __proto__'],
  ] as const)('%j', (fields, message, reason, detail) => {
    const [item] = read(fields, 'acme/E1/up', message) as MappedItem[];
    expect(item).toMatchObject({ kind: 'fault', reason, detail: expect.stringContaining(detail) as string });
  });

  it('items that are no list', () => {
    const fields = { items: '$.data.list', values: [{ path: '@.kwh', point: 'energy_kwh' }] };
    expect(read(fields, 'acme/E1/up', { data: { lst: [] } })).toBe('$.data has no list; it has lst');
    expect(read(fields, 'acme/E1/up', { data: { list: { a: 1 } } })).toBe('$.data.list is not a list');
  });
});

describe('faults of a rule name their field', () => {
  it.each([
    [{ topic: 'v1/{device}/readings' }, 'topic', 'read without a mapping'],
    [{ topic: 'a/#/b' }, 'topic', '# before its end'],
    [{ topic: 'a/x{device}' }, 'topic', 'stand for a whole level'],
    [{ topic: 'a/{d}/{d}' }, 'topic', 'two levels'],
    [{ topic: 'acme/+/up' }, 'device', 'has no level {device}'],
    [{ device: '{sn}' }, 'device', 'the topic names device'],
    [{ device: '$.a[' }, 'device', 'after 3 characters'],
    [{ device: '@.id' }, 'device', 'there are no items here'],
    [{ items: 'data', values: [{ path: '@.kwh', point: 'energy_kwh' }] }, 'items', 'must begin with $'],
    [{ items: '$.d', values: [{ path: '$.kwh', point: 'energy_kwh' }] }, 'values[0].path', 'must begin with @'],
    [{ values: [{ path: '$.a..b', point: 'energy_kwh' }] }, 'values[0].path', 'no key after the dot'],
    [{ values: [{ path: '$.a[*]', point: 'energy_kwh' }] }, 'values[0].path', 'for items only'],
    [{ values: [{ path: '$.a', point: 'energy_kwh', unit: 'Wh', factor: 2 }] }, 'values[0].unit', 'one of them'],
    [{ values: [{ path: '$.a', point: 'energy_kwh', unit: 'L' }] }, 'values[0].unit', 'what can: J, kJ'],
    [{ values: [{ path: '$.a', point: 'energy_kwh', unit: 'Wh→MWh' }] }, 'values[0].unit', 'is in kWh'],
    [{ values: [{ path: '$.a', point: 'energy_kwh', unit: 'wh' }] }, 'values[0].unit', 'known for kWh: J'],
    [{ values: [{ path: '$.a', point: 'pressure', unit: 'bar' }] }, 'values[0].unit', 'both ends'],
    [{ values: [{ path: '$.a', point: '__proto__' }] }, 'values[0].point', 'name of a point'],
    [{ values: [{ path: '$.a', point: 'energy_kwh', factor: 0 }] }, 'values[0].factor', 'not be 0'],
    [{ values: [] }, 'values', 'at least one'],
    [{ ts: { path: '$.t', format: 'iso', zone: 'Peking' } }, 'ts.zone', 'IANA'],
    [{ ts: { path: '$.t', format: 'epoch-s', zone: 'UTC' } }, 'ts.zone', 'know no zone'],
    [{ onlyListed: true }, 'onlyListed', 'needs devices'],
  ] as const)('%j', (fields, path, message) => {
    const result = parseMapping(rule(fields as Partial<MappingRule>));
    expect(result).toEqual({
      faults: [{ path, code: expect.any(String) as string, message: expect.stringContaining(message) as string }],
    });
  });
});

describe('units without dust', () => {
  it.each([
    [12345670, 'Wh', 'kWh', 12345.67],
    [12345.67, 'Wh', 'kWh', 12.34567],
    [0.1, 'MWh', 'kWh', 100],
    [1.1, 'MWh', 'kWh', 1100],
    [4.35, 'MWh', 'kWh', 4350],
    [3.6, 'MJ', 'kWh', 1],
    [1, 'Gcal', 'GJ', 4.1868],
    [123456.7, 'L', 'm³', 123.4567],
    [60, 'L/min', 'm³/h', 3.6],
    [68, '°F', '°C', 20],
    [98.6, '°F', '°C', 37],
    [293.15, 'K', '°C', 20],
    [-40, '°F', '°C', -40],
    [1013.25, 'hPa', 'kPa', 101.325],
    [0, 'Wh', 'kWh', 0],
    [9007199254740992, 'Wh', 'kWh', 9007199254740.992],
    [1e-12, 'W', 'kW', 1e-15],
  ])('%d %s is in %s', (value, from, to, expected) => {
    expect(convert(value, unitConversion(from, to)!)).toBe(expected);
  });

  it('a meter’s register through a factor has the decimals of the factor and no more', () => {
    for (let hundredths = 1_234_500; hundredths < 1_236_500; hundredths++) {
      const value = hundredths / 100;
      expect(convert(value, affine(0.001, 0))).toBe(Number(`${hundredths}e-5`));
      expect(convert(value, affine(40, 0.5))).toBe(Number(`${hundredths * 4000 + 5000}e-4`));
    }
  });

  it('a device’s own dust is swept', () => {
    expect(convert(12345.67 + 2e-12, affine(0.001, 0))).toBe(12.34567);
  });
});

describe('topics', () => {
  const pattern = (text: string) => parseTopicPattern(text) as TopicPattern;
  it.each([
    ['a/{d}/c', 'a/b/c', { d: 'b' }],
    ['a/{d}/#', 'a/b', { d: 'b' }],
    ['a/{d}/#', 'a/b/c/d', { d: 'b' }],
    ['{site}/{d}', 's/x', { site: 's', d: 'x' }],
    ['a/{d}', 'a/', null],
    ['a/{d}', 'a/b/c', null],
    ['a/+/c', 'a//c', {}],
    ['#', '$SYS/uptime', null],
    ['{d}/uptime', '$SYS/uptime', null],
  ])('%s takes %s as %j', (text, topic, names) => {
    const match = matchTopic(pattern(text), topic);
    expect(match && Object.fromEntries(match)).toEqual(names);
  });

  it('what is written out goes before what is open', () => {
    const texts = ['#', '+/b', 'a/{d}/#', 'a/{d}', 'a/b/#', 'a/b'];
    const order = texts.map(pattern).sort(bySpecificity);
    expect(order.map(({ text }) => text)).toEqual(['a/b', 'a/b/#', 'a/{d}', 'a/{d}/#', '+/b', '#']);
  });
});

describe('local times', () => {
  const at = (time: string, zone = 'Europe/Berlin') => {
    const fields: Partial<MappingRule> = { ts: { path: '$.t', format: 'iso', zone } };
    const [item] = read(fields, 'acme/E1/up', { t: time, kwh: 1 }) as MappedItem[];
    return item!.kind === 'reading' ? new Date(item!.ts!).toISOString() : item;
  };
  it('in summer, in winter, and with an offset of their own', () => {
    expect(at('2026-07-01T12:00:00')).toBe('2026-07-01T10:00:00.000Z');
    expect(at('2026-12-01 12:00:00')).toBe('2026-12-01T11:00:00.000Z');
    expect(at('2026-12-01T12:00:00+08:00')).toBe('2026-12-01T04:00:00.000Z');
  });
  it('an hour that comes twice is the first; one that is skipped goes by the offset before', () => {
    expect(at('2026-10-25T02:30:00')).toBe('2026-10-25T00:30:00.000Z');
    expect(at('2026-03-29T02:30:00')).toBe('2026-03-29T01:30:00.000Z');
  });
});
