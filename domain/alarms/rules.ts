/** Numbers of the rules of alarms; what stands here is what `docs/alarms.md` says. */

/** How far above usual is odd. */
export interface Margin {
  /** Times the spread of the past (MAD × 1.4826: a standard deviation where nothing is odd). */
  readonly spreads: number;
  /** At least this part of what is usual… */
  readonly share: number;
  /** …and at least this much, in the figure's own unit: less isn't worth a person's time. */
  readonly least: number;
}

export interface AlarmRules {
  /** Local hours in which nobody works: electricity's base load. `to` exclusive. */
  readonly night: { readonly from: number; readonly to: number };
  /** Local hours in which hardly a tap runs: water's least hour. */
  readonly waterNight: { readonly from: number; readonly to: number };
  /** Margins in kW, kWh a day and m³/h. */
  readonly margins: {
    readonly 'night-base-load': Margin;
    readonly 'weekend-base-load': Margin;
    readonly 'night-flow': Margin;
  };
  /** Nights (days off) in a row that are odd before an episode opens, and back to usual before it closes. */
  readonly toOpen: number;
  readonly toClose: number;
  /** A meter may be silent for so many of its intervals, and at least so long. */
  readonly silence: { readonly intervals: number; readonly leastMs: number };
}

export const alarmRules: AlarmRules = {
  night: { from: 0, to: 5 },
  waterNight: { from: 1, to: 5 },
  margins: {
    'night-base-load': { spreads: 4, share: 0.25, least: 2 },
    'weekend-base-load': { spreads: 4, share: 0.25, least: 48 },
    'night-flow': { spreads: 4, share: 0.5, least: 0.1 },
  },
  toOpen: 1,
  toClose: 2,
  silence: { intervals: 3, leastMs: 2 * 3_600_000 },
};

/** The rules with times of an installation's own. */
export function rulesWith({
  night = alarmRules.night,
  silentHours,
  nightsToClose = alarmRules.toClose,
}: {
  readonly night?: AlarmRules['night'];
  readonly silentHours?: number;
  readonly nightsToClose?: number;
}): AlarmRules {
  const leastMs = silentHours === undefined ? alarmRules.silence.leastMs : silentHours * 3_600_000;
  return { ...alarmRules, night, toClose: nightsToClose, silence: { ...alarmRules.silence, leastMs } };
}

/** Days before a day that its past is read for: eight like days of the week. */
export const pastDays = 56;
/** What a person closed and is still so after as many days is the new usual. */
export const silencedDays = 28;
/** A new episode is looked for in this many days: what a meter stored while it was offline comes late. */
export const judgedDays = 14;
