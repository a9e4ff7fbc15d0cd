import { alarmKinds, type AlarmKind } from '../../../domain/wire-alarms.ts';

/** Addresses of alarms: the list with what is chosen in it, and one alarm beside it. */

/** `current`: all that are not closed. */
export const alarmTabs = ['current', 'open', 'acknowledged', 'closed'] as const;
export type AlarmTab = (typeof alarmTabs)[number];

export interface AlarmsQuery {
  readonly tab: AlarmTab;
  readonly kind: AlarmKind | null;
  readonly building: string | null;
  /** The chosen alarm; null = the first of the list. */
  readonly alarm: number | null;
}

export type AlarmsRoute = { readonly page: 'alarms' } & AlarmsQuery;

/** @returns null when the address is of another page. */
export function parseAlarmsRoute(parts: readonly string[], query: URLSearchParams): AlarmsRoute | null {
  if (parts[0] !== 'alarms' || parts.length > 2) return null;
  const id = parts[1];
  if (id !== undefined && !/^\d{1,15}$/.test(id)) return null;
  return {
    page: 'alarms',
    tab: alarmTabs.find((tab) => tab === query.get('state')) ?? 'current',
    kind: alarmKinds.find((kind) => kind === query.get('kind')) ?? null,
    building: query.get('building'),
    alarm: id === undefined ? null : Number(id),
  };
}

export const alarmPaths = {
  alarms: ({ tab = 'current', kind, building, alarm }: Partial<AlarmsQuery> = {}) => {
    const query = new URLSearchParams();
    if (tab !== 'current') query.set('state', tab);
    if (kind) query.set('kind', kind);
    if (building) query.set('building', building);
    const text = query.toString();
    const path = alarm === undefined || alarm === null ? '/alarms' : `/alarms/${alarm}`;
    return text === '' ? path : `${path}?${text}`;
  },
};
