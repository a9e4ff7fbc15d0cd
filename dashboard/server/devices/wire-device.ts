import type { DeviceActivity } from '../../../collector/port.ts';
import type { DoorRecord } from '../../../domain/door.ts';
import { freshness } from '../../../domain/metering/freshness.ts';
import type { WireDevice, WireDeviceFault, WireDeviceState } from '../../../domain/wire-devices.ts';
import type { Device } from '../../../storage/registry/port.ts';
import type { House } from '../house.ts';

export type DeviceSources = Pick<House, 'registry' | 'store' | 'collector' | 'door' | 'calendar' | 'now'>;

/** A gateway, scale or account that was here and is gone: how long until it is late, then silent. */
const lateAfterMs = 15 * 60_000;
const silentAfterMs = 24 * 3_600_000;
/** How connections end every day: no fault of anybody. */
const everydayEnds: ReadonlySet<string> = new Set(['disconnect', 'network', 'stopping', 'revoked', 'taken-over']);
/** What it sent was refused, and the connection with it. */
const refusedEnds: ReadonlySet<string> = new Set([
  ...['foreign-topic', 'topic-too-long', 'topic-levels', 'packet-too-large', 'malformed', 'protocol'],
]);

const noQuarterHours: readonly number[] = Array<number>(96).fill(0);

/** A device of the register with what the door and the collector know of it. No secret and no hint of one. */
export function wireDevice(device: Device, sources: DeviceSources): WireDevice {
  const { calendar, now } = sources;
  const door = sources.door?.door(device.id) ?? null;
  const activity = sources.collector.activity(device.id);
  const stored = activity?.lastStored ?? null;
  const iso = (at: number | null | undefined) => (typeof at === 'number' && isFinite(at) ? calendar.iso(at) : null);
  return {
    id: device.id,
    kind: device.kind,
    place: device.place,
    building: device.building,
    carrier: device.carrier,
    gateway: device.gateway,
    state: stateOf(device, door, activity, sources),
    connections: door?.connections ?? 0,
    address: door?.address ?? null,
    connectedSince: iso(door?.connectedSince),
    lastMessageAt: iso(activity?.lastMessageAt),
    clockOffsetSeconds: stored?.ownTime ? (stored.at - stored.ts) / 1000 : null,
    quarterHours: activity?.quarterHours(now()) ?? noQuarterHours,
    received: activity?.received ?? 0,
    quarantined: activity?.quarantined ?? 0,
    rejected: activity?.rejected ?? 0,
    fault: newestFault(door, activity, calendar),
    secret: { set: device.secret.set, overlapUntil: iso(device.secret.overlapUntil) },
    demo: device.demo,
  };
}

function stateOf(
  device: Device,
  door: DoorRecord | null,
  activity: DeviceActivity | null,
  { registry, store, now }: DeviceSources,
): WireDeviceState {
  const cut = door?.lastClosed && refusedEnds.has(door.lastClosed.reason) ? door.lastClosed.at : -Infinity;
  const refusedAt = Math.max(door?.refused?.at ?? -Infinity, activity?.lastRefused?.at ?? -Infinity, cut);
  const storedAt = activity?.lastStored?.at ?? -Infinity;
  const goodAt = Math.max(storedAt, door?.connectedSince ?? -Infinity);
  // Nobody speaks for it, whatever came before.
  if (!device.secret.set && device.gateway === null) return 'no-secret';
  if (refusedAt > goodAt) return 'refused';
  if (device.kind === 'meter') {
    const latest = store.latest().get(device.id);
    if (latest !== undefined) {
      const { intervalMs } = registry.directory.meter(device.id)?.rules ?? { intervalMs: 900_000 };
      const fresh = freshness(latest.lastReadingAt, latest.lastReceivedAt, intervalMs, now());
      return fresh === 'late' || fresh === 'silent' ? fresh : 'ok';
    }
    if (!device.secret.set) return 'no-secret';
  }
  if ((door?.connections ?? 0) > 0) return 'ok';
  const seenAt = Math.max(activity?.lastMessageAt ?? -Infinity, door?.lastClosed?.at ?? -Infinity);
  if (seenAt === -Infinity) return 'new';
  const age = now() - seenAt;
  if (age <= lateAfterMs) return 'ok';
  return age <= silentAfterMs ? 'late' : 'silent';
}

function newestFault(
  door: DoorRecord | null,
  activity: DeviceActivity | null,
  calendar: House['calendar'],
): WireDeviceFault | null {
  const faults: { readonly time: number; readonly fault: Omit<WireDeviceFault, 'at'> }[] = [];
  const refused = activity?.lastRefused ?? null;
  if (refused !== null) {
    const { kind, reason, detail, excerpt } = refused;
    faults.push({ time: refused.at, fault: { what: kind, reason, detail, excerpt } });
  }
  if (door?.refused) {
    const { at, reason, detail } = door.refused;
    faults.push({ time: at, fault: { what: 'login', reason, detail, excerpt: null } });
  }
  if (door?.lastClosed && !everydayEnds.has(door.lastClosed.reason)) {
    const { at, reason, detail } = door.lastClosed;
    faults.push({ time: at, fault: { what: 'closed', reason, detail, excerpt: null } });
  }
  const newest = faults.sort((a, b) => b.time - a.time)[0];
  return newest === undefined ? null : { at: calendar.iso(newest.time), ...newest.fault };
}
