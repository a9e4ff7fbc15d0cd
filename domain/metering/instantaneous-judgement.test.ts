import { expect, test } from 'vitest';
import type { Decision } from './decision.ts';
import { judgeInstantaneous } from './instantaneous-judgement.ts';
import { at, columns, meterRules, minute } from './testing.ts';

const rules = meterRules(15 * minute);
type Reading = readonly [string, number];

const room: readonly Reading[] = [
  ['00:00', 21.2],
  ['00:15', 21.3],
  ['00:30', -127],
  ['00:45', 21.3],
  ['01:00', 45.1],
  ['01:15', 21.6],
  ['01:30', 34.1],
  ['01:45', 34.3],
];

function judged(readings: readonly Reading[], point: string, decisions: readonly Decision[] = []) {
  const { ts, value } = columns(readings);
  const { findings, ...counted } = judgeInstantaneous(ts, value, { ...rules, decisions }, point);
  return { findings: findings.map(({ rule, from, evidence }) => [rule, from, evidence]), values: [...counted.value] };
}

test('a broken probe and a spike are left out; a door that stays open is not', () => {
  expect(judged(room, 'temperature_c')).toEqual({
    findings: [
      ['out-of-range', at('00:30'), { value: -127, least: -60, most: 200 }],
      ['spike', at('01:00'), { value: 45.1, limit: 12 }],
    ],
    values: [21.2, 21.3, 21.3, 21.6, 34.1, 34.3],
  });
});

test('a spike needs the reading after it', () => {
  expect(judged(room.slice(0, 5), 'temperature_c').values).toContain(45.1);
});

test('power may jump: a motor starts', () => {
  const lift: readonly Reading[] = [
    ['00:00', 1.2],
    ['00:15', 48],
    ['00:30', 1.1],
  ];
  expect(judged(lift, 'power_kw')).toEqual({ findings: [], values: [1.2, 48, 1.1] });
});

test('a silence on one side: nobody can say that it came back', () => {
  const values: readonly Reading[] = [
    ['00:00', 21.2],
    ['03:00', 45.1],
    ['03:15', 21.2],
  ];
  expect(judged(values, 'temperature_c').findings).toEqual([]);
});

test('what people say goes before the rules, the later of two before the earlier', () => {
  const readings = (from: string, to: string, as: 'ignored' | 'kept'): Decision => ({
    kind: 'readings',
    point: 'temperature_c',
    from: at(from),
    to: at(to),
    as,
  });
  const values = judged(room, 'temperature_c', [
    readings('01:00', '01:30', 'ignored'),
    readings('01:00', '01:00', 'kept'),
  ]).values;
  expect(values).toEqual([21.2, 21.3, 21.3, 45.1, 34.3]);
});

test('a point that nobody knows has no range', () => {
  expect(judged(room, 'pressure_kpa').values).toHaveLength(room.length);
});
