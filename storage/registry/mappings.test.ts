import { describe, expect, it, onTestFinished } from 'vitest';
import { administrator, benchWith, smallCity } from './fakes/bench.ts';

const plug = {
  id: 'plugs',
  topic: 'zigbee2mqtt/{device}',
  devices: { kitchen_plug: 'main' },
  values: [{ path: '$.energy', point: 'energy_kwh' }],
};

describe('mappings in the portfolio', () => {
  it('are put by an import, changed by their id, removed by name, and are there after a restart', async () => {
    const bench = await benchWith(onTestFinished);
    await bench.import(smallCity);
    let changes = 0;
    bench.registry.onChanged(() => changes++);
    expect(await bench.import({ mappings: [plug] })).toMatchObject({ created: 1 });
    expect(await bench.import({ mappings: [plug] })).toMatchObject({ unchanged: 1 });
    const wider = { ...plug, ts: { path: '$.last_seen', format: 'epoch-ms' } };
    expect(await bench.import({ mappings: [wider, { ...plug, id: 'a-first' }] })).toMatchObject({
      created: 1,
      updated: 1,
    });
    expect(changes).toBe(2);
    expect(bench.registry.mappings().map(({ rule }) => rule)).toEqual([{ ...plug, id: 'a-first' }, wider]);
    expect(bench.registry.mappings()).toBe(bench.registry.mappings());

    expect(await bench.registry.removeMapping('a-first', administrator)).toBe(true);
    expect(await bench.registry.removeMapping('a-first', administrator)).toBe(false);
    await bench.registry.close();
    await bench.open();
    expect(bench.registry.mappings()).toEqual([{ rule: wider, demo: false }]);
  });

  it('with faults are refused whole, each fault with its path', async () => {
    const bench = await benchWith(onTestFinished);
    await bench.import(smallCity);
    const document = {
      mappings: [
        plug,
        { ...plug, topic: 'a/#/b' },
        { ...plug, id: 'c', devices: { x: 'nobody' }, values: [{ path: 'energy', point: 'energy_kwh' }] },
        { ...plug, id: 'd', ts: { path: '$.t', format: 'unix' }, colour: 'red' },
      ],
    };
    const result = await bench.registry.importPortfolio(document, administrator);
    expect(result.ok === false && result.faults.map(({ path, code }) => `${path} ${code}`)).toEqual([
      'mappings[1].id duplicate-id',
      'mappings[1].topic topic',
      'mappings[2].values[0].path path',
      'mappings[2].devices.x unknown-meter',
      'mappings[3].ts.format not-one-of',
      'mappings[3].colour unknown-key',
    ]);
    expect(bench.registry.mappings()).toEqual([]);
  });
});
