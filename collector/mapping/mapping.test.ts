import { describe, expect, it } from 'vitest';
import type { MappingRule } from '../../domain/mapping/rule.ts';
import { BenchTop, arrival } from '../fakes/bench-top.ts';
import type { InboundMessage } from '../port.ts';
import { Cutter } from './cut.ts';
import { MappingSet } from './mapping-set.ts';

const seconds = arrival / 1000 - 60;

const plant: MappingRule = {
  id: 'plant',
  topic: 'plant/{site}/data',
  device: '{site}-{@.addr}',
  devices: { 'N1-1': 'M1', 'N1-2': 'M2', 'N1-3': 'M3' },
  items: '$.meters',
  ts: { path: '$.t', format: 'epoch-s' },
  values: [{ path: '@.wh', point: 'energy_kwh', unit: 'Wh' }],
};

class Door extends BenchTop {
  constructor(...rules: MappingRule[]) {
    super();
    this.use(...rules);
  }
  use(...rules: MappingRule[]): void {
    this.collector.mappings.use(rules.map((rule) => ({ rule, demo: false })));
  }
  foreign(topic: string, payload: unknown, source = 'plant-broker'): InboundMessage {
    return { ...this.message(topic, payload), source, publisher: source, publisherKind: 'account' };
  }
  /** As a source brings it: asked first, then handed over. */
  async bring(topic: string, payload: unknown, source?: string): Promise<boolean> {
    const message = this.foreign(topic, payload, source);
    if (!this.collector.takes(message)) return false;
    await new Promise<void>((resolve, reject) => {
      this.collector.accept(message, (error) => (error ? reject(error) : resolve()));
    });
    return true;
  }
  text(id: number): string {
    return Buffer.from(this.store.quarantined[id - 1]!.bytes).toString();
  }
}

describe('a message of another format', () => {
  it('ends in the ledger as our own would: each meter its own account, under the source’s name', async () => {
    const door = new Door(plant);
    const meters = [
      { addr: 1, wh: 12_345_670 },
      { addr: 2, wh: 8_000 },
    ];
    expect(await door.bring('plant/N1/data', { t: seconds, meters })).toBe(true);
    expect(await door.bring('plant/N1/data', { t: seconds, meters })).toBe(true);
    const { store } = door;
    expect(store.readings.get('M1')!.get(seconds * 1000)).toMatchObject({ energy_kwh: 12345.67 });
    expect(store.ledger({ source: 'plant-broker' })).toMatchObject({ received: 4, stored: 2, duplicate: 2 });
    expect(store.ledger({ device: 'M2' })).toMatchObject({ received: 2, stored: 1, duplicate: 1 });
    expect(door.collector.activity('M1')).toMatchObject({ received: 2, stored: 1 });
    expect(door.collector.mappings.figures('plant')).toEqual({ messages: 2, faults: 0, ignored: 0 });
  });

  it('that is not JSON is one rejected item; one that the rule misses is kept whole', async () => {
    const door = new Door(plant);
    await door.bring('plant/N1/data', 'online');
    await door.bring('plant/N1/data', { t: seconds, list: [] });
    expect(door.store.ledger()).toMatchObject({ received: 2, rejected: 1, quarantined: 1 });
    expect(door.store.quarantined[0]).toMatchObject({
      topic: 'plant/N1/data',
      reason: 'mapping-items',
      detail: 'items: $ has no meters; it has t, list',
      device: 'plant-broker',
    });
  });

  it('of which one element is faulty: that one alone is kept, with what stands around it, byte for byte', async () => {
    const door = new Door(plant);
    const payload = `{"t": ${seconds},\n "meters": [{"addr":1,"wh":1000}, {"addr" : 2,"wh":"n/a", "u":"kW·h"},{"addr":3,"wh":1e3}] }`;
    await door.bring('plant/N1/data', payload);
    expect(door.store.ledger()).toMatchObject({ received: 3, stored: 2, quarantined: 1 });
    expect(door.text(1)).toBe(`{"t": ${seconds},\n "meters": [{"addr" : 2,"wh":"n/a", "u":"kW·h"}] }`);
    expect(door.store.quarantined[0]).toMatchObject({ reason: 'mapping-value', device: 'M2', meter: 'M2' });
  });

  it('from a device that nobody knows is told under the name that the message gives', async () => {
    const door = new Door(plant);
    const refused: string[] = [];
    door.collector.onRefused((items) => refused.push(...items.map(({ named, reason }) => `${named} ${reason}`)));
    await door.bring('plant/N7/data', { t: seconds, meters: [{ addr: 1, wh: 5 }] });
    expect(refused).toEqual(['N7-1 unknown-device']);
  });

  it('with a clock that was never set is quarantined for the same reason as any reading', async () => {
    const door = new Door(plant);
    await door.bring('plant/N1/data', { t: 86_400, meters: [{ addr: 1, wh: 5 }] });
    expect(door.store.quarantined[0]).toMatchObject({ reason: 'ts-before-2000' });
  });

  it('from devices that the rule does not list is passed over where the rule says so', async () => {
    const door = new Door({ ...plant, onlyListed: true });
    const meters = [
      { addr: 1, wh: 5 },
      { addr: 9, wh: 5 },
    ];
    await door.bring('plant/N1/data', { t: seconds, meters });
    expect(door.store.ledger()).toMatchObject({ received: 1, stored: 1 });
    expect(door.collector.mappings.figures('plant')).toEqual({ messages: 1, faults: 0, ignored: 1 });
  });

  it('with ten thousand faulty elements in a fat envelope is kept once, not ten thousand times', async () => {
    const door = new Door(plant);
    await door.bring('plant/N1/data', {
      t: seconds,
      note: 'x'.repeat(20_000),
      meters: Array(10_000).fill({ addr: 1 }),
    });
    expect(door.store.ledger()).toMatchObject({ received: 1, quarantined: 1 });
  });
});

