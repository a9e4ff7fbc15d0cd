import type { Viewer } from '../../storage/registry/port.ts';
import type { LocalCalendar } from '../../domain/time/calendar.ts';
import type { AlarmService } from './alarms/service.ts';
import type { KnownBoards } from './canteens/board.ts';
import type { CanteenService } from './canteens/service.ts';
import type { ContractFiguresService } from './contracts/port.ts';
import type { Knocks } from './devices/knocks.ts';
import type { Vitals } from './health/vitals.ts';
import type { IntervalReader } from './intervals/reader.ts';
import type { MandvService } from './mandv/service.ts';
import type { DashboardOptions } from './port.ts';
import type { KnownQuality } from './places/known-quality.ts';
import type { KnownToday } from './places/known-today.ts';
import type { KnownUsual } from './places/known-usual.ts';
import type { KnownPlaces } from './places/place-index.ts';
import type { Decider } from './quality/decide.ts';
import type { OpenVerdicts } from './quality/open-verdicts.ts';
import type { ReportWatch } from './quality/reports.ts';
import type { Verification } from './verify/verification.ts';
import type { BillBook } from './history/bill-book.ts';
import type { KnownMeters } from './wire/known-meters.ts';

/** What handlers are given: the parts of the house behind the API. */
export interface House extends DashboardOptions {
  readonly calendar: LocalCalendar;
  /** Intervals of meters, virtual ones among them. */
  readonly intervals: IntervalReader;
  readonly meters: KnownMeters;
  readonly places: KnownPlaces;
  readonly quality: KnownQuality;
  readonly today: KnownToday;
  readonly usual: KnownUsual;
  readonly verdicts: OpenVerdicts;
  readonly decider: Decider;
  readonly reports: ReportWatch;
  readonly mandv: MandvService;
  readonly contracts: ContractFiguresService;
  readonly alarms: AlarmService;
  readonly canteens: CanteenService;
  readonly boards: KnownBoards;
  readonly knocks: Knocks;
  readonly vitals: Vitals;
  readonly verification: Verification;
  readonly bills: BillBook;
  /** The OpenAPI document of this very server. */
  readonly openapi: () => object;
  /** A session or token ended: live connections that rest on it must close. */
  readonly recheckLive: () => void;
}

/** The house itself, when it asks its own register. */
export const ownViewer: Viewer = { kind: 'operator', name: 'dashboard', role: 'administrator', scope: null };
