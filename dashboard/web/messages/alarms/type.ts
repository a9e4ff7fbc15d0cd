import type { AlarmKind, WireAlarm } from '../../../../domain/wire-alarms.ts';
import type { AlarmTab } from '../../router/alarms.ts';

/** Words of alarms, on their own page and wherever they are told. Numbers and times come formatted. */
export interface AlarmsMessages {
  readonly title: string;
  readonly sub: (open: string, unseen: string) => string;
  readonly kinds: Readonly<Record<AlarmKind, string>>;
  readonly states: Readonly<Record<WireAlarm['state'], string>>;
  readonly tabs: Readonly<Record<AlarmTab, string>>;
  readonly filter: {
    readonly state: string;
    readonly kind: string;
    readonly building: string;
    readonly all: string;
    readonly clear: string;
    readonly csv: string;
  };
  readonly lead: {
    readonly money: string;
    readonly moneyClosed: string;
    readonly perDay: string;
    readonly quantity: string;
    readonly quantityClosed: string;
    readonly unpriced: (count: string) => string;
    readonly nothing: string;
  };
  readonly list: {
    readonly title: Readonly<Record<AlarmTab, string>>;
    readonly order: string;
    readonly orderClosed: string;
    readonly columns: Readonly<
      Record<'what' | 'where' | 'since' | 'seen' | 'waste' | 'money' | 'perDay' | 'state', string>
    >;
    readonly none: Readonly<Record<AlarmTab, string>>;
    readonly noneNext: Readonly<Record<AlarmTab, string>>;
    readonly noMatch: string;
    readonly more: string;
    readonly keys: string;
    readonly back: string;
  };
  readonly nights: (n: string) => string;
  readonly days: (n: string) => string;
  readonly silentFor: (duration: string) => string;
  readonly aDay: (amount: string) => string;
  readonly noPrice: string;
  /** What was found, in a sentence: found, usual, limit with their unit. */
  readonly said: Readonly<
    Record<Exclude<AlarmKind, 'meter-silent'>, (found: string, usual: string, limit: string) => string>
  >;
  readonly saidSilent: (meter: string, at: string) => string;
  readonly saidNoReading: (meter: string) => string;
  /** What it rests on. */
  readonly rule: Readonly<Record<AlarmKind, string>>;
  readonly facts: {
    readonly wasted: string;
    readonly perDay: string;
    readonly perDayUsed: string;
    readonly perDayClosed: string;
    readonly since: string;
    readonly seen: string;
    readonly last: string;
    readonly until: string;
    readonly assignee: string;
    readonly nobody: string;
    readonly meter: string;
    readonly lastReading: string;
    readonly interval: string;
    readonly expected: string;
  };
  readonly chart: {
    readonly title: Readonly<Record<Exclude<AlarmKind, 'meter-silent'>, string>>;
    readonly usual: string;
    readonly limit: string;
    readonly beyond: string;
    readonly normal: string;
    /** Where in the picture it begins. */
    readonly since: (date: string) => string;
    readonly date: string;
    readonly value: (unit: string) => string;
    readonly sentence: (odd: string, nights: string, most: string, at: string, usual: string) => string;
    readonly sentenceCalm: (nights: string, usual: string) => string;
    readonly state: (known: string, nights: string) => string;
    readonly nothing: string;
    readonly silence: (meter: string) => string;
  };
  readonly steps: {
    readonly title: string;
    readonly platform: string;
    readonly opened: string;
    readonly acknowledged: string;
    readonly assigned: (who: string) => string;
    readonly unassigned: string;
    readonly noted: string;
    readonly closed: string;
    readonly closedByItself: string;
  };
  /** Reasons that the platform itself gives. */
  readonly reasons: Readonly<Record<string, string>>;
  readonly act: {
    readonly acknowledge: string;
    readonly assign: string;
    readonly note: string;
    readonly close: string;
    readonly confirm: Readonly<Record<'assign' | 'note' | 'close', string>>;
    readonly refused: string;
    readonly done: Readonly<Record<'acknowledge' | 'assign' | 'note' | 'close', string>>;
    readonly gone: string;
    readonly assignTitle: string;
    readonly assignee: string;
    readonly assignNote: string;
    readonly unassign: string;
    readonly noteTitle: string;
    readonly noteText: string;
    readonly closeTitle: string;
    readonly closeNote: string;
    readonly reason: string;
    readonly usualReasons: readonly string[];
    readonly lacksReason: string;
    readonly lacksText: string;
  };
  readonly links: {
    readonly building: string;
    readonly meter: string;
    readonly device: string;
    readonly copy: string;
  };
  readonly strip: { readonly all: string };
  readonly overview: {
    readonly all: string;
    readonly detail: (place: string, seen: string, perDay: string) => string;
  };
  readonly csv: {
    readonly columns: Readonly<
      Record<
        | 'id'
        | 'kind'
        | 'state'
        | 'institution'
        | 'building'
        | 'meter'
        | 'carrier'
        | 'opened'
        | 'lastSeen'
        | 'seen'
        | 'found'
        | 'usual'
        | 'limit'
        | 'unit'
        | 'wasted'
        | 'wastedUnit'
        | 'money'
        | 'perDay'
        | 'moneyPerDay'
        | 'assignee'
        | 'acknowledgedAt'
        | 'acknowledgedBy'
        | 'closedAt'
        | 'closedBy'
        | 'reason',
        string
      >
    >;
    readonly asOf: (time: string) => string;
    readonly count: (count: string) => string;
  };
  readonly navCount: (count: string) => string;
}
