import type { Directory } from '../storage/registry/port.ts';
import { describe, describeKey, isRecord } from './decoders/describe.ts';
import { quarantined, type Quarantined } from './judgement.ts';

/**
 * Who speaks of which meter. The publisher is the device of the topic: a meter speaks of itself, a gateway names one
 * of its own meters in each reading. The message's own `device` is never believed further than that.
 */

/** The meter that an item speaks of, for the ledger: '' when it names none that is known. Checks no right. */
export function spokenMeter(item: unknown, deviceId: string, directory: Directory): string {
  const named = isRecord(item) ? item.device : undefined;
  const meter = named === undefined ? deviceId : named;
  return typeof meter === 'string' && directory.meter(meter) ? meter : '';
}

/** @returns the meter's id, or why this publisher may not speak of it. */
export function entitledMeter(
  item: Readonly<Record<string, unknown>>,
  deviceId: string,
  directory: Directory,
): string | Quarantined {
  const named = item.device;
  // The way of nearly every reading: a meter of its own, naming nobody or itself.
  if (directory.meter(deviceId)) {
    if (named === undefined || named === deviceId) return deviceId;
    return quarantined(
      'not-entitled',
      `device is ${describe(named)}, but a meter speaks for itself only (${deviceId})`,
    );
  }
  const publisher = directory.device(deviceId);
  if (!publisher) return quarantined('unknown-device', `${describeKey(deviceId)} is not in the portfolio`);
  if (publisher.kind !== 'gateway') {
    return quarantined('not-entitled', `${deviceId} is a ${publisher.kind}: it sends events, not readings`);
  }
  if (named === undefined) {
    return quarantined('unknown-device', `${deviceId} is a gateway, and the reading names no meter in device`);
  }
  if (typeof named !== 'string') return quarantined('unknown-device', `device is ${describe(named)}`);
  const meter = directory.meter(named);
  if (!meter) {
    const other = directory.device(named);
    return quarantined(
      'unknown-device',
      `device is ${describe(named)}, ${other ? `a ${other.kind}` : 'no known meter'}`,
    );
  }
  if (meter.gateway !== deviceId) {
    return quarantined('not-entitled', `device is ${describe(named)}, which is not a meter of gateway ${deviceId}`);
  }
  return named;
}
