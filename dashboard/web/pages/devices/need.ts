import type { WireDevice, WireDeviceKind, WireDeviceState } from '../../../../domain/wire-devices.ts';
import type { SignName } from '../../components/Sign.svelte';
import type { DevicesQuery } from '../../router/route.ts';

export const states: readonly WireDeviceState[] = ['refused', 'silent', 'late', 'ok', 'new', 'no-secret'];

/** A device's clock that is wrong enough to put readings into the wrong quarter hour; readings sent late look slow. */
export function clockFault(offsetSeconds: number | null): 'fast' | 'slow' | null {
  if (offsetSeconds === null) return null;
  return offsetSeconds < -60 ? 'fast' : offsetSeconds > 300 ? 'slow' : null;
}

/** What the list says of a device: its state, or what is wrong beside a state that is fine. */
export type Condition = WireDeviceState | 'clock-fast' | 'clock-slow' | 'by-gateway';

export function conditionOf(device: WireDevice): Condition {
  if (device.state === 'no-secret' && device.gateway !== null) return 'by-gateway';
  if (device.state !== 'ok') return device.state;
  const clock = clockFault(device.clockOffsetSeconds);
  return clock === null ? 'ok' : `clock-${clock}`;
}

export const conditionSigns: Readonly<Record<Condition, SignName>> = {
  refused: 'not-met',
  silent: 'silent',
  'clock-fast': 'notice',
  'clock-slow': 'notice',
  late: 'notice',
  'no-secret': 'notice',
  new: 'due',
  'by-gateway': 'due',
  ok: 'met',
};
const urgency: readonly Condition[] = [
  'refused',
  'silent',
  'clock-fast',
  'clock-slow',
  'late',
  'no-secret',
  'new',
  'ok',
  'by-gateway',
];

/** Those that somebody must look at first; among equals the newer fault, then the id. */
export function byNeed(devices: readonly WireDevice[]): readonly WireDevice[] {
  const key = (device: WireDevice) => ({
    device,
    rank: urgency.indexOf(conditionOf(device)),
    fault: device.fault === null ? 0 : Date.parse(device.fault.at),
  });
  return devices
    .map(key)
    .sort((a, b) => a.rank - b.rank || b.fault - a.fault || (a.device.id < b.device.id ? -1 : 1))
    .map(({ device }) => device);
}

const fold = (text: string) => text.toLocaleLowerCase('en-US').normalize('NFKC');

/** Every word must be found in the id, the place, the gateway or the address. */
export function matcher(query: DevicesQuery): (device: WireDevice) => boolean {
  const words = fold(query.q)
    .split(/\s+/)
    .filter((word) => word !== '');
  return (device) => {
    if (query.kind !== null && device.kind !== query.kind) return false;
    if (query.building !== null && device.building !== query.building) return false;
    if (query.state !== null && device.state !== query.state) return false;
    if (query.errors && device.fault === null) return false;
    const text = fold(`${device.id} ${device.place ?? ''} ${device.gateway ?? ''} ${device.address ?? ''}`);
    return words.every((word) => text.includes(word));
  };
}

/** Numbers by kind, kinds that there are none of left out. */
export function countKinds(devices: readonly WireDevice[]): ReadonlyMap<WireDeviceKind, number> {
  const found = new Map<WireDeviceKind, number>();
  for (const kind of ['meter', 'gateway', 'scale', 'counter', 'account'] as const) {
    const count = devices.filter((device) => device.kind === kind).length;
    if (count > 0) found.set(kind, count);
  }
  return found;
}

/** Buildings that devices stand in, by name, for the filter. */
export function buildingsOf(devices: readonly WireDevice[]): readonly (readonly [string, string])[] {
  const found = new Map<string, string>();
  for (const { building, place } of devices) if (building !== null) found.set(building, place ?? building);
  return [...found].sort(([, a], [, b]) => (a < b ? -1 : 1));
}
