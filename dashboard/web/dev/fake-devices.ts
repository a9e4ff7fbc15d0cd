import type { WireDevice, WireDeviceEntry, WireDeviceFault, WireKnock } from '../../../domain/wire-devices.ts';
import type { FakeMeter } from './fake-fleet.ts';

/** Devices of the stand-in server: the fleet's meters, some with faults, and what is no meter; all repeatable. */
export interface FakeDoor {
  readonly devices: Map<string, WireDevice>;
  readonly knocks: WireKnock[];
}

const iso = (at: number) => new Date(at + 8 * 3_600_000).toISOString().replace('Z', '+08:00');

export function fakeDoor(fleet: readonly FakeMeter[], lastAt: (meter: FakeMeter) => number): FakeDoor {
  const now = Date.now();
  const ago = (minutes: number) => iso(now - minutes * 60_000);
  const fault = (
    minutes: number,
    what: WireDeviceFault['what'],
    reason: string,
    detail: string,
    excerpt: string | null = null,
  ) => ({ at: ago(minutes), what, reason, detail, excerpt }) satisfies WireDeviceFault;
  const base = (id: string): WireDevice => ({
    id,
    kind: 'meter',
    place: null,
    building: null,
    carrier: null,
    gateway: null,
    state: 'ok',
    connections: 1,
    address: `10.36.${id.charCodeAt(id.length - 2) % 16}.${id.charCodeAt(id.length - 1) % 200}`,
    connectedSince: ago(740),
    lastMessageAt: ago(0.1),
    clockOffsetSeconds: 0.2,
    quarterHours: [],
    received: 5_220,
    quarantined: 0,
    rejected: 0,
    fault: null,
    secret: { set: true, overlapUntil: null },
    demo: true,
  });
  const meters = fleet.map((meter, i): WireDevice => {
    const each = Math.max(1, Math.round(900_000 / meter.intervalMs));
    const silent = meter.silentFor > 86_400_000;
    // An outage that was caught up with.
    const outage = (q: number) => (i % 13 === 6 && q > 30 && q < 34 ? 0 : i % 13 === 6 && q === 34 ? each * 3 : each);
    return {
      ...base(meter.id),
      place: meter.buildingName,
      building: meter.building,
      carrier: meter.carrier,
      state: meter.never ? 'new' : silent ? 'silent' : meter.silentFor > 0 ? 'late' : 'ok',
      connections: meter.never || silent ? 0 : 1,
      lastMessageAt: meter.never ? null : iso(lastAt(meter) + 400),
      clockOffsetSeconds: meter.never ? null : Math.round(Math.sin(i * 7) * 21) / 10,
      quarterHours: Array.from({ length: 96 }, (_, q) => (silent || meter.never ? 0 : outage(q))),
      secret: { set: !meter.never, overlapUntil: null },
    };
  });
  const change = (index: number, more: Partial<WireDevice>) => {
    const device = meters[index];
    if (device) meters[index] = { ...device, ...more };
  };
  change(1, {
    state: 'refused',
    quarantined: 41,
    rejected: 1,
    received: 42,
    quarterHours: Array.from({ length: 96 }, (_, q) => (q > 93 ? 21 : 0)),
    fault: fault(
      2,
      'rejected',
      'unreadable',
      'Expected property name in JSON at position 42',
      '{"ts":"2026-11-23T14:33:50+08:00","values":{energy_kwh":1204.36}}',
    ),
  });
  change(7, {
    clockOffsetSeconds: -3660,
    fault: fault(3_500, 'quarantined', 'ts-too-far-ahead', 'ts is 61 min ahead'),
  });
  change(9, { fault: fault(11, 'closed', 'keep-alive', 'keep alive timeout') });
  change(14, { fault: fault(300, 'closed', 'packet-too-large', 'publish of 301,224 bytes, at most 262144') });
  change(25, {
    gateway: 'G-07',
    state: 'no-secret',
    connections: 0,
    address: null,
    secret: { set: false, overlapUntil: null },
  });
  const others: WireDevice[] = [
    {
      ...base('G-05'),
      kind: 'gateway',
      quarterHours: full(135),
      received: 48_960,
      fault: fault(20_160, 'closed', 'network', 'read ECONNRESET'),
    },
    {
      ...base('G-07'),
      kind: 'gateway',
      quarterHours: full(60),
      quarantined: 36,
      fault: fault(
        4,
        'quarantined',
        'not-entitled',
        'W-0188 is not behind G-07',
        '{"device":"W-0188","ts":1795410125000,"values":{"volume_m3":812.44}}',
      ),
    },
    { ...base('CT012-S1'), kind: 'scale', place: '市委党校食堂', quarterHours: lunch(), clockOffsetSeconds: 1.1 },
    { ...base('CT012-K1'), kind: 'counter', place: '市委党校食堂', quarterHours: lunch() },
    { ...base('scada'), kind: 'account', quarterHours: full(220), connections: 2, clockOffsetSeconds: null },
  ];
  const knock = (name: string, more: Partial<WireKnock>): WireKnock => ({
    name,
    via: 'login',
    publisher: null,
    address: '10.36.4.28',
    clientId: null,
    reason: 'wrong-credentials',
    count: 96,
    firstAt: ago(900),
    lastAt: ago(0.3),
    adoptable: true,
    ...more,
  });
  const knocks = [
    knock('E-0413', {}),
    knock('2C:F4:32:1A:07:9E', { address: '10.36.9.4', count: 1440, reason: 'anonymous', clientId: 'gateway-079e' }),
    knock('admin', { address: '203.0.113.7', count: 212, reason: 'back-off', lastAt: ago(212), adoptable: false }),
    knock('W-0188', { via: 'reading', publisher: 'G-07', reason: 'unknown-device', count: 36, address: null }),
  ];
  return { devices: new Map([...meters, ...others].map((device) => [device.id, device])), knocks };
}

