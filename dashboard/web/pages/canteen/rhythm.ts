import type { WireCanteenDay, WireCanteenEvent } from '../../../../domain/wire-canteens.ts';
import type { ChartTable } from '../../charts/table.ts';
import type { Format } from '../../format/index.ts';
import type { CanteenMessages } from '../../messages/canteen/type.ts';

/** The rhythm of a meal as a chart needs it: instants in ms, grams a person-meal; `null` is a gap. */
export interface Rhythm {
  readonly from: number;
  readonly to: number;
  readonly running: readonly (readonly [number, number | null])[];
  readonly band: readonly (readonly [number, number, number])[];
  readonly weighings: readonly WeighingTick[];
  readonly counts: readonly { readonly at: number; readonly people: number }[];
}
export interface WeighingTick {
  readonly at: number;
  readonly grams: number;
  readonly state: 'counts' | 'doubtful' | 'left-out';
}

type Day = Pick<WireCanteenDay, 'rhythm' | 'usual' | 'serving' | 'meal' | 'stream'>;
const minuteMs = 60_000;

export function rhythmOf(day: Day, events: readonly WireCanteenEvent[]): Rhythm {
  const of = events.filter((event) => event.meal === day.meal);
  const weighings = of.flatMap((event) => (event.stream === day.stream && event.netG !== null ? [tickOf(event)] : []));
  const counts = of.flatMap((event) =>
    event.type === 'meals' && event.counts !== null ? [{ at: Date.parse(event.ts), people: event.counts }] : [],
  );
  // Before anything was weighed nothing is known: 0 g would look like the best of all meals.
  const running = day.rhythm.map(
    ({ at, grams, gramsPerMeal }) => [Date.parse(at), grams > 0 ? gramsPerMeal : null] as const,
  );
  const band = day.usual.map(({ at, low, high }) => [Date.parse(at), low, high] as const);
  // What was prepared hours before or cleared away after belongs to the meal: the axis holds all of it.
  const instants = [
    ...[Date.parse(day.serving.from), Date.parse(day.serving.to)],
    ...running.map(([at]) => at),
    ...weighings.map(({ at }) => at),
  ];
  return { from: Math.min(...instants), to: Math.max(...instants), running, band, weighings, counts };
}

function tickOf(event: WireCanteenEvent): WeighingTick {
  const odd = event.findings.some(({ effect }) => effect === 'doubtful') && event.correction === null;
  const state = event.counts === null ? 'left-out' : odd ? 'doubtful' : 'counts';
  return { at: Date.parse(event.ts), grams: event.counts ?? event.netG ?? 0, state };
}

/**
 * Where the axis ends: what was prepared in the morning is divided by few people when the first come, and would flatten
 * all that follows.
 */
export function topOf({ running, band }: Pick<Rhythm, 'running' | 'band'>): number {
  const known = running.flatMap(([, value]) => (value === null ? [] : [value]));
  const usual = band.map(([, , high]) => high);
  const settled = Math.max(known.at(-1) ?? 0, usual.at(-1) ?? 0);
  const most = Math.max(...known, ...usual, 10);
  return settled > 0 ? Math.min(most, Math.max(10, settled * 3)) : most;
}

/** Round minutes of the clock, no more than there is room for. */
export function clockTicks(from: number, to: number, room: number, offsetMs: number): readonly number[] {
  const step = [5, 10, 15, 20, 30, 60, 120, 180, 240, 360].find((s) => (to - from) / minuteMs / s <= room) ?? 720;
  const found: number[] = [];
  const stepMs = step * minuteMs;
  for (let at = Math.ceil((from + offsetMs) / stepMs) * stepMs - offsetMs; at <= to; at += stepMs) found.push(at);
  return found;
}

/** The point of the rhythm that holds at an instant: the last one before it. -1: none yet. */
export const indexAt = (rhythm: Pick<Rhythm, 'running'>, at: number): number =>
  rhythm.running.findLastIndex(([instant]) => instant <= at);

/** What is usual at that minute; null outside of what is known. */
export function usualAt(day: Pick<WireCanteenDay, 'usual'>, at: number): WireCanteenDay['usual'][number] | null {
  const found = day.usual.findLast((one) => Date.parse(one.at) <= at) ?? null;
  return found;
}

export function rhythmTable(day: WireCanteenDay, m: CanteenMessages['rhythm'], f: Format): ChartTable {
  return {
    columns: m.columns,
    rows: day.rhythm.map(({ at, grams, personMeals, gramsPerMeal }) => {
      const usual = usualAt(day, Date.parse(at));
      const band = [usual?.low ?? null, usual?.mid ?? null, usual?.high ?? null];
      return [f.fullTime(Date.parse(at)), grams, personMeals, gramsPerMeal, ...band];
    }),
  };
}
