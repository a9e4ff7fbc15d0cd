import { describe, expect, it } from 'vitest';
import type { WireMeter } from '../../../../domain/wire.ts';
import { defaultWeather, groupsOf, isWeather } from './meter-choice.ts';

const meter = (id: string, building: string, carrier = 'electricity', more: object = {}) =>
  ({
    ...{ id, building, buildingName: building, institution: `I-${building}`, carrier, parent: null },
    ...{ register: { point: carrier === 'weather' ? 'temperature_c' : 'energy_kwh' }, points: [] },
    ...more,
  }) as unknown as WireMeter;
const w1 = meter('W1', 'B1', 'weather');
const w2 = meter('W2', 'B2', 'weather');

describe('the meters to choose from', () => {
  it('are those that count something, main meters first', () => {
    const all = [meter('E2', 'B1', 'electricity', { parent: 'E9' }), meter('E9', 'B1'), w1];
    expect(groupsOf(all).map((g) => g.meters.map((x) => x.id))).toEqual([['E9', 'E2']]);
  });
  it('the weather is what the building names, its own, else any', () => {
    expect(defaultWeather(meter('E', 'B2'), [w1, w2], 'W1')).toBe(w1);
    expect(defaultWeather(meter('E', 'B2'), [w1, w2])).toBe(w2);
    expect(defaultWeather(meter('E', 'B7'), [w1, w2])).toBe(w1);
    expect(defaultWeather(null, [])).toBeNull();
  });
  it('a weather station without temperature is none', () =>
    expect(isWeather(meter('W', 'B', 'weather', { register: { point: 'humidity_pct' } }))).toBe(false));
});