describe('a message that the other broker kept and sends to whoever subscribes', () => {
  const kept = async (door: Door, topic: string, payload: unknown) => {
    const message = { ...door.foreign(topic, payload), retained: true };
    await new Promise<void>((resolve, reject) => {
      door.collector.accept(message, (error) => (error ? reject(error) : resolve()));
    });
  };

  it('is stored by its own time; without one it is no reading of this moment', async () => {
    const door = new Door({ ...plant, ts: null });
    await kept(door, 'plant/N1/data', { meters: [{ addr: 1, wh: 5 }] });
    await kept(door, 'v1/M2/readings', { values: { power_kw: 1 } });
    expect(door.store.quarantined.map(({ reason }) => reason)).toEqual(['retained-without-ts', 'retained-without-ts']);
    door.use(plant);
    await kept(door, 'plant/N1/data', { t: seconds, meters: [{ addr: 1, wh: 5 }] });
    await kept(door, 'v1/M2/readings', { ts: seconds * 1000, values: { power_kw: 1 } });
    expect(door.store.ledger()).toMatchObject({ received: 4, stored: 2, quarantined: 2 });
  });
});

describe('a mapping that was mended', () => {
  it('takes what it quarantined: each element is stored, and its count moves', async () => {
    const door = new Door({ ...plant, values: [{ path: '@.energy', point: 'energy_kwh' }] });
    const meters = [
      { addr: 1, wh: 1000 },
      { addr: 2, wh: 2000 },
    ];
    await door.bring('plant/N1/data', { t: seconds, meters });
    expect(door.store.ledger()).toMatchObject({ received: 2, quarantined: 2 });
    expect(await door.collector.replayQuarantined(1)).toMatchObject({ state: 'refused', reason: 'mapping-no-value' });
    door.use(plant);
    expect(await door.collector.replayQuarantined(1)).toEqual({ state: 'replayed', outcome: 'stored' });
    expect(await door.collector.replayQuarantined(2)).toEqual({ state: 'replayed', outcome: 'stored' });
    expect(door.store.ledger()).toMatchObject({ received: 2, stored: 2, quarantined: 0 });
    expect(door.store.readings.get('M2')!.get(seconds * 1000)).toMatchObject({ energy_kwh: 2 });
  });

  it('takes a message that could not be taken apart, all of its elements', async () => {
    const door = new Door({ ...plant, items: '$.data' });
    const meters = [
      { addr: 1, wh: 1000 },
      { addr: 2, wh: 2000 },
      { addr: 3, wh: 3000 },
    ];
    await door.bring('plant/N1/data', { t: seconds, meters });
    door.use(plant);
    expect(await door.collector.replayQuarantined(1)).toEqual({ state: 'replayed', outcome: 'stored' });
    expect(door.store.ledger()).toMatchObject({ received: 3, stored: 3, quarantined: 0 });
  });

  it('that is gone leaves what it quarantined where it is', async () => {
    const door = new Door({ ...plant, items: '$.data' });
    await door.bring('plant/N1/data', {});
    door.use();
    expect(await door.collector.replayQuarantined(1)).toMatchObject({ state: 'refused', reason: 'unmapped' });
  });
});

