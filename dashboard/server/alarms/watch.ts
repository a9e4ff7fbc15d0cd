import type { Waste } from '../../../domain/alarms/episode.ts';
import { follow, type Watched } from '../../../domain/alarms/follow.ts';
import type { AlarmRules } from '../../../domain/alarms/rules.ts';
import { isOff, type FigureOf } from '../../../domain/alarms/usual.ts';
import type { DayTypes } from '../../../domain/time/day-types.ts';
import type { AlarmEpisode, AlarmSubject } from '../../../storage/registry/alarm-port.ts';
import { mainMetersOf, type Place } from '../places/place-index.ts';
import type { MeterFigures, NightDays } from './figures.ts';
import type { PriceList } from './price-list.ts';

/** Found in the morning, when the night is over and what came late has mostly come. */
export const morningMs = 6 * 3_600_000;

/** What a building is judged with. */
export interface Judging {
  readonly figures: ReadonlyMap<string, MeterFigures>;
  readonly days: NightDays;
  readonly prices: PriceList;
  readonly rules: AlarmRules;
  readonly dayTypes: DayTypes;
  /** First instant of a local day, counted from 1970. */
  readonly startOf: (day: number) => number;
  /** Episodes that are known of a subject, oldest first. */
  readonly known: (key: string) => readonly AlarmEpisode[];
}

interface Rule extends AlarmSubject {
  readonly unit: string;
  readonly wasteUnit: 'kWh' | 'm³';
  readonly watched: Watched;
  /** Days after its own in whose morning a day is judged. */
  readonly judgedAfter: number;
}

type Subject = Pick<AlarmSubject, 'kind' | 'building' | 'meter'>;

/** A meter is silent wherever it stands: that it moved to another building neither ends that nor begins it. */
export const subjectKey = ({ kind, building, meter }: Subject): string =>
  JSON.stringify([kind, kind === 'meter-silent' ? null : building, meter]);

/** Keys of all that is judged of a building: what `judgeBuilding` makes rules of. */
export function watchedKeys(place: Place): string[] {
  const building = place.id;
  const electric = mainMetersOf(place, 'electricity').length > 0;
  return [
    ...(electric ? (['night-base-load', 'weekend-base-load'] as const) : []).map((kind) =>
      subjectKey({ kind, building, meter: null }),
    ),
    ...mainMetersOf(place, 'water').map(({ id }) => subjectKey({ kind: 'night-flow', building, meter: id })),
  ];
}

/** What became of a building's episodes: those that are new or changed. */
export function judgeBuilding(place: Place, judging: Judging): AlarmEpisode[] {
  const { days, known, startOf } = judging;
  const lastDay = days.first + days.starts.length - 2;
  return rulesOf(place, judging).flatMap((rule) => {
    const before = known(subjectKey(rule));
    const changes = follow(
      rule.watched,
      before.map(({ episode }) => episode),
      lastDay,
    );
    const morning = (day: number) => startOf(day + rule.judgedAfter) + morningMs;
    return changes.map(({ at, episode }): AlarmEpisode => {
      const own = at === null ? null : before[at]!;
      const { kind, building, meter, carrier, unit, wasteUnit } = rule;
      return {
        ...{ kind, building, meter, carrier, unit, wasteUnit, episode },
        id: own?.id ?? null,
        openedAt: own?.openedAt ?? morning(episode.openedDay),
        lastSeenAt: morning(episode.lastDay),
        closedAt: episode.overDay === null ? (own?.closedAt ?? null) : morning(episode.overDay),
        ...(episode.state === 'over' && episode.seen === 0 && { reason: 'corrected' as const }),
      };
    });
  });
}

function rulesOf(place: Place, judging: Judging): Rule[] {
  const { figures, rules, dayTypes, prices, days } = judging;
  const { margins, night, toOpen, toClose } = rules;
  const common = { dayTypes, toOpen, toClose };
  const of = (ids: readonly string[], part: keyof MeterFigures): FigureOf => {
    const columns = ids.map((id) => figures.get(id)?.[part]);
    // The sum isn't known while a part of it isn't.
    return (day) => columns.reduce((sum, column) => sum + (column?.[day - days.first] ?? NaN), 0);
  };
  const waste = (quantity: number, price: number | null): Waste => ({
    quantity,
    money: price === null ? null : quantity * price,
  });
  const found: Rule[] = [];
  const mains = mainMetersOf(place, 'electricity').map(({ id }) => id);
  if (mains.length > 0) {
    const electric = { building: place.id, meter: null, carrier: 'electricity', wasteUnit: 'kWh' } as const;
    const hours = night.to - night.from;
    found.push({
      ...electric,
      kind: 'night-base-load',
      unit: 'kW',
      judgedAfter: night.to * 3_600_000 > morningMs ? 1 : 0,
      watched: {
        ...common,
        figureOf: of(mains, 'night'),
        applies: () => true,
        wasteOf: (day, rate, usual) =>
          waste((rate - usual) * hours, prices.of('electricity', day, night.from, night.to)),
        margin: margins['night-base-load'],
        alike: 'same-sort',
      },
    });
    found.push({
      ...electric,
      kind: 'weekend-base-load',
      unit: 'kWh',
      // A whole day is over the morning after.
      judgedAfter: 1,
      watched: {
        ...common,
        figureOf: of(mains, 'whole'),
        applies: (day) => isOff(day, dayTypes),
        wasteOf: (day, used, usual) => waste(used - usual, prices.of('electricity', day, 0, 24)),
        margin: margins['weekend-base-load'],
        alike: 'same-sort',
      },
    });
  }
  for (const { id } of mainMetersOf(place, 'water')) {
    found.push({
      ...{ kind: 'night-flow', building: place.id, meter: id, carrier: 'water', unit: 'm³/h', wasteUnit: 'm³' },
      judgedAfter: 0,
      watched: {
        ...common,
        figureOf: of([id], 'least'),
        applies: () => true,
        // What runs when nobody is there runs all day.
        wasteOf: (day, rate, usual) => waste((rate - usual) * 24, prices.of('water', day, 0, 24)),
        margin: margins['night-flow'],
        alike: 'any',
      },
    });
  }
  return found;
}