const full = (count: number) => Array.from({ length: 96 }, (_, q) => Math.round(count * (1 + 0.03 * Math.sin(q))));
const lunch = () => Array.from({ length: 96 }, (_, q) => (q > 72 && q < 80 ? 6 + (q % 3) : 0));

/** What a new device goes through until its first reading stands. */
export function firstDay(now: number): readonly WireDeviceEntry[] {
  const at = (seconds: number) => iso(now - seconds * 1000);
  const entry = (
    seconds: number,
    what: WireDeviceEntry['what'],
    more: Partial<WireDeviceEntry> = {},
  ): WireDeviceEntry => ({
    at: at(seconds),
    what,
    reason: null,
    detail: null,
    excerpt: null,
    reading: null,
    ...more,
  });
  return [
    entry(233, 'login', { reason: 'wrong-credentials', detail: 'from 10.36.4.27' }),
    entry(204, 'connected'),
    ...Array.from({ length: 41 }, (_, i) =>
      entry(201 - i / 20, 'quarantined', {
        reason: 'ts-before-2000',
        excerpt: `{"ts":"1970-01-01T08:00:${String(i + 10)}+08:00","values":{"energy_kwh":1204.31}}`,
      }),
    ),
    entry(69, 'rejected', {
      reason: 'unreadable',
      detail: 'Expected a quote in JSON at position 44',
      excerpt: '{"ts":"2026-11-23T14:33:50+08:00","values":{energy_kwh":1204.36}}',
    }),
    stored(now - 900, 1204.36),
  ];
}

export function stored(now: number, value: number): WireDeviceEntry {
  const reading = { ts: iso(now - 900), values: { energy_kwh: Math.round(value * 100) / 100, power_kw: 8.12 } };
  return { at: iso(now), what: 'stored', reason: null, detail: null, excerpt: null, reading };
}
