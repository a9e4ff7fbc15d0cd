import { expect, it } from 'vitest';
import { loadConfiguration } from './configuration.ts';

const load = (env: Record<string, string>) => loadConfiguration(env, () => '');

it('what is aimed at, how few people say nothing and what no bin holds; absent: the rules’ own', () => {
  const bounds = (env: Record<string, string>) => {
    const loaded = load(env);
    return loaded.ok ? loaded.value.canteenBounds : loaded.faults;
  };
  expect(bounds({})).toEqual({});
  expect(
    bounds({
      WATTSTEWARD_CANTEEN_TARGET_GRAMS: '36',
      WATTSTEWARD_CANTEEN_LEAST_MEALS: '10',
      WATTSTEWARD_CANTEEN_CONTAINER_KG: '60',
    }),
  ).toEqual({ targetG: 36, leastPersonMeals: 10, containerG: 60_000 });
});

it.each([
  ['WATTSTEWARD_CANTEEN_TARGET_GRAMS', '0'],
  ['WATTSTEWARD_CANTEEN_LEAST_MEALS', 'some'],
  ['WATTSTEWARD_CANTEEN_CONTAINER_KG', '12.5'],
])('%s=%s is refused by its name', (key, text) => {
  const loaded = load({ [key]: text });
  expect(loaded.ok ? [] : loaded.faults.map((fault) => fault.key)).toEqual([key]);
});
