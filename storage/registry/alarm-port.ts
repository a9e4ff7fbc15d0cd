import type { Episode } from '../../domain/alarms/episode.ts';
import type { AlarmKind, WireAlarmStep } from '../../domain/wire-alarms.ts';
import type { Page, PageQuery, Viewer } from './port.ts';

/** What an alarm is about. */
export interface AlarmSubject {
  readonly kind: AlarmKind;
  readonly building: string;
  readonly meter: string | null;
  readonly carrier: string;
}
/** An episode as it is followed. NaN in `found`, `usual` and `limit` = not known. */
export interface AlarmEpisode extends AlarmSubject {
  /** null: not in the register yet. */
  readonly id: number | null;
  readonly episode: Episode;
  readonly openedAt: number;
  readonly lastSeenAt: number;
  /** Null while it is open; of one that a person closed, when that was. */
  readonly closedAt: number | null;
  /** Why the platform closed it where that is not because it is over: nobody watches its subject any more, its days were found wrong. */
  readonly reason?: 'not-watched' | 'corrected';
  readonly unit: string | null;
  readonly wasteUnit: 'kWh' | 'm³' | null;
}

/** An alarm as people see it. */
export interface Alarm extends AlarmEpisode {
  readonly id: number;
  readonly buildingName: string;
  readonly institution: string;
  readonly institutionName: string;
  readonly closed: { readonly at: number; readonly by: string | null; readonly reason: string } | null;
  readonly acknowledged: { readonly at: number; readonly by: string } | null;
  readonly assignee: string | null;
  readonly demo: boolean;
  readonly steps: readonly {
    readonly at: number;
    readonly by: string | null;
    readonly what: WireAlarmStep['what'];
    readonly text: string;
  }[];
}

export type AlarmChannel = 'mail' | 'webhook';
/** A message that waits in the outbox. */
export interface AlarmMessage {
  readonly id: number;
  readonly alarm: number;
  readonly event: 'opened' | 'closed';
  readonly channel: AlarmChannel;
  /** The same at every try. */
  readonly message: string;
  readonly createdAt: number;
  readonly tries: number;
}

export interface AlarmQuery extends PageQuery {
  readonly state?: 'open' | 'acknowledged' | 'closed';
  readonly kind?: AlarmKind;
  readonly building?: string;
}
export type AlarmChange = 'done' | 'unknown' | 'closed';

/**
 * Episodes of alarms, what happened to each (append-only, and in the audit) and the messages of them. Visible with its
 * meter, else with its building, but to roles that see only meters (contractor, canteen) never without one. Rights to
 * write are the caller's to check.
 */
export interface Alarms {
  /** Open ones first, the dearest first; then closed ones, the newest first. */
  page(viewer: Viewer, query: AlarmQuery): Promise<Page<Alarm>>;
  one(viewer: Viewer, id: number): Promise<Alarm | null>;
  /** All that are not closed. */
  open(viewer: Viewer): Promise<readonly Alarm[]>;
  countOpen(viewer: Viewer): Promise<number>;

  /** Episodes that are open or silenced, or opened after that day; in the order in which they began. */
  followed(sinceDay: number): Promise<readonly AlarmEpisode[]>;
  /**
   * Writes what became of episodes, in one transaction with their steps, audit and messages. What a person closed
   * meanwhile stays as they left it. @returns ids of those that were opened, changed or closed.
   */
  keep(episodes: readonly AlarmEpisode[], channels: readonly AlarmChannel[]): Promise<readonly number[]>;

  acknowledge(id: number, by: Viewer): Promise<AlarmChange>;
  /** null: nobody any more. */
  assign(id: number, assignee: string | null, by: Viewer): Promise<AlarmChange>;
  /** Silences it until it has been back to usual once. */
  close(id: number, reason: string, by: Viewer, channels: readonly AlarmChannel[]): Promise<AlarmChange>;
  /** On closed ones too; null: the platform. */
  note(id: number, text: string, by: Viewer | null): Promise<AlarmChange>;

  /** Messages that are due (or were at an instant), the oldest first. */
  due(channel: AlarmChannel, limit: number, dueBy?: number): Promise<readonly AlarmMessage[]>;
  sent(ids: readonly number[]): Promise<void>;
  /** @param nextTryAt null = given up */
  failed(ids: readonly number[], error: string, nextTryAt: number | null): Promise<void>;
  /** Waiting and given up, for health. */
  outbox(): Promise<{ readonly waiting: number; readonly givenUp: number }>;
}
