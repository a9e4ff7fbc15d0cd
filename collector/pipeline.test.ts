import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { StoreError } from '../storage/series/port.ts';
import { BenchTop, arrival } from './fakes/bench-top.ts';
import type { DerivedChange } from './port.ts';

const minute = 60_000;
const reading = (ago: number, kwh = 1) => ({ ts: arrival - ago * minute, values: { energy_kwh: kwh } });

let top: BenchTop;
beforeEach(() => {
  top = new BenchTop({ limits: { coalesceMs: 5, longestPauseMs: 20 } });
});
afterEach(() => top.collector.stop());

const derivedMeters = () => top.store.derived.map(({ meter }) => meter);

it('what a killed process left behind is derived at the next start, the oldest mark first', async () => {
  for (const meter of ['M2', 'M1', 'M3']) await top.store.markDirty([{ meter, from: arrival - minute, to: arrival }]);
  await top.collector.start();
  await top.collector.settled();
  expect(derivedMeters()).toEqual(['M2', 'M1', 'M3']);
  expect(top.store.marks).toEqual([]);
});

it('intervals follow an acknowledged reading within a second, for the range that it touched', async () => {
  const changes: DerivedChange[] = [];
  top.collector.onDerived((some) => changes.push(...some));
  await top.collector.start();
  await top.collector.settled();
  await top.send('v1/M1/readings', reading(1));
  expect(top.collector.dirtyMeters).toBe(1);
  await vi.waitFor(() => expect(changes).toHaveLength(1), { timeout: 1_000 });
  const at = arrival - minute;
  expect(changes).toEqual([{ meter: 'M1', point: 'energy_kwh', from: at, to: at }]);
  await vi.waitFor(() => expect(top.collector.dirtyMeters).toBe(0));
});

it('a burst of readings of one meter is derived together', async () => {
  await top.collector.stop();
  top = new BenchTop({ limits: { coalesceMs: 50 } });
  const calls = vi.spyOn(top.store, 'derive');
  await top.collector.start();
  await top.collector.settled();
  for (let i = 0; i < 20; i++) await top.send('v1/M1/readings', reading(i));
  await vi.waitFor(() => expect(top.store.marks).toEqual([]));
  expect(calls.mock.calls.length).toBeLessThan(8);
});

it('a duplicate derives nothing', async () => {
  await top.collector.start();
  await top.send('v1/M1/readings', reading(1));
  await top.collector.settled();
  const before = top.store.derived.length;
  await top.send('v1/M1/readings', reading(1));
  expect(top.collector.dirtyMeters).toBe(0);
  await top.collector.settled();
  expect(top.store.derived).toHaveLength(before);
});

it('a meter lags until its intervals are on disk, not until somebody has begun with them', async () => {
  let release!: () => void;
  top.store.beforeDerive = () => new Promise<void>((resolve) => (release = resolve));
  await top.collector.start();
  await top.send('v1/M1/readings', reading(1));
  await vi.waitFor(() => expect(release).toBeDefined());
  expect(top.collector.dirtyMeters).toBe(1);
  release();
  await vi.waitFor(() => expect(top.collector.dirtyMeters).toBe(0));
});

it('a meter lags as long as any of its marks is left, the long one of an import among them', async () => {
  const long = { meter: 'M1', from: arrival - 400 * 24 * 60 * minute, to: arrival - 24 * 60 * minute };
  await top.store.markDirty([{ meter: 'M1', from: arrival - minute, to: arrival }, long]);
  const lagging: number[] = [];
  top.store.beforeDerive = () => void lagging.push(top.collector.dirtyMeters);
  const derived = vi.spyOn(top.store, 'derive');
  await top.collector.start();
  expect(top.collector.dirtyMeters, 'known when it has started').toBe(1);
  top.collector.onDerived(() => lagging.push(top.collector.dirtyMeters));
  await top.collector.settled();
  expect(derived.mock.calls.flat(2).map(({ shortOnly }) => shortOnly)).toEqual([true, false]);
  expect(lagging, 'before and after each of both').toEqual([1, 1, 1, 0]);
});

