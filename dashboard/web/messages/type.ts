import type { Quality } from '../../../domain/metering/interval.ts';
import type { MeterState, WireReadingVerdict } from '../../../domain/wire.ts';
import type { Appearance } from '../theme/theme.svelte.ts';
import type { View } from '../router/route.ts';
import type { AlarmsMessages } from './alarms/type.ts';
import type { BuildingMessages } from './building/type.ts';
import type { CanteenMessages } from './canteen/type.ts';
import type { CanteensMessages } from './canteens/type.ts';
import type { CarbonMessages } from './carbon/type.ts';
import type { ContractFormsMessages, ContractSettlementMessages } from './contract-settlement/type.ts';
import type { CompareMessages } from './compare/type.ts';
import type { ContractsMessages } from './contracts/type.ts';
import type { DevicesMessages } from './devices/type.ts';
import type { EvaluationMessages } from './evaluation/type.ts';
import type { HealthMessages } from './health/type.ts';
import type { HistoryMessages } from './history/type.ts';
import type { MandvMessages } from './mandv/type.ts';
import type { MappingsMessages } from './mappings/type.ts';
import type { MattersMessages } from './matters/type.ts';
import type { OverviewMessages } from './overview/type.ts';
import type { PlacesMessages } from './places/type.ts';
import type { EntryMessages, QualityMessages } from './quality/type.ts';

