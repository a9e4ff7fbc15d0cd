import type { Directory } from '../../storage/registry/port.ts';
import { quarantined, rejected, type Judgement, type Origin, type Quarantined } from '../judgement.ts';
import { describe, describeKey, isRecord } from './describe.ts';
import { instantOf } from './instant.ts';

export const wasteStreams: ReadonlySet<unknown> = new Set(['PREP_WASTE', 'TRIM_USED', 'UNSOLD_DISCARD', 'PLATE_WASTE']);
export const meals: ReadonlySet<unknown> = new Set(['BREAKFAST', 'LUNCH', 'DINNER', 'NIGHT']);

type Fields = Readonly<Record<string, unknown>>;

/**
 * Judges one item of `v1/{deviceId}/events`: a weighing or a meal count. Its identity is device, `seq`, `ts`.
 * @param bytes the event as received; kept as the event's body, so that keys which we don't read today aren't lost.
 */
export function judgeEvent(item: unknown, bytes: () => Uint8Array, origin: Origin, directory: Directory): Judgement {
  if (!isRecord(item)) return rejected;
  const canteen = entitledCanteen(item, origin.deviceId, directory);
  if (canteen !== null && typeof canteen !== 'string') return canteen;

  const { seq } = item;
  if (seq === undefined || seq === null) return quarantined('event-without-identity', 'seq is absent');
  if (!Number.isSafeInteger(seq) || (seq as number) < 0) {
    return quarantined('event-without-identity', `seq is ${describe(seq)}, not a whole number`);
  }
  if (item.ts === undefined || item.ts === null) return quarantined('event-without-identity', 'ts is absent');
  const ts = instantOf(item.ts, origin.judgedAt);
  if (typeof ts !== 'number') return ts;

  const fault = faultOfBody(item);
  if (fault) return quarantined('event-unreadable', fault);
  return {
    kind: 'event',
    event: {
      device: origin.deviceId,
      seq: seq as number,
      ts,
      type: item.type as string,
      canteen,
      body: Buffer.from(bytes()).toString('utf8'),
    },
  };
}

/** The canteen that the event counts for: the device's own. */
function entitledCanteen(item: Fields, deviceId: string, directory: Directory): string | null | Quarantined {
  if (directory.meter(deviceId)) return notAnEventDevice(deviceId, 'meter');
  const device = directory.device(deviceId);
  if (!device) return quarantined('unknown-device', `${describeKey(deviceId)} is not in the portfolio`);
  if (device.kind !== 'scale' && device.kind !== 'counter') return notAnEventDevice(deviceId, device.kind);
  if (item.canteen !== undefined && item.canteen !== device.canteen) {
    const own = device.canteen ?? 'no canteen';
    return quarantined('not-entitled', `canteen is ${describe(item.canteen)}, but ${deviceId} belongs to ${own}`);
  }
  return device.canteen;
}

function notAnEventDevice(deviceId: string, kind: string): Quarantined {
  return quarantined('not-entitled', `${deviceId} is a ${kind}: it sends readings, not events`);
}

function faultOfBody(item: Fields): string | null {
  if (item.type === 'weighing') return faultOfWeighing(item);
  if (item.type === 'meals') return faultOfMeals(item);
  return `type is ${describe(item.type)}, not weighing or meals`;
}

function faultOfWeighing(item: Fields): string | null {
  if (!wasteStreams.has(item.stream)) return `stream is ${describe(item.stream)}, not one of ${list(wasteStreams)}`;
  return (
    faultOfMeal(item) ??
    faultOfGrams('net_g', item.net_g, true) ??
    faultOfGrams('gross_g', item.gross_g, false) ??
    faultOfGrams('tare_g', item.tare_g, false)
  );
}

function faultOfMeals(item: Fields): string | null {
  const fault = faultOfMeal(item);
  if (fault) return fault;
  const count = item.person_meals;
  if (Number.isSafeInteger(count) && (count as number) >= 0) return null;
  return `person_meals is ${describe(count)}, not a whole number from 0 on`;
}

function faultOfMeal(item: Fields): string | null {
  return meals.has(item.meal) ? null : `meal is ${describe(item.meal)}, not one of ${list(meals)}`;
}

function faultOfGrams(key: string, grams: unknown, required: boolean): string | null {
  if (grams === undefined && !required) return null;
  if (typeof grams === 'number' && Number.isFinite(grams) && grams >= 0) return null;
  return `${key} is ${describe(grams)}, not a weight in grams`;
}

function list(names: ReadonlySet<unknown>): string {
  return [...names].join(', ');
}
