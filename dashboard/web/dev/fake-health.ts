import type { WireHealth, WireHealthPart } from '../../../domain/wire-devices.ts';

const iso = (at: number) => new Date(at + 8 * 3_600_000).toISOString().replace('Z', '+08:00');

/** A house with InfluxDB away and one broker that refuses us; `well`: nothing wrong. */
export function fakeHealth(now: number, well: boolean): WireHealth {
  const wave = (period: number, from: number, to: number) =>
    from + ((to - from) * (1 + Math.sin(now / period) + 0.4 * Math.sin(now / (period / 7)))) / 2.4;
  const part = (name: WireHealthPart['part'], more: Partial<WireHealthPart> = {}): WireHealthPart => ({
    part: name,
    name: null,
    state: 'ok',
    code: null,
    detail: null,
    since: iso(now - 9 * 86_400_000),
    ...more,
  });
  const error = { at: iso(now - 4_000), message: 'connect ECONNREFUSED 10.36.1.9:8086' };
  return {
    at: iso(now),
    since: iso(now - 9 * 86_400_000),
    parts: [
      part('store'),
      part('gateway'),
      part('tls', {
        state: well ? 'ok' : 'degraded',
        code: 'certificate-ends-soon',
        detail: 'CN=mqtt.example.cn ends 2026-12-04',
      }),
      part('pipeline'),
      part('influx', {
        state: well ? 'ok' : 'failing',
        code: 'away',
        detail: 'connect ECONNREFUSED 10.36.1.9:8086; 18,402 rows wait, the oldest since 14:21:07',
        since: iso(now - 14 * 60_000),
      }),
      part('source', { name: 'mosquitto-old' }),
      part('source', {
        name: 'emqx-canteens',
        state: well ? 'ok' : 'failing',
        code: 'refused',
        detail: 'CONNACK 5: not authorized',
        since: iso(now - 3 * 3_600_000),
      }),
      part('disk', { detail: '412 GiB free of 960 GiB' }),
    ],
    ingest: {
      messagesPerSecond: wave(31_000, 3.2, 4.1),
      itemsPerSecond: wave(23_000, 3.4, 5.2),
      commitP50Ms: wave(17_000, 2.1, 3.4),
      commitP99Ms: wave(13_000, 6, 19),
      pendingMessages: Math.round(wave(5_000, 0, 6)),
      pendingBytes: Math.round(wave(5_000, 0, 2_400)),
      dirtyMeters: Math.round(wave(7_000, 0, 9)),
      eventLoopP99Ms: wave(11_000, 10.4, 13.9),
      residentBytes: 191 * 1024 ** 2 + Math.round(wave(60_000, 0, 8e6)),
    },
    refusals: [
      { what: 'login', reason: 'anonymous', count: 1440 },
      { what: 'login', reason: 'wrong-credentials', count: 308 },
      { what: 'quarantined', reason: 'ts-before-2000', count: 41 },
      { what: 'quarantined', reason: 'not-entitled', count: 36 },
      { what: 'closed', reason: 'keep-alive', count: 22 },
      { what: 'rejected', reason: 'unreadable', count: 4 },
      { what: 'closed', reason: 'packet-too-large', count: 1 },
    ],
    forwarder: {
      url: 'http://10.36.1.9:8086',
      state: well ? 'ok' : 'away',
      waitingRows: well ? 0 : 18_402 + Math.round((now / 1000) % 600),
      oldestWaitingSeconds: well ? null : 14 * 60,
      deadLetters: well ? 0 : 3,
      lastError: well ? null : error,
      waitingForHistory: 0,
    },
    sources: [
      {
        name: 'mosquitto-old',
        url: 'mqtt://10.36.2.4:1883',
        topics: ['acme/+/+/up', 'v1/+/readings'],
        state: 'connected',
        since: iso(now - 9 * 86_400_000),
        messages: 1_203_877,
        lastMessageAt: iso(now - 1_200),
        lastError: null,
      },
      {
        name: 'emqx-canteens',
        url: 'mqtts://emqx.example.cn:8883',
        topics: ['canteen/#'],
        state: well ? 'connected' : 'refused',
        since: iso(now - 3 * 3_600_000),
        messages: 0,
        lastMessageAt: null,
        lastError: well ? null : { at: iso(now - 30_000), message: 'Connection refused: Not authorized' },
      },
    ],
  };
}
