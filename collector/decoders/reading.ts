import { commonPoints } from '../../domain/points.ts';
import type { Directory } from '../../storage/registry/port.ts';
import { entitledMeter } from '../entitlement.ts';
import { quarantined, rejected, type Judgement, type Origin, type Quarantined } from '../judgement.ts';
import { describe, describeKey, isRecord } from './describe.ts';
import { instantOf } from './instant.ts';

/**
 * Judges one item of `v1/{deviceId}/readings`. Hand-written, because every reading of every meter passes here.
 * Keys beside `ts`, `values` and `device` are ignored.
 */
export function judgeReading(item: unknown, origin: Origin, directory: Directory): Judgement {
  if (!isRecord(item)) return rejected;
  const values = item.values;
  if (!isRecord(values) || isEmpty(values)) return rejected;

  const meter = entitledMeter(item, origin.deviceId, directory);
  if (typeof meter !== 'string') return meter;
  const ts = item.ts === undefined ? origin.receivedAt : instantOf(item.ts, origin.judgedAt);
  if (typeof ts !== 'number') return ts;
  const fault = faultOfValues(values);
  if (fault) return fault;
  const { receivedAt } = origin;
  return {
    kind: 'reading',
    meter,
    ts,
    receivedAt,
    values: values as Readonly<Record<string, number>>,
    ownTime: item.ts !== undefined,
  };
}

function isEmpty(values: object): boolean {
  for (const _ in values) return false;
  return true;
}

const common: ReadonlySet<string> = new Set(commonPoints);

function faultOfValues(values: Readonly<Record<string, unknown>>): Quarantined | null {
  for (const point in values) {
    const value = values[point];
    if (typeof value !== 'number' || !Number.isFinite(value)) {
      return quarantined('value-not-finite', `values.${describeKey(point)} is ${describe(value)}`);
    }
    if (!common.has(point)) {
      const fault = faultOfPointName(point);
      if (fault) return quarantined('point-name-unacceptable', `values.${describeKey(point)} ${fault}`);
    }
  }
  return null;
}

const longestPointName = 128;

/** Unknown points are stored as they come, but their names end up as keys in stores, pages and files. */
function faultOfPointName(point: string): string | null {
  if (point.length === 0) return 'has an empty name';
  if (point.length > longestPointName) return `has a name of over ${longestPointName} characters`;
  // eslint-disable-next-line no-control-regex -- they are what is looked for
  if (/[\u0000-\u001f\u007f]/.test(point)) return 'has a control character in its name';
  // Half a character: no store could tell it from another one, and the value would not be found again.
  if (/\p{Surrogate}/u.test(point)) return 'has a broken character in its name';
  // `__proto__`, `constructor`…: a plain object takes them for its own workings, and the value would be lost.
  if (point in Object.prototype) return 'has a name that is reserved';
  return null;
}
