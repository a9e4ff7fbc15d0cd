import { leastOf, meanOf } from '../../../domain/alarms/figures.ts';
import type { AlarmRules } from '../../../domain/alarms/rules.ts';
import { qualities, type IntervalColumns } from '../../../storage/series/port.ts';
import type { House } from '../house.ts';
import { breath, mapBreathing, portions } from '../places/breath.ts';
import type { PlaceMeter } from '../places/place-index.ts';
import { readUse, registerOf } from '../places/read-use.ts';

/** Figures of a main meter by local day, from the first one of `NightDays`; NaN = cannot tell. */
export interface MeterFigures {
  /** Mean of the night an hour. */
  readonly night: Float64Array;
  /** The whole day; the last one isn't over. */
  readonly whole: Float64Array;
  /** The least hour of the night. */
  readonly least: Float64Array;
}

/** Consecutive local days with their beginnings, the last one's end included. */
export interface NightDays {
  /** Counted from 1970. */
  readonly first: number;
  readonly starts: Float64Array;
}

const hourMs = 3_600_000;
/** Ten weeks of hours of each come over from another thread at once. */
const metersAtOnce = 40;
const measured = qualities.indexOf('measured');
const manual = qualities.indexOf('manual');
const none = new Float64Array(0);

/**
 * Reads nights (and whole days of electricity) of main meters, a portion at a time, and keeps a few numbers a day. What a
 * roof gives belongs to the use of a day: clouds are no waste. A night is what its meter says, for inverters sleep.
 */
export async function readFigures(
  house: Pick<House, 'intervals' | 'store' | 'calendar' | 'now'>,
  meters: readonly PlaceMeter[],
  { starts }: NightDays,
  rules: AlarmRules,
  stopped: () => boolean,
): Promise<ReadonlyMap<string, MeterFigures>> {
  const { intervals, calendar } = house;
  const figures = new Map<string, MeterFigures>();
  const days = starts.length - 1;
  const [from, to] = [starts[0]!, starts[days]!];
  const lastStart = starts[days - 1]!;
  const { night, waterNight } = rules;
  // Of the last day only its night is over; it is an hour longer when the clocks go back.
  const nightEnd = Math.min(to, lastStart + (Math.max(night.to, waterNight.to) + 1) * hourMs);
  const hourStarts = calendar.edges('1h', from, nightEnd);
  const nightHours = hoursOf(night, hourStarts, starts, calendar);
  const waterNightHours = hoursOf(waterNight, hourStarts, starts, calendar);
  const scratch = new Float64Array(26);
  for (const few of portions(meters, metersAtOnce)) {
    if (stopped()) break;
    const points = few.map(registerOf);
    const electric = few.filter(({ carrier }) => carrier === 'electricity');
    const [hours, whole] = await Promise.all([
      intervals.ofMany(points, '1h', from, nightEnd),
      electric.length === 0 ? [] : readUse(house, electric, '1d', from, lastStart),
    ]);
    await breath();
    const wholeOf = new Map(electric.map(({ id }, i) => [id, whole[i]!]));
    let at = 0;
    await mapBreathing(few, ({ id, carrier }) => {
      const columns = hours[at++]!;
      const water = carrier === 'water';
      const ofNight = (day: number): number => {
        const hours = (water ? waterNightHours : nightHours)[day]!;
        fill(scratch, columns, hours);
        return (water ? leastOf : meanOf)(scratch, 0, hours.count);
      };
      const nights = Float64Array.from({ length: days }, (_, day) => ofNight(day));
      figures.set(id, {
        night: water ? none : nights,
        least: water ? nights : none,
        whole: wholeDays(wholeOf.get(id), days),
      });
    });
  }
  return figures;
}

/**
 * Of each day the hours of its night among those that were read, by the clock: where the clocks change, a night from 0:00
 * to 5:00 has four hours or six, and what starts at five in the morning is no part of it.
 */
function hoursOf(
  { from, to }: AlarmRules['night'],
  edges: Float64Array,
  starts: Float64Array,
  calendar: Pick<House['calendar'], 'iso'>,
): readonly { at: number; count: number }[] {
  const clock = (start: number): number => Number(calendar.iso(start).slice(11, 13));
  const found: { at: number; count: number }[] = [];
  let at = 0;
  for (let day = 0; day + 1 < starts.length; day++) {
    // One after another: an hour that comes twice does so at once.
    let [first, count] = [at, 0];
    for (; at + 1 < edges.length && edges[at]! < starts[day + 1]!; at++) {
      const hour = clock(edges[at]!);
      if (hour < from) first = at + 1;
      else if (hour < to) count++;
    }
    found.push({ at: first, count });
  }
  return found;
}

/** An hour whose edges nobody read is an estimate of a gap, and says nothing of a night. */
function fill(into: Float64Array, { value, quality }: IntervalColumns, { at, count }: { at: number; count: number }) {
  into.fill(NaN);
  for (let hour = 0; hour < Math.min(count, into.length); hour++) {
    if (isKnown(quality[at + hour]!)) into[hour] = value[at + hour]!;
  }
}

function wholeDays(columns: IntervalColumns | undefined, days: number): Float64Array {
  if (columns === undefined) return none;
  const values = new Float64Array(days).fill(NaN);
  for (let day = 0; day < columns.value.length; day++) {
    if (isKnown(columns.quality[day]!)) values[day] = columns.value[day]!;
  }
  return values;
}

const isKnown = (quality: number): boolean => quality === measured || quality === manual;
