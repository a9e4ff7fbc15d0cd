/** Alarms as they travel between server and pages. Instants are ISO 8601 with the installation's offset. */

export const alarmKinds = ['night-base-load', 'weekend-base-load', 'night-flow', 'meter-silent'] as const;
/**
 * `night-base-load`, `weekend-base-load`: a building's electricity while nobody works, against its own past;
 * `night-flow`: water's least flow of the night, a leak; `meter-silent`: nothing came for longer than it may.
 */
export type AlarmKind = (typeof alarmKinds)[number];

/** An episode: opened once, seen again while it lasts, closed when it is over or by a person. */
export interface WireAlarm {
  readonly id: number;
  readonly kind: AlarmKind;
  readonly building: string;
  readonly buildingName: string;
  readonly institution: string;
  readonly institutionName: string;
  readonly meter: string | null;
  readonly carrier: string;
  readonly state: 'open' | 'acknowledged' | 'closed';
  readonly openedAt: string;
  readonly lastSeenAt: string;
  /** How often it was found: nights, weekends. */
  readonly seen: number;
  readonly closed: { readonly at: string; readonly by: string | null; readonly reason: string } | null;
  readonly acknowledged: { readonly at: string; readonly by: string } | null;
  readonly assignee: string | null;
  /** What was found, what is usual and from what on it is odd, in `unit`. */
  readonly found: number | null;
  readonly usual: number | null;
  readonly limit: number | null;
  readonly unit: string | null;
  /** Since it opened: what went beyond the usual. `money` in yuan, null without a tariff. */
  readonly waste: {
    readonly quantity: number;
    readonly unit: 'kWh' | 'm³';
    readonly money: number | null;
    readonly perDay: number;
  } | null;
  readonly demo: boolean;
  readonly steps: readonly WireAlarmStep[];
}
export interface WireAlarmStep {
  readonly at: string;
  /** null: the platform. */
  readonly by: string | null;
  readonly what: 'opened' | 'acknowledged' | 'assigned' | 'closed' | 'noted';
  readonly text: string;
}

/**
 * `GET /api/v1/alarms?state=&kind=&building=&limit=&cursor=` (open ones first, the dearest first), `/alarms/{id}`;
 * `POST /alarms/{id}/acknowledge`, `/assign` `{assignee}`, `/close` `{reason}`, `/note` `{text}`.
 */
export interface WireAlarmPage {
  readonly items: readonly WireAlarm[];
  readonly next: string | null;
  readonly open: number;
}

/** Live topic `alarms`: the open ones that the viewer may see. */
export interface LiveAlarms {
  readonly open: readonly WireAlarm[];
}
export interface LiveAlarmsDelta {
  readonly changed?: readonly WireAlarm[];
  readonly closed?: readonly number[];
}
