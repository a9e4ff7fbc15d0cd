import type { SettlementLine, TraceInput, TraceSource } from '../../../../domain/contract/settlement.ts';
import type { TraceQuery } from '../../router/contracts.ts';

/** The way from a yuan down to the readings: lines → inputs → sources → days → readings. One step a level. */
export type TraceLevel = 'lines' | 'inputs' | 'sources' | 'days' | 'readings';

export type Place = Pick<TraceQuery, 'line' | 'input' | 'meter' | 'month' | 'kind' | 'date'>;

export interface TraceState {
  readonly level: TraceLevel;
  readonly line: SettlementLine | null;
  readonly input: TraceInput | null;
}

/** What an address shows; what it names and isn't there is left out, so that an old link shows the level above. */
export function stateOf(lines: readonly SettlementLine[], place: Place): TraceState {
  const line = place.line === null ? null : (lines[place.line] ?? null);
  const input = line === null || place.input === null ? null : (line.trace[place.input] ?? null);
  if (line === null) return { level: 'lines', line: null, input: null };
  if (input === null) return { level: 'inputs', line, input: null };
  if (place.meter !== null && place.date !== null) return { level: 'readings', line, input };
  if (place.meter !== null && place.month !== null) return { level: 'days', line, input };
  return { level: 'sources', line, input };
}

export interface Crumb {
  readonly level: TraceLevel;
  /** Where it leads. */
  readonly place: Partial<Place>;
}

/** The levels above and the one shown, from the sum down. */
export function crumbsOf({ level }: TraceState, place: Place): readonly Crumb[] {
  const { line, input, meter, month, kind, date } = place;
  const crumbs: Crumb[] = [{ level: 'lines', place: {} }];
  if (level === 'lines') return crumbs;
  crumbs.push({ level: 'inputs', place: { line } });
  if (level === 'inputs') return crumbs;
  crumbs.push({ level: 'sources', place: { line, input } });
  if (level === 'sources') return crumbs;
  if (month !== null) crumbs.push({ level: 'days', place: { line, input, meter, month, kind } });
  if (level === 'readings') crumbs.push({ level: 'readings', place: { line, input, meter, month, kind, date } });
  return crumbs;
}

export interface Lot {
  readonly meter: string;
  readonly month: string;
  /** Kind of tariff; null: all hours. */
  readonly kind: string | null;
}

/** Months that local days touch. */
export function monthsOf(from: string, to: string): readonly string[] {
  const months: string[] = [];
  let [year, month] = from.split('-').map(Number) as [number, number];
  const last = to.slice(0, 7);
  for (;;) {
    const text = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}`;
    if (text > last || months.length >= 240) return months;
    months.push(text);
    month += 1;
    if (month > 12) [year, month] = [year + 1, 1];
  }
}

/** Readings that a number rests on, cut into lots: month × kind of tariff × meter, each once. */
export function lotsOf(sources: readonly TraceSource[]): readonly Lot[] {
  const lots = new Map<string, Lot>();
  for (const source of sources) {
    if (source.kind !== 'readings') continue;
    for (const month of monthsOf(source.from, source.to)) {
      const lot = { meter: source.meter, month, kind: source.tariffKind ?? null };
      lots.set(JSON.stringify(lot), lot);
    }
  }
  return [...lots.values()].sort((a, b) => a.month.localeCompare(b.month) || a.meter.localeCompare(b.meter));
}

export type SourceOf<K extends TraceSource['kind']> = Extract<TraceSource, { kind: K }>;
export const sourcesOf = <K extends TraceSource['kind']>(sources: readonly TraceSource[], kind: K) =>
  sources.filter((source): source is SourceOf<K> => source.kind === kind);

/** Whether there is a level below. */
export const opens = ({ sources }: TraceInput): boolean => sources.length > 0;
