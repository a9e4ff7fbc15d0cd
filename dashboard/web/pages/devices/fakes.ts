import type { WireDevice } from '../../../../domain/wire-devices.ts';

/** A device that does what is expected of it, for tests. */
export function device(id: string, more: Partial<WireDevice> = {}): WireDevice {
  return {
    id,
    kind: 'meter',
    place: '滨江 2 号楼',
    building: 'B-02',
    carrier: 'electricity',
    gateway: null,
    state: 'ok',
    connections: 1,
    address: '10.36.4.27',
    connectedSince: '2026-11-23T08:00:00+08:00',
    lastMessageAt: '2026-11-23T14:35:00+08:00',
    clockOffsetSeconds: 0.2,
    quarterHours: Array.from({ length: 96 }, () => 15),
    received: 1440,
    quarantined: 0,
    rejected: 0,
    fault: null,
    secret: { set: true, overlapUntil: null },
    demo: false,
    ...more,
  };
}
