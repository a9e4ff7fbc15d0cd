import type { Logger } from 'pino';
import type { Registry as MetricsRegistry } from 'prom-client';
import type { CollectorService, DemoRemoved } from '../../collector/port.ts';
import type { SourceState } from '../../collector/sources/port.ts';
import type { AlarmRules } from '../../domain/alarms/rules.ts';
import type { CanteenRules } from '../../domain/canteen/types.ts';
import type { DoorEvent, DoorRecord } from '../../domain/door.ts';
import type { Registry, Viewer } from '../../storage/registry/port.ts';
import type { SeriesStore } from '../../storage/series/port.ts';

export interface DashboardOptions {
  readonly registry: Registry;
  readonly store: SeriesStore;
  readonly collector: CollectorService;
  readonly log: Logger;
  readonly metrics: MetricsRegistry;
  readonly now: () => number;
  readonly timezone: string;
  readonly version: string;
  readonly bind: string;
  /** 0 = any free port. */
  readonly port: number;
  /** HTTPS, and only then a `Secure` cookie. */
  readonly tls?: TlsPair | CertificateSource;
  /** Whose free space the health page shows; absent = not known. */
  readonly dataDir?: string;
  /** Folder of the built pages (index.html, assets/). */
  readonly webRoot: string;
  /** Random key of the command line on this machine (mode 0600 in the data folder); its bearer is the `operator`, an administrator. */
  readonly operatorKey: string;
  /** Facts that only the whole process knows. */
  readonly runtime: () => Runtime;
  /** The gateway's door; absent when the broker does not listen. */
  readonly door?: DeviceDoor;
  /** Takes the demo out; absent: this house has none to take out. */
  readonly removeDemo?: (by: Viewer) => Promise<DemoRemoved>;
  /** Rules of alarms; absent: their own numbers. */
  readonly alarmRules?: AlarmRules;
  /** Rules of canteens; absent: their own numbers. */
  readonly canteenRules?: CanteenRules;
  /** Where news of alarms go; absent: nowhere. */
  readonly messages?: AlarmMessages;
  /** Address under which people reach the pages, for links in messages; absent: this machine's. */
  readonly publicUrl?: string;
  /** Other brokers that are collected from. */
  readonly sources?: () => readonly SourceState[];
}

export interface AlarmMessages {
  readonly mail?: {
    /** `smtps://user:password@host:465`; never logged. */
    readonly url: string;
    readonly from: string;
    readonly to: readonly string[];
  };
  readonly webhook?: {
    readonly url: string;
    /** Key of the signature; never logged. */
    readonly secret: string;
  };
}

/** PEM, or the files that hold it. */
export interface TlsPair {
  readonly cert: string;
  readonly key: string;
}

/** A certificate that may change while the server listens; a new one counts from the next handshake on. */
export interface CertificateSource {
  readonly current: TlsPair;
  onChange(listener: (pair: TlsPair) => void): void;
}

export interface Runtime {
  readonly ready: boolean;
  /** 0 = the broker does not listen. */
  readonly mqttPort: number;
  readonly mqttsPort?: number;
  readonly wsPort?: number;
}

/** What pages ask of the gateway. */
export interface DeviceDoor {
  door(name: string): DoorRecord | null;
  strangers(): readonly DoorRecord[];
  forgetStranger(name: string): boolean;
  onDoor(listener: (event: DoorEvent) => void): void;
}

/** Built in `dashboard/server/dashboard.ts` as `class Dashboard implements DashboardService`. */
export interface DashboardService {
  start(): Promise<{ readonly port: number }>;
  stop(): Promise<void>;
}
