import { expect, it } from 'vitest';
import { arrival, BenchTop, ts } from './fakes/bench-top.ts';

const item = (values: string, at = `"${ts}"`) => `{"ts":${at},"values":${values}}`;
const good = item('{"energy_kwh":12345.67}');
const weighing = (change: object) => ({
  type: 'weighing',
  ts,
  seq: 10231,
  canteen: 'CT012',
  stream: 'PLATE_WASTE',
  meal: 'LUNCH',
  net_g: 14450,
  ...change,
});
const mealCount = (change: object) => ({ type: 'meals', ts, seq: 7, meal: 'LUNCH', person_meals: 412, ...change });

type Case = [name: string, topic: string, payload: unknown, outcome: string, detail?: string | RegExp];
const readings = 'v1/M1/readings';
const scale = 'v1/SC1/events';

const cases: Case[] = [
  ['a reading as in the manual', readings, good, 'stored'],
  ['a reading without ts, taken at arrival', readings, '{"values":{"power_kw":8.12}}', 'stored'],
  ['a meter that names itself', readings, { device: 'M1', ts, values: { power_kw: 1 } }, 'stored'],
  ['keys that nobody asked for', readings, { ts, values: { power_kw: 1 }, rssi: -71, __proto: {} }, 'stored'],
  ['a point that we do not know', readings, item('{"温度":21.5}'), 'stored'],
  [
    'white space and an escaped quote',
    readings,
    ` { "note":"a\\"b", "ts":"${ts}" , "values":{"power_kw":1} } \n`,
    'stored',
  ],

  ['an empty payload', readings, '', 'rejected'],
  ['text of a modem', readings, 'ERROR 17', 'rejected'],
  ['JSON cut off by a lost connection', readings, '{"ts":"2026-11-23T08:1', 'rejected'],
  ['NaN as C prints it', readings, '{"values":{"energy_kwh":NaN}}', 'rejected'],
  ['a bare number', readings, '42', 'rejected'],
  ['a bare string', readings, '"12.5"', 'rejected'],
  ['null', readings, 'null', 'rejected'],
  ['GBK where UTF-8 should be', readings, Buffer.from([0x22, 0xb5, 0xe7, 0x22]), 'rejected'],
  [
    'broken UTF-8 inside valid JSON',
    readings,
    Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xff]), Buffer.from('","values":{"power_kw":1}}')]),
    'rejected',
  ],
  ['no values', readings, { ts }, 'rejected'],
  ['values: null', readings, item('null'), 'rejected'],
  ['values as an array', readings, item('[1,2]'), 'rejected'],
  ['values as a string', readings, item('"12"'), 'rejected'],
  ['empty values', readings, item('{}'), 'rejected'],
  ['no values, and from nobody we know', 'v1/NOBODY/readings', { ts }, 'rejected'],
  ['an array in an array', readings, `[[${good}]]`, 'rejected'],

  [
    'a number as a string',
    readings,
    item('{"energy_kwh":"12"}'),
    'value-not-finite',
    'values.energy_kwh is the string "12"',
  ],
  [
    'null for a broken sensor',
    readings,
    item('{"power_kw":8,"co2_ppm":null}'),
    'value-not-finite',
    'values.co2_ppm is null',
  ],
  ['true', readings, item('{"power_kw":true}'), 'value-not-finite', 'values.power_kw is true'],
  ['1e999', readings, item('{"energy_kwh":1e999}'), 'value-not-finite', /too large/],
  ['a nested object', readings, item('{"power_kw":{"l1":1}}'), 'value-not-finite', 'values.power_kw is an object'],
  [
    'half a character in a point',
    readings,
    item('{"pm\\ud83d":1}'),
    'point-name-unacceptable',
    /broken character in its name/,
  ],
  ['__proto__ as a point', readings, item('{"__proto__":1}'), 'point-name-unacceptable', /__proto__.*reserved/],
  ['__proto__ as an object', readings, item('{"__proto__":{"energy_kwh":1}}'), 'value-not-finite'],
  ['constructor as a point', readings, item('{"constructor":1}'), 'point-name-unacceptable'],
  ['a point without a name', readings, item('{"":1}'), 'point-name-unacceptable'],
  ['a point name with a line feed', readings, item('{"a\\nb":1}'), 'point-name-unacceptable', /"a\\nb"/],
  ['a point name of 129 characters', readings, item(`{"${'x'.repeat(129)}":1}`), 'point-name-unacceptable'],

  [
    'a clock that lost its battery',
    readings,
    item('{"power_kw":1}', '"1999-12-31T23:59:59Z"'),
    'ts-before-2000',
    /1999/,
  ],
  ['epoch seconds for milliseconds', readings, item('{"power_kw":1}', '1795392840'), 'ts-before-2000'],
  ['49 h ahead', readings, item('{"power_kw":1}', `${arrival + 49 * 3_600_000}`), 'ts-too-far-ahead'],
  ['47 h ahead is still taken', readings, item('{"power_kw":1}', `${arrival + 47 * 3_600_000}`), 'stored'],
  ['a local time without offset', readings, item('{"power_kw":1}', '"2026-11-23T08:15:00"'), 'ts-without-offset'],
  ['ts: null', readings, item('{"power_kw":1}', 'null'), 'ts-unreadable', /ts is null/],
  ['ts: yesterday', readings, item('{"power_kw":1}', '"yesterday"'), 'ts-unreadable', /"yesterday"/],

  ['a device that is not in the portfolio', 'v1/NOBODY/readings', good, 'unknown-device', /NOBODY/],
  ['a meter that speaks for another', readings, { device: 'M2', ts, values: { power_kw: 1 } }, 'not-entitled', /"M2"/],
  ['a scale that sends readings', 'v1/SC1/readings', good, 'not-entitled', /SC1 is a scale/],

  ['a weighing', scale, weighing({ gross_g: 18650, tare_g: 4200 }), 'stored'],
  ['a weighing of nothing', scale, weighing({ net_g: 0 }), 'stored'],
  ['a meal count without canteen: its own', 'v1/CN1/events', mealCount({}), 'stored'],
  ['an event without seq', scale, weighing({ seq: undefined }), 'event-without-identity', 'seq is absent'],
  ['an event with half a seq', scale, weighing({ seq: 1.5 }), 'event-without-identity', /1.5/],
  ['an event without ts', scale, weighing({ ts: undefined }), 'event-without-identity', 'ts is absent'],
  ['an event from 1999', scale, weighing({ ts: 900_000_000_000 }), 'ts-before-2000'],
  [
    'a negative weight',
    scale,
    weighing({ net_g: -5 }),
    'event-unreadable',
    'net_g is the number -5, not a weight in grams',
  ],
  ['a weight as a string', scale, weighing({ tare_g: '4200' }), 'event-unreadable', /tare_g/],
  ['a weighing without weight', scale, weighing({ net_g: undefined }), 'event-unreadable', /net_g is absent/],
  ['an unknown stream', scale, weighing({ stream: 'SOUP' }), 'event-unreadable', /stream is the string "SOUP"/],
  ['an unknown meal', scale, weighing({ meal: 'BRUNCH' }), 'event-unreadable', /BRUNCH/],
  ['an unknown type', scale, weighing({ type: 'tasting' }), 'event-unreadable', /tasting/],
  ['half a person', 'v1/CN1/events', mealCount({ person_meals: 0.5 }), 'event-unreadable', /person_meals/],
  ['less than nobody', 'v1/CN1/events', mealCount({ person_meals: -1 }), 'event-unreadable'],
  ['another canteen than its own', scale, weighing({ canteen: 'CT013' }), 'not-entitled', /CT013.*CT012/],
  ['a meter that sends events', 'v1/M1/events', weighing({}), 'not-entitled', /M1 is a meter/],
  ['a scale that is not in the portfolio', 'v1/SC9/events', weighing({}), 'unknown-device'],
  ['an event that is a number', scale, '[7]', 'rejected'],
];

