import { expect, it } from 'vitest';
import { RestsOn } from './rests-on.ts';

const span = { from: 100, to: 200 };

it('what rests on an interval that is derived again is made again, and nothing else', async () => {
  const known = new RestsOn<number>(10);
  let made = 0;
  const ask = (key: string, ...meters: string[]) => known.of(key, { meters, spans: [span] }, async () => ++made);
  expect([await ask('a', 'M1', 'T'), await ask('b', 'M2', 'T'), await ask('c', 'M3')]).toEqual([1, 2, 3]);
  expect([await ask('a'), await ask('b'), await ask('c')]).toEqual([1, 2, 3]);
  // The weather of both; then a meter, outside of what was read of it.
  known.derived([{ meter: 'T', point: 'temperature_c', from: 150, to: 151 }]);
  known.derived([{ meter: 'M3', point: 'energy_kwh', from: 200, to: 300 }]);
  expect([await ask('a', 'M1', 'T'), await ask('b', 'M2', 'T'), await ask('c', 'M3')]).toEqual([4, 5, 3]);
});

it('what could not be read is asked for again', async () => {
  const known = new RestsOn<number>(10);
  const on = { meters: ['M1'], spans: [span] };
  await expect(known.of('a', on, () => Promise.reject(new Error('away')))).rejects.toThrow('away');
  expect(await known.of('a', on, async () => 7)).toBe(7);
});

it('the one that was not asked for longest makes room', async () => {
  const known = new RestsOn<string>(2);
  const ask = (key: string, value: string) => known.of(key, { meters: ['M'], spans: [span] }, async () => value);
  await ask('a', 'first');
  await ask('b', 'first');
  await ask('a', 'again');
  await ask('c', 'first');
  expect([await ask('a', 'again'), await ask('b', 'again')]).toEqual(['first', 'again']);
  known.derived([{ meter: 'M', point: 'energy_kwh', from: 0, to: 1000 }]);
  expect(await ask('a', 'third')).toBe('third');
});
