import { createHash } from 'node:crypto';
import type { HourlyObservations } from '../../../domain/mandv/types.ts';
import { qualities, type IntervalColumns } from '../../../storage/series/port.ts';
import type { IntervalReader, PointOf } from '../intervals/reader.ts';

const missing = qualities.indexOf('missing');
const estimated = qualities.indexOf('estimated');
const manual = qualities.indexOf('manual');

/** Hours as the engine gets them, how many of them were not measured, and their hash. */
export interface ReadHours extends HourlyObservations {
  readonly hoursWithEnergy: number;
  readonly hoursEstimated: number;
  readonly hoursManual: number;
  readonly hoursWithTemperature: number;
  readonly sha256: string;
}

/**
 * Every hour whose start lies in [from, to), missing ones as NaN. Estimated and manual ones are observations, counted
 * apart; an hour of a register of which a part is unknown is missing, whatever the known part was.
 */
export async function readHours(
  intervals: IntervalReader,
  meter: PointOf,
  weather: PointOf,
  from: number,
  to: number,
): Promise<ReadHours> {
  if (!(from < to)) return hoursOf(noHours, noHours);
  const [energy, air] = await Promise.all([intervals.of(meter, '1h', from, to), intervals.of(weather, '1h', from, to)]);
  return hoursOf(energy, air);
}

const noHours: IntervalColumns = {
  startsAt: new Float64Array(0),
  endsAt: NaN,
  value: new Float64Array(0),
  coverage: new Float64Array(0),
  quality: new Uint8Array(0),
};

function hoursOf(used: IntervalColumns, air: IntervalColumns): ReadHours {
  const energy = knownValues(used);
  const temperature = knownValues(air);
  const hash = createHash('sha256');
  for (const column of [used.startsAt, energy, temperature]) hash.update(bytesOf(column));
  return {
    startsAt: used.startsAt,
    energy,
    temperature,
    hoursWithEnergy: count(energy),
    hoursEstimated: used.quality.filter((quality) => quality === estimated).length,
    hoursManual: used.quality.filter((quality) => quality === manual).length,
    hoursWithTemperature: count(temperature),
    sha256: hash.digest('hex'),
  };
}

function knownValues({ value, quality }: IntervalColumns): Float64Array {
  // One NaN for all that is unknown: the hash is over bytes.
  return value.map((one, i) => (quality[i] === missing || !Number.isFinite(one) ? NaN : one));
}

const count = (column: Float64Array): number => column.reduce((n, value) => n + (Number.isNaN(value) ? 0 : 1), 0);

function bytesOf(column: Float64Array): Uint8Array {
  return new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
}
