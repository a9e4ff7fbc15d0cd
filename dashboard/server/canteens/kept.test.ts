import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { streams } from '../../../domain/canteen/types.ts';
import { DeviceNames, EventColumns } from './event-columns.ts';
import { KeptMonths } from './kept-months.ts';
import { KeptPast } from './kept-past.ts';

describe('events in columns', () => {
  const event = fc.record({
    device: fc.constantFrom('SC-1', 'SC-2', 'SC-10'),
    seq: fc.integer({ min: 0, max: 5 }),
    ts: fc.integer({ min: 0, max: 20 }),
    netG: fc.integer({ min: 0, max: 9 }),
    grossG: fc.option(fc.integer({ min: 0, max: 9 })),
    stream: fc.option(fc.constantFrom(...streams)),
  });

  it('hold each identity once, in the order of time, whatever the order of arrival', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 200 }), fc.integer({ min: 0, max: 20 }), (events, from) => {
        const columns = new EventColumns(new DeviceNames());
        const first = new Map<string, (typeof events)[number]>();
        for (const one of events) {
          const { device, seq, ts, netG, grossG, stream } = one;
          const key = `${device} ${seq} ${ts}`;
          const body =
            stream === null
              ? ({ type: 'meals', meal: 'LUNCH', personMeals: netG } as const)
              : ({ type: 'weighing', meal: 'LUNCH', stream, netG, grossG, tareG: null } as const);
          expect(columns.add({ device, seq, ts }, body)).toBe(!first.has(key));
          if (!first.has(key)) first.set(key, one);
        }
        const known = [...first.values()]
          .filter(({ ts }) => ts >= from)
          .sort((a, b) => a.ts - b.ts || (a.device < b.device ? -1 : a.device > b.device ? 1 : a.seq - b.seq));
        const weighed = known.flatMap(({ device, seq, ts, netG, grossG, stream }) =>
          stream === null ? [] : [{ device, seq, ts, meal: 'LUNCH', stream, netG, grossG, tareG: null }],
        );
        expect(columns.weighings(from)).toEqual(weighed);
        expect(columns.counts(from)).toHaveLength(known.length - weighed.length);
        expect(columns.length).toBe(first.size);
        const until = [...first.values()].map(({ ts }) => ts).filter((ts) => ts <= from);
        expect(columns.newest(from)).toBe(until.length === 0 ? null : Math.max(...until));
      }),
    );
  });
});

describe('months that are kept', () => {
  it('are the recent ones, and of older ones those that were asked for last', () => {
    const kept = new KeptMonths<string>(2, () => 100);
    for (const start of [100, 101, 102, 103]) kept.set('A', start, 'recent');
    for (const start of [1, 2]) kept.set('A', start, 'old');
    expect(kept.get('A', 1)).toBe('old');
    kept.set('B', 3, 'old');
    expect([1, 2, 3].map((start) => kept.get(start === 3 ? 'B' : 'A', start))).toEqual(['old', undefined, 'old']);
    for (let start = 4; start < 90; start++) kept.set('A', start, 'old');
    expect(kept.size).toBe(6);
    expect(kept.get('A', 100)).toBe('recent');
  });

  it('let go of a value only while it is theirs', () => {
    const kept = new KeptMonths<object>(2, () => 0);
    const [failed, again] = [{}, {}];
    kept.set('A', 1, failed);
    kept.set('A', 1, again);
    kept.drop('A', 1, failed);
    expect(kept.get('A', 1)).toBe(again);
  });
});

describe('what rests on the days before a date', () => {
  it('is made again when one of them changed, not when the date itself did; what failed is tried again', async () => {
    const kept = new KeptPast<number>();
    let made = 0;
    const ask = (date: string) => kept.of('A', date, 'LUNCH', () => Promise.resolve(++made));
    expect([await ask('2026-11-23'), await ask('2026-11-23'), await ask('2026-11-24')]).toEqual([1, 1, 2]);
    kept.touched('A', '2026-11-23');
    expect([await ask('2026-11-23'), await ask('2026-11-24')]).toEqual([1, 3]);
    kept.touched('B', '2026-11-01');
    kept.touched('A', '2026-11-01');
    expect(await ask('2026-11-23')).toBe(4);
    await expect(kept.of('A', '2026-11-25', 'X', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await kept.of('A', '2026-11-25', 'X', () => Promise.resolve(9))).toBe(9);
  });
});
