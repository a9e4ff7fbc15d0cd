import type {
  WireDeviceEntry,
  WireDeviceFault,
  WireDeviceKind,
  WireDeviceState,
} from '../../../../domain/wire-devices.ts';

/** The words of the devices pages, and of every reason for which something is refused. Numbers come formatted. */
export interface DevicesMessages {
  readonly title: string;
  /** `168 块表`: one kind with its number. */
  readonly counts: Readonly<Record<WireDeviceKind, (count: string) => string>>;
  readonly kinds: Readonly<Record<WireDeviceKind, string>>;
  readonly ports: (list: string) => string;
  readonly noPort: string;
  readonly perMinute: (count: string) => string;
  readonly connectedCount: (live: string, total: string) => string;
  readonly connect: string;
  readonly allKinds: string;
  readonly view: string;
  readonly search: string;
  readonly building: string;
  readonly state: string;
  readonly any: string;
  readonly onlyErrors: string;
  readonly clear: string;
  readonly noMatch: string;
  readonly none: string;
  readonly noneNext: string;
  readonly list: string;
  readonly listNote: string;
  readonly columns: Readonly<Record<'device' | 'state' | 'newest' | 'rate' | 'clock' | 'count' | 'fault', string>>;
  readonly clockNote: string;
  readonly countNote: string;
  readonly states: Readonly<Record<WireDeviceState, string>>;
  readonly silentFor: (duration: string) => string;
  readonly byGateway: (gateway: string) => string;
  readonly clockFast: string;
  readonly clockSlow: string;
  readonly never: string;
  readonly rateOf: (id: string, count: string) => string;
  readonly faults: Readonly<Record<WireDeviceFault['what'], string>>;
  /** What went wrong, by the word of metrics and logs; for items see also `quarantine.reasons`. */
  readonly reasons: Readonly<Record<string, string>>;
  /** What a person does about it. */
  readonly advice: Readonly<Record<string, string>>;
  readonly knocks: {
    readonly title: string;
    readonly note: string;
    readonly none: string;
    readonly noName: string;
    readonly times: (count: string) => string;
    readonly last: (time: string) => string;
    readonly through: (publisher: string) => string;
    readonly adopt: string;
    readonly ignore: string;
    readonly adoptName: (name: string) => string;
    readonly ignoreName: (name: string) => string;
    readonly more: (count: string) => string;
    readonly staffOnly: string;
    readonly ignored: (name: string) => string;
  };
  readonly register: {
    readonly title: string;
    readonly choose: string;
    readonly existing: string;
    readonly fresh: string;
    readonly device: string;
    readonly pick: string;
    readonly go: string;
    readonly create: string;
    readonly change: string;
    readonly unknown: (id: string) => string;
    readonly id: string;
    readonly idHint: string;
    readonly building: string;
    readonly carrier: string;
    readonly point: string;
    readonly pointOther: string;
    readonly unit: string;
    readonly digits: string;
    readonly digitsHint: string;
    readonly decimals: string;
    readonly multiplier: string;
    readonly interval: string;
    readonly gateway: string;
    readonly noGateway: string;
    readonly gatewayHint: string;
    readonly errors: Readonly<Record<string, string>>;
    readonly facts: Readonly<
      Record<
        | 'device'
        | 'kind'
        | 'place'
        | 'parent'
        | 'register'
        | 'multiplier'
        | 'interval'
        | 'maxPerHour'
        | 'endUse'
        | 'gateway'
        | 'verifiedUntil',
        string
      >
    >;
    readonly registerDigits: (point: string, digits: string, decimals: string) => string;
    readonly none: string;
  };
  readonly credentials: {
    readonly title: string;
    readonly after: string;
    readonly id: string;
    readonly secret: string;
    readonly make: string;
    readonly has: string;
    readonly hasNot: string;
    readonly spoken: (gateway: string) => string;
    readonly made: (time: string) => string;
    readonly once: string;
    readonly onceOverlap: (time: string) => string;
    readonly placeholder: string;
    readonly rights: (prefix: string) => string;
    readonly acknowledged: string;
    readonly whoMay: string;
    readonly accountRights: string;
    readonly listeners: string;
    readonly listenersOff: string;
  };
  readonly snippets: {
    readonly label: string;
    readonly tabs: Readonly<Record<'shell' | 'python' | 'gateway' | 'node-red', string>>;
    readonly comments: Readonly<
      Record<'tls' | 'plain' | 'commands' | 'acknowledged' | 'ownTime' | 'device' | 'rule', string>
    >;
    readonly notes: Readonly<Record<'shell' | 'python' | 'gateway' | 'node-red', string>>;
    readonly settings: Readonly<
      Record<
        | 'server'
        | 'port'
        | 'portPlain'
        | 'tls'
        | 'version'
        | 'clientId'
        | 'username'
        | 'password'
        | 'topic'
        | 'qos'
        | 'retain'
        | 'keepAlive'
        | 'clean'
        | 'will'
        | 'willPayload'
        | 'payload',
        string
      >
    >;
    readonly values: Readonly<Record<'on' | 'off' | 'yes' | 'no' | 'plain' | 'free', string>>;
  };
  readonly first: {
    readonly title: string;
    readonly waiting: string;
    readonly waitingNote: string;
    readonly denied: string;
    readonly stored: (time: string) => string;
    readonly heads: Readonly<Record<WireDeviceEntry['what'], string>>;
    readonly delay: (text: string) => string;
    readonly ahead: (text: string) => string;
    readonly noOwnTime: string;
    readonly pieces: (count: string) => string;
    readonly until: (time: string) => string;
    readonly read: string;
    readonly multiplied: (factor: string) => string;
    readonly digits: string;
    readonly digitsOf: (used: string, of: string) => string;
    readonly digitsOver: (used: string, of: string) => string;
    readonly clock: string;
    readonly energy: string;
    readonly awaitsSecond: string;
    readonly used: string;
    readonly toMeter: string;
  };
  readonly detail: {
    readonly all: string;
    readonly connections: string;
    readonly connectedAt: (address: string, since: string) => string;
    readonly notConnected: string;
    readonly newest: string;
    readonly perHour: string;
    readonly lastDay: string;
    readonly received: string;
    readonly quarantined: string;
    readonly rejected: string;
    readonly sinceStart: (time: string) => string;
    readonly rate: string;
    readonly rateNote: string;
    readonly entries: string;
    readonly entriesNote: string;
    readonly noEntries: string;
    readonly secret: string;
    readonly secretSet: string;
    readonly secretNone: string;
    readonly overlap: (time: string) => string;
    readonly lastFault: string;
    readonly noFault: string;
    readonly meterPage: string;
    readonly quarantinePage: string;
    readonly guide: string;
    readonly notFound: string;
    readonly rotate: string;
    readonly revoke: string;
  };
  readonly rotate: {
    readonly title: (id: string) => string;
    readonly explain: string;
    readonly overlap: string;
    readonly overlaps: Readonly<Record<'0' | '1' | '24' | '168', string>>;
    readonly overlapNotes: Readonly<Record<'0' | '1' | '24' | '168', string>>;
    readonly confirm: string;
  };
  readonly revoke: {
    readonly title: (id: string) => string;
    readonly points: readonly string[];
    readonly confirm: string;
  };
  readonly staffOnly: string;
}
