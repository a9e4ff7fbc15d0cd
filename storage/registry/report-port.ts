import type { Page, PageQuery, Viewer } from './port.ts';

/** What was computed of intervals and shown or signed. */
export interface Report {
  /** `mandv:MV-0007` */
  readonly id: string;
  readonly kind: string;
  readonly title: string;
  /** Whose it is: seen with this meter. */
  readonly meter: string;
  /** All meters that it rests on, that one among them. */
  readonly meters: readonly string[];
  /** The time of the intervals that it rests on, ms UTC, `to` exclusive. */
  readonly from: number;
  readonly to: number;
  /** Of what it was made from. */
  readonly inputsSha256: string;
  readonly madeAt: number;
  /** Each time that the inputs became others, in the order in which it was found out; the first superseded it. */
  readonly changes: readonly ReportChange[];
}

export interface ReportChange {
  readonly at: number;
  /** `late-data`, `correction`, `rules`, `decision 12`, `decision 12 undone`. */
  readonly why: string;
  readonly inputsSha256: string;
}

/** Reports are added once, and changes of what they rest on; nothing is taken back. Not in the audit: nobody decided it. */
export interface Reports {
  /** Newest first. */
  page(viewer: Viewer, page: PageQuery): Promise<Page<Report>>;
  one(viewer: Viewer, id: string): Promise<Report | null>;
  /** Nothing happens when it is there already. */
  add(report: Omit<Report, 'changes'>): Promise<void>;
  changed(id: string, change: ReportChange): Promise<void>;
}
