import type { Decision } from './metering/decision.ts';
import type { Evidence, VerdictEffect, VerdictRule } from './metering/finding.ts';

/**
 * Data quality as it travels between server and pages. Instants are ISO 8601 with the installation's offset; register
 * values are as read, amounts after the multiplier.
 */

export interface WireVerdict {
  /** `METER~point~rule~fromMs`: the same for the same finding, however often it is derived again. */
  readonly id: string;
  readonly meter: string;
  readonly building: string;
  readonly buildingName: string;
  readonly carrier: string;
  readonly point: string;
  readonly unit: string | null;
  readonly rule: VerdictRule;
  readonly effect: VerdictEffect;
  readonly from: string;
  readonly to: string;
  readonly before: number | null;
  readonly after: number | null;
  /** Instants in it are ISO here. */
  readonly evidence: Evidence;
  /** What can be decided of it, the most likely first. */
  readonly choices: readonly VerdictChoice[];
  /** `open`: nobody looked yet. */
  readonly state: 'open' | 'confirmed' | 'overruled';
  readonly decision: WireDecision | null;
}

/**
 * `confirm`: it is as the rule says (a proposed swap becomes one). The others overrule it: `ignore` the readings, `keep`
 * them, the step is `used`, a `rollover`, `unknown`, a `swap` (closing and opening readings are asked for), an `amount`
 * entered by hand (asked for); `profile`: lay the energy of a gap out by the meter's own profile; `spread`: what came all
 * at once was used evenly since the register stood still.
 */
export const verdictChoices = [
  'confirm',
  'ignore',
  'keep',
  'used',
  'rollover',
  'unknown',
  'swap',
  'amount',
  'profile',
  'spread',
] as const;
export type VerdictChoice = (typeof verdictChoices)[number];

/** `GET /api/v1/quality/verdicts?state=&rule=&effect=&meter=&building=&from=&to=&limit=&cursor=`: newest first. */
export interface WireVerdictPage {
  readonly items: readonly WireVerdict[];
  readonly next: string | null;
  /** Of all that is open and visible, whatever the filter. */
  readonly open: Readonly<Record<VerdictEffect, number>>;
}

/** `POST /api/v1/quality/verdicts/{id}/decision`; a reason is asked for unless it is confirmed. */
export interface WireDecide {
  readonly choice: VerdictChoice;
  readonly reason: string;
  /** For `swap`: register readings, as shown. `at`: when it was changed; the step's end when absent. */
  readonly closing?: number;
  readonly opening?: number;
  readonly at?: string;
  /** For `amount`: energy of the verdict's span. */
  readonly amount?: number;
}

/** `GET /api/v1/quality/decisions?meter=&state=standing|undone&limit=&cursor=`; `POST …/decisions/{id}/undo` `{reason}`. */
export interface WireDecision {
  readonly id: number;
  readonly meter: string;
  /** `entered`: a manual reading or a corrected amount, of no verdict. */
  readonly outcome: 'confirmed' | 'overruled' | 'entered';
  readonly choice: VerdictChoice | null;
  /** What the calculation was told; null = nothing (confirmed as it is). */
  readonly change: Decision | null;
  /** The verdict as it was when it was decided. */
  readonly verdict: Omit<WireVerdict, 'choices' | 'state' | 'decision'> | null;
  readonly reason: string;
  readonly by: string;
  readonly at: string;
  /** Rows of one file share it. */
  readonly batch: string | null;
  readonly undone: { readonly by: string; readonly at: string; readonly reason: string } | null;
}

/** `GET /api/v1/quality/completeness?from=&to=&building=&limit=&cursor=`: by meter and local day. */
export interface WireCompleteness {
  readonly days: readonly string[];
  readonly items: readonly {
    readonly meter: string;
    readonly building: string;
    readonly buildingName: string;
    readonly carrier: string;
    readonly point: string;
    readonly state: string;
    /** Share of each day for which the register's energy is known by readings, 0…1. */
    readonly coverage: readonly number[];
    /** One letter a day: m measured, e estimated, x missing, h manual. */
    readonly quality: string;
  }[];
  readonly next: string | null;
}

/**
 * `POST /api/v1/quality/manual?preview=1|0`: CSV or XLSX (multipart is not needed: the body is the file, its type says
 * which). Columns `meter,point,at,reading` for register readings, `meter,point,from,to,amount` for amounts or
 * `meter,point,month,amount` for whole local months (`point` may be absent: the meter's register), `reason` optional.
 * With any fault nothing is entered (422).
 */
export interface WireRowFault {
  /** `row 17, column 读数`: as the file names it. */
  readonly path: string;
  readonly code: string;
  /** In the words of whoever filled it in (`language=zh|en`). */
  readonly message: string;
}

export interface WireManualPreview {
  readonly rows: readonly {
    readonly row: number;
    readonly meter: string;
    readonly point: string;
    readonly kind: 'reading' | 'amount';
    readonly from: string;
    readonly to: string;
    readonly value: number;
    /** What the platform has for that time now; null = nothing. */
    readonly present: number | null;
    readonly presentQuality: string | null;
    /** A decision that stands there already and would be superseded. */
    readonly replaces: number | null;
  }[];
  readonly faults: readonly WireRowFault[];
  /** What is allowed and should be looked at twice. */
  readonly warnings: readonly WireRowFault[];
  /** Set when it was entered. */
  readonly batch: string | null;
}

/** `GET /api/v1/quality/revisions?meter=&point=&from=&to=`: values that were put in place of known ones. */
export interface WireRevisions {
  readonly items: readonly {
    readonly ts: string;
    readonly point: string;
    readonly value: number;
    /** null: the one that counts. */
    readonly supersededAt: string | null;
    readonly receivedAt: string;
  }[];
}

/** `GET /api/v1/quality/reports?limit=&cursor=`: what was computed and shown or signed, and rests on intervals. */
export interface WireReport {
  /** `mandv:MV-0007` */
  readonly id: string;
  readonly kind: string;
  readonly title: string;
  readonly madeAt: string;
  readonly superseded: WireSuperseded | null;
}

/** What a report rests on became other than it was when the report was made. It stays superseded, whatever follows. */
export interface WireSuperseded {
  readonly at: string;
  /** `late-data`, `correction`, `rules`, `decision 12`, `decision 12 undone`. */
  readonly why: string;
  readonly words: { readonly zh: string; readonly en: string };
  /** All changes in their order, the first of them above. `asMade`: what it rests on was then again as it had been. */
  readonly changes: readonly {
    readonly at: string;
    readonly why: string;
    readonly words: { readonly zh: string; readonly en: string };
    readonly asMade: boolean;
  }[];
}
