import { qualities, type StoredReading } from '../port.ts';
import type { DeadLetter, RollupPoint } from './port.ts';
import { escapeKey, escapeMeasurement, fieldOf, unwritable } from './lines-names.ts';

/** Raw readings: meter as the only tag, one float field a point, and when the reading first arrived (float, ms). */
export const rawMeasurement = 'reading';
export const receivedField = 'received_at';

/** One measurement a resolution: `interval_15m`, `interval_1h`, `interval_1d`, `interval_1mo`. */
export function rollupMeasurement(every: RollupPoint['every']): string {
  return `interval_${every}`;
}

/** One line of line protocol in parts, so that a refused field can be taken out of it. */
export interface Line {
  /** Measurement and tags, escaped. */
  readonly series: string;
  /** Escaped key and value as text, in the order written. */
  readonly fields: readonly (readonly [key: string, value: string])[];
  /** ms UTC */
  readonly ts: number;
}

export function lineText(line: Line): string {
  return `${line.series} ${line.fields.map(([key, value]) => `${key}=${value}`).join(',')} ${line.ts}`;
}

/** Lines to send, and what can't be written in line protocol at all. */
export interface Lines {
  readonly lines: readonly Line[];
  readonly dead: readonly DeadLetter[];
}

export function rawLines(readings: readonly StoredReading[]): Lines {
  const lines: Line[] = [];
  const dead: DeadLetter[] = [];
  const measurement = escapeMeasurement(rawMeasurement);
  for (const reading of readings) {
    const meterFault = unwritable(reading.meter);
    if (meterFault !== null) {
      dead.push(unsent(reading, meterFault));
      continue;
    }
    const fields: [string, string][] = [];
    for (const [point, value] of Object.entries(reading.values)) {
      const fault = unwritable(point) ?? (Number.isFinite(value) ? null : 'a value that is not finite');
      if (fault === null) fields.push([escapeKey(fieldOf(point)), float(value)]);
      else dead.push(unsent({ ...reading, values: { [point]: value } }, fault));
    }
    if (fields.length === 0) continue;
    fields.push([receivedField, float(reading.receivedAt)]);
    lines.push({ series: `${measurement},meter=${escapeKey(reading.meter)}`, fields, ts: reading.ts });
  }
  return { lines, dead };
}

/**
 * Intervals. Floats only, the quality too: a dashboard may compare and average it. A missing interval has coverage and
 * quality 0 and no value; see `rollups-emptied.ts` for a value that stood there before.
 */
export function rollupLines(points: readonly RollupPoint[]): Lines {
  const lines: Line[] = [];
  const dead: DeadLetter[] = [];
  for (const point of points) {
    const fault = unwritable(point.meter) ?? unwritable(point.point);
    if (fault !== null) {
      dead.push({ line: JSON.stringify(point), message: `not sent: ${fault}` });
      continue;
    }
    const fields: [string, string][] = [];
    const add = (key: string, value: number | null | undefined) => {
      if (value !== null && value !== undefined && Number.isFinite(value)) fields.push([key, float(value)]);
    };
    if (!isMissing(point)) {
      add('value', point.value);
      add('min', point.min);
      add('max', point.max);
    }
    add('coverage', point.coverage);
    add('quality', isMissing(point) ? missingQuality : point.quality);
    lines.push({
      series: `${rollupMeasurement(point.every)},meter=${escapeKey(point.meter)},point=${escapeKey(point.point)}`,
      fields,
      ts: point.ts,
    });
  }
  return { lines, dead };
}

const missingQuality = qualities.indexOf('missing');

export function isMissing(point: Pick<RollupPoint, 'value' | 'quality'>): boolean {
  return point.value === null || !Number.isFinite(point.value) || point.quality === missingQuality;
}

/** A number without the `i` of integers is a float in line protocol; JavaScript's shortest text reads back exactly. */
function float(value: number): string {
  return Object.is(value, -0) ? '0' : String(value);
}

function unsent(reading: StoredReading, fault: string): DeadLetter {
  return { line: JSON.stringify(reading), message: `not sent: ${fault}` };
}