describe('which mapping takes a topic', () => {
  it('on the built-in broker only one that names it; elsewhere each without sources', async () => {
    const rule = { ...plant, items: null, device: 'M1', values: [{ path: '$', point: 'power_kw' }], ts: null };
    const here = new Door(rule);
    expect(await here.bring('plant/N1/data', 1, 'mqtt')).toBe(false);
    expect(await here.bring('plant/N1/data', 1, 'lab')).toBe(true);
    here.use({ ...rule, sources: ['mqtt'] });
    expect(await here.bring('plant/N1/data', 2, 'mqtt')).toBe(true);
    expect(await here.bring('plant/N1/data', 2, 'lab')).toBe(false);
  });

  it('is remembered of topics as people write them, not of 50,000 that fill the memory', () => {
    const set = new MappingSet();
    set.replace([{ rule: plant, demo: false }]);
    const long = `plant/${'N'.repeat(60_000)}/data`;
    expect(set.find('lab', 'plant/N1/data')).toBe(set.find('lab', 'plant/N1/data'));
    expect(set.find('lab', long)).toMatchObject({ mapping: { rule: { id: 'plant' } } });
    expect(set.find('lab', long)).not.toBe(set.find('lab', long));
  });

  it('what none takes is counted and kept to look at, the newest of each topic, 50 topics a source', async () => {
    const door = new Door(plant);
    for (let i = 0; i < 60; i++) await door.bring(`odd/${i}`, 'x'.repeat(10_000));
    door.now += 5_000;
    await door.bring('odd/30', 'newer');
    const recorded = door.collector.mappings.recorded('plant-broker');
    expect(recorded).toHaveLength(50);
    expect(recorded[0]).toMatchObject({ topic: 'odd/30', bytes: 5, mapping: null });
    expect(recorded[1]).toMatchObject({ bytes: 10_000 });
    expect(recorded[1]!.payload).toHaveLength(8_192);
    expect(await door.metrics.getSingleMetricAsString('wattsteward_unmapped_messages_total')).toContain(
      '{source="plant-broker"} 61',
    );
  });
});

describe('cutting an element out', () => {
  it.each([
    ['[1, 2 ,3]', [1], '[2]'],
    ['{"a":[[1],[2,{"b":"]"}]],"a":[[3],[4]]}', ['a', 1, 0], '{"a":[[1],[2,{"b":"]"}]],"a":[[4]]}'],
    [String.raw`{"k\"":[{"x":"\\"},true]}`, ['k"', 0], String.raw`{"k\"":[{"x":"\\"}]}`],
    ['{"电":[{"v":"千瓦"},2]}', ['电', 0], '{"电":[{"v":"千瓦"}]}'],
    ['{}', [], '{}'],
  ] as const)('%s', (text, way, expected) => {
    const cut = new Cutter(Buffer.from(text)).cut(way, (depth) => typeof way[depth] === 'number');
    expect(Buffer.from(cut).toString()).toBe(expected);
  });

  it('out of a list of nothing but faults goes through it once, not once an element', () => {
    const elements = 65_536;
    const cutter = new Cutter(Buffer.from(JSON.stringify(Array<number>(elements).fill(1))));
    const before = performance.now();
    for (let at = 0; at < elements; at++) cutter.cut([at], () => true);
    // Tenths of a second; three minutes once an element.
    expect(performance.now() - before).toBeLessThan(20_000);
  }, 60_000);
});