it('a reading that comes while its meter is derived is derived again', async () => {
  let release!: () => void;
  top.store.beforeDerive = () => new Promise<void>((resolve) => (release = resolve));
  await top.collector.start();
  await top.send('v1/M1/readings', reading(2));
  await vi.waitFor(() => expect(release).toBeDefined());
  await top.send('v1/M1/readings', reading(1));
  top.store.beforeDerive = () => {};
  release();
  await top.collector.settled();
  expect(top.store.derived.map(({ range }) => range?.from)).toEqual([arrival - 2 * minute, arrival - minute]);
});

it('other multipliers for a meter: all that it has is derived again, and meters without readings are left alone', async () => {
  await top.collector.start();
  await top.send('v1/M1/readings', reading(1));
  await top.collector.settled();
  top.store.derived.length = 0;
  await top.collector.rulesChanged([{ meter: 'M1' }, { meter: 'M2' }]);
  await top.collector.settled();
  expect(top.store.derived.map(({ meter, range }) => ({ meter, range }))).toEqual([{ meter: 'M1', range: undefined }]);
});

it('a decision of last month: its days are derived again, and no others; a meter without readings may have some', async () => {
  await top.collector.start();
  await top.send('v1/M1/readings', reading(1));
  await top.collector.settled();
  top.store.derived.length = 0;
  const range = { from: arrival - 40 * 24 * 60 * minute, to: arrival - 39 * 24 * 60 * minute };
  await top.collector.rulesChanged([
    { meter: 'M1', range },
    { meter: 'M2', range },
  ]);
  await top.collector.settled();
  expect(top.store.derived.map((request) => [request.meter, request.range])).toEqual([
    ['M1', range],
    ['M2', range],
  ]);
});

it('ten thousand decisions are marked with one commit, the stretches of a meter as one piece of work', async () => {
  await top.collector.start();
  const write = vi.spyOn(top.store, 'markDirty');
  const hours = Array.from({ length: 9_999 }, (_, i) => ({
    from: arrival - i * 60 * minute,
    to: arrival - i * 60 * minute,
  }));
  await top.collector.rulesChanged([
    ...hours.map((range) => ({ meter: 'M1', range })),
    { meter: 'M2', range: { from: 5, to: 6 } },
    { meter: 'M1', range: { from: 5, to: 6 } },
  ]);
  expect(write.mock.calls).toEqual([
    [
      [
        { meter: 'M1', from: 5, to: 6 },
        { meter: 'M1', from: hours.at(-1)!.from, to: arrival },
        { meter: 'M2', from: 5, to: 6 },
      ],
    ],
  ]);
});

describe('meters that are not in the portfolio', () => {
  it('hold nobody up, and are derived when they come back', async () => {
    top.directory.removeMeter('M1');
    for (let i = 0; i < 200; i++) await top.store.markDirty([{ meter: 'M1', from: arrival - i * minute, to: arrival }]);
    await top.store.markDirty([{ meter: 'M2', from: arrival - minute, to: arrival }]);
    await top.collector.start();
    await top.collector.settled();
    expect(derivedMeters()).toEqual(['M2']);
    expect(top.collector.dirtyMeters).toBe(0);

    top.directory.addMeter('M1');
    await top.collector.settled();
    expect(new Set(derivedMeters())).toEqual(new Set(['M2', 'M1']));
    expect(top.store.marks).toEqual([]);
  });
});

