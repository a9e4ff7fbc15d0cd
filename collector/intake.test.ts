import { describe, expect, it, vi } from 'vitest';
import { imbalance } from '../domain/metering/ledger.ts';
import { StoreError } from '../storage/series/port.ts';
import { BenchTop, arrival, ts } from './fakes/bench-top.ts';

const topic = 'v1/M1/readings';
const reading = (minute: number) => ({ ts: arrival - minute * 60_000, values: { energy_kwh: 1_000 - minute } });

/** A commit that waits until it is let go. */
function hold(top: BenchTop): { release: () => void; begun: () => number } {
  let begun = 0;
  let release!: () => void;
  const gate = new Promise<void>((resolve) => (release = resolve));
  top.store.beforeCommit = () => {
    begun++;
    return gate;
  };
  return { release, begun: () => begun };
}

describe('answers', () => {
  it('come after the commit and never before it', async () => {
    const top = new BenchTop();
    const { release, begun } = hold(top);
    let answered = false;
    const answer = top.send(topic, reading(1)).then(() => (answered = true));
    await vi.waitFor(() => expect(begun()).toBe(1));
    await new Promise((resolve) => setImmediate(resolve));
    expect(answered).toBe(false);
    release();
    await answer;
    expect(top.store.readings.get('M1')?.size).toBe(1);
  });

  it('come in arrival order, also for messages that are refused or carry nothing', async () => {
    const top = new BenchTop({ limits: { maxBatchItems: 3 } });
    const order: number[] = [];
    const payloads = [reading(1), '[]', 'garbage', reading(2), '[]', reading(3), reading(4), { values: { a: 'x' } }];
    await Promise.all(
      payloads.map((payload, i) => {
        const message = top.message(i === 4 ? 'v1/M1/status' : topic, payload);
        return new Promise<void>((resolve) => {
          top.collector.accept(message, () => {
            order.push(i);
            resolve();
          });
        });
      }),
    );
    expect(order).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it('one that throws is logged and the next message is answered all the same', async () => {
    const top = new BenchTop();
    top.collector.accept(top.message(topic, reading(1)), () => {
      throw new Error('socket is gone');
    });
    await top.send(topic, reading(2));
    expect(top.lines.map(({ msg }) => msg)).toEqual(['the answer to a message threw']);
  });
});

it('a message of which the store refuses a reading is not acknowledged, those that share its commit are', async () => {
  const top = new BenchTop();
  const { release, begun } = hold(top);
  const first = top.send(topic, reading(0));
  await vi.waitFor(() => expect(begun()).toBe(1));
  const commit = top.store.commit.bind(top.store);
  top.store.commit = async (batch) => {
    const result = await commit(batch);
    return { ...result, readings: result.readings.map((outcome, i) => (i === 2 ? 'refused' : outcome)) };
  };
  const answers = [[reading(1)], [reading(2), reading(3)], [reading(4)]].map((payload) => top.send(topic, payload));
  release();
  await first;
  const settled = await Promise.allSettled(answers);
  expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
});

describe('group commit', () => {
  it('messages that come while a commit runs share the next one', async () => {
    const top = new BenchTop();
    const { release, begun } = hold(top);
    const first = top.send(topic, reading(0));
    await vi.waitFor(() => expect(begun()).toBe(1));
    const others = Array.from({ length: 200 }, (_, i) => top.send(topic, reading(i + 1)));
    release();
    await Promise.all([first, ...others]);
    expect(top.store.batchSizes).toEqual([1, 200]);
  });

  it('a batch is closed at its bound, and a message is never split over two', async () => {
    const top = new BenchTop({ limits: { maxBatchItems: 10 } });
    const { release, begun } = hold(top);
    const first = top.send(topic, reading(0));
    await vi.waitFor(() => expect(begun()).toBe(1));
    const arrays = [1, 2, 3].map((i) =>
      top.send(
        topic,
        Array.from({ length: 7 }, (_, j) => reading(i * 10 + j)),
      ),
    );
    release();
    await Promise.all([first, ...arrays]);
    expect(top.store.batchSizes).toEqual([1, 14, 7]);
  });

  it('the same reading delivered again is acknowledged and counted as a duplicate', async () => {
    const top = new BenchTop();
    await Promise.all([top.send(topic, reading(1)), top.send(topic, reading(1))]);
    await top.send(topic, reading(1));
    await top.send(topic, { ...reading(1), values: { energy_kwh: 7 } });
    expect(top.store.ledger()).toMatchObject({ received: 4, stored: 2, duplicate: 2, revisions: 1 });
  });
});

describe('a store in trouble', () => {
  it('a commit over its time is answered with an error; sent again, the reading is stored once', async () => {
    const top = new BenchTop({ limits: { commitTimeoutMs: 200 } });
    const { release, begun } = hold(top);
    const stuck = top.send(topic, reading(1));
    const caught = expect(stuck).rejects.toThrow('not durable within 200 ms');
    await vi.waitFor(() => expect(begun()).toBe(1));
    const behind = expect(top.send(topic, reading(2))).rejects.toThrow('not durable within 200 ms');
    await Promise.all([caught, behind]);
    await expect(top.send(topic, reading(3))).rejects.toThrow('the store does not answer');

    release();
    await vi.waitFor(async () => top.send(topic, reading(1)));
    await top.send(topic, reading(2));
    expect(top.store.readings.get('M1')?.size).toBe(2);
    expect(top.store.ledger()).toMatchObject({ received: 4, stored: 2, duplicate: 2 });
  });

  it('a full disk: nothing is acknowledged, one log line, and it goes on by itself when there is room', async () => {
    const top = new BenchTop();
    top.store.beforeCommit = () => {
      throw new StoreError('SQLITE_FULL', 'database or disk is full');
    };
    for (const minute of [1, 2, 3]) {
      await expect(top.send(topic, reading(minute))).rejects.toMatchObject({ code: 'SQLITE_FULL' });
    }
    expect(top.store.ledger().received).toBe(0);

    top.store.beforeCommit = () => {};
    await top.send(topic, reading(1));
    expect(top.store.ledger()).toMatchObject({ received: 1, stored: 1 });
    expect(top.lines.map(({ msg }) => msg)).toEqual([
      'the store refuses: nothing is acknowledged until a commit succeeds',
      'the store takes readings again',
    ]);
    expect(await top.metrics.metrics()).toContain('wattsteward_commit_failures_total{code="SQLITE_FULL"} 3');
  });

  it('over its bound of waiting bytes it refuses, and takes messages again afterwards', async () => {
    const top = new BenchTop({ limits: { maxPendingBytes: 120 } });
    const { release, begun } = hold(top);
    const first = top.send(topic, reading(1));
    await vi.waitFor(() => expect(begun()).toBe(1));
    const second = top.send(topic, reading(2));
    const third = expect(top.send(topic, reading(3))).rejects.toThrow('over 120 bytes wait');
    release();
    await Promise.all([first, second, third]);
    await top.send(topic, reading(3));
    expect(top.store.ledger()).toMatchObject({ received: 3, stored: 3 });
  });
});

describe('stopping', () => {
  it('commits and answers what was accepted, and takes nothing more', async () => {
    const top = new BenchTop();
    await top.collector.start();
    const accepted = [1, 2, 3].map((minute) => top.send(topic, reading(minute)));
    const stopped = top.collector.stop();
    await expect(top.send(topic, reading(4))).rejects.toThrow('stopping');
    await Promise.all([stopped, ...accepted]);
    expect(top.store.readings.get('M1')?.size).toBe(3);
  });
});

it('a reading lost inside the collector shows in the ledger: received is counted before any check', async () => {
  const top = new BenchTop({
    wrapJudge: (judge) => (message, index, origin) => (index === 1 ? null : judge(message, index, origin)),
  });
  await top.send(topic, [reading(1), reading(2), reading(3)]);
  const ledger = top.store.ledger({ meter: 'M1' });
  expect(ledger).toMatchObject({ received: 3, stored: 2 });
  expect(imbalance(ledger)).toBe(1);
});

it('a reading that was the only one, lost inside the collector, shows in the ledger too', async () => {
  const top = new BenchTop({ wrapJudge: () => () => null });
  await top.send(topic, reading(1));
  expect(imbalance(top.store.ledger())).toBe(1);
});

it('a judge that throws is a fault of ours: no acknowledgement, a log line, and the others go on', async () => {
  const top = new BenchTop({
    wrapJudge: (judge) => (message, index, origin) => {
      if (origin.deviceId === 'M2') throw new TypeError('x is undefined');
      return judge(message, index, origin);
    },
  });
  const good = top.send(topic, reading(1));
  await expect(top.send('v1/M2/readings', reading(1))).rejects.toThrow('could not be judged');
  await good;
  expect(top.lines[0]).toMatchObject({ topic: 'v1/M2/readings', err: { message: 'x is undefined' } });
});

describe('listeners', () => {
  it('hear of committed readings with their outcome; one that throws is named and stops nobody', async () => {
    const top = new BenchTop();
    const heard: unknown[] = [];
    top.collector.onCommitted(function liveView() {
      throw new Error('no viewers');
    });
    top.collector.onCommitted((readings) => heard.push(...readings));
    const at = Date.parse(ts);
    await top.send(topic, { ts, values: { power_kw: 8.12 } });
    await top.send(topic, [
      { ts, values: { power_kw: 8.12 } },
      { ts, values: { power_kw: 9 } },
      { ts, values: { power_kw: 'x' } },
    ]);
    const reading = { meter: 'M1', ts: at, receivedAt: arrival };
    expect(heard).toEqual([
      { ...reading, values: { power_kw: 8.12 }, outcome: 'stored' },
      { ...reading, values: { power_kw: 8.12 }, outcome: 'duplicate' },
      { ...reading, values: { power_kw: 9 }, outcome: 'revision' },
    ]);
    expect(top.lines[0]).toMatchObject({ event: 'committed', listener: 'liveView' });
  });
});

it('the metrics agree with the ledger', async () => {
  const top = new BenchTop();
  await top.send(topic, [reading(1), reading(1), { values: { energy_kwh: '1' } }, {}]);
  const text = await top.metrics.metrics();
  expect(text).toContain('wattsteward_ingest_received_total{source="mqtt"} 4');
  for (const outcome of ['stored', 'duplicate', 'quarantined', 'rejected']) {
    expect(text).toContain(`wattsteward_ingest_items_total{source="mqtt",outcome="${outcome}"} 1`);
  }
  expect(text).toContain('wattsteward_ingest_quarantined_total{source="mqtt",reason="value-not-finite"} 1');
  expect(text).toContain('wattsteward_dirty_meters 1');
});
