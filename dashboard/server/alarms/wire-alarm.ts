import type { WireAlarm } from '../../../domain/wire-alarms.ts';
import type { Alarm } from '../../../storage/registry/alarm-port.ts';
import type { House } from '../house.ts';
import { orNull } from '../places/read.ts';

const hourMs = 3_600_000;

type Sources = Pick<House, 'calendar' | 'store' | 'now'>;

/** An alarm as it travels. How long a meter is silent is said as of now. */
export function wireAlarm(alarm: Alarm, { calendar, store, now }: Sources): WireAlarm {
  const { episode, closed, acknowledged, wasteUnit } = alarm;
  const iso = (at: number) => calendar.iso(at);
  const silentStill = alarm.kind === 'meter-silent' && closed === null;
  const lastReadingAt = alarm.meter === null ? undefined : store.latest().get(alarm.meter)?.lastReadingAt;
  return {
    id: alarm.id,
    kind: alarm.kind,
    building: alarm.building,
    buildingName: alarm.buildingName,
    institution: alarm.institution,
    institutionName: alarm.institutionName,
    meter: alarm.meter,
    carrier: alarm.carrier,
    state: closed !== null ? 'closed' : acknowledged !== null ? 'acknowledged' : 'open',
    openedAt: iso(alarm.openedAt),
    lastSeenAt: iso(silentStill ? Math.max(alarm.lastSeenAt, Math.floor(now() / hourMs) * hourMs) : alarm.lastSeenAt),
    seen: episode.seen,
    closed: closed && { ...closed, at: iso(closed.at) },
    acknowledged: acknowledged && { ...acknowledged, at: iso(acknowledged.at) },
    assignee: alarm.assignee,
    found:
      silentStill && lastReadingAt !== undefined
        ? // By the hour: what is told live changes no faster.
          Math.max(episode.found, Math.floor((now() - lastReadingAt) / hourMs))
        : orNull(episode.found),
    usual: orNull(episode.usual),
    limit: orNull(episode.limit),
    unit: alarm.unit,
    waste: wasteUnit === null ? null : wasteOf(alarm, wasteUnit),
    demo: alarm.demo,
    steps: alarm.steps.map((step) => ({ ...step, at: iso(step.at) })),
  };
}

/** `perDay`: of a day on which it was found. Money in whole fen. */
function wasteOf({ episode: { quantity, money, seen } }: Alarm, unit: 'kWh' | 'm³'): WireAlarm['waste'] {
  return { quantity, unit, money: inFen(money), perDay: quantity / Math.max(1, seen) };
}

const inFen = (yuan: number | null): number | null => (yuan === null ? null : Math.round(yuan * 100) / 100);