it.each(cases)('%s', async (_, topic, payload, outcome, detail) => {
  const top = new BenchTop();
  await top.send(topic, payload);
  const column = outcome === 'stored' || outcome === 'rejected' ? outcome : 'quarantined';
  const nothing = { received: 0, stored: 0, duplicate: 0, quarantined: 0, rejected: 0, revisions: 0 };
  expect(top.store.ledger()).toEqual({ ...nothing, received: 1, [column]: 1 });

  const [kept] = top.store.quarantined;
  expect(kept?.reason).toBe(column === 'quarantined' ? outcome : undefined);
  if (detail) expect(kept?.detail).toMatch(detail);
  if (kept) expect(Buffer.from(kept.bytes)).toEqual(top.message(topic, payload).payload);
});

it('an empty array carries nothing: acknowledged, and nothing was received', async () => {
  const top = new BenchTop();
  await top.send(readings, '[]');
  expect(top.store.ledger().received).toBe(0);
  expect(top.store.batchSizes).toEqual([]);
});

it('one bad reading in an array leaves the others alone, and is kept with its own bytes only', async () => {
  const bad = '{ "ts":"2026-11-23T08:10:00+08:00", "values":{"energy_kwh":"七"}, "note":"],[\\"" }';
  const top = new BenchTop();
  await top.send(
    readings,
    `[ ${good},\n ${bad} , 17, ${item('{"power_kw":2}', '"2026-11-23T08:13:00+08:00"')}, ${good}]`,
  );
  expect(top.store.ledger()).toEqual({
    received: 5,
    stored: 2,
    duplicate: 1,
    quarantined: 1,
    rejected: 1,
    revisions: 0,
  });
  expect(Buffer.from(top.store.quarantined[0]!.bytes).toString()).toBe(bad);
});

it('stores an event as it was received, unknown keys included', async () => {
  const top = new BenchTop();
  await top.send(scale, `[{"seq":1}, ${JSON.stringify(weighing({ operator: '王' }))}]`);
  const [event] = top.store.events.values();
  expect(event).toMatchObject({ device: 'SC1', seq: 10231, type: 'weighing', canteen: 'CT012', ts: Date.parse(ts) });
  expect(JSON.parse(event!.body)).toEqual(weighing({ operator: '王' }));
});

it('an array of 13,000 bad readings is sliced in one pass', async () => {
  const top = new BenchTop();
  await top.send(readings, `[${Array(13_000).fill('{"values":{"a":"x"}}').join()}]`);
  expect(top.store.ledger()).toMatchObject({ received: 13_000, quarantined: 13_000 });
});
