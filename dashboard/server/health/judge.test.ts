import { describe, expect, it } from 'vitest';
import type { ForwarderState } from '../../../storage/series/port.ts';
import type { HealthFacts } from './facts.ts';
import { judgeHealth } from './judge.ts';

const now = Date.parse('2026-11-23T08:00:00+08:00');
const gib = 1024 ** 3;
const well: HealthFacts = {
  now,
  store: { state: 'ok' },
  imbalance: 0,
  quarantine: { open: 3, resolved: 1, bytes: 900, maxItems: 100, maxBytes: 1000, full: false, notKept: 0 },
  mqttListens: true,
  mqttsListens: true,
  certificateEndsAt: now + 60 * 86_400_000,
  dirtyMeters: 0,
  dirtySince: null,
  forwarder: null,
  sources: [],
  disk: { freeBytes: 50 * gib, totalBytes: 100 * gib },
};
const influx: ForwarderState = {
  url: 'http://influx:8086',
  state: 'ok',
  since: now - 60_000,
  waitingRows: 0,
  oldestWaitingAt: null,
  forwardedRows: 10,
  deadLetters: 0,
  lastError: null,
  waitingForHistory: 0,
};
const source = {
  name: 'mosquitto',
  url: 'mqtt://broker',
  topics: ['v1/#'],
  since: now,
  messages: 0,
  lastMessageAt: null,
  lastError: { at: now, message: 'Not authorized' },
};
const ill = (facts: Partial<HealthFacts>) =>
  judgeHealth({ ...well, ...facts }).flatMap(({ part, name, state, code }) =>
    state === 'ok' || state === 'off' ? [] : [[part, name, state, code].filter((word) => word !== null).join(' ')],
  );

describe('the state of the parts', () => {
  it('all is well, and what is not in use is off, not ill', () => {
    expect(ill({})).toEqual([]);
    const states = judgeHealth({ ...well, mqttListens: false, certificateEndsAt: null, disk: null });
    expect(states.map(({ part, state }) => `${part} ${state}`)).toEqual([
      'store ok',
      'gateway off',
      'tls off',
      'pipeline ok',
      'influx off',
      'disk off',
    ]);
  });

  it.each<[string, Partial<HealthFacts>, string[]]>([
    [
      'a full disk',
      {
        store: { state: 'failing', since: now, code: 'SQLITE_FULL', message: 'full' },
        disk: { freeBytes: 0, totalBytes: gib },
      },
      ['store failing SQLITE_FULL', 'disk failing disk-nearly-full'],
    ],
    [
      'a large disk that is nearly full',
      { disk: { freeBytes: 1.5 * gib, totalBytes: 400 * gib } },
      ['disk degraded disk-low'],
    ],
    ['a small disk that is half empty', { disk: { freeBytes: 0.5 * gib, totalBytes: gib } }, []],
    ['a lost reading', { imbalance: 1 }, ['store ledger failing ledger-imbalance']],
    [
      'a full quarantine',
      { quarantine: { ...well.quarantine!, full: true } },
      ['store quarantine degraded quarantine-full'],
    ],
    ['a certificate near its end', { certificateEndsAt: now + 5 * 86_400_000 }, ['tls degraded certificate-ends-soon']],
    ['a certificate that has ended', { certificateEndsAt: now }, ['tls failing certificate-ended']],
    ['intervals that lag a moment', { dirtyMeters: 900, dirtySince: now - 60_000 }, []],
    ['intervals that lag', { dirtyMeters: 9, dirtySince: now - 600_000 }, ['pipeline degraded lagging']],
    [
      'InfluxDB away',
      { forwarder: { ...influx, state: 'away', waitingRows: 7, oldestWaitingAt: now - 9_000 } },
      ['influx degraded away'],
    ],
    ['a wrong token', { forwarder: { ...influx, state: 'refused' } }, ['influx failing refused']],
    ['rows that InfluxDB refuses', { forwarder: { ...influx, deadLetters: 2 } }, ['influx degraded dead-letters']],
    [
      'of two brokers one refuses',
      {
        sources: [
          { ...source, state: 'connected' },
          { ...source, name: 'emqx', state: 'refused' },
        ],
      },
      ['source emqx failing refused'],
    ],
  ])('%s', (_name, facts, expected) => {
    expect(ill(facts)).toEqual(expected);
    // Whoever reads it knows what to do next.
    for (const part of judgeHealth({ ...well, ...facts })) {
      if (part.state !== 'ok') expect(part.detail, part.part).toMatch(/^[A-Z0-9].{20,}/s);
    }
  });
});
