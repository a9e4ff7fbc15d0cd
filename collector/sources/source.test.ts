import { pino } from 'pino';
import { Registry as MetricsRegistry } from 'prom-client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testCert, testKey } from '../../configuration/testing/certificate.ts';
import { FakeBroker } from './fakes/broker.ts';
import { SlowSink } from './fakes/slow-sink.ts';
import type { SourceSettings, SourceState } from './port.ts';
import { Sources } from './sources.ts';

async function until(what: string, holds: () => boolean): Promise<void> {
  const deadline = performance.now() + 10_000;
  while (!holds()) {
    if (performance.now() > deadline) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

let broker: FakeBroker;
let sink: SlowSink;
let running: Sources | undefined;
let registry: Map<string, string>;
let logged: string[];

beforeEach(async () => {
  broker = await new FakeBroker().start();
  sink = new SlowSink();
  registry = new Map();
  logged = [];
});
afterEach(async () => {
  for (const { done } of sink.waiting) done();
  await running?.stop();
  running = undefined;
  broker.stop();
});

function begin(more: Partial<SourceSettings> = {}): Sources {
  running = new Sources({
    sources: [{ name: 'lab', url: broker.url, username: 'u', password: 'hush', topics: ['v1/#'], ...more }],
    sink,
    registry: {
      setting: (key) => Promise.resolve(registry.get(key) ?? null),
      setSetting: (key, value) => Promise.resolve(void registry.set(key, value)),
    },
    log: pino({}, { write: (line: string) => void logged.push(line) }),
    metrics: new MetricsRegistry(),
    now: Date.now,
  });
  running.start();
  return running;
}
const state = (): SourceState => running!.states()[0]!;
const collecting = () => until('the subscription', () => state().state === 'connected');

describe('acknowledgement', () => {
  it('waits for the commit, and keeps the order of arrival when commits come out of order', async () => {
    begin();
    await collecting();
    for (const id of [7, 8, 9]) broker.publish(id, `m${id}`);
    await until('three messages', () => sink.waiting.length === 3);
    sink.waiting[1]!.done();
    sink.waiting[2]!.done();
    broker.publish(10, 'm10');
    await until('a fourth', () => sink.waiting.length === 4);
    expect(broker.acknowledged).toEqual([]);
    sink.waiting[0]!.done();
    await until('three acknowledgements', () => broker.acknowledged.length === 3);
    sink.waiting[3]!.done();
    await until('the fourth', () => broker.acknowledged.length === 4);
    expect(broker.acknowledged).toEqual([7, 8, 9, 10]);
    expect(sink.waiting[0]!.message).toMatchObject({
      source: 'lab',
      publisher: 'lab',
      publisherKind: 'account',
      topic: 'v1/M1/readings',
    });
  });

  it('a message of many megabytes is counted by its beginning and acknowledged, and holds nobody up', async () => {
    begin();
    await collecting();
    broker.publish(7, `[${'{"values":{"energy_kwh":1}},'.repeat(60_000)}null]`);
    broker.publish(8, 'm8');
    await until('both messages', () => sink.waiting.length === 2);
    expect(sink.waiting[0]!.message.payload).toHaveLength(4096);
    for (const { done } of sink.waiting) done();
    await until('both acknowledgements', () => broker.acknowledged.length === 2);
    expect(state().lastError?.message).toMatch(/1680006 bytes on v1\/M1\/readings was not read: at most 1048576/);
  });

  it('is not given when the commit fails, nor to anything behind it: the broker delivers again', async () => {
    begin();
    await collecting();
    for (const id of [1, 2, 3]) broker.publish(id, `m${id}`);
    await until('three messages', () => sink.waiting.length === 3);
    const [first, second, third] = sink.waiting;
    first!.done();
    second!.done(new Error('disk full'));
    third!.done();
    await until('another connection', () => broker.connects.length === 2);
    expect(broker.acknowledged).toEqual([1]);
    expect(state().lastError!.message).toBe('not acknowledged: disk full');
    await collecting();
    broker.publish(2, 'm2 again');
    await until('it again', () => sink.waiting.length === 4);
    // A late answer of the last connection is no answer on this one, where its packet id means another message.
    second!.done();
    sink.waiting[3]!.done();
    await until('its acknowledgement', () => broker.acknowledged.length === 2);
    expect(broker.acknowledged).toEqual([1, 2]);
  });

  it('bounds what is in flight: a broker that sends without limit is read no further', async () => {
    begin();
    await collecting();
    for (let id = 1; id <= 3_000; id++) broker.publish(id, 'x');
    await until('a thousand', () => sink.waiting.length === 1_000);
    broker.publish(3_001, 'last');
    for (let at = 0; at < 3_001; at++) {
      await until('the next', () => sink.waiting.length > at);
      expect(sink.waiting.length - at).toBeLessThanOrEqual(1_000);
      sink.waiting[at]!.done();
    }
    await until('all acknowledgements', () => broker.acknowledged.length === 3_001);
    expect(broker.acknowledged).toEqual(Array.from({ length: 3_001 }, (_, i) => i + 1));
  });

  it('of what nobody collects is given at once, in its turn', async () => {
    begin({ topics: ['#'] });
    await collecting();
    broker.publish(1, 'reading');
    broker.publish(2, 'x', { topic: 'v1/M1/status' });
    broker.publish(3, 'x', { topic: 'acme/up' });
    await until('all', () => sink.foreign.length === 2);
    expect(broker.acknowledged).toEqual([]);
    sink.waiting[0]!.done();
    await until('all acknowledged', () => broker.acknowledged.length === 3);
    expect(state().messages).toBe(3);
  });

  it('of QoS 0 is nobody’s: a failed commit closes nothing', async () => {
    begin();
    await collecting();
    broker.publish(0, 'm', { qos: 0 });
    await until('it', () => sink.waiting.length === 1);
    sink.waiting[0]!.done(new Error('disk full'));
    broker.publish(1, 'next');
    await until('the next', () => sink.waiting.length === 2);
    expect(broker.connects).toHaveLength(1);
  });

  it('of QoS 2 would come before the commit: a broker that sends it nevertheless is left', async () => {
    begin();
    await collecting();
    broker.publish(1, 'm', { qos: 2 });
    await until('another connection', () => broker.connects.length > 1);
    expect(sink.waiting).toEqual([]);
    expect(state().lastError!.message).toContain('QoS 2');
  });

  it('at a stop is given to what becomes durable meanwhile; nothing more is read; goodbye is said', async () => {
    begin();
    await collecting();
    broker.publish(1, 'a');
    await until('it', () => sink.waiting.length === 1);
    const stopped = running!.stop();
    broker.publish(2, 'b');
    setTimeout(() => sink.waiting[0]!.done(), 50);
    await stopped;
    await until('goodbye', () => broker.heard.at(-1) === 'disconnect');
    expect(broker.acknowledged).toEqual([1]);
    expect(sink.payloads).toEqual(['a']);
  });
});

describe('over WebSocket', () => {
  it('it is the same: many in flight, acknowledged in order after the commit', async () => {
    broker.stop();
    broker = await new FakeBroker('ws').start();
    begin();
    await collecting();
    for (let id = 1; id <= 200; id++) broker.publish(id, 'x');
    await until('all', () => sink.waiting.length === 200);
    expect(broker.acknowledged).toEqual([]);
    for (const { done } of sink.waiting) done();
    await until('all acknowledgements', () => broker.acknowledged.length === 200);
    expect(broker.acknowledged).toEqual(Array.from({ length: 200 }, (_, i) => i + 1));
  });
});

describe('the session', () => {
  it('is ours for ever: the same client id at each connection, never a clean start', async () => {
    begin();
    await collecting();
    await running!.stop();
    begin();
    await collecting();
    await running!.stop();
    begin({ name: 'other' });
    await collecting();
    expect(broker.connects.map(({ clean }) => clean)).toEqual([false, false, false]);
    const ids = broker.connects.map(({ clientId }) => clientId);
    expect(ids[0]).toMatch(/^wattsteward-[0-9a-f]{11}$/);
    expect(ids[1]).toBe(ids[0]);
    expect(ids[2]).not.toBe(ids[0]);
  });

  it('that the broker has kept is not asked for again: it would send everything retained again', async () => {
    begin({ topics: ['a', 'b'] });
    await collecting();
    await running!.stop();
    broker.manners = { sessionPresent: true };
    broker.heard.length = 0;
    begin({ topics: ['b', 'c'] });
    await collecting();
    expect(broker.heard).toEqual(['subscribe c', 'unsubscribe a']);
  });

  it('that the broker has lost is asked for whole', async () => {
    begin({ topics: ['a', 'b'] });
    await collecting();
    await running!.stop();
    broker.heard.length = 0;
    begin({ topics: ['a', 'b'] });
    await collecting();
    expect(broker.heard).toEqual(['subscribe a', 'subscribe b']);
  });
});

describe('a broker that does not want us', () => {
  it.each([
    [4, 'wrong user name or password'],
    [5, 'not authorised'],
    [2, 'client id'],
  ])('CONNACK %d: refused, and why; tried again; the password is nowhere', async (returnCode, words) => {
    broker.manners = { returnCode };
    begin();
    await until('two tries', () => broker.connects.length === 2);
    expect(state()).toMatchObject({
      state: 'refused',
      lastError: { message: expect.stringContaining(words) as string },
    });
    expect(logged.filter((line) => line.includes('not collecting'))).toHaveLength(1);
    expect(JSON.stringify([logged, state()])).not.toContain('hush');
    broker.manners = {};
    await collecting();
  });

  it('shows a certificate that nobody vouches for: refused, and why', async () => {
    broker.stop();
    broker = await new FakeBroker('mqtts', { cert: testCert, key: testKey }).start();
    begin();
    await until('the refusal', () => state().state === 'refused');
    expect(state().lastError!.message).toMatch(/certificate or TLS is not accepted/);
    expect(broker.connects).toEqual([]);
  });

  it('refuses one topic: it is named, the others are collected', async () => {
    broker.manners = { granted: { secret: 0x80 } };
    begin({ topics: ['secret', 'v1/#'] });
    await until('the refusal', () => state().state === 'refused');
    expect(state().lastError!.message).toBe('not authorised to subscribe to secret');
    broker.publish(1, 'a');
    await until('it', () => sink.waiting.length === 1);
    expect(broker.connects).toHaveLength(1);
  });

  it('grants QoS 0 only: collected, with a warning that people see', async () => {
    broker.manners = { granted: { 'v1/#': 0 } };
    begin();
    await collecting();
    expect(state().lastError!.message).toContain('QoS 0 is all that it grants for v1/#');
  });

  it.each([
    ['mqtt://no-such-host.invalid:1883', /DNS/],
    ['mqtt://127.0.0.1:1', /nothing listens there/],
    ['ws://127.0.0.1:1/mqtt', /nothing listens there/],
  ])('%s is not there: told, tried again, and stopping waits for nothing', async (url, words) => {
    begin({ url });
    await until('the trouble', () => state().lastError !== null);
    expect(state()).toMatchObject({ state: 'connecting' });
    expect(state().lastError!.message).toMatch(words);
    const at = performance.now();
    await running!.stop();
    expect(performance.now() - at).toBeLessThan(1_000);
  });

  it('speaks something else: left, not waited for', async () => {
    const { createServer } = await import('node:net');
    const web = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n').on('error', () => {}));
    await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
    const { port } = web.address() as { port: number };
    begin({ url: `mqtt://127.0.0.1:${port}` });
    await until('the trouble', () => state().lastError !== null);
    expect(state().state).toBe('connecting');
    web.close();
  });
});
