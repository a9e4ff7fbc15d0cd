import type { Selectable } from 'kysely';
import type { Episode } from '../../domain/alarms/episode.ts';
import type { AlarmKind, WireAlarmStep } from '../../domain/wire-alarms.ts';
import type { Alarm, AlarmEpisode } from './alarm-port.ts';
import type { AlarmRow, AlarmStepRow } from './tables.ts';

/** Columns that the platform writes again and again while it follows an episode. */
export function followedColumns({ episode, lastSeenAt }: AlarmEpisode) {
  return {
    state: episode.state,
    last_day: episode.lastDay,
    last_seen_at: lastSeenAt,
    seen: episode.seen,
    found: orNull(episode.found),
    usual: orNull(episode.usual),
    limit_value: orNull(episode.limit),
    quantity: episode.quantity,
    money: episode.money,
    calm: episode.calm,
    judged_day: episode.judgedDay,
    over_day: episode.overDay,
  };
}

export function newRow(alarm: AlarmEpisode) {
  const { kind, building, meter, carrier, episode, openedAt, unit, wasteUnit } = alarm;
  return {
    ...followedColumns(alarm),
    ...{ kind, building, meter, carrier, unit },
    opened_day: episode.openedDay,
    opened_at: openedAt,
    waste_unit: wasteUnit,
  };
}

export function episodeOf(row: Selectable<AlarmRow>): AlarmEpisode & { readonly id: number } {
  return {
    id: row.id,
    kind: row.kind as AlarmKind,
    building: row.building,
    meter: row.meter,
    carrier: row.carrier,
    episode: {
      openedDay: row.opened_day,
      lastDay: row.last_day,
      seen: row.seen,
      found: row.found ?? NaN,
      usual: row.usual ?? NaN,
      limit: row.limit_value ?? NaN,
      quantity: row.quantity,
      money: row.money,
      calm: row.calm,
      judgedDay: row.judged_day,
      overDay: row.over_day,
      state: row.state as Episode['state'],
    },
    openedAt: row.opened_at,
    lastSeenAt: row.last_seen_at,
    closedAt: row.closed_at,
    unit: row.unit,
    wasteUnit: row.waste_unit as AlarmEpisode['wasteUnit'],
  };
}

export interface PlacedRow extends Selectable<AlarmRow> {
  readonly building_name: string;
  readonly institution: string;
  readonly institution_name: string;
  readonly demo: number;
}

export function alarmOf(row: PlacedRow, steps: readonly Selectable<AlarmStepRow>[]): Alarm {
  return {
    ...episodeOf(row),
    buildingName: row.building_name,
    institution: row.institution,
    institutionName: row.institution_name,
    closed: row.closed_at === null ? null : { at: row.closed_at, by: row.closed_by, reason: row.closed_reason ?? '' },
    acknowledged: row.acknowledged_at === null ? null : { at: row.acknowledged_at, by: row.acknowledged_by ?? '' },
    assignee: row.assignee,
    demo: row.demo === 1,
    steps: steps.map(({ at, by_whom, what, text }) => ({ at, by: by_whom, what: what as WireAlarmStep['what'], text })),
  };
}

const orNull = (value: number): number | null => (Number.isNaN(value) ? null : value);
