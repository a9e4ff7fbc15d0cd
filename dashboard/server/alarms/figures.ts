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
  { intervals, store, calendar }: Pick<House, 'intervals' | 'store' | 'calendar'>,
  meters: readonly PlaceMeter[],
  { starts }: NightDays,
  rules: AlarmRules,
  stopped: () => boolean,
): Promise<ReadonlyMap<string, MeterFigures>> {
  const figures = new Map<string, MeterFigures>();
  const days = starts.length - 1;
  const [from, to] = [starts[0]!, starts[days]!];
  const lastStart = starts[days - 1]!;
  const { night, waterNight } = rules;
  // Of the last day only its night is over.
  const nightEnd = lastStart + Math.max(night.to, waterNight.to) * hourMs;
  const hoursOfDay = hourIndex(calendar.edges('1h', from, nightEnd), starts);
  const scratch = new Float64Array(26);
  for (const few of portions(meters, metersAtOnce)) {
    if (stopped()) break;
    const points = few.map(registerOf);
    const electric = few.filter(({ carrier }) => carrier === 'electricity');
    const [hours, whole] = await Promise.all([
      intervals.ofMany(points, '1h', from, Math.min(nightEnd, to)),
      electric.length === 0 ? [] : readUse(store, electric, '1d', from, lastStart),
    ]);
    await breath();
    const wholeOf = new Map(electric.map(({ id }, i) => [id, whole[i]!]));
    let at = 0;
    await mapBreathing(few, ({ id, carrier }) => {
      const columns = hours[at++]!;
      const water = carrier === 'water';
      const ofNight = (day: number): number => {
        fill(scratch, columns, hoursOfDay[day]!);
        return water ? leastOf(scratch, waterNight.from, waterNight.to) : meanOf(scratch, night.from, night.to);
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

/** First hour of each day among the hours that were read, and how many there are of it. */
function hourIndex(edges: Float64Array, starts: Float64Array): readonly { at: number; count: number }[] {
  const found: { at: number; count: number }[] = [];
  let at = 0;
  for (let day = 0; day + 1 < starts.length; day++) {
    const first = at;
    while (at + 1 < edges.length && edges[at]! < starts[day + 1]!) at++;
    found.push({ at: first, count: at - first });
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