describe('when deriving fails', () => {
  it('the one meter that fails is named and tried again; the others get through', async () => {
    const failing = new Set(['M2']);
    top.store.beforeDerive = (requests) => {
      if (requests.some(({ meter }) => failing.has(meter))) throw new RangeError('register of 400 digits');
    };
    for (const meter of ['M1', 'M2', 'M3', 'G1-A'])
      await top.store.markDirty([{ meter, from: arrival - minute, to: arrival }]);
    await top.collector.start();
    await vi.waitFor(() => expect(top.store.marks.map(({ meter }) => meter)).toEqual(['M2']));
    expect(top.lines[0]).toMatchObject({ meter: 'M2', attempts: 1, err: { message: 'register of 400 digits' } });
    expect(top.collector.dirtyMeters).toBe(1);

    failing.clear();
    top.now += 2_000;
    await top.collector.settled();
    expect(top.collector.dirtyMeters).toBe(0);
    expect(top.lines.at(-1)).toMatchObject({ meter: 'M2', msg: 'intervals are derived again' });
    expect(await top.metrics.metrics()).toMatch(/wattsteward_derive_failures_total [1-9]/);
  });

  it('a clock that is set back does not put the next try off until it has caught up', async () => {
    let failing = true;
    top.store.beforeDerive = () => {
      if (failing) throw new RangeError('register of 400 digits');
    };
    await top.store.markDirty([{ meter: 'M1', from: arrival - minute, to: arrival }]);
    await top.collector.start();
    await vi.waitFor(() => expect(top.lines).toHaveLength(1));
    failing = false;
    top.now -= 24 * 60 * minute;
    await top.collector.settled();
    expect(top.store.marks).toEqual([]);
  });

  it('a store that refuses everything for a while: all is derived soon after it is back, without a restart', async () => {
    let full = true;
    let tries = 0;
    top.store.beforeDerive = () => {
      tries++;
      if (full) throw new StoreError('SQLITE_FULL', 'database or disk is full');
    };
    for (const meter of ['M1', 'M2', 'M3', 'G1-A', 'G1-B'])
      await top.store.markDirty([{ meter, from: arrival - minute, to: arrival }]);
    await top.collector.start();
    await vi.waitFor(() => expect(tries).toBeGreaterThan(4), { timeout: 5_000 });
    full = false;
    top.now += 2_000;
    await top.collector.settled();
    expect(top.store.marks).toEqual([]);
  });

  it('marks that could not be written come with what was decided meanwhile, and all of them are kept', async () => {
    const write = vi.spyOn(top.store, 'markDirty').mockRejectedValueOnce(new StoreError('SQLITE_FULL', 'disk is full'));
    const range = { from: arrival - minute, to: arrival };
    await top.collector.start();
    const first = top.collector.rulesChanged([{ meter: 'M1', range }]);
    await vi.waitFor(() => expect(write).toHaveBeenCalled());
    const second = top.collector.rulesChanged([{ meter: 'M2', range }]);
    await Promise.all([first, second]);
    await top.collector.settled();
    expect(new Set(derivedMeters())).toEqual(new Set(['M1', 'M2']));
  });

  it('a rule change whose mark could not be written is not forgotten', async () => {
    await top.collector.start();
    await top.send('v1/M1/readings', reading(1));
    await top.collector.settled();
    vi.spyOn(top.store, 'markDirty').mockRejectedValueOnce(new StoreError('SQLITE_FULL', 'disk is full'));
    top.store.derived.length = 0;
    const marked = top.collector.rulesChanged([{ meter: 'M1' }]);
    await top.collector.settled();
    await marked;
    expect(derivedMeters()).toEqual(['M1']);
  });
});

it('a stop in the middle of a rebuild stays a stop', async () => {
  let release!: () => void;
  vi.spyOn(top.store, 'rebuild').mockImplementation(
    () => new Promise((resolve) => (release = () => resolve({ sha256: '', intervals: 0 }))),
  );
  await top.collector.start();
  const rebuilt = top.collector.rebuild();
  await vi.waitFor(() => expect(release).toBeDefined());
  await top.collector.stop();
  release();
  await rebuilt;
  const looks = vi.spyOn(top.store, 'dirty');
  await new Promise((resolve) => setImmediate(resolve));
  expect(looks).not.toHaveBeenCalled();
});

it('a rebuild derives every meter of the portfolio, and the background work goes on after it', async () => {
  await top.collector.start();
  await top.collector.rebuild();
  expect(derivedMeters().sort()).toEqual(['G1-A', 'G1-B', 'G2-A', 'M1', 'M2', 'M3']);
  await top.send('v1/M1/readings', reading(1));
  await top.collector.settled();
  expect(top.store.marks).toEqual([]);
});