/** Every word that the pages say. A language that lacks one fails the type check. Numbers come formatted. */
export interface Messages {
  readonly language: { readonly own: string; readonly label: string };
  readonly product: string;
  readonly productOther: string;
  readonly skipToContent: string;
  readonly nav: {
    readonly label: string;
    readonly overview: string;
    readonly alarms: string;
    readonly meters: string;
    readonly devices: string;
    readonly mandv: string;
    readonly contracts: string;
    readonly carbon: string;
    readonly canteens: string;
    readonly quality: string;
    readonly quarantine: string;
    readonly mappings: string;
    readonly health: string;
    readonly account: string;
  };
  readonly header: {
    readonly live: string;
    readonly connecting: string;
    readonly down: string;
    readonly latest: (time: string, age: string) => string;
    readonly noReading: string;
    readonly online: (live: string, total: string) => string;
    readonly demo: string;
    readonly demoHint: string;
    readonly storeFailing: (code: string) => string;
  };
  readonly account: {
    readonly title: string;
    readonly appearance: string;
    readonly appearances: Readonly<Record<Appearance, string>>;
    readonly language: string;
    readonly signOut: string;
    readonly version: (version: string) => string;
    readonly roles: Readonly<Record<string, string>>;
  };
  readonly signIn: {
    readonly title: string;
    readonly username: string;
    readonly password: string;
    readonly submit: string;
    readonly wait: (seconds: string) => string;
    readonly wrong: string;
    readonly tooMany: (seconds: string) => string;
    readonly empty: string;
    readonly expired: string;
    readonly firstStart: string;
    readonly forgot: string;
  };
  readonly states: Readonly<Record<MeterState, string>>;
  readonly carriers: Readonly<Record<string, string>>;
  readonly points: Readonly<Record<string, string>>;
  readonly endUses: Readonly<Record<string, string>>;
  readonly quality: Readonly<Record<Quality, string>>;
  readonly meters: {
    readonly title: string;
    readonly sub: (shown: string, total: string) => string;
    readonly search: string;
    readonly carrier: string;
    readonly state: string;
    readonly building: string;
    readonly all: string;
    readonly online: string;
    readonly columns: {
      readonly meter: string;
      readonly state: string;
      readonly reading: string;
      readonly power: string;
      readonly age: string;
      readonly interval: string;
      readonly day: string;
      readonly verified: string;
      readonly byBuilding: string;
    };
    readonly verification: { readonly label: string; readonly soon: string; readonly over: string };
    readonly inBuilding: (count: string) => string;
    readonly none: string;
    readonly noneNext: string;
    readonly noneConnect: string;
    readonly noMatch: string;
    readonly clear: string;
    readonly sparkline: (id: string) => string;
    readonly table: string;
  };
  readonly ledger: {
    readonly title: string;
    readonly note: string;
    readonly received: string;
    readonly stored: string;
    readonly duplicate: string;
    readonly quarantined: string;
    readonly rejected: string;
    readonly balanced: string;
    readonly unbalanced: (difference: string) => string;
    readonly revisions: (count: string) => string;
  };
  readonly meter: {
    readonly all: string;
    readonly parent: (id: string) => string;
    readonly views: Readonly<Record<View, string>>;
    readonly viewLabel: string;
    readonly earlier: string;
    readonly later: string;
    readonly date: string;
    readonly today: string;
    readonly point: string;
    readonly now: (point: string) => string;
    readonly facts: {
      readonly today: string;
      readonly yesterday: string;
      readonly month: string;
      readonly register: string;
      readonly multiplier: string;
      readonly verifiedUntil: string;
      readonly verificationOver: string;
      readonly interval: string;
      readonly estimatedPart: (figure: string) => string;
      readonly knownPart: (coverage: string) => string;
    };
    readonly chart: Readonly<Record<View, (point: string) => string>>;
    readonly intervals: (point: string, every: string) => string;
    readonly previous: Readonly<Record<View, string>>;
    readonly every: Readonly<Record<string, string>>;
    readonly quality: string;
    readonly qualityNote: string;
    readonly newest: string;
    readonly newestNote: (zone: string) => string;
    readonly noReadings: string;
    readonly noReadingsNext: (topic: string) => string;
    readonly noData: string;
    readonly register: string;
    readonly silent: (time: string) => string;
    readonly toBuilding: string;
    readonly toDevice: string;
    /** Raw readings and what was made of them. */
    readonly readings: {
      readonly title: string;
      readonly note: (total: string, odd: string) => string;
      readonly all: string;
      readonly odd: string;
      readonly noneOdd: string;
      readonly received: string;
      readonly verdict: string;
      readonly verdicts: Readonly<Record<WireReadingVerdict, string>>;
      readonly evidence: (used: string, limit: string) => string;
      readonly newest: (count: string) => string;
    };
  };
  readonly chart: {
    readonly now: string;
    readonly table: string;
    readonly close: string;
    readonly export: string;
    readonly time: string;
    readonly until: string;
    readonly value: string;
    readonly quality: string;
    readonly coverage: string;
    readonly unit: string;
    readonly least: string;
    readonly most: string;
    readonly source: (source: string) => string;
    readonly state: string;
    readonly partial: string;
    readonly keys: string;
    readonly summary: (title: string, period: string, low: string, high: string, state: string) => string;
    readonly summaryEmpty: (title: string, period: string) => string;
    readonly parts: (parts: readonly { readonly quality: Quality; readonly share: string }[]) => string;
    readonly notZero: string;
    readonly more: (count: string) => string;
    readonly range: (low: string, high: string) => string;
  };
  /** Why something that a person asked for was not done, and the buttons of every dialog. */
  readonly actions: {
    readonly refused: string;
    readonly conflict: string;
    readonly unreachable: string;
    readonly inside: string;
    readonly cancel: string;
    readonly copy: string;
    readonly copied: string;
  };
  readonly alarms: AlarmsMessages;
  readonly building: BuildingMessages;
  readonly canteen: CanteenMessages;
  readonly canteens: CanteensMessages;
  readonly carbon: CarbonMessages;
  readonly compare: CompareMessages;
  readonly contracts: ContractsMessages;
  readonly devices: DevicesMessages;
  readonly evaluation: EvaluationMessages;
  readonly health: HealthMessages;
  readonly history: HistoryMessages;
  readonly mandv: MandvMessages;
  readonly contractSettlement: ContractSettlementMessages;
  readonly contractForms: ContractFormsMessages;
  readonly mappings: MappingsMessages;
  readonly matters: MattersMessages;
  readonly overview: OverviewMessages;
  readonly places: PlacesMessages;
  readonly dataQuality: QualityMessages;
  readonly entry: EntryMessages;
  readonly quarantine: {
    readonly title: string;
    readonly sub: (count: string) => string;
    readonly received: string;
    readonly reason: string;
    readonly bytes: string;
    readonly action: string;
    readonly replay: string;
    readonly replayed: string;
    readonly stillUnacceptable: string;
    readonly empty: string;
    readonly emptyNote: string;
    readonly more: string;
    readonly binary: string;
    readonly refused: string;
    readonly reasons: Readonly<Record<string, string>>;
  };
  readonly problems: {
    readonly retry: string;
    readonly retryIn: (seconds: string) => string;
    readonly what: Readonly<
      Record<
        | 'overview'
        | 'place'
        | 'meters'
        | 'meter'
        | 'series'
        | 'alarms'
        | 'alarm'
        | 'quarantine'
        | 'verdicts'
        | 'decisions'
        | 'completeness'
        | 'start'
        | 'mandv'
        | 'analysis'
        | 'devices'
        | 'device'
        | 'knocks'
        | 'health'
        | 'mappings'
        | 'recorded'
        | 'canteens'
        | 'canteen'
        | 'league'
        | 'evaluations'
        | 'matters'
        | 'contracts'
        | 'contract'
        | 'carbon',
        string
      >
    >;
    readonly holds: string;
    readonly unreachable: string;
    readonly inside: string;
    readonly refusedTitle: string;
    readonly refused: string;
    /** Of what has a page of its own, and may not be there or not be one's own. */
    readonly notFoundTitles: Partial<Readonly<Record<keyof Messages['problems']['what'], string>>>;
    readonly notFound: string;
    readonly tooMany: string;
    readonly back: string;
    readonly backToOverview: string;
    readonly backToCanteens: string;
    readonly backToContracts: string;
    readonly backToCarbon: string;
    readonly unknownPage: string;
  };
  readonly loading: string;
  readonly seconds: (n: string) => string;
}
